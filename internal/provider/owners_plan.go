package provider

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// planning is what a plan has shown of the owners of one role so far. Terraform
// plans objects in any order, many at a time, and does not say which is which.
// Whichever of two objects that meet is planned second speaks.
type planning struct {
	// grants are those planned so far, by space.
	grants map[string][]grantPlan
	role   *rolePlan
	// begun counts the objects that Terraform has begun with and not planned yet:
	// by space for grants, and under "" for the role itself.
	begun map[string]int
	// events counts what has happened, by space like begun.
	events map[string]int
	// changed is closed when anything of this changes; nil until somebody waits.
	changed chan struct{}
}

// grantPlan is one cases_feature_privilege in a plan.
type grantPlan struct {
	prior, planned cases.Grant // empty where it does not exist
	stored         roles.Privileges
	// left is the part of prior that a destroyed grant leaves to others. While it
	// waits for the plans of others, it is undecided.
	left      []string
	undecided bool
}

// kept names the parts that the grant has, and keeps.
func (g grantPlan) kept() []string { return g.prior.Common(g.planned) }

// dropped returns what the grant takes away: all of a destroyed grant but what it
// leaves to others, and what an update no longer names.
func (g grantPlan) dropped() cases.Grant {
	if g.undecided {
		return cases.Grant{}
	}
	return g.prior.Except(g.kept()).Except(g.left)
}

// rolePlan is the cases_role of a role in a plan.
type rolePlan struct {
	prior, planned roles.Privileges
	own            ownParts
	destroyed      bool // and nothing more
	recreated      bool // destroyed and created again
}

// takes reports whether the plan of the role takes away what a grant stores.
func (r *rolePlan) takes(c *cases.Catalogue, g grantPlan) bool {
	if r == nil || g.planned.Empty() || len(g.kept()) == 0 {
		return false
	}
	held := r.recreated || r.destroyed || c.Equivalent(g.planned.StoredIn(r.prior), g.stored)
	return held && len(g.stored) > 0 && !c.Equivalent(g.planned.StoredIn(r.planned), g.stored)
}

// begin notes that Terraform has begun with an object that exists. Space is empty
// for a cases_role.
func (o *owners) begin(role, space string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	if known.begun == nil {
		known.begun = map[string]int{}
	}
	known.begun[space]++
	known.notify(space)
}

// end notes that an object has been planned, or will not be.
func (o *owners) end(role, space string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).ended(space)
}

// ended is end with the lock held.
func (p *planning) ended(space string) {
	if p.begun[space] > 0 {
		p.begun[space]--
	}
	p.notify(space)
}

// add registers a grant, and returns its place among those of its space.
func (p *planning) add(g grantPlan) (at int) {
	space := cmp.Or(g.planned.Space.Get(), g.prior.Space.Get())
	if p.grants == nil {
		p.grants = map[string][]grantPlan{}
	}
	p.grants[space] = append(p.grants[space], g)
	return len(p.grants[space]) - 1
}

// notify tells those who wait that something has happened in a space.
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

const (
	// patience bounds how long the plan of a destroyed grant waits for the plans of
	// others that may hold the same. Terraform plans each object that it has begun
	// with after at most a refresh, and waits for nothing else.
	patience = 5 * time.Second
	// grace is how long it waits for Terraform to begin with grants that refer to
	// the cases_role of their role. It begins with them when the role is planned.
	grace = 150 * time.Millisecond
	// opening is how long Terraform takes to begin with the objects that wait for
	// nothing, from when it configures the provider.
	opening = 500 * time.Millisecond
)

// planDestroy plans to destroy a grant, and returns the parts that it must leave,
// because an object that stays holds them too.
func (o *owners) planDestroy(ctx context.Context, role string, prior cases.Grant) (left []string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	known.ended(prior.Space.Get())
	at := known.add(grantPlan{prior: prior, undecided: true})
	known.letOthersComeUp(ctx, prior.Space.Get(), o.opening, &o.mu)
	for _, other := range known.grants[prior.Space.Get()] {
		left = append(left, prior.Only(other.kept()).Common(other.planned)...)
	}
	left = append(left, known.heldByRole(prior)...)
	slices.Sort(left)
	left = slices.Compact(left)
	known.grants[prior.Space.Get()][at] = grantPlan{prior: prior, left: left}
	return left
}

