package review

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// heldRole is a role of the plan, as it matters to people who hold it.
type heldRole struct {
	name         string // as a review shows it
	hidesSpaces  bool
	given, gives []given // what its resources give before and after
	had, has     map[string][]cases.Capability
	unknown      unknownKeys
	changes      bool
	split        bool // other resources own the whole role, too
	// partial: the role may have privileges that no resource of the plan manages.
	partial bool
	// newlyManaged: before, the role may have given what the plan does not say.
	newlyManaged bool
}

// held returns the role as it matters to people who hold it.
func (g *group) held(c cases.Catalogue) *heldRole {
	before, after := g.sides()
	compared, hide := g.compare(c), g.hidden()
	r := &heldRole{
		name: g.name, hidesSpaces: hide.spaces, given: givenBy(c, before), gives: givenBy(c, after),
		had: compared.before, has: compared.after, unknown: compared.unknown,
		split: g.split, partial: g.split || !g.has(part.isOwner),
		newlyManaged: g.has(func(p part) bool {
			return p.before == nil && p.after != nil && (p.change.Imported || p.change.Type != "cases_role")
		}),
	}
	if hide.role {
		r.name = hiddenValue
	}
	r.changes = len(r.unknown) > 0 || !maps.EqualFunc(r.had, r.has, slices.Equal[[]cases.Capability])
	return r
}

// causes reports whether the role is a reason for a change at a key.
func (r *heldRole) causes(key string, gains, loses []cases.Capability) bool {
	space, subject := cases.SplitKey(key)
	return r.unknown.holdsIn(space, subject) || holdsAny(r.has, key, gains) || holdsAny(r.had, key, loses)
}

// holdsAny reports whether people have one of several capabilities at a key.
func holdsAny(all map[string][]cases.Capability, key string, capabilities []cases.Capability) bool {
	return slices.ContainsFunc(capabilities, func(c cases.Capability) bool { return holds(all, key, c) })
}
