package client_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// All writes to one role take turns, in the order of their calls. Only CreateRole
// creates a role.
func TestWritesOfARoleTakeTurns(t *testing.T) {
	t.Parallel()
	type called struct {
		call func(sharedRole) func(context.Context) error
		is   func(error) bool
	}
	update := func(is func(error) bool) called {
		return called{func(k sharedRole) func(context.Context) error { return k.updateDescription("new") }, is}
	}
	grant := func(space string, is func(error) bool) called {
		return called{func(k sharedRole) func(context.Context) error { return k.modify(addGrant(space)) }, is}
	}
	remove := called{func(k sharedRole) func(context.Context) error { return k.deleteRole }, succeeds}
	create := func(is func(error) bool) called {
		return called{func(k sharedRole) func(context.Context) error { return k.createRole }, is}
	}
	withdraw := called{func(k sharedRole) func(context.Context) error { return k.modify(removeGrant("planted")) }, client.IsNotFound}
	for name, test := range map[string]struct {
		held     kibanatest.Hook
		calls    []called // the first one is held
		requests string
		spaces   string
		there    bool
	}{
		"behind an update": {
			putR,
			[]called{update(succeeds), grant("a", succeeds), update(succeeds), grant("b", succeeds), grant("c", succeeds)},
			"GP+GPG+G+GPG+G", "planted a b c", true, // the second update changes nothing
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
			"D+GG+G+P+GPG+P+G", "soc b", true, // the second GET checks that the role API exists
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.wantOneAtATime()
			arrived, goOn := k.holdRequest(test.held)
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
			k.want(test.requests, strings.Fields(test.spaces)...)
			if _, there := k.Stored("r"); there != test.there {
				t.Errorf("the role exists: %t, want %t", there, test.there)
			}
		})
	}
}

// After a DELETE that fails, the changes before it are verified.
func TestChangesAreVerifiedAfterAFailedDelete(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(deleteR.Do(overwrite("theirs")).Answer(403, refusal(403), "Content-Type", "application/json"))
	arrived, write := k.holdWrite()
	grant := k.startModify(addGrant("a"))
	<-arrived
	deletion := k.start(k.deleteRole)
	write()
	if err := <-deletion.outcome; !client.IsForbidden(err) {
		t.Errorf("error = %v, want forbidden", err)
	}
	check(t, <-grant.outcome)
	k.want("GPG+D+GPG+G", "theirs", "a")
}

// An update that waits for a grant reads the role with the grant. OnlyOwnWrites reports
// whether anybody else has written since the fingerprint of the plan.
func TestOnlyOwnWrites(t *testing.T) {
	t.Parallel()
	grant := func(space string) func(sharedRole) func(context.Context) error {
		return func(k sharedRole) func(context.Context) error { return k.modify(addGrant(space)) }
	}
	type before = []func(sharedRole) func(context.Context) error
	update := func(k sharedRole) func(context.Context) error { return k.updateDescription("new") }
	reversal := func(k sharedRole) func(context.Context) error { return k.updateDescription("") }
	again := func(k sharedRole) func(context.Context) error {
		return func(ctx context.Context) error {
			r, err := k.c.Role(ctx, "r")
			return errors.Join(err, k.deleteRole(ctx), k.c.CreateRole(ctx, r))
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
		"a grant over somebody's write":     {[]kibanatest.Hook{getR.Once().Do(overwrite("theirs"))}, before{grant("a")}, "theirs a", false},
		"somebody's write over a grant":     {[]kibanatest.Hook{putR.Once().Then(overwrite("theirs"))}, before{grant("a")}, "theirs a", false},
		"somebody's write beside a grant":   {[]kibanatest.Hook{putR.Once().Then(overwrite("planted", "a", "theirs"))}, before{grant("a")}, "planted a theirs", false},
		"somebody's write between attempts": {[]kibanatest.Hook{putR.Once().Do(overwrite("theirs")).Answer(503, "")}, before{grant("a")}, "theirs a", false},
		"somebody's write between grants":   {[]kibanatest.Hook{getR.Passing(3).Once().Do(overwrite("planted", "a", "theirs"))}, before{grant("a"), grant("b")}, "planted a theirs b", false},
		"somebody's write after a grant":    {[]kibanatest.Hook{getR.Passing(3).Once().Do(overwrite("planted", "a", "theirs"))}, before{grant("a")}, "planted a theirs", false},
		"another update":                    {nil, before{grant("a"), update}, "planted a", false},
		"an update and its reversal":        {nil, before{grant("a"), update, reversal}, "planted a", false},
		"deleted and created":               {nil, before{grant("a"), again}, "planted a", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
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
			k.wantSpaces(strings.Fields(test.spaces)...)
		})
	}
}

