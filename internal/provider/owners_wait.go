package provider

import (
	"context"
	"sync"
	"time"
)

const (
	// maxPlanWait is how long the plan of a destroyed grant waits at most for the plans
	// of other owners. Terraform plans an object soon after it has begun with it: only a
	// refresh comes first.
	maxPlanWait = 5 * time.Second
	// dependentsTimeout is how long the plan waits for grants that refer to the cases_role
	// of their role. Terraform begins with them when the role is planned.
	dependentsTimeout = 150 * time.Millisecond
	// startupTime is how long Terraform needs to begin with the objects that depend on no
	// other object. It starts when Terraform configures the provider.
	startupTime = 500 * time.Millisecond
)

// begin records that Terraform has begun with an existing object. Space is empty for
// a cases_role.
func (o *owners) begin(role, space string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	if ro.begun == nil {
		ro.begun = map[string]int{}
	}
	ro.begun[space]++
	ro.notify(space)
}

// end records that Terraform has planned an object, or will not plan it.
func (o *owners) end(role, space string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).endLocked(space)
}

// endLocked is [owners.end]. The mutex must be held, as for the following methods.
func (p *planning) endLocked(space string) {
	if p.begun[space] > 0 {
		p.begun[space]--
	}
	p.notify(space)
}

// notify counts an event in a space, and wakes the plans that wait.
func (p *planning) notify(space string) {
	if p.events == nil {
		p.events = map[string]int{}
	}
	p.events[space]++
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// awaitOthers waits for the plans of objects that may own parts of the role in a space:
// objects that Terraform has begun with, or will probably begin with soon.
func (p *planning) awaitOthers(ctx context.Context, space string, startupEnd time.Time, lock sync.Locker) {
	for event := true; event; {
		switch soon := time.Until(startupEnd); {
		case p.begun[space]+p.begun[""] > 0:
			event = p.awaitEvent(ctx, space, maxPlanWait, lock)
		case p.role != nil && !p.role.destroyed: // grants may refer to the role
			event = p.awaitEvent(ctx, space, max(soon, dependentsTimeout), lock)
		default:
			event = soon > 0 && p.awaitEvent(ctx, space, soon, lock)
		}
	}
}

// awaitEvent waits for an event in a space, at most for limit. It reports whether one
// came.
func (p *planning) awaitEvent(ctx context.Context, space string, limit time.Duration, lock sync.Locker) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for seen := p.eventsIn(space); p.eventsIn(space) == seen; {
		if !p.wait(ctx, lock) {
			return false
		}
	}
	return true
}

// eventsIn counts the events that concern a space: those of its grants, and those of the
// cases_role.
func (p *planning) eventsIn(space string) int { return p.events[space] + p.events[""] }

// wait releases the mutex until the next event in any space. It returns false if the
// context ends first.
func (p *planning) wait(ctx context.Context, lock sync.Locker) bool {
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	changed := p.changed
	lock.Unlock()
	defer lock.Lock()
	select {
	case <-changed:
		return true
	case <-ctx.Done():
		return false
	}
}
