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

// maxMerges is the largest number of times that a change is written, if somebody else
// overwrites it each time.
const maxMerges = 8

// firstPause is half of the longest pause after the first attempt.
const firstPause = 50 * time.Millisecond

// Edit returns a changed role. It must not alter its argument. It must return a role
// that has the change already as it is: the client finds out in this way whether a
// change was written.
type Edit func(roles.Role) (roles.Role, error)

// Change changes the part of a role that its caller owns. Either edit may be nil.
type Change struct {
	// Remove removes what the caller owns no longer, and Add sets what it owns. If
	// changes share a write, all removals come first: a part that one caller removes
	// and another adds stays in the role.
	Remove, Add Edit
	// Removed and Added, where set, are called once: when a reading shows the change,
	// or when the change was written and cannot be read afterwards. This client makes
	// no later change to the role before that. If changes share a write, all Removed
	// are called first. The call may still end in an error, if somebody undoes the
	// change later. A panic becomes the error of the caller.
	Removed, Added func()
}

// changes are several changes that share a write.
type changes []Change

// ModifyRole reads a role, changes it, writes it back, and verifies the change by
// reading. Changes to one role that wait for each other share the next read and
// write. ModifyRole never creates a role; see [IsNotFound].
//
// Kibana has no conditional writes: a writer who read the role before this write,
// and writes after it, undoes it. Processes of one user on one machine take turns.
// A second verifying read finds other such writers: it comes when their requests
// have probably arrived, and then the change is merged again.
//
// A write of somebody else between the read and the write is overwritten. That
// gap is one round trip, also when a write fails: it is repeated only on a new
// reading.
//
// The error is the change's own, one of a request, an [*UndecodableError], a
// [*LostAnswerError], an [*UnverifiedError], an [*UnrestoredError] or an
// [*OverwrittenError]. A [*RestoredError] reports a success.
func (c *Client) ModifyRole(ctx context.Context, name string, change Change) error {
	return c.enqueue(ctx, name, &job{change: change})
}

func changesOf(jobs []*job) changes {
	all := make(changes, 0, len(jobs))
	for _, j := range jobs {
		all = append(all, j.change)
	}
	return all
}

// apply makes all removals, and then all additions. It stops at the first error.
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

// doneIn reports whether a role has the changes already.
func (all changes) doneIn(role roles.Role) bool {
	again, err := all.apply(role)
	return err == nil && again.Equal(role)
}

// apply makes the edit, if there is one. It turns a panic into an error, because
// the edit runs on the worker's goroutine and not on its caller's.
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

// concernsAll reports an error for which the changes of a shared write are not
// made again one by one: every change would meet it, or they have been written.
func concernsAll(err error) bool {
	return isA[*UnverifiedError](err) || isA[*UnrestoredError](err) || isA[*OverwrittenError](err) ||
		isA[*TransportError](err) || IsUnavailable(err) || IsUnauthorized(err) || IsForbidden(err) || hasStatus(err, http.StatusNotFound)
}

// merge makes changes in one read, write and verifying read, and makes them again
// if that reading shows that somebody overwrote them. Current is the role if it
// was just read. Written is false if the role had the changes already.
func (w *worker) merge(batch []*job, current *roles.Role) (written bool, err error) {
	ctx, cancel := sharedContext(batch)
	defer cancel()
	edit := changesOf(batch).apply
	for attempt := range maxMerges {
		if attempt > 0 {
			w.unlock() // it is not held while the worker is idle
			pause(ctx, attempt)
			w.lock(ctx)
		}
		if current == nil {
			role, err := w.client.Role(ctx, w.name)
			if err != nil {
				return false, err
			}
			current = &role
		}
		last, err := w.client.replaceRole(ctx, *current, func(reading Reading) (roles.Role, error) { return edit(reading.Role) })
		if err != nil {
			return false, err
		}
		if last == nil { // the role has the changes already
			notifyCallers(batch)
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
				notifyCallers(batch)
			}
			return false, err
		}
		if changesOf(batch).doneIn(found) {
			w.client.queues.recordWrite(*last)
			notifyCallers(batch)
			return true, nil
		}
		current = nil
	}
	return false, &OverwrittenError{Role: w.name, Times: maxMerges}
}

// notifyCallers calls Removed and Added of the changes, for each change once.
func notifyCallers(batch []*job) {
	batch = slices.DeleteFunc(slices.Clone(batch), func(j *job) bool { return j.notified })
	for _, j := range batch {
		j.callBack(j.change.Removed)
	}
	for _, j := range batch {
		j.callBack(j.change.Added)
		j.notified = true
	}
}

// removalsFirst sorts changes that only remove before the others, which may add the
// removed parts again.
func removalsFirst(batch []*job) []*job {
	removals := slices.DeleteFunc(slices.Clone(batch), func(j *job) bool { return j.change.Add != nil })
	others := slices.DeleteFunc(slices.Clone(batch), func(j *job) bool { return j.change.Add == nil })
	return slices.Concat(removals, others)
}

// callBack calls a function of the caller. It turns a panic into the job's notice,
// because it runs on the worker's goroutine and not on the caller's.
func (j *job) callBack(callback func()) {
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

// pause gives another writer time to finish. It waits at random, longer after each
// attempt.
func pause(ctx context.Context, attempt int) {
	timer := time.NewTimer(pauseBefore(attempt))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func pauseBefore(attempt int) time.Duration {
	return rand.N(firstPause << min(attempt, 5)) //nolint:gosec // jitter is no secret
}
