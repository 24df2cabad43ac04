package client

import (
	"context"
	"slices"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	// successorGap and successorLimit bound how long a worker lets the successors
	// of callers arrive whom it has just served: since the last arrival, and in
	// all. Terraform begins the next objects when the ones before are done.
	successorGap   = 40 * time.Millisecond
	successorLimit = 250 * time.Millisecond
)

// worker serves the queue of one role until nobody waits. Its fields belong to
// its goroutine.
type worker struct {
	client  *Client
	name    string
	arrived <-chan struct{}

	// unsettled are changes that were written and verified once. The second
	// verifying read is due at due.
	unsettled []*job
	due       time.Time
}

// work serves one job after another. The second verifying read of changes comes
// before any further change: it is also the read that the further change needs.
func (w *worker) work() {
	queues := w.client.queues
	for {
		head := queues.head(w.name)
		switch {
		case head != nil && head.alone != nil:
			w.serveAlone(queues.takeAlone(w.name))
		case len(w.unsettled) > 0:
			if w.waitUntilDue() {
				w.recheck()
			}
		case head != nil:
			w.commitAnew(queues.takeChanges(w.name))
		case queues.end(w.name):
			return
		}
	}
}

// serveAlone serves a job that has the role to itself.
func (w *worker) serveAlone(j *job) {
	if j == nil {
		return
	}
	unlock := w.client.lockRole(j.ctx, w.name)
	defer unlock()
	err := j.alone(j.ctx)
	if j.deletes && err == nil { // nothing is left to verify
		w.settle(w.unsettled)
		w.unsettled = nil
	}
	j.done <- err
}

// waitUntilDue waits for the second verifying read. It is false where a job that
// has the role to itself goes first. Nobody who has given up is kept waiting.
func (w *worker) waitUntilDue() bool {
	ctx, cancel := shared(w.unsettled)
	defer cancel()
	timer := time.NewTimer(time.Until(w.due))
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return true
		case <-ctx.Done():
			return true
		case <-w.arrived:
			if head := w.client.queues.head(w.name); head != nil && head.alone != nil {
				return false
			}
		}
	}
}

// recheck verifies changes a second time. What a writer undid who knew nothing of
// them is merged again. The changes that wait share the read. But where several
// callers are served, and not many more wait, their successors are let come along.
func (w *worker) recheck() {
	written := w.unsettled
	w.unsettled = nil
	ctx, cancel := shared(written)
	defer cancel()
	unlock := w.client.lockRole(ctx, w.name)
	// Only a change that waited before the role was read may be found done in it.
	batch := w.client.queues.takeChanges(w.name)
	found, err := w.client.readBack(ctx, w.name)
	if err != nil {
		unlock()
		w.fail(written, unverified(w.name, err))
		w.commitAnew(batch)
		return
	}
	undone := w.stillMissing(written, found)
	alone := len(written) == 1 && len(batch) > 0
	if len(undone) == 0 && !alone && len(batch) < 2*len(written) {
		unlock()
		w.gather(len(written))
		w.commitAnew(append(batch, w.client.queues.takeChanges(w.name)...))
		return
	}
	defer unlock()
	w.commit(slices.Concat(undone, batch), &found)
}

// stillMissing settles changes that are in the role, and returns them if they are
// not. What was written too often already is given up.
func (w *worker) stillMissing(written []*job, found roles.Role) (undone []*job) {
	again, err := changesOf(written).apply(found)
	if err == nil && again.Equal(found) {
		w.settle(written)
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

// gather lets as many callers arrive as have just been served.
func (w *worker) gather(served int) {
	limit := time.NewTimer(successorLimit)
	defer limit.Stop()
	for w.client.queues.count(w.name) < served {
		quiet := time.NewTimer(successorGap)
		select {
		case <-w.arrived:
			quiet.Stop()
			continue
		case <-quiet.C:
		case <-limit.C:
			quiet.Stop()
		}
		return
	}
}

// commitAnew commits changes on a reading of their own.
func (w *worker) commitAnew(batch []*job) {
	if len(batch) == 0 {
		return
	}
	ctx, cancel := shared(batch)
	defer cancel()
	unlock := w.client.lockRole(ctx, w.name)
	defer unlock()
	w.commit(batch, nil)
}

// commit makes changes in one read and write. Current is the role if it was just
// read. A shared write that fails for what it says is replayed one by one, so
// that one bad change does not fail the others.
func (w *worker) commit(batch []*job, current *roles.Role) {
	written, err := w.write(batch, current)
	if len(batch) == 1 || err == nil || isNobodysFault(err) {
		w.end(batch, written, err)
		return
	}
	for _, j := range removalsFirst(batch) {
		written, err := w.write([]*job{j}, nil)
		w.end([]*job{j}, written, err)
	}
}

// end takes the changes of one commit further: to their callers, or to the
// second verifying read.
func (w *worker) end(batch []*job, written bool, err error) {
	switch {
	case err != nil:
		w.fail(batch, err)
	case !written:
		w.settle(batch)
	default:
		w.unsettled = append(w.unsettled, batch...)
		w.due = time.Now().Add(w.client.pace.recheckAfter())
	}
}

func (w *worker) settle(jobs []*job) {
	for _, j := range jobs {
		j.done <- j.notice
	}
}

func (w *worker) fail(jobs []*job, err error) {
	for _, j := range jobs {
		j.done <- err
	}
}

// shared is the context of what is done for several callers. It keeps the values
// of the first one's, for logging, and ends when all have given up.
func shared(jobs []*job) (context.Context, context.CancelFunc) {
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
