package review

import (
	"strings"
	"testing"
)

func TestPrintable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"soc-lead é 日本": "soc-lead é 日本",
		"a\nb\tc":       `a\nb\tc`,
		"\x1b[31mred":   `\x1b[31mred`,
		"a\u202eb":      `a\u202eb`,
		"\u200b":        `\u200b`,
		"\x9b\u009b":    `\x9b\u009b`,
		"it's \"x\"":    "it's \"x\"",
	} {
		if got := printable(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"People lose access, too.":           "People lose access, too.",
		"Notify @team, or see #12.":          "Notify `@team`, or see `#12`.",
		`The role "a b" (run_as) isn't new.`: "The role `\"a b\"` `(run_as`) isn't new.",
		"1. See www.example.com":             "`1`. See `www.example.com`",
		"a | b":                              "a <code>&#124;</code> b",
	} {
		if got := sentence(text); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

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
