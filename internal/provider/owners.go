package provider

import (
	"slices"
	"sync"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// owners remembers which objects of this run own which part of which role. A run
// is one configuration of the provider: Terraform configures it anew for each
// plan and each apply.
type owners struct {
	// opening ends when Terraform has probably begun with every object that waits
	// for nothing. It does not change.
	opening time.Time

	mu    sync.Mutex
	roles map[string]*roleOwners // guarded by mu; by the role's name
}

// roleOwners is what is known of one role. It is guarded by the lock of owners.
type roleOwners struct {
	// writes are the changes that this run has made to the role, in their order.
	writes []*ownWrite
	// configured is what the configuration of a cases_role sets, without what
	// ignore_changes puts in its place; nil where there is no such resource.
	configured cases.Spaces

	planning // see owners_plan.go
}

// ownWrite is a change that this run has made to a grant of a role: set to what
// is stored, or withdrawn where nothing is.
type ownWrite struct {
	grant  cases.Grant
	stored roles.Privileges
	set    bool
}

// of returns what is known of a role. The lock is held.
func (o *owners) of(role string) *roleOwners {
	if o.roles == nil {
		o.roles = map[string]*roleOwners{}
	}
	if o.roles[role] == nil {
		o.roles[role] = &roleOwners{}
	}
	return o.roles[role]
}

// removed notes that a grant was removed from a role.
func (o *owners) removed(role string, grant cases.Grant) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	known.writes = append(known.writes, &ownWrite{grant: grant})
}

// set notes that a grant has set a grant of a role to what it stores. Terraform
// does not order a grant that lets go of a feature and another that takes it up, so
// that the first must leave what the second has written already. What is returned
// takes the note back: somebody has undone the write.
func (o *owners) set(role string, grant cases.Grant, stored roles.Privileges) (undo func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known, w := o.of(role), &ownWrite{grant: grant, stored: stored, set: true}
	known.writes = append(known.writes, w)
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		known.writes = slices.DeleteFunc(known.writes, func(other *ownWrite) bool { return other == w })
	}
}

// wroteRole notes that a cases_role has been written. What its configuration sets
// is its own from then on.
func (o *owners) wroteRole(role string, own ownParts) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(role)
	for space, parts := range own {
		known.writes = append(known.writes, &ownWrite{grant: cases.GrantOf(space, parts), set: true})
	}
}

// deleted forgets the writes to a role that is not there any more.
func (o *owners) deleted(role string) {
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

// withGrants returns the kibana list that a cases_role is to write, with what
// grants of this run have done to the role since it was read. What a grant
// withdrew, and the configuration of the role sets, stays; and a base privilege
// takes no grant beside it.
func (o *owners) withGrants(role string, entries []roles.Entry, own ownParts) []roles.Entry {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, w := range o.of(role).writes {
		switch {
		case !w.set:
			entries = cases.RemoveGrant(entries, w.grant.Except(own[w.grant.Space.Get()]))
		case w.stored != nil && roles.BaseIn(entries, w.grant.Space.Get()) == "":
			entries = cases.SetGrant(entries, w.grant, w.stored)
		}
	}
	return entries
}

// configure notes what the configuration of a cases_role sets. Terraform
// validates it right before each plan of the role, and plans with what
// ignore_changes leaves of it.
func (o *owners) configure(role string, spaces cases.Spaces) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(role).configured = spaces
}

// ownParts names the parts of a role, by space, that the configuration of its
// cases_role sets. A part that ignore_changes puts in place of the configured one
// is not among them.
type ownParts map[string][]string

// ownOf returns the parts that a cases_role owns which stores what is planned.
func (o *owners) ownOf(c *cases.Catalogue, role string, planned roles.Privileges) ownParts {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(role).own(c, planned)
}

// own is ownOf with the lock held.
func (known *roleOwners) own(c *cases.Catalogue, planned roles.Privileges) ownParts {
	own := ownParts{}
	wanted := c.Encode(known.configured)
	for space, words := range known.configured {
		for _, part := range words.PartsSet() {
			grant := cases.GrantOf(space, []string{part})
			if c.Equivalent(grant.StoredIn(wanted), grant.StoredIn(planned)) {
				own[space] = append(own[space], part)
			}
		}
	}
	return own
}
