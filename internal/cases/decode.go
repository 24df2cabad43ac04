package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Decode returns the configuration of what a role stores. Where the prior
// configuration, part by part, is equivalent to it, its wording is kept, so that
// only a real difference shows. What no level stands for becomes ids in Features.
func (c Catalogue) Decode(stored roles.Privileges, prior Spaces) Spaces {
	explicit := Spaces{}
	for id := range stored {
		explicit[id] = c.decodeSpace(stored[id], prior[id])
	}
	for id := range prior {
		if _, held := stored[id]; !held {
			explicit[id] = c.decodeSpace(roles.SpacePrivileges{}, prior[id])
		}
	}
	spaces := explicit.withoutImpliedConnectors(prior, prior.withImpliedConnectors())
	maps.DeleteFunc(spaces, func(_ string, s SpaceConfig) bool { return s.empty() })
	return spaces
}

// empty reports whether the space sets nothing.
func (s SpaceConfig) empty() bool {
	return s.Base.IsNull() && len(s.Cases) == 0 && s.Connectors.IsNull() && len(s.Features.Get()) == 0
}

// decodeSpace returns the configuration of what a space stores. The connector level
// is written out, also where it is implied.
func (c Catalogue) decodeSpace(stored roles.SpacePrivileges, prior SpaceConfig) SpaceConfig {
	if base := stored.StrongestBase(); base != "" {
		return SpaceConfig{Base: Known(base)}
	}
	space, priorIDs := SpaceConfig{}, prior.ids()
	ids := otherFeatures(stored.Features, priorIDs)
	if level, byIDs := c.decodeConnectors(stored.Features, priorIDs); len(byIDs) > 0 {
		ids[ConnectorsFeature] = byIDs
	} else {
		space.Connectors = Known(level)
	}
	for _, solution := range Solutions() {
		access, byIDs := c.decodeSolution(solution, stored.Features, prior.Cases[solution], ofSolution(solution, priorIDs))
		if access.IsKnown() {
			space.setSolution(solution, access.Get())
		}
		maps.Copy(ids, byIDs)
	}
	space.setIDs(ids)
	if len(ids) == 0 && len(priorIDs) == 0 {
		space.Features = prior.Features // null or empty
	}
	return space
}

// decodeConnectors returns the level that is stored on connectors, or the ids:
// where the prior configuration has ids that are not gone, and where no level
// stands for what is stored.
func (c Catalogue) decodeConnectors(stored, prior map[string][]string) (level Connectors, ids []string) {
	if configured := prior[ConnectorsFeature]; len(configured) > 0 {
		if c.connectorsMeaning(stored).equal(c.connectorsMeaning(prior)) {
			return ConnectorsNone, configured
		}
		return ConnectorsNone, stored[ConnectorsFeature]
	}
	if level, ok := c.connectorsLevel(stored); ok {
		return level, nil
	}
	return ConnectorsNone, stored[ConnectorsFeature]
}

// decodeSolution returns the access that is stored for one solution, or the ids:
// where the prior configuration has ids, and where no access stands for what is
// stored.
func (c Catalogue) decodeSolution(s Solution, stored map[string][]string, prior Value[SolutionAccess], priorIDs map[string][]string) (Value[SolutionAccess], map[string][]string) {
	storedIDs := ofSolution(s, stored)
	is := c.meaningOf(s, stored)
	was := priorIDs
	if prior.IsKnown() {
		was = maps.Clone(priorIDs)
		if was == nil {
			was = map[string][]string{}
		}
		maps.Copy(was, c.encodeSolution(s, prior.Get()))
	}
	configured := prior.IsKnown() || len(priorIDs) > 0
	if configured && is.equal(c.meaningOf(s, was)) {
		return prior, priorIDs
	}
	if len(is) == 0 {
		return Value[SolutionAccess]{}, nil
	}
	if access, ok := c.accessFor(s, is, prior.Get().Access.Get()); ok && len(priorIDs) == 0 {
		return Known(access), nil
	}
	return Value[SolutionAccess]{}, storedIDs
}

// accessFor finds the access that means m. Full and Assignee mean the same cases
// privileges: the prior level is kept, and without one it is Full, which the
// connectors may still rule out.
func (c Catalogue) accessFor(s Solution, m meaning, prior Access) (SolutionAccess, bool) {
	newest, ok := c.newest(s)
	if !ok {
		return SolutionAccess{}, false
	}
	level := View
	switch {
	case m[privilegeMinimalAll] && prior.worksCases():
		level = prior
	case m[privilegeMinimalAll]:
		level = Full
	}
	access := SolutionAccess{Access: Known(level)}
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		if known && m[id] != access.includes(sub.key) {
			if access.SubFeatures == nil {
				access.SubFeatures = map[SubFeature]Value[bool]{}
			}
			access.SubFeatures[sub.key] = Known(m[id])
		}
	}
	// Encoding it is the proof that it fits.
	return access, m.equal(c.meaningOf(s, c.encodeSolution(s, access)))
}

// connectorsLevel reads the connectors feature; ok is false where no level stands
// for what is stored.
func (c Catalogue) connectorsLevel(features map[string][]string) (level Connectors, ok bool) {
	is := c.connectorsMeaning(features)
	for _, level := range ConnectorLevels() {
		if is.equal(c.connectorsMeaning(level.privileges())) {
			return level, true
		}
	}
	return ConnectorsNone, false
}

// otherFeatures returns the stored features that are neither cases nor
// connectors. Their ids are compared as they stand: Kibana publishes no
// replacement table for them. A feature that the prior configuration names without
// a privilege grants nothing and is kept.
func otherFeatures(stored, prior map[string][]string) map[string][]string {
	features := map[string][]string{}
	for feature, ids := range stored {
		if _, isCases := SolutionOf(feature); !isCases && feature != ConnectorsFeature {
			features[feature] = slices.Sorted(slices.Values(ids))
		}
	}
	for feature, ids := range prior {
		if _, held := stored[feature]; !held && len(ids) == 0 {
			features[feature] = ids
		}
	}
	return features
}

// ofSolution returns the features that govern the solution's cases, in
// whatever generation.
func ofSolution(s Solution, features map[string][]string) map[string][]string {
	var found map[string][]string
	for feature, ids := range features {
		if solution, ok := SolutionOf(feature); ok && solution == s {
			if found == nil {
				found = map[string][]string{}
			}
			found[feature] = ids
		}
	}
	return found
}
