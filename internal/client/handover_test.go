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

// What one change gives up and another takes stays in the role, in whatever
// order they come, and also where they are made one by one because a third is
// refused.
func TestRemovalsComeBeforeAdditions(t *testing.T) {
	t.Parallel()
	invalid := addGrant("NOT A SPACE")
	taker, giver := addGrant("planted"), removeGrant("planted")
	for name, changes := range map[string][]client.Change{
		"the giver first":                    {giver, taker},
		"the taker first":                    {taker, giver},
		"the giver first, one by one":        {giver, refusedChange, taker},
		"the taker first, one by one":        {taker, giver, refusedChange},
		"the taker first, refused by Kibana": {invalid, taker, giver},
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

// A shared write that takes from one and gives to another never takes the
// privilege away in between.
func TestAHandOverInOneWrite(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(putR.Then(func(*kibanatest.Exchange) {
		if !slices.Contains(k.spaces(), "planted") {
			t.Error("the privilege went away in between")
		}
	}))
	for _, err := range k.modifyBehind(addGrant("planted"), removeGrant("planted")) {
		check(t, err)
	}
}

// A change is told once that it has been written: when it was found in the role,
// or may be there.
func TestAChangeIsToldOnce(t *testing.T) {
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
		told   string
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
		"nobody knows whether":           {[]kibanatest.Hook{putR.CutAfter(), fails.Passing(1)}, ours, unknown, ""},
		"the role is gone":               {[]kibanatest.Hook{getR.Do(func(x *kibanatest.Exchange) { x.Server.Remove("r") })}, ours, client.IsNotFound, ""},
		"the role is gone after a write": {[]kibanatest.Hook{putR.Then(func(x *kibanatest.Exchange) { x.Server.Remove("r") })}, ours, client.IsNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			var told notes
			if err := k.c.ModifyRole(t.Context(), "r", told.noting("a", test.change)); !test.is(err) {
				t.Errorf("error = %v", err)
			}
			if told.String() != test.told {
				t.Errorf("told %q, want %q", &told, test.told)
			}
		})
	}
}

// The changes of a shared write are told in the order in which they took effect:
// removals first.
func TestRemovalsAreToldFirst(t *testing.T) {
	t.Parallel()
	for name, third := range map[string]client.Change{"in one write": addGrant("c"), "one by one": refusedChange} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			var told notes
			outcomes := k.modifyBehind(told.noting("took", addGrant("planted")), told.noting("gave", removeGrant("planted")), third)
			if outcomes[0] != nil || outcomes[1] != nil {
				t.Errorf("outcomes: %v", outcomes)
			}
			if told.String() != "gave took" {
				t.Errorf("told %q, want removals first", &told)
			}
		})
	}
}

// Where two changes swap what they have, all that was removed is told before all
// that was added.
func TestSwappedChangesAreToldInOrder(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Plant("r", roleWith("x", "y"))
	var told notes
	swap := func(name, gives, takes string) client.Change {
		return client.Change{
			Remove: removeGrant(gives).Remove, Removed: func() { told.add(name + " gave") },
			Add: addGrant(takes).Add, Added: func() { told.add(name + " took") },
		}
	}
	for _, err := range k.modifyBehind(swap("a", "x", "y"), swap("b", "y", "x")) {
		check(t, err)
	}
	if told.String() != "a gave b gave a took b took" {
		t.Errorf("told %q", &told)
	}
	k.wantSpaces("first", "x", "y")
}

// A change is told that it has been written before any later change is made.
func TestAChangeIsToldBeforeLaterChanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		second client.Change
		want   string // told when the last change is first made
	}{
		"in one write": {addGrant("b"), "a"},
		"one by one":   {refusedChange, "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			var told notes
			var seen []string
			last := client.Change{Add: func(r roles.Role) (roles.Role, error) {
				seen = append(seen, told.String())
				return addGrant("c").Add(r)
			}}
			b := told.noting("b", addGrant("b"))
			_ = k.modifyTogether(told.noting("a", addGrant("a")), b, test.second, last)
			if len(seen) == 0 || seen[0] != test.want {
				t.Errorf("told before the last change: %q, want %q first", seen, test.want)
			}
		})
	}
}

// A panic in what is called back fails its caller and nobody else.
func TestATellingThatPanics(t *testing.T) {
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
