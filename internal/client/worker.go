package client

import (
	"context"
	"slices"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	// A worker that has served several callers waits for as many new ones, because
	// Terraform begins the next objects when the previous ones are done. It waits at
	// most successorGap since the last arrival, and successorLimit in all.
	successorGap   = 40 * time.Millisecond
	successorLimit = 250 * time.Millisecond
)

// worker serves the queue of one role until nobody waits. Its fields belong to
// its goroutine.
type worker struct {
	client   *Client
	name     string
	arrivals <-chan struct{}

	// toRecheck are changes that were written and verified once. Their second
	// verifying read is due at due.
	toRecheck []*job
	due       time.Time

	release func() // releases the lock of the role; nil while the worker does not hold it
}

// work serves one job after another. It makes the second verifying read of changes
// before any further change, which needs that reading as well.
func (w *worker) work() {
	queues := w.client.queues
	for {
		head := queues.head(w.name)
		switch {
		case head != nil && head.alone != nil:
			w.serveAlone(queues.dequeueAlone(w.name))
		case len(w.toRecheck) > 0:
			if w.waitUntilDue() {
				w.recheck()
			}
		case head != nil:
			w.readAndCommit(queues.dequeueChanges(w.name))
		case queues.end(w.name):
			return
		}
	}
}

// lock takes the lock of the role; see [Client.lockRole].
func (w *worker) lock(ctx context.Context) { w.release = w.client.lockRole(ctx, w.name) }

// unlock releases the lock, if the worker holds it.
func (w *worker) unlock() {
	if w.release != nil {
		w.release()
		w.release = nil
	}
}

// serveAlone serves a job that has the role to itself.
func (w *worker) serveAlone(j *job) {
	if j == nil {
		return
	}
	w.lock(j.ctx)
	defer w.unlock()
	err := j.alone(j.ctx)
	if j.deletes && err == nil { // nothing is left to verify
		succeed(w.toRecheck)
		w.toRecheck = nil
	}
	j.done <- err
}

// waitUntilDue waits until the second verifying read is due, or until all its
// callers have given up. It returns false if a job that has the role to itself
// goes first.
func (w *worker) waitUntilDue() bool {
	ctx, cancel := sharedContext(w.toRecheck)
	defer cancel()
	timer := time.NewTimer(time.Until(w.due))
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return true
		case <-ctx.Done():
			return true
		case <-w.arrivals:
			if head := w.client.queues.head(w.name); head != nil && head.alone != nil {
				return false
			}
		}
	}
}

// recheck verifies changes a second time, and makes those again that another
// writer has undone. The changes that wait in the queue share the read. If no
// change must be made again and few callers wait, recheck first waits for more to come.
func (w *worker) recheck() {
	written := w.toRecheck
	w.toRecheck = nil
	// Dequeue the changes before the reading: an older reading does not show whether a
	// later change is done.
	batch := w.client.queues.dequeueChanges(w.name)
	ctx, cancel := sharedContext(slices.Concat(written, batch))
	defer cancel()
	w.lock(ctx)
	defer w.unlock()
	found, err := w.client.readBack(ctx, w.name)
	if err != nil {
		w.unlock()
		fail(written, unverified(w.name, err))
		w.readAndCommit(batch)
		return
	}
	undone := w.findUndone(written, found)
	oneThenMore := len(written) == 1 && len(batch) > 0
	if len(undone) == 0 && !oneThenMore && len(batch) < 2*len(written) {
		w.unlock()
		w.awaitCallers(len(written))
		w.readAndCommit(append(batch, w.client.queues.dequeueChanges(w.name)...))
		return
	}
	w.commit(slices.Concat(undone, batch), &found)
}

// findUndone ends the jobs of changes that the role has. If the role lacks any, it
// returns them to be made again, without those that were written too often.
func (w *worker) findUndone(written []*job, found roles.Role) (undone []*job) {
	if changesOf(written).doneIn(found) {
		succeed(written)
		return nil
	}
	for _, j := range written {
		if j.writes >= maxMerges {
			j.done <- &OverwrittenError{Role: w.name, Times: j.writes}
			continue
		}
		undone = append(undone, j)
	}
	return undone
}

// awaitCallers waits for as many callers as were served, within the limits of
// successorGap and successorLimit.
func (w *worker) awaitCallers(served int) {
	limit := time.NewTimer(successorLimit)
	defer limit.Stop()
	for w.client.queues.count(w.name) < served {
		quiet := time.NewTimer(successorGap)
		select {
		case <-w.arrivals:
			quiet.Stop()
			continue
		case <-quiet.C:
		case <-limit.C:
			quiet.Stop()
		}
		return
	}
}

// readAndCommit takes the lock, and commits changes on a new reading.
func (w *worker) readAndCommit(batch []*job) {
	if len(batch) == 0 {
		return
	}
	ctx, cancel := sharedContext(batch)
	defer cancel()
	w.lock(ctx)
	defer w.unlock()
	w.commit(batch, nil)
}

// commit makes changes in one write. Current is the role if it was just read. If
// the shared write fails, commit makes the changes one by one, so that one bad
// change does not fail the others. A change that is then found in the role is
// verified a second time, too: the failed write may have made it.
func (w *worker) commit(batch []*job, current *roles.Role) {
	written, err := w.merge(batch, current)
	if len(batch) == 1 || err == nil || concernsAll(err) {
		w.finish(batch, written, err)
		return
	}
	for _, j := range removalsFirst(batch) {
		_, err := w.merge([]*job{j}, nil)
		w.finish([]*job{j}, true, err)
	}
}

// finish ends the jobs of one commit, or leaves them to the second verifying read.
func (w *worker) finish(batch []*job, written bool, err error) {
	switch {
	case err != nil:
		fail(batch, err)
	case !written:
		succeed(batch)
	default:
		w.toRecheck = append(w.toRecheck, batch...)
		w.due = time.Now().Add(w.client.pace.recheckAfter())
	}
}

// succeed ends jobs with success, or with their notice.
func succeed(jobs []*job) {
	for _, j := range jobs {
		j.done <- j.notice
	}
}

func fail(jobs []*job, err error) {
	for _, j := range jobs {
		j.done <- err
	}
}

// sharedContext returns a context for several callers. It has the values of the
// first caller's context, for logging, and ends when all callers have given up.
func sharedContext(jobs []*job) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(jobs[0].ctx))
	left := make(chan struct{}, len(jobs))
	stops := make([]func() bool, 0, len(jobs))
	for _, j := range jobs {
		stops = append(stops, context.AfterFunc(j.ctx, func() {
			left <- struct{}{}
			if len(left) == cap(left) {
				cancel()
			}
		}))
	}
	if !slices.ContainsFunc(jobs, func(j *job) bool { return j.ctx.Err() == nil }) {
		cancel()
	}
	return ctx, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}
