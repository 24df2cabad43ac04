package client

import (
	"context"
	"slices"
	"sync"
)

// queues holds a queue for each role that is written. Callers who write one role
// take turns in the order in which they come; roles do not wait for each other.
type queues struct {
	mu sync.Mutex
	// waiting holds the jobs that are not served yet, by role. A role is in the map
	// as long as a worker serves it. Guarded by mu.
	waiting map[string][]*job
	// arrivals has a channel for the worker of each role. It holds one element if a
	// job has arrived since the worker last received from it. Guarded by mu.
	arrivals map[string]chan struct{}
	// lineages tells the writes of this process from those of others, by role.
	// Guarded by mu.
	lineages map[string]lineage
}

// job is one caller's place in the queue of a role.
type job struct {
	ctx context.Context //nolint:containedctx // a queued call keeps its caller's context

	// A job has either a change, which may share its read and write with changes
	// beside it in the queue, or alone, which has the role to itself.
	change Change
	alone  func(context.Context) error
	// deletes says that alone removes the role.
	deletes bool

	// These belong to the goroutine of the role's worker.
	writes   int   // how often the change was written
	notified bool  // Removed and Added of the change were called
	notice   error // what the call returns in case of success

	done chan error // has a buffer of one
}

func newQueues() *queues {
	return &queues{waiting: map[string][]*job{}, arrivals: map[string]chan struct{}{}, lineages: map[string]lineage{}}
}

// enqueue waits until a worker has served the job. If the caller gives up before
// its turn, the error is that of its context, and nothing was sent. If it gives up
// later, it still gets the outcome of the job.
func (c *Client) enqueue(ctx context.Context, name string, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.ctx, j.done = ctx, make(chan error, 1)
	if arrivals, first := c.queues.add(name, j); first {
		w := &worker{client: c, name: name, arrivals: arrivals}
		go w.work()
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if c.queues.remove(name, j) {
			return ctx.Err()
		}
		return <-j.done // the requests' own time-outs bound this wait
	}
}

// add appends a job. First says that the role has no worker yet.
func (q *queues) add(name string, j *job) (arrivals chan struct{}, first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting, served := q.waiting[name]
	q.waiting[name] = append(waiting, j)
	if !served {
		q.arrivals[name] = make(chan struct{}, 1)
	}
	select {
	case q.arrivals[name] <- struct{}{}:
	default:
	}
	return q.arrivals[name], !served
}

// remove removes a job from the queue. It returns false if the job does not wait
// any more.
func (q *queues) remove(name string, j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting[name], j)
	if i >= 0 {
		q.waiting[name] = slices.Delete(q.waiting[name], i, i+1)
	}
	return i >= 0
}

// count returns how many jobs wait.
func (q *queues) count(name string) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting[name])
}

// head returns the job whose turn is next; nil if none waits.
func (q *queues) head(name string) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[name]) == 0 {
		return nil
	}
	return q.waiting[name][0]
}

// dequeueAlone removes and returns the job at the head if it has the role to itself.
func (q *queues) dequeueAlone(name string) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[name]) == 0 || q.waiting[name][0].alone == nil {
		return nil // its caller has just given up
	}
	j := q.waiting[name][0]
	q.waiting[name] = slices.Delete(q.waiting[name], 0, 1)
	return j
}

// dequeueChanges removes and returns the changes that wait before the first job that
// has the role to itself.
func (q *queues) dequeueChanges(name string) []*job {
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

// end removes the queue of a role, whose worker then ends. It returns false if a
// job waits.
func (q *queues) end(name string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[name]) > 0 {
		return false
	}
	delete(q.waiting, name)
	delete(q.arrivals, name)
	return true
}
