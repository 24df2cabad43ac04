package cases

import (
	"maps"
	"slices"
)

// Listing is what a Kibana says about its privileges, as far as cases are concerned.
// GET /api/security/privileges returns it.
type Listing struct {
	// Features holds the actions on cases (see [IsAction]) that each feature privilege
	// grants, by feature id and privilege id. Any feature may grant such actions.
	Features map[string]map[string][]string
	// Space and Global hold the actions of the base privileges, by privilege id: in one
	// space and in all spaces.
	Space, Global map[string][]string
	// Effective holds the privilege ids that have an effect with the licence, by feature
	// id. Nil means that all have.
	Effective map[string][]string
}

// maxOperations is how many operations a catalogue can tell apart.
const maxOperations = 64

// operationsByPrivilege holds the operations that the privileges of a Kibana grant.
type operationsByPrivilege struct {
	features      map[string]map[string]operationsBySolution
	space, global map[string]operationsBySolution
	effective     map[string][]string // nil if all privileges have an effect
	// unknown holds the actions whose operation the provider does not know, sorted.
	unknown []string
}

// newOperationsByPrivilege parses the actions of a listing. Operations that the provider
// does not know get bits of their own, so that privileges with such operations can be
// compared.
func newOperationsByPrivilege(l Listing) operationsByPrivilege {
	names := operationBits{}
	for i, name := range operationNames {
		names[name] = 1 << i
	}
	unknown := map[string]bool{}
	parse := func(actions []string) operationsBySolution {
		held := operationsBySolution{}
		for _, action := range actions {
			solution, name, ok := parseAction(action)
			if bit := names.of(name); ok {
				held[solution] |= bit
			}
			if !ok || !slices.Contains(operationNames, name) {
				unknown[action] = true
			}
		}
		return held
	}
	parseAll := func(byID map[string][]string) map[string]operationsBySolution {
		all := make(map[string]operationsBySolution, len(byID))
		for id, actions := range byID {
			all[id] = parse(actions)
		}
		return all
	}
	all := operationsByPrivilege{features: map[string]map[string]operationsBySolution{}, space: parseAll(l.Space), global: parseAll(l.Global), effective: l.Effective}
	for feature, privileges := range l.Features {
		all.features[feature] = parseAll(privileges)
	}
	all.unknown = slices.Sorted(maps.Keys(unknown))
	return all
}

// operationBits holds the bit of each operation by name.
type operationBits map[string]operations

// of returns the bit of an operation. It is 0 for more operations than can be told apart.
func (b operationBits) of(name string) operations {
	bit, known := b[name]
	if !known && len(b) < maxOperations {
		bit = 1 << len(b)
		b[name] = bit
	}
	return bit
}

// isEffective reports whether a feature privilege has an effect with the licence.
func (o operationsByPrivilege) isEffective(feature, id string) bool {
	return o.effective == nil || slices.Contains(o.effective[feature], id)
}

// base returns the operations of a base privilege.
func (o operationsByPrivilege) base(id string, inAllSpaces bool) operationsBySolution {
	if inAllSpaces {
		return o.global[id]
	}
	return o.space[id]
}

// UnknownActions returns the actions on cases that this Kibana grants and the provider
// does not know, sorted.
func (c Catalogue) UnknownActions() []string { return c.operations.unknown }

// Operations returns the operations on cases that a privilege of a cases feature grants
// on this Kibana, as GET /api/security/privileges?includeActions=true names them. It
// returns none if this Kibana does not have the feature or the privilege.
func (c Catalogue) Operations(feature, privilege string) []string {
	solution, _, _ := parseFeatureID(feature)
	var names []string
	for i, name := range operationNames {
		if c.privilegeOperations(solution, feature, privilege).has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

// privilegeOperations returns the operations on a solution's cases that a feature
// privilege grants, whatever the licence.
func (c Catalogue) privilegeOperations(s Solution, feature string, ids ...string) (all operations) {
	for _, id := range ids {
		all |= c.operations.features[feature][id][s]
	}
	return all
}

// effectiveOperations returns the operations on a solution's cases that privileges in one
// space grant with the licence. A privilege grants the operations of its own generation,
// not those of its replacement. Kibana stores base privileges alone, but Elasticsearch
// takes them beside features.
func (c Catalogue) effectiveOperations(s Solution, held storedIn) (all operations) {
	if base := held.StrongestBase(); base != "" {
		all = c.operations.base(base, held.inAllSpaces)[s]
	}
	for feature, ids := range held.Features {
		for _, id := range ids {
			if c.operations.isEffective(feature, id) {
				all |= c.privilegeOperations(s, feature, id)
			}
		}
	}
	return all
}
