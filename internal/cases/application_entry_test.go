package cases

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The spaces that a resource of application privileges stands for.
func TestSpacesOf(t *testing.T) {
	t.Parallel()
	for resource, want := range map[string]string{
		"*": "*", "space:*": "*", "space:soc": "soc", "space:*-prod": "*-prod", "sp*": "*", "**": "*", "*:*": "*", "s*": "*",
		"*:soc": "soc", "*soc": "*soc", "spac?:soc": "soc", "s*:soc": "soc", "space*soc": "*soc", `\space:soc`: "soc", `\space:s\oc`: `s\oc`, "?pace:a*": "a*",
		"*e:*c": "*c", "": "", "space:": "", "space": "", "spaces:*": "", "package:*": "", "space?": "", `\*:soc`: "",
		"/.*/": "*", "/space:.*/": "*", "/space:soc/": "soc", "/sp.*/": "*", "/space:soc.*/": "soc*", "/package:.*/": "", "/package:x/": "",
		"/space:(soc|dev)/": "* at most", "/space:so?c/": "* at most", "/(package|space):soc/": "* at most", "/space:[a-z]*/": "* at most",
	} {
		spaces, exact := SpacesOf(resource)
		got := strings.Join(spaces, " ")
		if !exact {
			got += " at most"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", resource, got, want)
		}
	}
}

// A resource matches "space:<id>" if and only if one of its spaces matches the id.
func TestSpacesOfMatchesTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"s", "p", "ace", "space", ":", "space:", "*", "?", `\s`, `\*`, `\`, "a", "soc", "o"}), 0, 8)
		resource := strings.Join(pieces.Draw(t, "resource"), "")
		id := rapid.StringMatching(`[spaceo]{1,6}`).Draw(t, "id")
		spaces, exact := SpacesOf(resource)
		got := slices.ContainsFunc(spaces, func(space string) bool { return roles.SpaceMatches(space, id) })
		if want := roles.SpaceMatches(resource, "space:"+id); got != want || !exact {
			t.Fatalf("%q stands for %q, which match %q: %v, want %v", resource, spaces, id, got, want)
		}
	})
}

// What names do not say counts as the most that it may grant, and the caller is told.
func TestLargestEntry(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		resource, privilege string
		spaces              []string
		all                 bool // it holds the base privilege all
		widened             Widened
	}{
		"names":                            {"space:soc", "feature_generalCasesV3.read", []string{"soc"}, false, Widened{}},
		"a pattern that is exact":          {"s*:soc", "feature_generalCasesV3.read", []string{"soc"}, false, Widened{}},
		"a regular expression":             {"/space:[ab]/", "feature_generalCasesV3.read", []string{"*"}, false, Widened{Spaces: true}},
		"a regular expression of no space": {"/other:[ab]/", "feature_generalCasesV3.read", nil, false, Widened{}},
		"actions on cases":                 {"space:soc", "cases:*", []string{"soc"}, true, Widened{Privileges: true}},
		"actions that may be on cases":     {"space:soc", "c*", []string{"soc"}, true, Widened{Privileges: true}},
		"other actions":                    {"space:soc", "reports:print", []string{"soc"}, false, Widened{}},
	} {
		e, widened := LargestEntry(roles.Application{Application: "kibana-.kibana", Resources: []string{test.resource}, Privileges: []string{test.privilege}})
		if !slices.Equal(e.Spaces, test.spaces) || slices.Contains(e.Base, roles.BaseAll) != test.all || widened != test.widened {
			t.Errorf("%s: %+v, %+v", name, e, widened)
		}
	}
	if _, widened := LargestEntry(roles.Application{Resources: []string{"/space:[ab]/", "s*:soc"}}); !widened.Spaces {
		t.Error("an exact resource hides that another one is not")
	}
}
