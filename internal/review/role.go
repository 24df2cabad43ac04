package review

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// group holds all that a plan does to one role.
type group struct {
	provider, name string // name is "" if it is known only after apply
	parts          []part
	split          bool // other resources own the whole role, too
	// observed: the changes have happened outside of Terraform, so that each resource says what its part of the role holds.
	observed      bool
	configuration configuration
}

// groups sorts the parts of changes by role. A role whose name is unknown is a role of its own.
func groups(changes []*change, k kibanas) []*group {
	type id struct{ provider, identity, address string }
	byID := map[id]*group{}
	for _, c := range changes {
		for _, p := range c.parts() {
			h := p.holding()
			if h == nil {
				continue
			}
			i := id{provider: k.name(c.place), identity: h.identity()}
			if h.roleUnknown {
				i.address = c.Address
			}
			if byID[i] == nil {
				byID[i] = &group{provider: i.provider, name: h.role, configuration: k.configuration}
			}
			byID[i].parts = append(byID[i].parts, p)
		}
	}
	var all []*group
	for _, g := range byID {
		all = append(all, g.divide()...)
	}
	slices.SortFunc(all, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.name, b.name), cmp.Compare(a.parts[0].change.Address, b.parts[0].change.Address))
	})
	return all
}

// divide divides a role that several resources own at one time. Added up, what one of them loses could hide what another
// gains. They may also be roles of different Kibanas: OpenTofu's plans do not tell instances of a provider apart.
func (g *group) divide() []*group {
	if g.count(part.ownsBefore) < 2 && g.count(part.ownsAfter) < 2 {
		return []*group{g}
	}
	byAddress := map[string]*group{}
	var all []*group
	for _, p := range g.parts {
		address := p.change.Address
		if p.isGrant() {
			address = ""
		}
		if byAddress[address] == nil {
			byAddress[address] = &group{provider: g.provider, name: g.name, split: true, configuration: g.configuration}
			all = append(all, byAddress[address])
		}
		byAddress[address].parts = append(byAddress[address].parts, p)
	}
	return all
}

// holding returns what the resource gives after, or before if it gives nothing after.
func (p part) holding() *holding {
	if p.after != nil {
		return p.after
	}
	return p.before
}

// sides returns what the role's resources give before and after. A role that is deleted gives nothing, whatever grants
// on it say.
func (g *group) sides() (before, after []*holding) {
	for _, p := range g.parts {
		if p.before != nil {
			before = append(before, p.before)
		}
		if p.after != nil && g.observed {
			after = append(after, p.after)
		}
	}
	switch {
	case g.action() == RoleDeleted:
		return before, nil
	case g.observed:
		return before, after
	}
	return before, g.outcome().holdings
}

// action returns what the plan does to the role as a whole.
func (g *group) action() RoleAction {
	before, after := g.has(part.ownsBefore), g.has(part.ownsAfter)
	forgotten := g.has(func(p part) bool { return p.isOwner() && p.forgotten })
	switch {
	case forgotten && !after:
		return RoleUnmanaged
	case before && !after:
		return RoleDeleted
	case after && !before && !forgotten:
		return RoleCreated
	case g.has(func(p part) bool { return !p.forgotten && !p.change.does("no-op") }):
		return RoleUpdated
	}
	return RoleKept
}

// compare compares what the role gives before and after.
func (g *group) compare(c cases.Catalogue) comparison {
	before, after := g.sides()
	result := comparison{
		before: union(c, givenBy(c, before)), after: union(c, givenBy(c, after)),
		unknown: unknownKeys{}, base: map[string]bool{}, rawIDs: map[string]bool{},
	}
	for _, h := range after {
		maps.Copy(result.unknown, h.unknown)
		maps.Copy(result.base, h.base)
		maps.Copy(result.rawIDs, h.rawIDs)
	}
	result.unrecognized = unrecognizedBy(c, before).changed(unrecognizedBy(c, after))
	for key := range result.unrecognized {
		result.unknown[key] = true
	}
	return result
}

func givenBy(c cases.Catalogue, all []*holding) []given {
	var together []given
	for _, h := range all {
		together = append(together, h.given(c)...)
	}
	return together
}

// waysAround returns the ways around case privileges that the role gains, then those that it loses.
func (g *group) waysAround(v cases.Version) []WayAround {
	before, after := g.sides()
	old, now := ways(before, v), ways(after, v)
	all := []WayAround{}
	for _, w := range cases.AddedWays(old, now) {
		all = append(all, newWay(w, Gain))
	}
	for _, w := range cases.AddedWays(now, old) {
		all = append(all, newWay(w, Lose))
	}
	return all
}

func newWay(w cases.WayAround, change Change) WayAround {
	return WayAround{Way: w.Way, Why: w.Why, Change: change, space: w.Space(), way: w}
}

// ways returns the ways around case privileges that resources give a role together.
func ways(all []*holding, v cases.Version) []cases.WayAround {
	var role roles.Role
	for _, h := range all {
		role.Kibana = append(role.Kibana, h.privileges.Entries()...)
		e, more := &role.Elasticsearch, h.elasticsearch
		e.Cluster = append(e.Cluster, more.Cluster...)
		e.RunAs = append(e.RunAs, more.RunAs...)
		e.Indices = append(e.Indices, more.Indices...)
		if more.Other != nil {
			e.Other = more.Other
		}
	}
	return cases.WaysAround(role, v)
}

// review returns the role as a review shows it. It is not ok if nothing about the role needs a reviewer.
func (g *group) review(c cases.Catalogue) (r Role, ok bool) {
	if !g.has(func(p part) bool { return !p.change.does("no-op") || p.alwaysShown() }) {
		return Role{}, false
	}
	compared := g.compare(c)
	r = Role{
		Provider: g.provider, Name: g.name, Action: g.action(), Resources: g.resources(),
		Access: compared.access(), WaysAround: g.waysAround(c.Version()), Notes: g.notes(compared.after),
		mayGainWays: g.has(part.mayGainWays),
	}
	if note := compared.unrecognized.note(c.Version()); note != "" {
		r.Notes = append(r.Notes, note)
	}
	g.hide(&r)
	return r, g.has(part.alwaysShown) || len(r.Access)+len(r.WaysAround)+len(r.Notes) > 0
}

// alwaysShown reports whether a reviewer has to see the change even if it changes no access.
func (p part) alwaysShown() bool {
	c := p.change
	return c.Imported || c.PreviousAddress != "" || c.Deferred != "" || c.forgets()
}

// resources returns the resources that manage the role, sorted by address. A replacement may have two parts.
func (g *group) resources() []Resource {
	var all []Resource
	for _, p := range g.parts {
		if !slices.ContainsFunc(all, func(r Resource) bool {
			return r.Address == p.change.Address && slices.Equal(r.Actions, p.change.Actions)
		}) {
			all = append(all, p.change.Resource)
		}
	}
	slices.SortFunc(all, func(a, b Resource) int { return cmp.Compare(a.Address, b.Address) })
	return all
}
