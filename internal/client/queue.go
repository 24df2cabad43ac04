package client

import (
	"context"
	"slices"
	"sync"
)

// queues lets the callers who write one role take turns, in the order in which
// they come. Roles have nothing to do with each other.
type queues struct {
	mu sync.Mutex
	// waiting holds the callers that have yet to be served, by role. A role is in
	// the map as long as a worker serves it. Guarded by mu.
	waiting map[string][]*job
	// arrived tells a role's worker that somebody has come since it last looked.
	// It has a buffer of one. Guarded by mu.
	arrived map[string]chan struct{}
	// lineages tells the writes of this process from those of others, by role.
	// Guarded by mu.
	lineages map[string]lineage
}

func newQueues() *queues {
	return &queues{waiting: map[string][]*job{}, arrived: map[string]chan struct{}{}, lineages: map[string]lineage{}}
}

// job is one caller's place in the queue of a role.
type job struct {
	ctx context.Context //nolint:containedctx // a queued call keeps its caller's context

	// change may share its read and write with the changes beside it in the
	// queue. alone, where it is set, has the role to itself instead.
	change Change
	alone  func(context.Context) error
	// deletes says that alone removes the role.
	deletes bool

	// writes counts how often the change was written, told says that the caller
	// was called back, and notice is what the caller hears in case of success. Only the
	// role's worker uses them.
	writes int
	told   bool
	notice error

	done chan error // has a buffer of one
}

// enqueue waits until a worker has served the job. A caller who gives up before
// its turn leaves with the error of its context, and nothing was done for it.
// One who gives up later learns what became of the job.
func (c *Client) enqueue(ctx context.Context, name string, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.ctx, j.done = ctx, make(chan error, 1)
	if arrived, first := c.queues.add(name, j); first {
		w := &worker{client: c, name: name, arrived: arrived}
		go w.work()
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if c.queues.withdraw(name, j) {
			return ctx.Err()
		}
		return <-j.done // the requests' own time-outs bound this wait
	}
}

// add appends a job. The first one of a role needs a worker.
func (q *queues) add(name string, j *job) (arrived chan struct{}, first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting, served := q.waiting[name]
	q.waiting[name] = append(waiting, j)
	if !served {
		q.arrived[name] = make(chan struct{}, 1)
	}
	select {
	case q.arrived[name] <- struct{}{}:
	default:
	}
	return q.arrived[name], !served
}

// withdraw removes a job that still waits.
func (q *queues) withdraw(name string, j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting[name], j)
	if i >= 0 {
		q.waiting[name] = slices.Delete(q.waiting[name], i, i+1)
	}
	return i >= 0
}

// count is how many jobs wait.
func (q *queues) count(name string) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting[name])
}

// head is the job whose turn is next; nil if none waits.
func (q *queues) head(name string) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[name]) == 0 {
		return nil
	}
	return q.waiting[name][0]
}

// takeAlone takes the job at the head.
func (q *queues) takeAlone(name string) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[name]) == 0 || q.waiting[name][0].alone == nil {
		return nil // its caller has just given up
	}
	j := q.waiting[name][0]
	q.waiting[name] = slices.Delete(q.waiting[name], 0, 1)
	return j
}

// takeChanges takes the changes that wait, up to a job that needs the role to
// itself.
func (q *queues) takeChanges(name string) []*job {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting := q.waiting[name]
	n := slices.IndexFunc(waiting, func(j *job) bool { return j.alone != nil })
	if n < 0 {
		n = len(waiting)
	}
	q.waiting[name] = slices.Clone(waiting[n:])
	return slices.Clone(waiting[:n])
}

// end lets the worker of a role go if nobody waits.
func (q *queues) end(name string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[name]) > 0 {
		return false
	}
	delete(q.waiting, name)
	delete(q.arrived, name)
	return true
}