// A call that is cancelled in the queue ends at once. A call that is cancelled during
// its request returns the outcome of the request.
func TestCancelledCallsThatHaveTheRoleToThemselves(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		held     kibanatest.Hook
		call     func(sharedRole) func(context.Context) error
		last     func(sharedRole) func(context.Context) error
		requests string
		spaces   string
	}{
		"update": {
			putR, func(k sharedRole) func(context.Context) error { return k.updateDescription("new") },
			func(k sharedRole) func(context.Context) error { return k.modify(addGrant("a")) }, "GP+GPG+G", "planted a",
		},
		"delete": {
			deleteR, func(k sharedRole) func(context.Context) error { return k.deleteRole },
			func(k sharedRole) func(context.Context) error { return k.createRole }, "D+P", "soc",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			arrived, goOn := k.holdRequest(test.held)
			running := k.start(test.call(k))
			<-arrived
			var cancelled []*caller
			for _, call := range []func(context.Context) error{k.updateDescription("other"), k.deleteRole, k.createRole, k.modify(addGrant("b"))} {
				cancelled = append(cancelled, k.start(call))
			}
			last := k.start(test.last(k))
			running.giveUp()
			for i, c := range cancelled {
				c.giveUp()
				if err := <-c.outcome; !errors.Is(err, context.Canceled) {
					t.Errorf("outcome of call %d: %v, want context.Canceled", i, err)
				}
			}
			goOn()
			check(t, <-running.outcome)
			check(t, <-last.outcome)
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// An update whose edit panics fails only itself. The next call is served.
func TestAnUpdateThatPanics(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	err := k.c.UpdateRole(t.Context(), "r", func(client.Reading) (roles.Role, error) { panic("of an update") })
	if err == nil || !strings.Contains(err.Error(), "of an update") {
		t.Errorf("error = %v, want the panic's", err)
	}
	check(t, k.updateDescription("new")(t.Context()))
	k.want("G+GP", "planted")
}

// If a role is deleted before a write to it is repeated, it is not created.
func TestARoleThatIsDeletedBeforeARetry(t *testing.T) {
	t.Parallel()
	gone := func(x *kibanatest.Exchange) { x.Server.Remove("r") }
	for name, test := range map[string]struct {
		hook kibanatest.Hook
		call func(sharedRole) func(context.Context) error
	}{
		"update, refused for now": {putR.Do(gone).Answer(503, ""), func(k sharedRole) func(context.Context) error { return k.updateDescription("new") }},
		"update, cut":             {putR.Do(gone).Cut(), func(k sharedRole) func(context.Context) error { return k.updateDescription("new") }},
		"update, cut afterwards":  {putR.Then(gone).CutAfter(), func(k sharedRole) func(context.Context) error { return k.updateDescription("new") }},
		"grant, refused for now":  {putR.Do(gone).Answer(429, ""), func(k sharedRole) func(context.Context) error { return k.modify(addGrant("a")) }},
		"grant, cut":              {putR.Do(gone).Cut(), func(k sharedRole) func(context.Context) error { return k.modify(addGrant("a")) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			cfg := double(k.Server)
			cfg.MaxRetries = 3
			k.c = connect(t, cfg)
			k.Hook(test.hook)
			if err := test.call(k)(t.Context()); !client.IsNotFound(err) {
				t.Errorf("error = %v, want not found", err)
			}
			k.want("GP+G")
			if _, there := k.Stored("r"); there {
				t.Error("the role exists")
			}
		})
	}
}
