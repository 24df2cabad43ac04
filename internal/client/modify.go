package client

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// maxMerges bounds how often a change is merged again with what somebody else
// wrote over it.
const maxMerges = 8

// Edit changes a role. It must not alter its argument, and doing it again must
// change nothing: that is how a write is recognised.
type Edit func(roles.Role) (roles.Role, error)

// Change changes the part of a role that its caller owns. Either edit may be nil.
type Change struct {
	// Remove takes away what the caller gives up, and Add sets what it owns. Where
	// changes share a write, all removals come first: what one caller gives up and
	// another takes stays in the role.
	Remove, Add Edit
	// Removed and Added, where set, are called once: when the change has been found
	// in the role, or was written and cannot be read afterwards. That is before any
	// later change of this client to that role is made. Where changes share a write,
	// all that was removed is told first. The call may still end in an error, if
	// somebody undoes the change later. A panic becomes the error of the caller.
	Removed, Added func()
}

// ModifyRole reads a role, changes it, writes it back, and verifies by reading
// that the change is there. Changes to one role that wait for each other share
// the next read and write. It never creates a role; see [IsNotFound].
//
// Kibana has no conditional writes. A writer who read the role before this write
// and writes after it undoes it. Processes of one user on one machine take turns.
// Any other such writer is found by a second verifying read, which comes when
// that writer's request has probably arrived, and the change is merged again.
// What somebody else writes between the read and the write, one round trip, is
// overwritten. It stays one: a write that fails is repeated only on a new reading.
//
// The error is the change's own, one of a request, an [*UnverifiedError] or an
// [*OverwrittenError]. A [*RestoredError] reports a success.
func (c *Client) ModifyRole(ctx context.Context, name string, change Change) error {
	return c.enqueue(ctx, name, &job{change: change})
}

// changes are several changes that share a write.
type changes []Change

func changesOf(jobs []*job) changes {
	all := make(changes, 0, len(jobs))
	for _, j := range jobs {
		all = append(all, j.change)
	}
	return all
}

// apply makes all removals, and then all additions. The first that is refused
// fails all.
func (all changes) apply(role roles.Role) (roles.Role, error) {
	var err error
	for _, change := range all {
		if role, err = change.Remove.apply(role); err != nil {
			return roles.Role{}, err
		}
	}
	for _, change := range all {
		if role, err = change.Add.apply(role); err != nil {
			return roles.Role{}, err
		}
	}
	return role, nil
}

// apply makes the edit, if there is one. A panic in it becomes an error: nobody
// else on the worker's goroutine could recover from it.
func (edit Edit) apply(role roles.Role) (changed roles.Role, err error) {
	if edit == nil {
		return role, nil
	}
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("changing role %q: %v", role.Name, reason)
		}
	}()
	return edit(role)
}

// isNobodysFault recognises errors that would meet every change alike, and those
// of changes that have been written: they are not made again.
func isNobodysFault(err error) bool {
	return isA[*UnverifiedError](err) || isA[*UnrestoredError](err) || isA[*OverwrittenError](err) ||
		isA[*TransportError](err) || IsUnavailable(err) || IsUnauthorized(err) || IsForbidden(err) || hasStatus(err, http.StatusNotFound)
}

// write makes changes in one read and write, and again while a reading right
// after shows that somebody overwrote them. Current is the role if it was just
// read. Written is false where nothing was written.
func (w *worker) write(batch []*job, current *roles.Role) (written bool, err error) {
	ctx, cancel := shared(batch)
	defer cancel()
	edit := changesOf(batch).apply
	for attempt := range maxMerges {
		pause(ctx, attempt)
		if current == nil {
			role, err := w.client.Role(ctx, w.name)
			if err != nil {
				return false, err
			}
			current = &role
		}
		wrote, err := w.client.putChanged(ctx, *current, func(role roles.Role, _ bool) (roles.Role, error) { return edit(role) })
		if err != nil {
			return false, err
		}
		if wrote == nil { // it is there already
			tell(batch)
			return attempt > 0, nil
		}
		found, notice, err := w.client.verify(ctx, *current)
		for _, j := range batch {
			j.writes++
			if notice != nil {
				j.notice = notice
			}
		}
		if err != nil {
			if isA[*UnverifiedError](err) {
				tell(batch)
			}
			return false, err
		}
		if again, err := edit(found); err == nil && again.Equal(found) {
			w.client.queues.wrote(wrote.before, wrote.after)
			tell(batch)
			return true, nil
		}
		current = nil
	}
	return false, &OverwrittenError{Role: w.name, Times: maxMerges}
}

// tell tells callers that their changes have been written, each once.
func tell(batch []*job) {
	batch = slices.DeleteFunc(slices.Clone(batch), func(j *job) bool { return j.told })
	for _, j := range batch {
		j.tell(j.change.Removed)
	}
	for _, j := range batch {
		j.tell(j.change.Added)
		j.told = true
	}
}

// removalsFirst puts changes that only take away before the others, which may
// take what these give up.
func removalsFirst(batch []*job) []*job {
	return slices.SortedStableFunc(slices.Values(batch), func(a, b *job) int {
		switch {
		case (a.change.Add == nil) == (b.change.Add == nil):
			return 0
		case a.change.Add == nil:
			return -1
		}
		return 1
	})
}

// tell calls back. Nobody else on the worker's goroutine could recover from a panic
// of the caller's.
func (j *job) tell(callback func()) {
	if callback == nil {
		return
	}
	defer func() {
		if reason := recover(); reason != nil {
			j.notice = fmt.Errorf("the change was written, but taking note of it failed: %v", reason)
		}
	}()
	callback()
}

// pause lets another writer finish, for a random time that grows; the first
// attempt waits for nothing.
func pause(ctx context.Context, attempt int) {
	if attempt > 0 {
		sleep(ctx, rand.N(50*time.Millisecond<<min(attempt, 5))) //nolint:gosec // jitter keeps no secret
	}
}
