package cases

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

// FuzzVersion checks that ParseVersion accepts versions only, and that versions have
// a total order with serverless as the newest.
func FuzzVersion(f *testing.F) {
	for _, pair := range [][2]string{
		{"9.2.0", "8.19"},
		{"8.11.0", "8.10.4"},
		{"serverless", "10.0.1"},
		{"9.5.0-SNAPSHOT", "9.4.0-rc.1+build"},
		{"v9.2", "9"},
		{"", "9.x"},
		{"09.02", "9.2"},
		{" 9.2", "9.2\n"},
		{"9-rc.1", "99999999999999999999.1"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		v, isVersion := checkVersion(t, text)
		o, isOther := checkVersion(t, other)
		if !isVersion || !isOther {
			return
		}
		atLeast := func(a, b Version) bool {
			return a.AtLeast(b.major, b.minor) && (!b.IsServerless() || a.IsServerless())
		}
		if !atLeast(v, o) && !atLeast(o, v) {
			t.Errorf("%s and %s have no order", v, o)
		}
		if equal := atLeast(v, o) && atLeast(o, v); equal != (v == o) || equal != (v.String() == o.String()) {
			t.Errorf("%s and %s are equal: %v", v, o, equal)
		}
	})
}

// checkVersion parses a version and compares it with the two numbers at the
// beginning of its text. Ok is false if ParseVersion refuses it.
func checkVersion(t *testing.T, text string) (v Version, ok bool) {
	v, err := ParseVersion(text)
	if err != nil {
		if v != (Version{}) || !strings.Contains(err.Error(), strconv.Quote(text)) {
			t.Errorf("ParseVersion(%q) = %v, %v", text, v, err)
		}
		return v, false
	}
	again, err := ParseVersion(v.String())
	if err != nil || again != v {
		t.Errorf("%q is %s, which is %s (%v)", text, v, again, err)
	}
	major, rest, _ := strings.Cut(text, ".")
	minor := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	number, err := strconv.Atoi(major)
	second, err2 := strconv.Atoi(minor)
	if text != "serverless" && (err != nil || err2 != nil || v.AtLeast(number, second+1) || !v.AtLeast(number, second)) {
		t.Errorf("%q is %s", text, v)
	}
	var unsupported *UnsupportedVersionError
	if _, err := BuiltInCatalogue(v); (err == nil) != v.Supported() || err != nil && !errors.As(err, &unsupported) {
		t.Errorf("%s is supported: %v (%v)", v, v.Supported(), err)
	}
	return v, true
}
