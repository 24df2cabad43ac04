package client_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// A queue gives out the jobs at its head: one that has the role to itself, or all changes before such a one. It ends only
// when nobody waits. A worker may ask for a job whose caller has just given up.
func TestQueues(t *testing.T) {
	t.Parallel()
	q := client.NewQueues()
	if q.Alone("r") != 0 {
		t.Error("an empty queue has jobs")
	}
	client.ServeNobody()
	if !q.AddChange("r") || q.AddChange("r") || q.AddAlone("r") || q.AddChange("r") || !q.AddAlone("s") {
		t.Error("a role has no worker of its own, or two")
	}
	if n := q.Waiting("r"); n != 4 {
		t.Errorf("%d wait, want 4", n)
	}
	if q.End("r") {
		t.Error("a queue ends while jobs wait")
	}
	if got := []int{q.Alone("r"), q.Changes("r"), q.Changes("r"), q.Alone("r"), q.Alone("r"), q.Changes("r")}; !slices.Equal(got, []int{0, 2, 0, 1, 0, 1}) {
		t.Errorf("jobs taken: %d", got)
	}
	if q.End("s") {
		t.Error("a queue ends while one job waits")
	}
	if !q.End("r") || q.Alone("s") != 1 || !q.End("s") || q.Kept() != 0 {
		t.Error("a queue stays")
	}
	if !q.AddChange("r") {
		t.Error("a queue that has ended has a worker")
	}
}

// Changes that only remove come first, in their order.
func TestRemovalsComeFirst(t *testing.T) {
	t.Parallel()
	remove, add := client.Change{Remove: addGrant("a").Add}, addGrant("a")
	for name, test := range map[string]struct {
		batch []client.Change
		want  []int
	}{
		"none":      {nil, nil},
		"additions": {[]client.Change{add, add, add}, []int{0, 1, 2}},
		"removals":  {[]client.Change{remove, remove, remove}, []int{0, 1, 2}},
		"mixed":     {[]client.Change{add, remove, add, remove}, []int{1, 3, 0, 2}},
		"in order":  {[]client.Change{remove, add}, []int{0, 1}},
	} {
		if got := client.RemovalsFirst(test.batch...); !slices.Equal(got, test.want) {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// A removal that fails ends the change, before anything is sent.
func TestARemovalThatFails(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	change := client.Change{Remove: refusedChange.Add, Add: addGrant("a").Add}
	if err := k.c.ModifyRole(t.Context(), "r", change); !errors.Is(err, errRefused) {
		t.Errorf("error = %v, want the removal's", err)
	}
	k.want("G", "planted")
}

// With a wrong base path, Kibana answers 404 to everything. If it cannot be found out, a role does not count as deleted.
func TestARoleThatMayExist(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		probed http.HandlerFunc
		is     func(error) bool
	}{
		"forbidden": {forbids, client.IsForbidden},
		"busy":      {slowDown, client.IsUnavailable},
		"no API":    {missing, func(err error) bool { _, ok := errors.AsType[*client.ResponseError](err); return ok }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method+" "+r.RequestURI == probe {
					test.probed(w, r)
					return
				}
				missing(w, r)
			})
			c := connect(t, config(s.URL))
			if _, err := c.Role(t.Context(), "r"); client.IsNotFound(err) || !test.is(err) {
				t.Errorf("read: %v", err)
			}
			if err := c.DeleteRole(t.Context(), "r"); client.IsNotFound(err) || !test.is(err) {
				t.Errorf("delete: %v", err)
			}
		})
	}
}

// A single byte in place of nothing is not Kibana's answer.
func TestAByteInsteadOfNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, onWrite(answer(200, "1")))
	err := writeCalls[replace](t.Context(), connect(t, config(s.URL)))
	wantProblem(t, err, 200, "content where Kibana sends none")
	wantJournal(t, s, readBack, replace, readBack)
}

// Only a request with a body can be too large.
func TestATooLargeAnswerToARead(t *testing.T) {
	t.Parallel()
	s := serve(t, refuse(413, "too large"))
	_, err := connect(t, config(s.URL)).Role(t.Context(), "r")
	if _, tooLarge := errors.AsType[*client.TooLargeError](err); tooLarge || err == nil {
		t.Errorf("error = %v", err)
	}
}

// An answer of the largest size is read.
func TestTheLargestAnswer(t *testing.T) {
	t.Parallel()
	text := roleJSON("r")
	for more, ok := range map[int]bool{0: true, 1: false} {
		s := serve(t, answer(200, text+strings.Repeat(" ", client.MaxAnswerSize-len(text)+more)))
		if _, err := connect(t, config(s.URL)).Role(t.Context(), "r"); (err == nil) != ok {
			t.Errorf("%d bytes more: %v", more, err)
		}
	}
}