// letOthersComeUp waits for the plans of objects that may hold something in a
// space: those that Terraform has begun with or is about to begin with.
func (p *planning) letOthersComeUp(ctx context.Context, space string, opening time.Time, lock sync.Locker) {
	for happened := true; happened; {
		switch soon := time.Until(opening); {
		case p.begun[space]+p.begun[""] > 0:
			happened = p.somethingHappens(ctx, space, patience, lock)
		case p.role != nil && !p.role.destroyed: // grants that refer to it
			happened = p.somethingHappens(ctx, space, max(soon, grace), lock)
		default:
			happened = soon > 0 && p.somethingHappens(ctx, space, soon, lock)
		}
	}
}

// somethingHappens waits some time for an event in a space.
func (p *planning) somethingHappens(ctx context.Context, space string, limit time.Duration, lock sync.Locker) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for seen := p.eventsIn(space); p.eventsIn(space) == seen; {
		if !p.wait(ctx, lock) {
			return false
		}
	}
	return true
}

func (p *planning) eventsIn(space string) int { return p.events[space] + p.events[""] }

// wait releases the lock until something changes. It is false where nothing does.
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

// heldByRole names the parts of a grant that the configuration of a cases_role
// sets, and that its plan leaves as they are.
func (known *roleOwners) heldByRole(grant cases.Grant) []string {
	if known.role == nil || known.role.destroyed {
		return nil
	}
	held := grant.Common(cases.GrantOf(grant.Space.Get(), known.role.own[grant.Space.Get()]))
	return slices.DeleteFunc(held, func(part string) bool {
		return len(cases.GrantOf(grant.Space.Get(), []string{part}).StoredIn(known.role.planned)) == 0
	})
}

// planGrant plans to create, change or keep a grant, and says where it meets
// other owners. With quiet it does neither where there is something to say.
func (o *owners) planGrant(c *cases.Catalogue, role string, g grantPlan, quiet bool) (diags diag.Diagnostics) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	for _, other := range known.grants[g.planned.Space.Get()] {
		diags.Append(meet(c, role, g, other)...)
	}
	if known.role.takes(c, g) {
		diags.Append(takenByRole(role, g.planned, known.role))
	}
	if quiet && len(diags) > 0 {
		return diags
	}
	if !g.prior.Empty() {
		known.ended(g.prior.Space.Get())
	}
	known.add(g)
	known.notify(g.planned.Space.Get())
	return diags
}

// meet says what happens where two grants of a plan name the same part. The first
// is planned now, the other was planned before.
func meet(c *cases.Catalogue, role string, g, other grantPlan) (diags diag.Diagnostics) {
	if both := g.planned.Common(other.planned); len(both) > 0 {
		same := c.Equivalent(storedParts(g, both), storedParts(other, both))
		diags.Append(twoGrants(role, g.planned.Space.Get(), both, same))
		return diags
	}
	lost := other.dropped().Common(g.planned.Only(g.kept()))
	if len(lost) > 0 {
		diags.Append(takenByGrant(role, g.planned.Space.Get(), lost, other.planned.Empty()))
	}
	if lost := g.dropped().Common(other.planned.Only(other.kept())); len(lost) > 0 {
		diags.Append(takenByGrant(role, g.prior.Space.Get(), lost, false))
	}
	return diags
}

func storedParts(g grantPlan, parts []string) roles.Privileges {
	return g.planned.Only(parts).StoredIn(g.stored)
}

// planRole plans a cases_role, and says what it takes from grants. With quiet it
// does neither where there is something to say.
func (o *owners) planRole(c *cases.Catalogue, role string, r rolePlan, quiet bool) (diags diag.Diagnostics) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	before := known.role
	if !r.destroyed {
		r.own = known.own(c, r.planned)
	}
	known.role = &r
	for _, space := range slices.Sorted(maps.Keys(known.grants)) {
		for _, g := range known.grants[space] {
			if r.takes(c, g) {
				diags.Append(takenByRole(role, g.planned, &r))
			}
			if lost := known.heldByRole(g.dropped()); len(lost) > 0 && !r.recreated {
				diags.Append(takenFromRole(role, g.prior.Space.Get(), lost))
			}
		}
	}
	if quiet && len(diags) > 0 {
		known.role = before
		return diags
	}
	known.ended("")
	return diags
}

// rolePlanned reports whether the plan so far changes a role as a whole.
func (o *owners) rolePlanned(role string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(role).role != nil
}

// seen reports whether Terraform has an object for a role in its state.
func (o *owners) seen(role string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	return known.begun[""] > 0 || known.role != nil
}
