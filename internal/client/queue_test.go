package client_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// describes is an update by the role's owner: it sets the description, and
// keeps the rest.
func (k crowd) describes(text string) func(context.Context) error {
	return func(ctx context.Context) error {
		return k.c.UpdateRole(ctx, "r", func(r client.Reading) (roles.Role, error) {
			r.Role.Description = text
			return r.Role, nil
		})
	}
}

func (k crowd) deletes(ctx context.Context) error { return k.c.DeleteRole(ctx, "r") }

func (k crowd) creates(ctx context.Context) error { return k.c.CreateRole(ctx, role("r")) }

func (k crowd) modifies(change client.Change) func(context.Context) error {
	return func(ctx context.Context) error { return k.c.ModifyRole(ctx, "r", change) }
}

// one fails the test when two requests for the role are under way at once.
func (k crowd) one() {
	var underWay atomic.Int32
	k.Hook(kibanatest.On("", "/api/security/role/r").Do(func(*kibanatest.Exchange) {
		if underWay.Add(1) > 1 {
			k.t.Error("two requests at once")
		}
	}).Then(func(*kibanatest.Exchange) { underWay.Add(-1) }))
}

func succeeds(err error) bool { return err == nil }

// All writes to one role take turns, in the order in which they are called.
// Nothing but a create creates a role.
func TestWritesOfARoleTakeTurns(t *testing.T) {
	t.Parallel()
	type called struct {
		call func(crowd) func(context.Context) error
		is   func(error) bool
	}
	update := func(is func(error) bool) called {
		return called{func(k crowd) func(context.Context) error { return k.describes("new") }, is}
	}
	grant := func(space string, is func(error) bool) called {
		return called{func(k crowd) func(context.Context) error { return k.modifies(grants(space)) }, is}
	}
	remove := called{func(k crowd) func(context.Context) error { return k.deletes }, succeeds}
	create := func(is func(error) bool) called {
		return called{func(k crowd) func(context.Context) error { return k.creates }, is}
	}
	withdraw := called{func(k crowd) func(context.Context) error { return k.modifies(withdraws("planted")) }, client.IsNotFound}
	for name, test := range map[string]struct {
		held     kibanatest.Hook
		calls    []called // the first of which is held
		requests string
		spaces   string
		there    bool
	}{
		"behind an update": {
			putR,
			[]called{update(succeeds), grant("a", succeeds), update(succeeds), grant("b", succeeds), grant("c", succeeds)},
			"GP+GPG+G+GPG+G", "planted a b c", true, // the second update finds its description there
		},
		"a delete behind an update": {
			putR,
			[]called{update(succeeds), grant("a", succeeds), remove, grant("b", client.IsNotFound), withdraw, update(client.IsNotFound)},
			"GP+GPG+D+G+G", "", false, // the grants share a read
		},
		"behind a grant": {
			putR,
			[]called{grant("a", succeeds), update(succeeds), grant("b", succeeds), remove},
			"GPG+GP+GPG+D", "", false,
		},
		"behind a delete": {
			deleteR,
			[]called{remove, update(client.IsNotFound), grant("a", client.IsNotFound), withdraw, create(succeeds), grant("b", succeeds), create(client.IsConflict)},
			"D+GG+G+P+GPG+P+G", "soc b", true, // the second read makes sure that the role API is there
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			k.one()
			arrived, goOn := k.holdNext(test.held)
			var callers []*caller
			for i, c := range test.calls {
				callers = append(callers, k.start(c.call(k)))
				if i == 0 {
					<-arrived
				}
			}
			goOn()
			for i, c := range callers {
				if err := <-c.outcome; !test.calls[i].is(err) {
					t.Errorf("outcome of call %d: %v", i, err)
				}
			}
			k.wants(test.requests, strings.Fields(test.spaces)...)
			if _, there := k.Stored("r"); there != test.there {
				t.Errorf("the role is there: %t, want %t", there, test.there)
			}
		})
	}
}

// A deletion that fails leaves the changes before it to be verified.
func TestADeletionThatFailsVerifiesWhatCameBefore(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	k.Hook(deleteR.Do(over("theirs")).Answer(403, refusal(403), "Content-Type", "application/json"))
	arrived, write := k.hold()
	grant := k.call(grants("a"))
	<-arrived
	deletion := k.start(k.deletes)
	write()
	if err := <-deletion.outcome; !client.IsForbidden(err) {
		t.Errorf("error = %v, want forbidden", err)
	}
	check(t, <-grant.outcome)
	k.wants("GPG+D+GPG+G", "theirs", "a")
}

