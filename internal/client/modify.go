package client

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// maxMerges bounds how often a change is merged again with what somebody else
// wrote over it.
const maxMerges = 5

// ModifyRole reads a role, changes it, writes it back and verifies by reading
// that the change is there. Changes to one role wait for each other, and all
// that wait share the next read and write; a lone change waits for nothing.
//
// Kibana has no conditional writes. Whoever overwrote the change is found by
// the verifying read and merged with again; what somebody else writes between
// the read and the write, one round trip, is overwritten. It stays one: a write
// that fails is repeated only on a new reading.
//
// The error is the change's own, one of a request, [*UnverifiedError] or
// [*OverwrittenError].
func (c *Client) ModifyRole(ctx context.Context, name string, change Change) error {
	m := &modification{ctx: ctx, change: change, done: make(chan error, 1)}
	c.queues.add(c, name, m)
	select {
	case err := <-m.done:
		return err
	case <-ctx.Done():
		if c.queues.withdraw(name, m) {
			return ctx.Err()
		}
		return <-m.done // it is being written: the outcome comes with the requests' own time-outs
	}
}

// modification is a change that waits, or is being made.
type modification struct {
	ctx    context.Context //nolint:containedctx // a queued call keeps its caller's context
	change Change
	done   chan error
}

// queues holds the changes that wait, by role. A role is in the map as long as
// somebody works on it.
type queues struct {
	mu      sync.Mutex
	waiting map[string][]*modification
}

// add appends a change, and starts somebody to work on the role if nobody does.
func (q *queues) add(c *Client, name string, m *modification) {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting, busy := q.waiting[name]
	q.waiting[name] = append(waiting, m)
	if !busy {
		go c.work(name)
	}
}

// withdraw removes a change that still waits.
func (q *queues) withdraw(name string, m *modification) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting[name], m)
	if i >= 0 {
		q.waiting[name] = slices.Delete(q.waiting[name], i, i+1)
	}
	return i >= 0
}

// next takes all changes that wait; none ends the work on the role.
func (q *queues) next(name string) []*modification {
	q.mu.Lock()
	defer q.mu.Unlock()
	batch := q.waiting[name]
	if len(batch) == 0 {
		delete(q.waiting, name)
		return nil
	}
	q.waiting[name] = nil
	return batch
}

// work makes the changes to one role until none waits. A shared write that fails
// for what it says is replayed one by one, so that one bad change does not fail
// the others.
func (c *Client) work(name string) {
	for batch := c.queues.next(name); batch != nil; batch = c.queues.next(name) {
		err := c.commit(name, batch)
		replay := len(batch) > 1 && err != nil && !isNobodysFault(err)
		for _, m := range batch {
			if replay {
				err = c.commit(name, []*modification{m})
			}
			m.done <- err
		}
	}
}

// isNobodysFault recognises errors that would meet every change alike.
func isNobodysFault(err error) bool {
	return isA[*TransportError](err) || IsUnavailable(err) || IsUnauthorized(err) || IsForbidden(err) || hasStatus(err, http.StatusNotFound)
}

// commit makes changes in one read and write, and again while somebody
// overwrites them. Changes are made in order; the first that is refused fails all.
func (c *Client) commit(name string, batch []*modification) error {
	ctx, cancel := shared(batch)
	defer cancel()
	change := func(role cases.Role) (cases.Role, error) { return apply(role, batch) }
	for attempt := range maxMerges {
		pause(ctx, attempt)
		current, err := c.Role(ctx, name)
		if err != nil {
			return err
		}
		written, err := c.UpdateRole(ctx, current, change)
		if err != nil || !written {
			return err
		}
		found, err := c.settled(ctx, name)
		if err != nil {
			return &UnverifiedError{name, err}
		}
		if again, err := change(found); err == nil && again.Same(found) {
			return nil
		}
	}
	return &OverwrittenError{Role: name, Times: maxMerges}
}

// apply makes changes one after the other.
func apply(role cases.Role, batch []*modification) (cases.Role, error) {
	for _, m := range batch {
		var err error
		if role, err = m.make(role); err != nil {
			return cases.Role{}, err
		}
	}
	return role, nil
}

// make makes the change. A panic in it is the caller's fault and error: nobody
// else on this goroutine could recover from it.
func (m *modification) make(role cases.Role) (changed cases.Role, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("changing role %q: %v", role.Name, reason)
		}
	}()
	return m.change(role)
}

// shared is the context of a shared write. It keeps the values of the first
// caller's, for logging, and ends when every caller has given up.
func shared(batch []*modification) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(batch[0].ctx))
	left := make(chan struct{}, len(batch))
	stops := make([]func() bool, 0, len(batch))
	for _, m := range batch {
		stops = append(stops, context.AfterFunc(m.ctx, func() {
			left <- struct{}{}
			if len(left) == cap(left) {
				cancel()
			}
		}))
	}
	return ctx, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}

// pause lets another writer finish, for a random time that grows; the first
// attempt waits for nothing.
func pause(ctx context.Context, attempt int) {
	if attempt > 0 {
		sleep(ctx, rand.N(50*time.Millisecond<<attempt)) //nolint:gosec // jitter keeps no secret
	}
}
