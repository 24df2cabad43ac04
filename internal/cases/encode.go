package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Encode returns the privileges that this Kibana stores for a configuration. It
// uses the newest feature ids; see [Catalogue.encodeAccess]. The configuration must be
// complete.
func (c Catalogue) Encode(spaces Spaces) roles.Privileges {
	stored := roles.Privileges{}
	for id, space := range spaces {
		held := c.encodeSpace(space.withImpliedConnectors(spaces.inheritsConnectors(id)))
		if len(held.Base) > 0 || len(held.Features) > 0 {
			stored[id] = held
		}
	}
	return stored
}

// encodeSpace returns the privileges to store for one space. It ignores implied
// connectors.
func (c Catalogue) encodeSpace(space SpaceConfig) roles.SpacePrivileges {
	if space.Base.IsKnown() {
		return roles.SpacePrivileges{Base: []string{space.Base.Get()}}
	}
	features := map[string][]string{}
	for feature, ids := range space.rawFeatures() {
		if len(ids) > 0 {
			features[feature] = slices.Sorted(slices.Values(ids))
		}
	}
	for solution, access := range space.Cases {
		maps.Copy(features, c.encodeSolution(solution, access.Get()))
	}
	if id := space.Connectors.Get().privilege(); id != "" {
		features[ConnectorsFeature] = []string{id}
	}
	return roles.SpacePrivileges{Features: features}
}

// encodeSolution returns the feature privileges to store for the access to one
// solution's cases: nil for [None], for a level that is not known, and if this
// Kibana has no cases for the solution.
func (c Catalogue) encodeSolution(s Solution, access SolutionAccess) map[string][]string {
	newest, ok := c.newest(s)
	if !ok || !access.Access.IsKnown() || access.Access.Get() == None {
		return nil
	}
	return map[string][]string{newest.feature: slices.Clone(c.encoding(s, newest, access).ids)}
}
