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
	// startupEnd is when Terraform has probably begun with every object that depends on
	// no other. It does not change.
	startupEnd time.Time

	mu    sync.Mutex
	roles map[string]*roleOwners // guarded by mu; by the role's name
}

// roleOwners are the owners of one role. The lock of [owners] guards it.
type roleOwners struct {
	// writes are the changes that this run has made to the role, in their order.
	writes []*ownWrite
	// configured is the configuration of the cases_role, as written: ignore_changes
	// has replaced nothing in it. It is nil if there is no such resource.
	configured cases.Spaces

	planning // see owners_plan.go
}

// ownWrite is a change that this run has made to a part of a role: a grant was set
// to what it stores, or removed.
type ownWrite struct {
	grant  cases.Grant
	stored roles.Privileges
	set    bool
}

// of returns the owners of a role. The lock must be held.
func (o *owners) of(role string) *roleOwners {
	if o.roles == nil {
		o.roles = map[string]*roleOwners{}
	}
	if o.roles[role] == nil {
		o.roles[role] = &roleOwners{}
	}
	return o.roles[role]
}

// removed records that a grant was removed from a role.
func (o *owners) grantRemoved(role string, grant cases.Grant) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	ro.writes = append(ro.writes, &ownWrite{grant: grant})
}

// set records that a grant was written to a role. Terraform does not order two
// objects of which one gives up a feature and the other takes it: the first must
// leave what the second has written already. Undo deletes the record, for a write
// that did not last.
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

// roleWritten records that a cases_role was written. From then on it owns the parts
// that its configuration sets.
func (o *owners) roleWritten(role string, own ownParts) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ro := o.of(role)
	for space, parts := range own {
		ro.writes = append(ro.writes, &ownWrite{grant: cases.GrantOwning(space, parts), set: true})
	}
}

// deleted forgets the writes to a role that was deleted.
func (o *owners) roleDeleted(role string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).writes = nil
}

// unclaimed returns the part of a grant that no other object of this run has
// written.
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

// withGrants returns the kibana list that a cases_role writes: its own entries, with
// the changes that grants of this run have made to the role. A part that a grant
// has removed stays if the configuration of the role sets it. A space with a base
// privilege takes no grant.
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

// configure records the configuration of a cases_role. Terraform validates it right
// before it plans the role, and ignore_changes takes effect only then.
func (o *owners) roleConfigured(role string, spaces cases.Spaces) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).configured = spaces
}

// ownParts are the parts of a role, by space, that the configuration of its
// cases_role sets. A part that ignore_changes has replaced is not among them.
type ownParts map[string][]string

// ownParts returns the parts that a cases_role owns, given the planned privileges.
func (o *owners) ownParts(c *cases.Catalogue, role string, planned roles.Privileges) ownParts {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(role).ownPartsLocked(c, planned)
}

// own is [owners.ownParts]. The lock must be held.
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
