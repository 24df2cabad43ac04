package provider

import (
	"slices"
	"sync"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// owners records which objects of this run own which part of which role. A run is
// one plan or one apply: Terraform configures the provider anew for each.
type owners struct {
	waits planWaits // does not change
	// startupEnd is the time at which Terraform has probably begun with every object that
	// depends on no other object. It does not change.
	startupEnd time.Time

	mu    sync.Mutex
	roles map[string]*roleOwners // guarded by mu; by the role's name
}

// roleOwners are the owners of one role. The mutex of [owners] guards every field,
// including those of planning.
type roleOwners struct {
	// writes are the changes that this run has made to the role, in order.
	writes []*ownWrite
	// configured is the configuration of the cases_role, before ignore_changes replaces
	// values. It is nil if the role has no cases_role.
	configured cases.Spaces

	planning // see owners_plan.go
}

// ownWrite is a change that this run has made to parts of a role: it has set or removed
// the privileges of a grant.
type ownWrite struct {
	grant  cases.Grant
	stored roles.Privileges // nil if a cases_role has set the parts
	set    bool             // false if the parts were removed
}

// ownParts are the parts of a role that the configuration of its cases_role sets, by
// space. They do not include parts that ignore_changes has replaced.
type ownParts map[string][]string

// newOwners returns the owners of a run that begins now.
func newOwners(waits planWaits) *owners {
	return &owners{waits: waits, startupEnd: time.Now().Add(waits.startup)}
}

// of returns the owners of a role. The mutex must be held.
func (o *owners) of(role string) *roleOwners {
	if o.roles == nil {
		o.roles = map[string]*roleOwners{}
	}
	if o.roles[role] == nil {
		o.roles[role] = &roleOwners{}
	}
	return o.roles[role]
}

// grantRemoved records that a grant was removed from a role.
func (o *owners) grantRemoved(role string, grant cases.Grant) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	ro.writes = append(ro.writes, &ownWrite{grant: grant})
}

// grantWritten records that a grant was written to a role. If one object gives up a
// feature and another sets it, Terraform may apply them in either order. An object that
// gives up a part must not remove what another object has already written. Undo deletes
// the record of a write that has failed in the end.
func (o *owners) grantWritten(role string, grant cases.Grant, stored roles.Privileges) (undo func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro, w := o.of(role), &ownWrite{grant: grant, stored: stored, set: true}
	ro.writes = append(ro.writes, w)
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		ro.writes = slices.DeleteFunc(ro.writes, func(other *ownWrite) bool { return other == w })
	}
}

// roleWritten records that a cases_role was written. It then owns the parts that its
// configuration sets.
func (o *owners) roleWritten(role string, own ownParts) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	for space, parts := range own {
		ro.writes = append(ro.writes, &ownWrite{grant: cases.GrantOwning(space, parts), set: true})
	}
}

// roleDeleted deletes the records of writes to a deleted role.
func (o *owners) roleDeleted(role string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).writes = nil
}

// unclaimed returns the parts of a grant that no object of this run has written, or that
// were removed after that.
func (o *owners) unclaimed(role string, grant cases.Grant) cases.Grant {
	o.mu.Lock()
	defer o.mu.Unlock()
	var claimed []string
	for _, w := range o.of(role).writes {
		parts := w.grant.Common(grant)
		claimed = slices.DeleteFunc(claimed, func(part string) bool { return slices.Contains(parts, part) })
		if w.set {
			claimed = append(claimed, parts...)
		}
	}
	return grant.Except(claimed)
}

// withGrants returns the entries that a cases_role writes: its own entries, with the
// changes that grants of this run have made to the role. If a grant has removed a part,
// but the configuration of the role sets the part, the part stays. A space with a base
// privilege gets no privileges of grants.
func (o *owners) withGrants(role string, entries []roles.Entry, own ownParts) []roles.Entry {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, w := range o.of(role).writes {
		switch {
		case !w.set:
			entries = cases.RemoveGrant(entries, w.grant.Except(own[w.grant.Space.Get()]))
		case w.stored != nil && roles.BasePrivilegeIn(entries, w.grant.Space.Get()) == "":
			entries = cases.SetGrant(entries, w.grant, w.stored)
		}
	}
	return entries
}

// roleConfigured records the configuration of a cases_role. It is called by the
// validation, because Terraform validates the role right before the plan, and before
// ignore_changes has any effect.
func (o *owners) roleConfigured(role string, spaces cases.Spaces) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).configured = spaces
}

// ownParts returns the parts that a cases_role owns, given its planned privileges.
func (o *owners) ownParts(c *cases.Catalogue, role string, planned roles.Privileges) ownParts {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(role).ownPartsLocked(c, planned)
}

// ownPartsLocked is [owners.ownParts]. The mutex must be held.
func (ro *roleOwners) ownPartsLocked(c *cases.Catalogue, planned roles.Privileges) ownParts {
	own := ownParts{}
	wanted := c.Encode(ro.configured)
	for space, configured := range ro.configured {
		for _, part := range configured.PartsSet() {
			grant := cases.GrantOwning(space, []string{part})
			if c.Equivalent(grant.StoredIn(wanted), grant.StoredIn(planned)) {
				own[space] = append(own[space], part)
			}
		}
	}
	return own
}
