package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Encode returns what a role that grants spaces stores on this Kibana: always
// the newest ids, the plain privileges where they say it all, and the minimal
// ones with their sub-features where something is withheld or added.
func (c Catalogue) Encode(spaces Spaces) roles.Privileges {
	stored := roles.Privileges{}
	everywhere := spaces.connectorsEverywhere()
	for id, space := range spaces {
		held := c.encodeSpace(space, everywhere && id != roles.AllSpaces)
		if len(held.Base) > 0 || len(held.Features) > 0 {
			stored[id] = held
		}
	}
	return stored
}

func (c Catalogue) encodeSpace(space SpaceConfig, connectorsEverywhere bool) roles.SpacePrivileges {
	if space.Base != "" {
		return roles.SpacePrivileges{Base: []string{space.Base}}
	}
	features := map[string][]string{}
	for feature, ids := range space.Features {
		if len(ids) > 0 {
			features[feature] = slices.Sorted(slices.Values(ids))
		}
	}
	for solution, grant := range space.Cases {
		maps.Copy(features, c.encodeSolution(solution, grant))
	}
	switch space.connectors(connectorsEverywhere) {
	case ConnectorsAll:
		features[ConnectorsFeature] = []string{privilegeAll}
	case ConnectorsRead:
		features[ConnectorsFeature] = []string{privilegeRead}
	case ConnectorsNone, ConnectorsUnset:
	}
	return roles.SpacePrivileges{Features: features}
}

// encodeGrant returns the privileges for one solution; none at all for [None],
// for a level that is not known, and where this Kibana has no cases for the
// solution.
func (c Catalogue) encodeSolution(s Solution, grant SolutionAccess) map[string][]string {
	newest, ok := c.newest(s)
	if !ok || grant.AccessUnknown || grant.Access == None {
		return nil
	}
	var wanted []string
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		// A sub-feature that is newer than this provider follows the level.
		if known && grant.includes(sub.key) || !known && grant.Access.worksCases() {
			wanted = append(wanted, id)
		}
	}
	plain, minimal, included := privilegeRead, privilegeMinimalRead, 0
	if grant.Access.worksCases() {
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

// Unsupported returns the sub-features of a grant that this Kibana cannot
// treat as asked. Asking for what the Kibana does anyway is supported.
func (c Catalogue) Unsupported(s Solution, grant SolutionAccess) []Unsupported {
	newest, ok := c.newest(s)
	if !ok || grant.Access == None {
		return nil
	}
	level := privilegeMinimalRead
	if grant.Access.worksCases() {
		level = privilegeMinimalAll
	}
	anyway := caseCapabilities(newest.operations(level, c.version), c.version)
	var found []Unsupported
	for _, sub := range subFeatures {
		granted, explicit := grant.SubFeatures[sub.key]
		if !explicit || slices.Contains(newest.subFeatures, sub.privilege) || granted == slices.Contains(anyway, sub.capability) {
			continue
		}
		found = append(found, Unsupported{SubFeature: sub.key, Granted: granted, Since: sub.since})
	}
	return found
}
