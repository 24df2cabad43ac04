package cases

import "testing"

func TestWithin(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern string
		granted []string
		want    bool
	}{
		{"secret", []string{"secret"}, true},
		{"secret", []string{"*"}, true},
		{"secret", []string{"public"}, false},
		{"user.name", []string{"user.*"}, true},
		{"user.*", []string{"user.*"}, true},
		{"user.*", []string{"user.name"}, false},
		{"*", []string{"user.*", "host.*"}, false},
		{"a*", []string{"a", "a?*"}, true}, // together
		{"*?", []string{"?*"}, true},
		{"?", []string{"?*"}, true},
		{"*", []string{"?*"}, false}, // the empty field
		{"ü.*", []string{"ü*"}, true},
		{"/sec.*/", []string{"public"}, true}, // not ours to judge
		{`a\*`, []string{"b"}, true},
	} {
		if got := isCovered(test.pattern, test.granted); got != test.want {
			t.Errorf("within(%q, %q) = %v, want %v", test.pattern, test.granted, got, test.want)
		}
	}
}
