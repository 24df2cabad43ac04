package review

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A comment has a limit. What it leaves out, it counts, and it leaves out last what a reviewer has to look at twice.
func TestMarkdownOfManyRoles(t *testing.T) {
	t.Parallel()
	text := rendered(t, "md", largeReview(2000))
	if len(text) > markdownLimit || len(text) < markdownLimit/2 {
		t.Errorf("%d bytes", len(text))
	}
	for i := 99; i < 2000; i += 100 {
		if name := fmt.Sprintf("#### ⚠️ `team-%04d`", i); !strings.Contains(text, name) {
			t.Errorf("leaves out %s, which widens", name)
		}
	}
	shown := strings.Count(text, "\n#### ")
	if want := fmt.Sprintf("**%d more roles left out, too long for this comment: %[1]d with gains.**", 2000-shown); !strings.Contains(text, want) {
		t.Errorf("shows %d roles, and does not say %s", shown, want)
	}
}

// One role that is too long keeps its heading and its numbers, and does not push out the others.
func TestMarkdownOfALongRole(t *testing.T) {
	t.Parallel()
	r := gainReview()
	long := Role{Name: "long", Action: RoleUpdated}
	for i := range 1500 {
		long.Access = append(long.Access, Access{Space: fmt.Sprint("space-", i), Solution: "security", After: leads, Gains: leads[i%5:], Widens: []Widening{WidensDelete}})
	}
	for i := range 300 {
		long.Access[i].Space = fmt.Sprintf("space-%d-%s", i, strings.Repeat("x", 200))
	}
	r.Roles = append(r.Roles, long)
	text := rendered(t, "md", r)
	for _, want := range []string{"#### ⚠️ `long`: updated", "Of 1500 places (a space with a solution), people gain in 1500 and lose in 0, and 0 cannot be judged", "#### `tier-1`: created"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text[:min(len(text), 2000)])
		}
	}
}

// However long names, notes and lists are, Markdown fits, and each block in it is whole.
func TestMarkdownFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		long := func(label string) string {
			return strings.Repeat(rapid.SampledFrom([]string{"x", "é", "`", "|", "a b "}).Draw(t, label), rapid.SampledFrom([]int{1, 100, 3000, 30_000}).Draw(t, label+" length"))
		}
		r := hostileReview(long("name"))
		r.Complete = false
		for range rapid.SampledFrom([]int{0, 1, 4}).Draw(t, "roles") {
			r.Roles = append(r.Roles, r.Roles[0])
			r.Outside = append(r.Outside, r.Outside[0])
			r.Notes = append(r.Notes, long("note"))
		}
		var text strings.Builder
		if err := Markdown(&text, r); err != nil {
			t.Fatal(err)
		}
		if text.Len() > markdownLimit {
			t.Fatalf("%d bytes", text.Len())
		}
		if !strings.HasPrefix(text.String(), MarkdownMarker) || !strings.Contains(text.String(), "Incomplete plan") || !strings.Contains(text.String(), "Look twice at") {
			t.Fatal("lacks its first lines")
		}
		if open, closed := strings.Count(text.String(), "<details>"), strings.Count(text.String(), "</details>"); open != closed {
			t.Fatalf("%d open, %d closed", open, closed)
		}
	})
}

// Every format writes thousands of roles in a moment.
func TestManyRolesAreFast(t *testing.T) {
	t.Parallel()
	r := largeReview(2000)
	for format := range formats {
		start := time.Now()
		text := rendered(t, format, r)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", format, took)
		}
		if format != "md" && strings.Count(text, "team-") < 2000 {
			t.Errorf("%s: not every role", format)
		}
	}
}
