package provider

import (
	"context"
	"time"
)

// planWaits says how long the plan of a destroyed grant waits for the plans of other
// owners.
type planWaits struct {
	// startup is how long Terraform needs to begin with the objects that depend on no
	// other object. It starts when Terraform configures the provider.
	startup time.Duration
	// dependents is the wait for grants that refer to the cases_role of their role.
	// Terraform begins with them when the role is planned.
	dependents time.Duration
	// longest is the limit of the whole wait. Terraform plans an object soon after it has
	// begun with it: only a refresh comes first.
	longest time.Duration
}

var defaultPlanWaits = planWaits{startup: 500 * time.Millisecond, dependents: 150 * time.Millisecond, longest: 5 * time.Second}

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
// objects that Terraform has begun with, or will probably begin with soon. The mutex must
// be held, as for the following methods.
func (o *owners) awaitOthers(ctx context.Context, p *planning, space string) {
	ctx, cancel := context.WithTimeout(ctx, o.waits.longest)
	defer cancel()
	for event := true; event; {
		switch soon := time.Until(o.startupEnd); {
		case p.begun[space]+p.begun[""] > 0:
			event = o.awaitEvent(ctx, p, space, o.waits.longest)
		case p.role != nil && !p.role.destroyed: // grants may refer to the role
			event = o.awaitEvent(ctx, p, space, max(soon, o.waits.dependents))
		default:
			event = soon > 0 && o.awaitEvent(ctx, p, space, soon)
		}
	}
}

// awaitEvent waits for an event in a space, at most for limit. It reports whether one
// came.
func (o *owners) awaitEvent(ctx context.Context, p *planning, space string, limit time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for seen := p.eventsIn(space); p.eventsIn(space) == seen; {
		if !o.wait(ctx, p) {
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
func (o *owners) wait(ctx context.Context, p *planning) bool {
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	changed := p.changed
	o.mu.Unlock()
	defer o.mu.Lock()
	select {
	case <-changed:
		return true
	case <-ctx.Done():
		return false
	}
}
