package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Unsupported is a sub-feature that a configuration grants or withholds, and that
// a Kibana cannot grant or withhold.
type Unsupported struct {
	SubFeature SubFeature
	Granted    bool    // true if the configuration grants the sub-feature
	Since      Version // the first release that supports it
}

// Encode returns the privileges that this Kibana stores for a configuration. It
// uses the newest feature ids. It uses "all" or "read" if they include exactly the
// granted sub-features, else the minimal privilege and the sub-features. The
// configuration must be complete.
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

// Unsupported returns the sub-features that an access grants or withholds and this
// Kibana cannot. A setting that does not change what the level grants is
// supported.
func (c Catalogue) Unsupported(s Solution, access SolutionAccess) []Unsupported {
	newest, ok := c.newest(s)
	if !ok || access.Access.Get() == None {
		return nil
	}
	level := privilegeMinimalRead
	if access.Access.Get().editsCases() {
		level = privilegeMinimalAll
	}
	byLevel := caseCapabilities(newest.operations(level, c.version), c.version)
	var unsupported []Unsupported
	for _, sub := range subFeatures {
		granted := access.SubFeatures[sub.key]
		if !granted.IsKnown() || slices.Contains(newest.subFeatures, sub.privilege) || granted.Get() == slices.Contains(byLevel, sub.capability) {
			continue
		}
		unsupported = append(unsupported, Unsupported{SubFeature: sub.key, Granted: granted.Get(), Since: sub.since})
	}
	return unsupported
}

// String returns the refused action, such as "withhold assign_users".
func (u Unsupported) String() string {
	verb := "withhold"
	if u.Granted {
		verb = "grant"
	}
	return fmt.Sprintf("%s %s", verb, u.SubFeature)
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
	level := access.Access.Get()
	if !ok || !access.Access.IsKnown() || level == None {
		return nil
	}
	var wanted []string
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		// An unrecognized sub-feature follows the level.
		if known && access.grantsSubFeature(sub.key) || !known && level.editsCases() {
			wanted = append(wanted, id)
		}
	}
	plain, minimal, included := privilegeRead, privilegeMinimalRead, 0
	if level.editsCases() {
		plain, minimal, included = privilegeAll, privilegeMinimalAll, len(newest.subFeatures)
	}
	if len(wanted) == included {
		return map[string][]string{newest.feature: {plain}}
	}
	return map[string][]string{newest.feature: append([]string{minimal}, wanted...)}
}
