package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Grant is the part of a role that a cases_feature_privilege owns: the solutions
// that it sets, and connectors if it sets them, in one space.
type Grant struct {
	// Space is a space id or [roles.AllSpaces].
	Space Value[string]
	// Config is the configuration. The grant owns each solution in Cases, and
	// connectors if Connectors is set. Base and Features are not used.
	Config SpaceConfig
}

// Owns reports whether the grant owns a feature. It owns the features of all
// generations of its solutions.
func (g Grant) Owns(feature string) bool {
	if feature == ConnectorsFeature {
		return g.Config.Connectors.IsKnown()
	}
	solution, ok := SolutionOf(feature)
	return ok && g.Config.setsAccess(solution)
}

// Empty reports whether the grant owns nothing.
func (g Grant) Empty() bool { return !g.Config.setsSolutionOrConnectors() }

// Complete reports whether no value in the grant is unknown.
func (g Grant) Complete() bool { return !g.Space.IsUnknown() && g.Config.Complete() }

// EncodeGrant returns the privileges that this Kibana stores for a grant. Full
// access does not imply connectors, because a grant owns only the parts that it
// sets.
func (c Catalogue) EncodeGrant(g Grant) roles.Privileges {
	held := c.encodeSpace(g.Config)
	if len(held.Features) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{g.Space.Get(): held}
}

// DecodeGrant returns the prior grant with the configuration of its stored
// privileges. It keeps the wording of each part that is equivalent to the stored
// privileges. An empty prior grant takes over every part that is stored in its
// space.
func (c Catalogue) DecodeGrant(stored roles.Privileges, prior Grant) Grant {
	owned := map[string][]string{}
	for feature, ids := range stored[prior.Space.Get()].Features {
		_, isCases := SolutionOf(feature)
		if prior.Owns(feature) || prior.Empty() && (isCases || feature == ConnectorsFeature) {
			owned[feature] = ids
		}
	}
	config := c.decodeSpace(roles.SpacePrivileges{Features: owned}, prior.Config)
	_, rawConnectors := config.Features.Get()[ConnectorsFeature]
	config.downgradeFull(func(s Solution) bool {
		wasFull := prior.Config.Cases[s].Get().Access.Get() == Full
		return config.Connectors.Get() == ConnectorsAll || wasFull && !rawConnectors
	})
	return Grant{Space: prior.Space, Config: config.keepOwned(prior.Config)}
}

// StoredIn returns the stored privileges of a role that the grant owns.
func (g Grant) StoredIn(stored roles.Privileges) roles.Privileges {
	owned := map[string][]string{}
	for feature, ids := range stored[g.Space.Get()].Features {
		if g.Owns(feature) {
			owned[feature] = ids
		}
	}
	if len(owned) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{g.Space.Get(): {Features: owned}}
}

// SetGrant returns a role's kibana list in which the privileges that the grant owns
// are replaced by stored, a result of [Catalogue.EncodeGrant]. All other privileges
// stay unchanged. It splits an entry for several spaces, drops an entry that becomes
// empty, and does not join entries that become equal. It puts the list into the form
// that PUT accepts (see [roles.Rearranged]).
func SetGrant(entries []roles.Entry, g Grant, stored roles.Privileges) []roles.Entry {
	return replaceOwned(entries, g, stored[g.Space.Get()].Features)
}

// RemoveGrant returns a role's kibana list without the privileges that the grant
// owns. In all else it works like [SetGrant].
func RemoveGrant(entries []roles.Entry, g Grant) []roles.Entry { return replaceOwned(entries, g, nil) }

// GrantSpaces returns the spaces, sorted, in which a grant could own stored
// privileges: those with privileges on cases or connectors and without a base
// privilege.
func GrantSpaces(stored roles.Privileges) []string {
	var spaces []string
	for _, space := range slices.Sorted(maps.Keys(stored)) {
		for feature := range stored[space].Features {
			if _, isCases := SolutionOf(feature); stored[space].StrongestBase() == "" && (isCases || feature == ConnectorsFeature) {
				spaces = append(spaces, space)
			}
		}
	}
	return slices.Compact(spaces)
}

// keepOwned returns the configuration with every part set that the prior one sets,
// so that a grant keeps the parts that it owns. A solution without stored
// privileges gets the access [None]. A solution with raw feature privileges keeps
// the prior access.
func (config SpaceConfig) keepOwned(prior SpaceConfig) SpaceConfig {
	raw := config.rawFeatures()
	for solution, access := range prior.Cases {
		if !access.IsKnown() || config.setsAccess(solution) {
			continue
		}
		if len(featuresOfSolution(solution, raw)) == 0 {
			access = Known(SolutionAccess{Access: Known(None)})
		}
		config.setAccess(solution, access.Get())
	}
	switch level := config.Connectors; {
	case !level.IsKnown(), prior.Connectors.IsNull() && level.Get() == ConnectorsNone:
		config.Connectors = prior.Connectors
	}
	return config
}

// replaceOwned returns a kibana list in which the features that a grant owns are
// replaced. It does not change its arguments.
func replaceOwned(entries []roles.Entry, g Grant, features map[string][]string) []roles.Entry {
	entries, space := roles.Rearranged(entries), g.Space.Get()
	replaced := make([]roles.Entry, 0, len(entries)+1)
	placed := len(features) == 0
	for _, e := range entries {
		if e.Foreign() || !slices.Contains(e.Spaces, space) {
			replaced = append(replaced, e)
			continue
		}
		inSpace := maps.Clone(e.Feature)
		maps.DeleteFunc(inSpace, func(feature string, _ []string) bool { return g.Owns(feature) })
		if !placed {
			if inSpace == nil {
				inSpace = map[string][]string{}
			}
			maps.Copy(inSpace, features)
			placed = true
		}
		replaced = append(replaced, e.WithFeatures(space, inSpace)...)
	}
	if !placed {
		replaced = append(replaced, roles.Entry{Spaces: []string{space}, Base: []string{}, Feature: maps.Clone(features)})
	}
	return replaced
}
