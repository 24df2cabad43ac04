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

// stale plants what a writer wrote who had read the role before our write, when
// the second verifying read of a lone change arrives, and so after the first.
func stale(spaces ...string) kibanatest.Hook { return getR.Passing(2).Once().Do(over(spaces...)) }

// A writer who lands between the first and the second verifying read is found,
// and the change is merged again with what that one wrote.
func TestASecondReadFindsAStaleWriter(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   client.Change
		hooks    []kibanatest.Hook
		requests string
		spaces   string
	}{
		"nobody":                {grants("a"), nil, "GPG+G", "planted a"},
		"undoes a grant":        {grants("a"), []kibanatest.Hook{stale("theirs")}, "GPG+GPG+G", "theirs a"},
		"brings back":           {withdraws("planted"), []kibanatest.Hook{stale("planted", "theirs")}, "GPG+GPG+G", "theirs"},
		"leaves it":             {grants("a"), []kibanatest.Hook{stale("theirs", "a")}, "GPG+G", "theirs a"},
		"undoes it twice":       {grants("a"), []kibanatest.Hook{stale("theirs"), getR.Passing(4).Once().Do(over("others"))}, "GPG+GPG+GPG+G", "others a"},
		"undoes it differently": {grants("a"), []kibanatest.Hook{stale("theirs"), putR.Passing(1).Once().Then(over("others"))}, "GPG+GPG+GPG+G", "others a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			check(t, k.c.ModifyRole(t.Context(), "r", test.change))
			k.wants(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// What a stale writer undid is merged again together with the changes that wait.
func TestASecondReadServesTheNextWrite(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	k.Hook(stale("theirs"))
	for _, err := range k.behind(grants("a"), grants("b")) {
		check(t, err)
	}
	k.wants("GPG+GPG+G", "theirs", "first", "a", "b")
}

// A change that is refused beside one that was undone does not fail it.
func TestAnUndoneChangeBesideOneThatIsRefused(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	k.Hook(stale("theirs"))
	outcomes := k.together(grants("first"), refuses)
	check(t, outcomes[0])
	if !errors.Is(outcomes[1], errRefused) {
		t.Errorf("error = %v, want the change's own", outcomes[1])
	}
	k.holds("theirs", "first")
}

// An update goes before the second verifying read, which then looks at what the
// update left.
func TestASecondReadLooksAtWhatAnUpdateLeft(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	arrived, write := k.hold()
	grant := k.call(grants("a"))
	<-arrived
	update := k.start(k.describes("new"))
	k.Hook(putR.Once().Then(over("theirs"))) // a stale write beside the update
	write()
	check(t, <-update.outcome)
	check(t, <-grant.outcome)
	k.wants("GPG+GP+GPG+G", "theirs", "a")
}

// Somebody who undoes a change whenever it has been verified is not fought for
// ever.
func TestASecondReadThatAlwaysFindsIt(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	for n := range 8 {
		k.Hook(getR.Passing(2 + 2*n).Once().Do(over("theirs")))
	}
	err := k.c.ModifyRole(t.Context(), "r", grants("a"))
	overwritten, ok := errors.AsType[*client.OverwrittenError](err)
	if !ok || overwritten.Role != "r" || overwritten.Times != 8 {
		t.Errorf("error = %v, want an OverwrittenError after 8 times", err)
	}
	k.wants("GPG+"+strings.Repeat("GPG", 7)+"G", "theirs")
}

// What the second read fails for is the error of those who wait for it, and of
// nobody else.
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
			k := newCrowd(t)
			k.Hook(test.hook)
			outcomes := k.together(grants("first"), grants("next"))
			if !test.is(outcomes[0]) || !test.next(outcomes[1]) {
				t.Errorf("outcomes: %v", outcomes)
			}
			k.wants(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// Who gives up while the second read is not yet due does not wait for it to be:
// it is made at once.
func TestWhoGivesUpWhileTheSecondReadIsNotDue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hooks    []kibanatest.Hook
		is       func(error) bool
		requests string
		spaces   string
	}{
		"it is there":   {nil, succeeds, "GPG+G", "planted a"},
		"it was undone": {[]kibanatest.Hook{stale("theirs")}, isCancelled, "GPG+G", "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			cfg := double(k.Server)
			cfg.RecheckAfter = time.Hour
			k.c = connect(t, cfg)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			written := make(chan struct{})
			change := grants("a")
			change.Added = func() { close(written) }
			a := k.call(change)
			<-written
			a.leave()
			if err := <-a.outcome; !test.is(err) {
				t.Errorf("error = %v", err)
			}
			k.wants(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// A second read that is not yet due waits for all who have not given up, and
// lets an update go before it.
func TestASecondReadThatIsNotDueLetsAnUpdateGoFirst(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	cfg := double(k.Server)
	cfg.RecheckAfter = time.Hour
	k.c = connect(t, cfg)
	arrived, write := k.hold()
	first := k.call(grants("first"))
	<-arrived
	written := make(chan struct{})
	b := grants("b")
	b.Added = func() { close(written) }
	leaves, stays := k.call(grants("a")), k.call(b)
	first.leave()
	write()
	check(t, <-first.outcome)
	<-written
	leaves.leave()
	time.Sleep(50 * time.Millisecond) // in which a second read could be made
	check(t, k.describes("new")(t.Context()))
	k.wants("GPG+GPG+GP", "planted", "first", "a", "b")
	stays.leave()
	check(t, <-leaves.outcome)
	check(t, <-stays.outcome)
	k.wants("GPG+GPG+GP+G", "planted", "first", "a", "b")
}

func isCancelled(err error) bool { return client.KindOf(err) == client.KindCancelled }

// The second read comes four of the slowest recent round trips after the write,
// and within bounds.
func TestWhenTheSecondReadIsDue(t *testing.T) {
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
		"what is long ago does not": {0, append([]time.Duration{9 * time.Second}, slices.Repeat([]time.Duration{80 * ms}, 32)...), 320 * ms},
		"what is recent does":       {0, append([]time.Duration{500 * ms}, slices.Repeat([]time.Duration{80 * ms}, 31)...), 2 * time.Second},
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

// Requests for a role are measured, each attempt by itself, and others are not.
func TestRoundTripsAreMeasured(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	_, err := k.c.Spaces(t.Context())
	check(t, err)
	_, err = k.c.Roles(t.Context())
	check(t, err)
	if n := len(k.c.Trips()); n != 0 {
		t.Errorf("%d requests measured, want those for single roles alone", n)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", grants("a")))
	check(t, k.deletes(t.Context()))
	trips := k.c.Trips()
	if len(trips) != len("GPGGD") || slices.Min(trips) <= 0 || slices.Max(trips) > time.Hour {
		t.Errorf("measured %v, want five durations", trips)
	}
}
