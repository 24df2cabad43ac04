package client_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// If one change removes a part and another change adds it, the part stays in the role.
// The order of the calls does not matter. It also stays if the changes are made one by
// one because a third change is refused.
func TestRemovalsComeBeforeAdditions(t *testing.T) {
	t.Parallel()
	invalid := addGrant("NOT A SPACE")
	addition, removal := addGrant("planted"), removeGrant("planted")
	for name, changes := range map[string][]client.Change{
		"the removal first":                     {removal, addition},
		"the addition first":                    {addition, removal},
		"the removal first, one by one":         {removal, refusedChange, addition},
		"the addition first, one by one":        {addition, removal, refusedChange},
		"the addition first, refused by Kibana": {invalid, addition, removal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			refused := 0
			for _, err := range k.modifyBehind(changes...) {
				switch {
				case errors.Is(err, errRefused) || client.IsInvalid(err):
					refused++
				case err != nil:
					t.Error(err)
				}
			}
			if want := len(changes) - 2; refused != want {
				t.Errorf("%d changes refused, want %d", refused, want)
			}
			k.wantSpaces("planted", "first")
		})
	}
}

// A shared write that removes and adds the same part has it in every version of the
// role.
func TestAHandOverNeedsOneWrite(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(putR.Then(func(*kibanatest.Exchange) {
		if !slices.Contains(k.spaces(), "planted") {
			t.Error("the role did not have the privilege at some time")
		}
	}))
	for _, err := range k.modifyBehind(addGrant("planted"), removeGrant("planted")) {
		check(t, err)
	}
}

// Added and Removed are called once: when the change was found in the role, or when it
// was written and could not be read.
func TestCallbacksAreCalledOnce(t *testing.T) {
	t.Parallel()
	unverified := func(err error) bool { _, ok := errors.AsType[*client.UnverifiedError](err); return ok }
	unknown := func(err error) bool { _, ok := errors.AsType[*client.LostAnswerError](err); return ok }
	overwritten := func(err error) bool { _, ok := errors.AsType[*client.OverwrittenError](err); return ok }
	refused := func(err error) bool { return errors.Is(err, errRefused) }
	fails := getR.Answer(403, refusal(403), "Content-Type", "application/json")
	ours := addGrant("a")
	for name, test := range map[string]struct {
		hooks  []kibanatest.Hook
		change client.Change
		is     func(error) bool
		notes  string
	}{
		"written":                        {nil, ours, succeeds, "a"},
		"there already":                  {nil, addGrant("planted"), succeeds, "a"},
		"removed":                        {nil, removeGrant("planted"), succeeds, "a"},
		"its answer was lost":            {[]kibanatest.Hook{putR.CutAfter()}, ours, succeeds, "a"},
		"written over at once":           {[]kibanatest.Hook{putR.Once().Then(overwrite("theirs"))}, ours, succeeds, "a"},
		"written over later":             {[]kibanatest.Hook{getR.Passing(2).Once().Do(overwrite("theirs"))}, ours, succeeds, "a"},
		"not verified":                   {[]kibanatest.Hook{fails.Passing(1)}, ours, unverified, "a"},
		"not verified a second time":     {[]kibanatest.Hook{fails.Passing(2)}, ours, unverified, "a"},
		"always written over":            {[]kibanatest.Hook{putR.Then(overwrite("theirs"))}, ours, overwritten, ""},
		"refused":                        {nil, refusedChange, refused, ""},
		"not written":                    {[]kibanatest.Hook{putR.Cut()}, ours, func(err error) bool { return err != nil }, ""},
		"its outcome is unknown":         {[]kibanatest.Hook{putR.CutAfter(), fails.Passing(1)}, ours, unknown, ""},
		"the role is gone":               {[]kibanatest.Hook{getR.Do(func(x *kibanatest.Exchange) { x.Server.Remove("r") })}, ours, client.IsNotFound, ""},
		"the role is gone after a write": {[]kibanatest.Hook{putR.Then(func(x *kibanatest.Exchange) { x.Server.Remove("r") })}, ours, client.IsNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			var written notes
			if err := k.c.ModifyRole(t.Context(), "r", written.noting("a", test.change)); !test.is(err) {
				t.Errorf("error = %v", err)
			}
			if written.String() != test.notes {
				t.Errorf("notes %q, want %q", &written, test.notes)
			}
		})
	}
}

// After a shared write, every Removed is called before any Added.
func TestRemovedIsCalledBeforeAdded(t *testing.T) {
	t.Parallel()
	for name, third := range map[string]client.Change{"in one write": addGrant("c"), "one by one": refusedChange} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			var written notes
			outcomes := k.modifyBehind(written.noting("added", addGrant("planted")), written.noting("removed", removeGrant("planted")), third)
			if outcomes[0] != nil || outcomes[1] != nil {
				t.Errorf("outcomes: %v", outcomes)
			}
			if written.String() != "removed added" {
				t.Errorf("notes %q, want removals first", &written)
			}
		})
	}
}

// This also holds if two changes swap their parts.
func TestCallbacksOfSwappedParts(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Plant("r", roleWith("x", "y"))
	var written notes
	swap := func(name, before, after string) client.Change {
		return client.Change{
			Remove: removeGrant(before).Remove, Removed: func() { written.add(name + " removed") },
			Add: addGrant(after).Add, Added: func() { written.add(name + " added") },
		}
	}
	for _, err := range k.modifyBehind(swap("a", "x", "y"), swap("b", "y", "x")) {
		check(t, err)
	}
	if written.String() != "a removed b removed a added b added" {
		t.Errorf("notes %q", &written)
	}
	k.wantSpaces("first", "x", "y")
}

// The callbacks of a change are called before any later change is made.
func TestCallbacksAreCalledBeforeLaterChanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		second client.Change
		want   string // the notes when the last change is first made
	}{
		"in one write": {addGrant("b"), "a"},
		"one by one":   {refusedChange, "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			var written notes
			var seen []string
			last := client.Change{Add: func(r roles.Role) (roles.Role, error) {
				seen = append(seen, written.String())
				return addGrant("c").Add(r)
			}}
			b := written.noting("b", addGrant("b"))
			_ = k.modifyTogether(written.noting("a", addGrant("a")), b, test.second, last)
			if len(seen) == 0 || seen[0] != test.want {
				t.Errorf("notes before the last change: %q, want %q first", seen, test.want)
			}
		})
	}
}

// A panic in a callback fails only its own call.
func TestACallbackThatPanics(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	a := addGrant("a")
	a.Added = func() { panic("of a note") }
	outcomes := k.modifyBehind(a, addGrant("b"))
	if outcomes[0] == nil || !strings.Contains(outcomes[0].Error(), "of a note") || outcomes[1] != nil {
		t.Errorf("outcomes: %v", outcomes)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("c")))
	k.wantSpaces("planted", "first", "a", "b", "c")
}
