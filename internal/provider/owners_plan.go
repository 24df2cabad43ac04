package provider

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// planning records the plans of the owners of one role. Terraform plans objects in any
// order, many at a time. If two objects own the same part, the plan of the second returns
// the diagnostic.
type planning struct {
	// grants are the grants planned so far, by space.
	grants map[string][]grantPlan
	role   *rolePlan // the plan of the cases_role; nil if there is none so far
	// begun counts the objects that Terraform has begun with, and has not planned yet:
	// grants by space, and the cases_role under the key "".
	begun map[string]int
	// events counts the changes of grants, role and begun. It has the keys of begun.
	events map[string]int
	// changed is closed at the next event; nil if no plan waits.
	changed chan struct{}
}

// grantPlan is the plan of one cases_feature_privilege.
type grantPlan struct {
	prior, planned cases.Grant      // empty if the grant does not exist before or after
	stored         roles.Privileges // the planned privileges; nil if unknown
	// left names the parts that a destroyed grant leaves to other owners. Undecided is
	// true while the grant waits for their plans.
	left      []string
	undecided bool
}

// kept names the parts of the prior grant that the planned grant has, too.
func (g grantPlan) kept() []string { return g.prior.Common(g.planned) }

// dropped returns the parts that the plan removes: those that an update no longer names,
// or those that a destroyed grant does not leave to other owners.
func (g grantPlan) dropped() cases.Grant {
	if g.undecided {
		return cases.Grant{}
	}
	return g.prior.Except(g.kept()).Except(g.left)
}

// losesTo names the parts that the grant keeps, and that the plan of another grant removes.
// A part without privileges loses nothing.
func (g grantPlan) losesTo(other grantPlan) []string {
	lost := other.dropped().Common(g.planned.Only(g.kept()))
	return slices.DeleteFunc(lost, func(part string) bool {
		return g.stored != nil && len(storedParts(g, []string{part})) == 0
	})
}

// rolePlan is the plan of a cases_role.
type rolePlan struct {
	prior, planned roles.Privileges
	// own returns the parts that the configuration sets. Few plans need them. The mutex
	// of owners must be held. It is nil if the role is destroyed.
	own       func() ownParts
	destroyed bool // destroyed, and not created again
	recreated bool // destroyed, and created again
}

// removed names the parts of a grant whose privileges the plan of the role removes or
// changes.
func (r *rolePlan) removed(c *cases.Catalogue, g grantPlan) []string {
	if r == nil || g.planned.Empty() || len(g.kept()) == 0 || len(g.stored) == 0 {
		return nil
	}
	if held := r.recreated || r.destroyed || c.Equivalent(g.planned.StoredIn(r.prior), g.stored); !held {
		return nil
	}
	return slices.DeleteFunc(g.planned.Parts(), func(part string) bool {
		return c.Equivalent(g.planned.Only([]string{part}).StoredIn(r.planned), storedParts(g, []string{part}))
	})
}

// add records a grant, and returns its index among the grants of its space.
func (p *planning) add(g grantPlan) (at int) {
	space := cmp.Or(g.planned.Space.Get(), g.prior.Space.Get())
	if p.grants == nil {
		p.grants = map[string][]grantPlan{}
	}
	p.grants[space] = append(p.grants[space], g)
	return len(p.grants[space]) - 1
}

// planDestroy plans to destroy a grant. It waits for the plans of other owners, and
// returns the parts that the grant must leave because another object owns them, too.
func (o *owners) planDestroy(ctx context.Context, role string, prior cases.Grant) (left []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	ro.endLocked(prior.Space.Get())
	at := ro.add(grantPlan{prior: prior, undecided: true})
	o.awaitOthers(ctx, &ro.planning, prior.Space.Get())
	for _, other := range ro.grants[prior.Space.Get()] {
		left = append(left, prior.Only(other.kept()).Common(other.planned)...)
	}
	left = append(left, ro.heldByRole(prior)...)
	slices.Sort(left)
	left = slices.Compact(left)
	ro.grants[prior.Space.Get()][at] = grantPlan{prior: prior, left: left}
	return left
}

