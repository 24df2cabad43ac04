package cases

import (
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Grant is the part of a role that a cases_feature_privilege owns: the solutions
// and the connectors that it names, in one space. It changes nothing else.
type Grant struct {
	// Space is a space id, or [roles.AllSpaces].
	Space Value[string]
	// Config names what is owned. It has neither a base privilege nor other
	// features.
	Config SpaceConfig
}

// Owns reports whether the grant includes a feature, in whatever generation.
func (g Grant) Owns(feature string) bool {
	if feature == ConnectorsFeature {
		return g.Config.Connectors.IsKnown()
	}
	solution, ok := SolutionOf(feature)
	return ok && g.Config.names(solution)
}

// Empty reports whether the grant names nothing.
func (g Grant) Empty() bool { return !g.Config.namesAny() }

// Complete reports whether everything in the grant is known.
func (g Grant) Complete() bool { return !g.Space.IsUnknown() && g.Config.Complete() }

// EncodeGrant returns what a grant stores. Full access does not imply connectors
// here, because a grant owns only what it names.
func (c Catalogue) EncodeGrant(g Grant) roles.Privileges {
	held := c.encodeSpace(g.Config)
	if len(held.Features) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{g.Space.Get(): held}
}

// DecodeGrant returns the configuration of what a role stores of a grant. The prior
// wording is kept where it is equivalent. A grant that names nothing takes over all
// that it could own.
func (c Catalogue) DecodeGrant(stored roles.Privileges, prior Grant) Grant {
	owned := map[string][]string{}
	for feature, ids := range stored[prior.Space.Get()].Features {
		_, isCases := SolutionOf(feature)
		if prior.Owns(feature) || prior.Empty() && (isCases || feature == ConnectorsFeature) {
			owned[feature] = ids
		}
	}
	config := c.decodeSpace(roles.SpacePrivileges{Features: owned}, prior.Config)
	_, connectorsByIDs := config.Features.Get()[ConnectorsFeature]
	config.replaceFull(func(s Solution) bool {
		wasFull := prior.Config.Cases[s].Get().Access.Get() == Full
		return config.Connectors.Get() == ConnectorsAll || wasFull && !connectorsByIDs
	})
	return Grant{Space: prior.Space, Config: config.naming(prior.Config)}
}

// naming returns the configuration with everything in it that the prior one names,
// so that what is owned stays owned: without access where nothing is stored, and as
// before where only ids say what is stored.
func (s SpaceConfig) naming(prior SpaceConfig) SpaceConfig {
	ids := s.ids()
	for solution, access := range prior.Cases {
		if !access.IsKnown() || s.names(solution) {
			continue
		}
		if len(ofSolution(solution, ids)) == 0 {
			access = Known(SolutionAccess{Access: Known(None)})
		}
		s.setSolution(solution, access.Get())
	}
	switch level := s.Connectors; {
	case !level.IsKnown(), prior.Connectors.IsNull() && level.Get() == ConnectorsNone:
		s.Connectors = prior.Connectors
	}
	return s
}

// StoredIn returns what a role stores of the grant.
func (g Grant) StoredIn(p roles.Privileges) roles.Privileges {
	held := map[string][]string{}
	for feature, ids := range p[g.Space.Get()].Features {
		if g.Owns(feature) {
			held[feature] = ids
		}
	}
	if len(held) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{g.Space.Get(): {Features: held}}
}

// SetGrant returns a role's kibana list with what a grant stores in place of what
// the role has of it, and everything else as it was. An entry for several spaces is
// split, one that is left empty is dropped, and entries that end up alike are not
// joined. What PUT would refuse is made [roles.Writable] where that is possible.
func SetGrant(entries []roles.Entry, g Grant, stored roles.Privileges) []roles.Entry {
	return mergeGrant(entries, g, stored[g.Space.Get()].Features)
}

// RemoveGrant returns a role's kibana list without what the role has of a grant.
func RemoveGrant(entries []roles.Entry, g Grant) []roles.Entry { return mergeGrant(entries, g, nil) }

// mergeGrant sets the features that a grant owns. It never changes its argument.
func mergeGrant(entries []roles.Entry, g Grant, want map[string][]string) []roles.Entry {
	entries, space := roles.Rearranged(entries), g.Space.Get()
	merged := make([]roles.Entry, 0, len(entries)+1)
	placed := len(want) == 0
	for _, e := range entries {
		if e.Foreign() || !slices.Contains(e.Spaces, space) {
			merged = append(merged, e)
			continue
		}
		features := maps.Clone(e.Feature)
		maps.DeleteFunc(features, func(feature string, _ []string) bool { return g.Owns(feature) })
		if !placed {
			if features == nil {
				features = map[string][]string{}
			}
			maps.Copy(features, want)
			placed = true
		}
		merged = append(merged, e.WithFeatures(space, features)...)
	}
	if !placed {
		merged = append(merged, roles.Entry{Spaces: []string{space}, Base: []string{}, Feature: maps.Clone(want)})
	}
	return merged
}

// GrantSpaces returns the spaces in which a grant could own what a role stores:
// cases or connectors, without a base privilege beside them.
func GrantSpaces(p roles.Privileges) []string {
	var spaces []string
	for space, held := range p {
		for feature := range held.Features {
			if _, isCases := SolutionOf(feature); held.StrongestBase() == "" && (isCases || feature == ConnectorsFeature) {
				spaces = append(spaces, space)
			}
		}
	}
	slices.SortFunc(spaces, strings.Compare)
	return slices.Compact(spaces)
}
