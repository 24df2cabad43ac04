package client_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
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
	invalid := grants("NOT A SPACE")
	taker, giver := grants("planted"), withdraws("planted")
	for name, changes := range map[string][]client.Change{
		"the giver first":                    {giver, taker},
		"the taker first":                    {taker, giver},
		"the giver first, one by one":        {giver, refuses, taker},
		"the taker first, one by one":        {taker, giver, refuses},
		"the taker first, refused by Kibana": {invalid, taker, giver},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			refused := 0
			for _, err := range k.behind(changes...) {
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
			k.holds("planted", "first")
		})
	}
}

// A shared write that takes from one and gives to another never takes the
// privilege away in between.
func TestAHandOverInOneWrite(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	k.Hook(putR.Then(func(*kibanatest.Exchange) {
		if !slices.Contains(k.held(), "planted") {
			t.Error("the privilege went away in between")
		}
	}))
	for _, err := range k.behind(grants("planted"), withdraws("planted")) {
		check(t, err)
	}
}

// notes collects who was told that a change has been written.
type notes struct {
	mu  sync.Mutex
	all []string
}

func (n *notes) add(note string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, note)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.all, " ")
}

// telling adds a note to a change when it has been written.
func (n *notes) telling(note string, change client.Change) client.Change {
	if change.Add == nil {
		change.Removed = func() { n.add(note) }
	} else {
		change.Added = func() { n.add(note) }
	}
	return change
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
	ours := grants("a")
	for name, test := range map[string]struct {
		hooks  []kibanatest.Hook
		change client.Change
		is     func(error) bool
		told   string
	}{
		"written":                        {nil, ours, succeeds, "a"},
		"there already":                  {nil, grants("planted"), succeeds, "a"},
		"removed":                        {nil, withdraws("planted"), succeeds, "a"},
		"its answer was lost":            {[]kibanatest.Hook{putR.CutAfter()}, ours, succeeds, "a"},
		"written over at once":           {[]kibanatest.Hook{putR.Once().Then(over("theirs"))}, ours, succeeds, "a"},
		"written over later":             {[]kibanatest.Hook{getR.Passing(2).Once().Do(over("theirs"))}, ours, succeeds, "a"},
		"not verified":                   {[]kibanatest.Hook{fails.Passing(1)}, ours, unverified, "a"},
		"not verified a second time":     {[]kibanatest.Hook{fails.Passing(2)}, ours, unverified, "a"},
		"always written over":            {[]kibanatest.Hook{putR.Then(over("theirs"))}, ours, overwritten, ""},
		"refused":                        {nil, refuses, refused, ""},
		"not written":                    {[]kibanatest.Hook{putR.Cut()}, ours, func(err error) bool { return err != nil }, ""},
		"nobody knows whether":           {[]kibanatest.Hook{putR.CutAfter(), fails.Passing(1)}, ours, unknown, ""},
		"the role is gone":               {[]kibanatest.Hook{getR.Do(func(x *kibanatest.Exchange) { x.Server.Remove("r") })}, ours, client.IsNotFound, ""},
		"the role is gone after a write": {[]kibanatest.Hook{putR.Then(func(x *kibanatest.Exchange) { x.Server.Remove("r") })}, ours, client.IsNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			var told notes
			if err := k.c.ModifyRole(t.Context(), "r", told.telling("a", test.change)); !test.is(err) {
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
	for name, third := range map[string]client.Change{"in one write": grants("c"), "one by one": refuses} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			var told notes
			outcomes := k.behind(told.telling("took", grants("planted")), told.telling("gave", withdraws("planted")), third)
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
	k := newCrowd(t)
	k.Plant("r", holding("x", "y"))
	var told notes
	swap := func(name, gives, takes string) client.Change {
		return client.Change{
			Remove: withdraws(gives).Remove, Removed: func() { told.add(name + " gave") },
			Add: grants(takes).Add, Added: func() { told.add(name + " took") },
		}
	}
	for _, err := range k.behind(swap("a", "x", "y"), swap("b", "y", "x")) {
		check(t, err)
	}
	if told.String() != "a gave b gave a took b took" {
		t.Errorf("told %q", &told)
	}
	k.holds("first", "x", "y")
}

// A change is told that it has been written before any later change is made.
func TestAChangeIsToldBeforeLaterChanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		second client.Change
		want   string // told when the last change is first made
	}{
		"in one write": {grants("b"), "a"},
		"one by one":   {refuses, "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			var told notes
			var seen []string
			last := client.Change{Add: func(r roles.Role) (roles.Role, error) {
				seen = append(seen, told.String())
				return grants("c").Add(r)
			}}
			b := told.telling("b", grants("b"))
			_ = k.together(told.telling("a", grants("a")), b, test.second, last)
			if len(seen) == 0 || seen[0] != test.want {
				t.Errorf("told before the last change: %q, want %q first", seen, test.want)
			}
		})
	}
}

// A panic in what is called back fails its caller and nobody else.
func TestATellingThatPanics(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	a := grants("a")
	a.Added = func() { panic("of a note") }
	outcomes := k.behind(a, grants("b"))
	if outcomes[0] == nil || !strings.Contains(outcomes[0].Error(), "of a note") || outcomes[1] != nil {
		t.Errorf("outcomes: %v", outcomes)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", grants("c")))
	k.holds("planted", "first", "a", "b", "c")
}