// heldByRole names the parts of a grant that the configuration of the cases_role sets,
// and that its plan keeps.
func (ro *roleOwners) heldByRole(grant cases.Grant) []string {
	if ro.role == nil || ro.role.destroyed {
		return nil
	}
	held := grant.Common(cases.GrantOwning(grant.Space.Get(), ro.role.own()[grant.Space.Get()]))
	return slices.DeleteFunc(held, func(part string) bool {
		return len(cases.GrantOwning(grant.Space.Get(), []string{part}).StoredIn(ro.role.planned)) == 0
	})
}

// planGrant plans to create, change or keep a grant, and returns the conflicts with other
// owners. With ifNoConflict, it records the grant only if there is none.
func (o *owners) planGrant(c *cases.Catalogue, role string, g grantPlan, ifNoConflict bool) (diags diag.Diagnostics) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	for _, other := range ro.grants[g.planned.Space.Get()] {
		diags.Append(conflicts(c, role, g, other)...)
	}
	if lost := ro.role.removed(c, g); len(lost) > 0 {
		diags.Append(removedByRole(role, g.planned.Space.Get(), lost, ro.role))
	}
	if ifNoConflict && len(diags) > 0 {
		return diags
	}
	if !g.prior.Empty() {
		ro.endLocked(g.prior.Space.Get())
	}
	ro.add(g)
	ro.notify(g.planned.Space.Get())
	return diags
}

// conflicts returns the conflicts between two grants on one space of a role. The first is
// planned now; the other was planned before.
func conflicts(c *cases.Catalogue, role string, g, other grantPlan) (diags diag.Diagnostics) {
	if both := g.planned.Common(other.planned); len(both) > 0 {
		same := c.Equivalent(storedParts(g, both), storedParts(other, both))
		diags.Append(twoGrants(role, g.planned.Space.Get(), both, same))
		return diags
	}
	if lost := g.losesTo(other); len(lost) > 0 {
		diags.Append(removedByGrant(role, g.planned.Space.Get(), lost, other.planned.Empty()))
	}
	if lost := other.losesTo(g); len(lost) > 0 {
		diags.Append(removedByGrant(role, g.prior.Space.Get(), lost, false))
	}
	return diags
}

// storedParts returns the planned privileges of some parts of a grant.
func storedParts(g grantPlan, parts []string) roles.Privileges {
	return g.planned.Only(parts).StoredIn(g.stored)
}

// planRole plans a cases_role, and returns the conflicts with grants. With
// ifNoConflict, it records the role only if there is none.
func (o *owners) planRole(c *cases.Catalogue, role string, r rolePlan, ifNoConflict bool) (diags diag.Diagnostics) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	before := ro.role
	if !r.destroyed {
		r.own = sync.OnceValue(func() ownParts { return ro.ownPartsLocked(c, r.planned) })
	}
	ro.role = &r
	for _, space := range slices.Sorted(maps.Keys(ro.grants)) {
		for _, g := range ro.grants[space] {
			if lost := r.removed(c, g); len(lost) > 0 {
				diags.Append(removedByRole(role, space, lost, &r))
			}
			if lost := ro.heldByRole(g.dropped()); len(lost) > 0 && !r.recreated {
				diags.Append(removedFromRole(role, g.prior.Space.Get(), lost))
			}
		}
	}
	if ifNoConflict && len(diags) > 0 {
		ro.role = before
		return diags
	}
	ro.endLocked("")
	return diags
}

// rolePlanned reports whether this run has planned a cases_role for the role.
func (o *owners) rolePlanned(role string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(role).role != nil
}

// roleInState reports whether Terraform has begun with a cases_role of this name that is
// in the state, or has planned one.
func (o *owners) roleInState(role string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	return ro.begun[""] > 0 || ro.role != nil
}
