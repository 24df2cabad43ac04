package roles

import (
	"slices"
	"strings"
	"testing"
)

func TestSpaceMatchesAsElasticsearchDoes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		space, id string
		want      bool
	}{
		{"soc", "soc", true},
		{"soc", "soc-eu", false},
		{"soc", "so", false},
		{"*", "soc", true},
		{"*", "*", true},
		{"*-prod", "lab-prod", true},
		{"*-prod", "-prod", true},
		{"*-prod", "lab-prod-2", false},
		{"*-prod", "lab-prod-prod", true},
		{"soc*", "soc", true},
		{"soc*", "soc-eu", true},
		{"soc*", "dev", false},
		{"lab-?", "lab-1", true},
		{"lab-?", "lab-", false},
		{"lab-?", "lab-12", false},
		{"a*b*c", "abbc", true},
		{"a*b*c", "aXbYc", true},
		{"a*b*c", "acb", false},
		{"**a", "bba", true},
		{"?*", "", false},
		{"*?", "a", true},
		{"ü?", "üß", true},
		{`a\*`, "a*", true},
		{`a\*`, "ab", false},
		{`a\?b`, "a?b", true},
		{`a\\`, `a\`, true},
		{`a\`, `a\`, true},
		{`\s*`, "soc", true},
		{"?oc", "asoc", false}, // from the first character on
		{`\soc`, "asoc", false},
		{`?\`, `a\`, true},
		{`?\`, "ab", false},
		{"*-prod", "*", false},
		{"?", "*", false},           // all spaces are more than those with one character
		{"soc*", "soc*", true},      // the entry itself
		{"/soc|ops/", "soc", false}, // no regular expression: see SpaceMatches
		{"/.*/", "soc", false},
	} {
		if got := SpaceMatches(test.space, test.id); got != test.want {
			t.Errorf("SpaceMatches(%q, %q) = %v", test.space, test.id, got)
		}
	}
}

// A pattern with many stars must not take exponential time.
func TestSpaceMatchesIsFast(t *testing.T) {
	t.Parallel()
	pattern, id := "", ""
	for range 200 {
		pattern += "a*"
		id += "aa"
	}
	if SpaceMatches(pattern+"b", id) {
		t.Error("matches")
	}
}

func TestHoldsInCountsPatterns(t *testing.T) {
	t.Parallel()
	held := Privileges{"soc": {}, "*-prod": {}, `lab-\*`: {}}
	for space, want := range map[string]bool{"": true, "soc": true, "lab-prod": true, "*-prod": true, "lab-*": true, "lab-1": false, "*": false} {
		if got := held.HoldsIn(space); got != want {
			t.Errorf("holds in %q: %v", space, got)
		}
	}
	if got := held.Patterns(); !slices.Equal(got, []string{"*-prod", `lab-\*`}) {
		t.Errorf("patterns: %q", got)
	}
	if got := (Privileges{"f*": {}, "b*": {}, "e*": {}, "a*": {}, "d*": {}, "c*": {}}).Patterns(); !slices.IsSorted(got) || len(got) != 6 {
		t.Errorf("patterns: %q", got)
	}
	all := Privileges{"*": {}}
	if !all.HoldsIn("soc") || len(all.Patterns()) > 0 {
		t.Error("all spaces")
	}
}

// What may follow a prefix that a pattern matches.
func TestPatternsAfter(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"a:x": "x", "a:": "", "*": "*", "***": "*", "?:*x": "*x", "*:x": "*:x x", `\a:\*`: `\*`, "a*x": "*x", "a*:**x": "*:**x *x",
	} {
		if got := strings.Join(PatternsAfter(pattern, "a:"), " "); got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
	for _, pattern := range []string{"", "a", "b:x", "?", `\*:x`} {
		if got := PatternsAfter(pattern, "a:"); got != nil {
			t.Errorf("%s: %q", pattern, got)
		}
	}
}