// An update that waits behind a grant sees what the grant did, and whether
// anybody else wrote since the fingerprint that it was planned with.
func TestAnUpdateKnowsOwnWrites(t *testing.T) {
	t.Parallel()
	grant := func(space string) func(crowd) func(context.Context) error {
		return func(k crowd) func(context.Context) error { return k.modifies(grants(space)) }
	}
	type before = []func(crowd) func(context.Context) error
	update := func(k crowd) func(context.Context) error { return k.describes("new") }
	reversal := func(k crowd) func(context.Context) error { return k.describes("") }
	again := func(k crowd) func(context.Context) error {
		return func(ctx context.Context) error {
			r, err := k.c.Role(ctx, "r")
			return errors.Join(err, k.deletes(ctx), k.c.CreateRole(ctx, r))
		}
	}
	for name, test := range map[string]struct {
		hooks  []kibanatest.Hook
		before before
		spaces string
		own    bool
	}{
		"nothing":                           {nil, nil, "planted", true},
		"a grant":                           {nil, before{grant("a")}, "planted a", true},
		"a grant whose answer was lost":     {[]kibanatest.Hook{putR.Once().CutAfter()}, before{grant("a")}, "planted a", true},
		"a grant that was tried twice":      {[]kibanatest.Hook{putR.Once().Answer(503, "")}, before{grant("a")}, "planted a", true},
		"grants one after the other":        {nil, before{grant("a"), grant("b")}, "planted a b", true},
		"a grant over somebody's write":     {[]kibanatest.Hook{getR.Once().Do(over("theirs"))}, before{grant("a")}, "theirs a", false},
		"somebody's write over a grant":     {[]kibanatest.Hook{putR.Once().Then(over("theirs"))}, before{grant("a")}, "theirs a", false},
		"somebody's write beside a grant":   {[]kibanatest.Hook{putR.Once().Then(over("planted", "a", "theirs"))}, before{grant("a")}, "planted a theirs", false},
		"somebody's write between attempts": {[]kibanatest.Hook{putR.Once().Do(over("theirs")).Answer(503, "")}, before{grant("a")}, "theirs a", false},
		"somebody's write between grants":   {[]kibanatest.Hook{getR.Passing(3).Once().Do(over("planted", "a", "theirs"))}, before{grant("a"), grant("b")}, "planted a theirs b", false},
		"somebody's write after a grant":    {[]kibanatest.Hook{getR.Passing(3).Once().Do(over("planted", "a", "theirs"))}, before{grant("a")}, "planted a theirs", false},
		"another update":                    {nil, before{grant("a"), update}, "planted a", false},
		"an update and its reversal":        {nil, before{grant("a"), update, reversal}, "planted a", false},
		"deleted and created":               {nil, before{grant("a"), again}, "planted a", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			cfg := double(k.Server)
			cfg.MaxRetries = 1
			k.c = connect(t, cfg)
			planned, err := k.c.Role(t.Context(), "r")
			check(t, err)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			for _, call := range test.before {
				check(t, call(k)(t.Context()))
			}
			var own bool
			check(t, k.c.UpdateRole(t.Context(), "r", func(r client.Reading) (roles.Role, error) {
				own = r.OnlyOwnWrites(planned.Fingerprint())
				r.Role.Description = "newest"
				return r.Role, nil
			}))
			if own != test.own {
				t.Errorf("only own writes: %t, want %t", own, test.own)
			}
			k.holds(strings.Fields(test.spaces)...)
		})
	}
}

// A caller who waits for the role and gives up leaves at once. One whose request
// is under way learns what became of it.
func TestCancelledCallersWhoNeedTheRoleToThemselves(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		held     kibanatest.Hook
		call     func(crowd) func(context.Context) error
		last     func(crowd) func(context.Context) error
		requests string
		spaces   string
	}{
		"update": {
			putR, func(k crowd) func(context.Context) error { return k.describes("new") },
			func(k crowd) func(context.Context) error { return k.modifies(grants("a")) }, "GP+GPG+G", "planted a",
		},
		"delete": {
			deleteR, func(k crowd) func(context.Context) error { return k.deletes },
			func(k crowd) func(context.Context) error { return k.creates }, "D+P", "soc",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			arrived, goOn := k.holdNext(test.held)
			seenThrough := k.start(test.call(k))
			<-arrived
			var withdrawn []*caller
			for _, call := range []func(context.Context) error{k.describes("other"), k.deletes, k.creates, k.modifies(grants("b"))} {
				withdrawn = append(withdrawn, k.start(call))
			}
			last := k.start(test.last(k))
			seenThrough.leave()
			for i, c := range withdrawn {
				c.leave()
				if err := <-c.outcome; !errors.Is(err, context.Canceled) {
					t.Errorf("outcome of call %d: %v, want context.Canceled", i, err)
				}
			}
			goOn()
			check(t, <-seenThrough.outcome)
			check(t, <-last.outcome)
			k.wants(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// An update whose edit panics fails by itself, and the next call is served.
func TestAnUpdateThatPanics(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	err := k.c.UpdateRole(t.Context(), "r", func(client.Reading) (roles.Role, error) { panic("of an update") })
	if err == nil || !strings.Contains(err.Error(), "of an update") {
		t.Errorf("error = %v, want the panic's", err)
	}
	check(t, k.describes("new")(t.Context()))
	k.wants("G+GP", "planted")
}

// A role that goes away while its update is repeated is not created.
func TestARoleThatGoesAwayWhileItIsWritten(t *testing.T) {
	t.Parallel()
	gone := func(x *kibanatest.Exchange) { x.Server.Remove("r") }
	for name, test := range map[string]struct {
		hook kibanatest.Hook
		call func(crowd) func(context.Context) error
	}{
		"update, refused for now": {putR.Do(gone).Answer(503, ""), func(k crowd) func(context.Context) error { return k.describes("new") }},
		"update, cut":             {putR.Do(gone).Cut(), func(k crowd) func(context.Context) error { return k.describes("new") }},
		"update, cut afterwards":  {putR.Then(gone).CutAfter(), func(k crowd) func(context.Context) error { return k.describes("new") }},
		"grant, refused for now":  {putR.Do(gone).Answer(429, ""), func(k crowd) func(context.Context) error { return k.modifies(grants("a")) }},
		"grant, cut":              {putR.Do(gone).Cut(), func(k crowd) func(context.Context) error { return k.modifies(grants("a")) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			cfg := double(k.Server)
			cfg.MaxRetries = 3
			k.c = connect(t, cfg)
			k.Hook(test.hook)
			if err := test.call(k)(t.Context()); !client.IsNotFound(err) {
				t.Errorf("error = %v, want not found", err)
			}
			k.wants("GP+G")
			if _, there := k.Stored("r"); there {
				t.Error("the role is there")
			}
		})
	}
}
