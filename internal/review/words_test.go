package review

import (
	"strings"
	"testing"
)

func TestResourceWords(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]Resource{
		"create":                       {Actions: []string{"create"}},
		"no change":                    {Actions: []string{"no-op"}},
		"read during apply":            {Actions: []string{"read"}},
		"replace: create, then delete": {Actions: []string{"create", "delete"}},
		"import":                       {Actions: []string{"no-op"}, Imported: true},
		"import, moved from cases_role.old, update": {Actions: []string{"update"}, Imported: true, PreviousAddress: "cases_role.old"},
		"deferred: absent_prereq":                   {Actions: []string{"no-op"}, Deferred: "absent_prereq"},
	} {
		if got := resourceWords(r); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestGroupAccess: what changes in the same way is one line, and a pattern is never among the names of spaces.
func TestGroupAccess(t *testing.T) {
	t.Parallel()
	var access []Access
	for _, space := range []string{"*", "*-prod", "a", "b", "c"} {
		for _, solution := range []string{"security", "stack"} {
			a := Access{Space: space, Solution: solution, After: reads, Gains: reads}
			if space == "c" {
				a.Gains = nil
			}
			access = append(access, a)
		}
	}
	var lines []string
	for _, g := range groupAccess(access) {
		lines = append(lines, groupSpaces(g, func(id string) string { return id })+": "+groupSolutions(g))
	}
	want := "all spaces: Security, Stack Management; spaces that match *-prod: Security, Stack Management; " +
		"spaces a, b: Security, Stack Management; space c: Security, Stack Management"
	if got := strings.Join(lines, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
