package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Encode returns what a role with this configuration stores on this Kibana: always
// the newest ids, the plain privileges where they say it all, and the minimal ones
// with their sub-features where something is withheld or added. Nothing in it may
// be unknown.
func (c Catalogue) Encode(spaces Spaces) roles.Privileges {
	stored := roles.Privileges{}
	for id, space := range spaces.withImpliedConnectors() {
		held := c.encodeSpace(space)
		if len(held.Base) > 0 || len(held.Features) > 0 {
			stored[id] = held
		}
	}
	return stored
}

// encodeSpace returns what a space stores. A connector level that is left out
// stores nothing.
func (c Catalogue) encodeSpace(space SpaceConfig) roles.SpacePrivileges {
	if space.Base.IsKnown() {
		return roles.SpacePrivileges{Base: []string{space.Base.Get()}}
	}
	features := map[string][]string{}
	for feature, ids := range space.ids() {
		if len(ids) > 0 {
			features[feature] = slices.Sorted(slices.Values(ids))
		}
	}
	for solution, access := range space.Cases {
		maps.Copy(features, c.encodeSolution(solution, access.Get()))
	}
	maps.Copy(features, space.Connectors.Get().privileges())
	return roles.SpacePrivileges{Features: features}
}

// encodeSolution returns the privileges for one solution; none at all for [None],
// for a level that is not known, and where this Kibana has no cases for the
// solution.
func (c Catalogue) encodeSolution(s Solution, access SolutionAccess) map[string][]string {
	newest, ok := c.newest(s)
	level := access.Access.Get()
	if !ok || !access.Access.IsKnown() || level == None {
		return nil
	}
	var wanted []string
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		// A sub-feature that is newer than this provider follows the level.
		if known && access.includes(sub.key) || !known && level.worksCases() {
			wanted = append(wanted, id)
		}
	}
	plain, minimal, included := privilegeRead, privilegeMinimalRead, 0
	if level.worksCases() {
		plain, minimal, included = privilegeAll, privilegeMinimalAll, len(newest.subFeatures)
	}
	if len(wanted) == included {
		return map[string][]string{newest.feature: {plain}}
	}
	return map[string][]string{newest.feature: append([]string{minimal}, wanted...)}
}

// Unsupported says that a Kibana cannot grant or withhold a sub-feature the way
// a configuration asks for.
type Unsupported struct {
	SubFeature SubFeature
	Granted    bool    // what the configuration asks for
	Since      Version // first release that can do it
}

func (u Unsupported) String() string {
	verb := "withhold"
	if u.Granted {
		verb = "grant"
	}
	return fmt.Sprintf("%s %s", verb, u.SubFeature)
}

// Unsupported returns the sub-features of an access that this Kibana cannot
// treat as asked. Asking for what the Kibana does anyway is supported.
func (c Catalogue) Unsupported(s Solution, access SolutionAccess) []Unsupported {
	newest, ok := c.newest(s)
	if !ok || access.Access.Get() == None {
		return nil
	}
	level := privilegeMinimalRead
	if access.Access.Get().worksCases() {
		level = privilegeMinimalAll
	}
	anyway := caseCapabilities(newest.operations(level, c.version), c.version)
	var found []Unsupported
	for _, sub := range subFeatures {
		granted := access.SubFeatures[sub.key]
		if !granted.IsKnown() || slices.Contains(newest.subFeatures, sub.privilege) || granted.Get() == slices.Contains(anyway, sub.capability) {
			continue
		}
		found = append(found, Unsupported{SubFeature: sub.key, Granted: granted.Get(), Since: sub.since})
	}
	return found
}
