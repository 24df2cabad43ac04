package cases

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParseVersionAcceptsReleasesAndServerless(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"9.2.0": "9.2", "9.2": "9.2", "8.19.3": "8.19", "8.11.0": "8.11", "10.0.1": "10.0", "9.10.0": "9.10",
		"9.5.0-SNAPSHOT": "9.5", "9.4.0-rc1": "9.4", "9.4.0-alpha.1": "9.4", "9.2.0+build123": "9.2", "7.17.29": "7.17",
		"serverless": "serverless",
	} {
		v, err := ParseVersion(text)
		if err != nil || v.String() != want {
			t.Errorf("ParseVersion(%q) = %s, %v, want %s", text, v, err, want)
		}
		if v.IsServerless() != (want == "serverless") {
			t.Errorf("%q is serverless: %v", text, v.IsServerless())
		}
	}
	for _, text := range []string{
		"", "9", "v9.2.0", "V9.2.0", "Serverless", "latest", "9.x", "9.", ".9", "9..2", " 9.2.0", "9.2.0\n", "-9.2", ">= 9.2", "9,2",
		"9-rc.1", "9+build.1", "99999999999999999999.1",
	} {
		if v, err := ParseVersion(text); err == nil {
			t.Errorf("ParseVersion(%q) = %s", text, v)
		} else if !strings.Contains(err.Error(), `"9.2.0", or "serverless"`) {
			t.Errorf("%q: the error does not state the allowed forms: %v", text, err)
		}
	}
}

func TestAtLeastOrdersVersions(t *testing.T) {
	t.Parallel()
	order := []string{"7.17", "8.4", "8.9", "8.11", "8.19", "9.0", "9.4", "9.10", "10.0", "serverless"}
	for i, newer := range order {
		for j, older := range order {
			o := version(t, older)
			if o.IsServerless() {
				continue
			}
			if got := version(t, newer).AtLeast(o.major, o.minor); got != (i >= j) {
				t.Errorf("%s at least %s: %v", newer, older, got)
			}
		}
	}
}

func TestReleasesBefore8_11AreUnsupported(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"8.11.0", "8.11", "8.12", "9.0", "9.9", "10.1", "serverless"} {
		if _, err := BuiltInCatalogue(version(t, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"8.10.4", "8.0", "7.17.29", "0.0"} {
		var unsupported *UnsupportedVersionError
		if _, err := BuiltInCatalogue(version(t, text)); !errors.As(err, &unsupported) || !strings.Contains(err.Error(), "8.11") {
			t.Errorf("BuiltIn(%s): %v", text, err)
		}
		if _, err := NewCatalogue(version(t, text), Listing{}); !errors.As(err, &unsupported) {
			t.Errorf("NewCatalogue(%s): %v", text, err)
		}
	}
	if _, err := BuiltInCatalogue(Version{}); err == nil {
		t.Error("the zero version is supported")
	}
	if got := builtIn(t, "9.2.1").Version().String(); got != "9.2" {
		t.Error(got)
	}
}

func TestVersionsAreOrdered(t *testing.T) {
	t.Parallel()
	ordered := []Version{{major: 8, minor: 11}, {major: 8, minor: 19}, {major: 9, minor: 2}, {major: 9, minor: 10}, Serverless}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := a.Compare(b); got != cmp.Compare(i, j) {
				t.Errorf("%s and %s: %d", a, b, got)
			}
		}
	}
}

// The newest release is the last one for which the built-in tables say something new.
func TestNewestRelease(t *testing.T) {
	t.Parallel()
	listing := func(v Version) Listing {
		l := builtInListing(v, builtInFeatures(v))
		for _, actions := range l.Space {
			slices.Sort(actions) // they come from a map
		}
		return l
	}
	newest := NewestRelease()
	before, after := Version{major: newest.major, minor: newest.minor - 1}, Version{major: newest.major + 1}
	if !reflect.DeepEqual(listing(newest), listing(after)) || reflect.DeepEqual(listing(newest), listing(before)) {
		t.Errorf("the tables do not end with %s", newest)
	}
}