// After somebody else has made a role again, it is not this process's any more, even with the same content.
func TestADeletedRoleHasNoLineage(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	before, err := k.c.Role(t.Context(), "r")
	check(t, err)
	own := func() (own bool) {
		check(t, k.c.UpdateRole(t.Context(), "r", func(reading client.Reading) (roles.Role, error) {
			own = reading.OnlyOwnWrites(before.Fingerprint())
			return reading.Role, nil
		}))
		return own
	}
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
	if !own() {
		t.Error("the only write was this client's")
	}
	check(t, k.deleteRole(t.Context()))
	k.Plant("r", roleWith("planted", "a"))
	if own() {
		t.Error("somebody else has written the role")
	}
}

// If somebody else has removed a role, a new one of this process begins a new lineage.
func TestACreatedRoleHasANewLineage(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	before, err := k.c.Role(t.Context(), "r")
	check(t, err)
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
	changed, err := k.c.Role(t.Context(), "r")
	check(t, err)
	k.Remove("r")
	check(t, k.c.CreateRole(t.Context(), changed))
	check(t, k.c.UpdateRole(t.Context(), "r", func(reading client.Reading) (roles.Role, error) {
		if reading.OnlyOwnWrites(before.Fingerprint()) {
			t.Error("somebody else has removed the role")
		}
		return reading.Role, nil
	}))
}

// If no answer arrives and the role does not exist, it is clear that it was not created.
func TestACreationWithoutEffect(t *testing.T) {
	t.Parallel()
	s := serve(t, withRoleAPI(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			missing(w, r)
			return
		}
		cut(w, r)
	}))
	err := writeCalls[create](t.Context(), connect(t, config(s.URL)))
	if _, lost := errors.AsType[*client.LostAnswerError](err); lost {
		t.Errorf("error = %v, and the role does not exist", err)
	}
	wantKind(t, err, client.KindReset)
}

// The pause is random, and longer after each attempt, up to the fifth.
func TestPauses(t *testing.T) {
	t.Parallel()
	for attempt := 1; attempt < 9; attempt++ {
		bound, longest := client.FirstPause<<min(attempt, 5), time.Duration(0)
		for range 1000 {
			longest = max(longest, client.PauseBefore(attempt))
		}
		if longest >= bound || longest < bound*9/10 {
			t.Errorf("attempt %d: the longest of many pauses is %v, want nearly %v", attempt, longest, bound)
		}
	}
}

// A refusal that the server has answered is not lost, whatever happens to the read that follows.
func TestARefusedWriteAndAReadThatFails(t *testing.T) {
	t.Parallel()
	s := serve(t, script(another, slowDown, forbids))
	err := writeCalls[replace](t.Context(), connect(t, config(s.URL)))
	if _, lost := errors.AsType[*client.LostAnswerError](err); lost || !client.IsForbidden(err) {
		t.Errorf("error = %v, want that of the read", err)
	}
	wantJournal(t, s, readBack, replace, readBack)
}

// An answer stays lost if later attempts do not reach the server.
func TestALostAnswerOfAServerThatIsGone(t *testing.T) {
	t.Parallel()
	s := newServer(nil)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = s.Listener.Close()
		cut(w, r)
	})
	s.Start()
	t.Cleanup(s.Close)
	err := writeCalls[create](t.Context(), connect(t, config(s.URL)))
	if _, lost := errors.AsType[*client.LostAnswerError](err); !lost {
		t.Errorf("error = %v, want a LostAnswerError", err)
	}
}

// The lock is free after a second read that fails.
func TestTheLockAfterASecondReadThatFails(t *testing.T) {
	t.Parallel()
	k, dir := newSharedRole(t), t.TempDir()
	k = k.process("k", dir)
	k.Hook(getR.Passing(2).Once().Answer(403, refusal(403), "Content-Type", "application/json"))
	if err := k.c.ModifyRole(t.Context(), "r", addGrant("a")); err == nil {
		t.Error("a change that cannot be verified succeeds")
	}
	for _, file := range lockFiles(t, dir) {
		lock := flock.New(file)
		if free, err := lock.TryLock(); !free || err != nil {
			t.Errorf("the lock is held: %v", err)
		}
		_ = lock.Close()
	}
}

// A change that is overwritten each time is given up, and not made again beside the next one.
func TestAnOverwrittenChangeIsGivenUp(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	for n := range 8 {
		k.Hook(getR.Passing(2 + 2*n).Once().Do(overwrite("theirs")))
	}
	overwritten := k.startModify(addGrant("a"))
	if _, ok := errors.AsType[*client.OverwrittenError](<-overwritten.outcome); !ok {
		t.Error("the change was not given up")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	check(t, k.c.ModifyRole(ctx, "r", addGrant("b")))
	k.wantSpaces("theirs", "b")
}
