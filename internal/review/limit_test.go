package review

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

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
			person := r.People[0]
			person.Access = append(slices.Clone(person.Access), PersonAccess{Space: long("space"), Solution: "stack", Unknown: true, Roles: []string{long("role"), "a"}})
			r.People = append(r.People, person)
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

// People who gain come first. The comment counts those who do not fit.
func TestMarkdownOfManyPeople(t *testing.T) {
	t.Parallel()
	r := gainReview()
	for i := range 3000 {
		a := PersonAccess{Space: fmt.Sprintf("space-%d", i), Solution: "security", Loses: reads, Roles: []string{"tier-1"}}
		if i%1000 == 999 {
			a.Gains = leads
		}
		r.People = append(r.People, Person{Name: fmt.Sprintf("person-%04d", i), Access: []PersonAccess{a}})
	}
	text := rendered(t, "md", r)
	if len(text) > markdownLimit/2 {
		t.Errorf("%d bytes", len(text))
	}
	for _, name := range []string{"person-0999", "person-1999", "person-2999"} {
		if !strings.Contains(text, name) {
			t.Errorf("leaves out %s, who gains", name)
		}
	}
	shown := strings.Count(text, "`person-")
	if want := fmt.Sprintf("**%d people left out, too long for this comment.**", 3000-shown); shown < 50 || !strings.Contains(text, want) {
		t.Errorf("shows %d people, and does not say %s", shown, want)
	}
}

// Every format writes every role, and its cost grows with the number of roles, not with its square.
func TestEveryFormatWritesManyRoles(t *testing.T) { //nolint:paralleltest // measures allocations
	few, many := largeReview(250), largeReview(2000)
	for format := range formats {
		var text string
		small := allocated(func() { rendered(t, format, few) })
		large := allocated(func() { text = rendered(t, format, many) })
		if large > 16*small {
			t.Errorf("%s: 8 times the roles allocate %d times the bytes", format, large/small)
		}
		if format != "md" && strings.Count(text, "team-") < 2000 {
			t.Errorf("%s: not every role", format)
		}
	}
}

// allocated returns the bytes that f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
