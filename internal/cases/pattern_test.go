package cases

import "testing"

func TestIsCoveredComparesWildcards(t *testing.T) {
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
		{"a*", []string{"a", "a?*"}, true}, // both together
		{"*?", []string{"?*"}, true},
		{"?", []string{"?*"}, true},
		{"*", []string{"?*"}, false}, // matches the empty name, too
		{"ü.*", []string{"ü*"}, true},
		{"/sec.*/", []string{"public"}, true}, // not compared
		{`a\*`, []string{"b"}, true},
	} {
		if got := isCovered(test.pattern, test.granted); got != test.want {
			t.Errorf("isCovered(%q, %q) = %v, want %v", test.pattern, test.granted, got, test.want)
		}
	}
}
