package client_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// The second verifying read finds a write of somebody else after the first verifying
// read. The change is then merged with that write.
func TestASecondReadFindsALateWrite(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   client.Change
		hooks    []kibanatest.Hook
		requests string
		spaces   string
	}{
		"no write":              {addGrant("a"), nil, "GPG+G", "planted a"},
		"undoes a grant":        {addGrant("a"), []kibanatest.Hook{overwriteLate("theirs")}, "GPG+GPG+G", "theirs a"},
		"brings back":           {removeGrant("planted"), []kibanatest.Hook{overwriteLate("planted", "theirs")}, "GPG+GPG+G", "theirs"},
		"leaves it":             {addGrant("a"), []kibanatest.Hook{overwriteLate("theirs", "a")}, "GPG+G", "theirs a"},
		"undoes it twice":       {addGrant("a"), []kibanatest.Hook{overwriteLate("theirs"), getR.Passing(4).Once().Do(overwrite("others"))}, "GPG+GPG+GPG+G", "others a"},
		"undoes it differently": {addGrant("a"), []kibanatest.Hook{overwriteLate("theirs"), putR.Passing(1).Once().Then(overwrite("others"))}, "GPG+GPG+GPG+G", "others a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			check(t, k.c.ModifyRole(t.Context(), "r", test.change))
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// A change that a late write has undone is made again together with the waiting
// changes.
func TestASecondReadServesTheNextWrite(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(overwriteLate("theirs"))
	for _, err := range k.modifyBehind(addGrant("a"), addGrant("b")) {
		check(t, err)
	}
	k.want("GPG+GPG+G", "theirs", "first", "a", "b")
}

// The answer to a shared write is lost, and so is the answer to the read that follows.
// The changes are then found in the role one by one. They are verified a second time
// all the same: a late write undoes them.
func TestASecondReadAfterALostSharedWrite(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(putR.Passing(1).Once().AnswerAfter(200, "<html>login</html>"))
	k.Hook(getR.Passing(3).Once().Answer(503, ""))
	k.Hook(getR.Passing(6).Once().Do(overwrite("theirs")))
	for _, err := range k.modifyBehind(addGrant("a"), addGrant("b")) {
		check(t, err)
	}
	k.want("GPG+GPG+G+G+GPG+G", "theirs", "a", "b")
}

// A change that was undone is made again even if a change beside it is refused.
func TestAnUndoneChangeBesideARefusedOne(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(overwriteLate("theirs"))
	outcomes := k.modifyTogether(addGrant("first"), refusedChange)
	check(t, outcomes[0])
	if !errors.Is(outcomes[1], errRefused) {
		t.Errorf("error = %v, want the change's own", outcomes[1])
	}
	k.wantSpaces("theirs", "first")
}

// An update goes before the second verifying read. The read then checks the role after
// the update.
func TestASecondReadAfterAnUpdate(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	arrived, write := k.holdWrite()
	grant := k.startModify(addGrant("a"))
	<-arrived
	update := k.start(k.updateDescription("new"))
	k.Hook(putR.Once().Then(overwrite("theirs"))) // a late write after the update
	write()
	check(t, <-update.outcome)
	check(t, <-grant.outcome)
	k.want("GPG+GP+GPG+G", "theirs", "a")
}

// If somebody else undoes a change after each verification, the client stops.
func TestASecondReadThatAlwaysFindsALateWrite(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	for n := range 8 {
		k.Hook(getR.Passing(2 + 2*n).Once().Do(overwrite("theirs")))
	}
	err := k.c.ModifyRole(t.Context(), "r", addGrant("a"))
	overwritten, ok := errors.AsType[*client.OverwrittenError](err)
	if !ok || overwritten.Role != "r" || overwritten.Times != 8 {
		t.Errorf("error = %v, want an OverwrittenError after 8 times", err)
	}
	k.want("GPG+"+strings.Repeat("GPG", 7)+"G", "theirs")
}

// An error of the second read fails only the calls that wait for it.
func TestASecondReadThatFails(t *testing.T) {
	t.Parallel()
	unverified := func(err error) bool {
		_, ok := errors.AsType[*client.UnverifiedError](err)
		return ok && client.IsForbidden(err)
	}
	gone := func(x *kibanatest.Exchange) { x.Server.Remove("r") }
	for name, test := range map[string]struct {
		hook     kibanatest.Hook
		is, next func(error) bool
		requests string
		spaces   string
	}{
		"for once":         {getR.Passing(2).Once().Answer(403, refusal(403), "Content-Type", "application/json"), unverified, succeeds, "GPG+G+GPG+G", "planted first next"},
		"the role is gone": {getR.Passing(2).Once().Do(gone), client.IsNotFound, client.IsNotFound, "GPG+G+G", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.Hook(test.hook)
			outcomes := k.modifyTogether(addGrant("first"), addGrant("next"))
			if !test.is(outcomes[0]) || !test.next(outcomes[1]) {
				t.Errorf("outcomes: %v", outcomes)
			}
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// If the caller gives up before the second read is due, the read is made at once.
func TestACancelledCallBeforeTheSecondRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hooks    []kibanatest.Hook
		is       func(error) bool
		requests string
		spaces   string
	}{
		"it is there":   {nil, succeeds, "GPG+G", "planted a"},
		"it was undone": {[]kibanatest.Hook{overwriteLate("theirs")}, isCancelled, "GPG+G", "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			cfg := double(k.Server)
			cfg.RecheckAfter = time.Hour
			k.c = connect(t, cfg)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			written := make(chan struct{})
			change := addGrant("a")
			change.Added = func() { close(written) }
			a := k.startModify(change)
			<-written
			a.giveUp()
			if err := <-a.outcome; !test.is(err) {
				t.Errorf("error = %v", err)
			}
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// A second read is made early only if all its callers have given up. An update goes
// before a second read that is not due.
func TestAnUpdateGoesBeforeASecondReadThatIsNotDue(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	cfg := double(k.Server)
	cfg.RecheckAfter = time.Hour
	k.c = connect(t, cfg)
	arrived, write := k.holdWrite()
	first := k.startModify(addGrant("first"))
	<-arrived
	written := make(chan struct{})
	b := addGrant("b")
	b.Added = func() { close(written) }
	leaves, stays := k.startModify(addGrant("a")), k.startModify(b)
	first.giveUp()
	write()
	check(t, <-first.outcome)
	<-written
	leaves.giveUp()
	time.Sleep(50 * time.Millisecond) // enough time for a second read
	check(t, k.updateDescription("new")(t.Context()))
	k.want("GPG+GPG+GP", "planted", "first", "a", "b")
	stays.giveUp()
	check(t, <-leaves.outcome)
	check(t, <-stays.outcome)
	k.want("GPG+GPG+GP+G", "planted", "first", "a", "b")
}

// The second read is due after four times the slowest recent round trip, within limits.
func TestRecheckAfter(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	for name, test := range map[string]struct {
		fixed time.Duration
		trips []time.Duration
		want  time.Duration
	}{
		"nothing measured":          {0, nil, 250 * ms},
		"fast":                      {0, []time.Duration{ms, 2 * ms}, 250 * ms},
		"the slowest counts":        {0, []time.Duration{100 * ms, 400 * ms, 90 * ms}, 1600 * ms},
		"very slow":                 {0, []time.Duration{time.Minute}, 10 * time.Second},
		"an old one does not count": {0, append([]time.Duration{9 * time.Second}, slices.Repeat([]time.Duration{80 * ms}, 32)...), 320 * ms},
		"a recent one counts":       {0, append([]time.Duration{500 * ms}, slices.Repeat([]time.Duration{80 * ms}, 31)...), 2 * time.Second},
		"fixed":                     {7 * ms, []time.Duration{time.Minute}, 7 * ms},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := client.RecheckAfter(test.fixed, test.trips...); got != test.want {
				t.Errorf("after %v, want %v", got, test.want)
			}
		})
	}
}

// Only requests for single roles are measured. Each attempt counts.
func TestRoundTripsAreMeasured(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	_, err := k.c.Spaces(t.Context())
	check(t, err)
	_, err = allRoles(t.Context(), k.c)
	check(t, err)
	if n := len(k.c.Trips()); n != 0 {
		t.Errorf("%d requests measured, want only those for single roles", n)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
	check(t, k.deleteRole(t.Context()))
	trips := k.c.Trips()
	if len(trips) != len("GPGGD") || slices.Min(trips) <= 0 || slices.Max(trips) > time.Hour {
		t.Errorf("measured %v, want five durations", trips)
	}
	// An attempt without an answer is no round trip.
	k.Hook(getR.Cut())
	if _, err := k.c.Role(t.Context(), "r"); err == nil {
		t.Error("a read without an answer succeeds")
	}
	if n := len(k.c.Trips()); n != len(trips) {
		t.Errorf("%d round trips, want %d", n, len(trips))
	}
}
