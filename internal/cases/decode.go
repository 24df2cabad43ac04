package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Decode returns a configuration for stored privileges. It keeps the wording of
// each part of the prior configuration that is equivalent to the stored
// privileges, so that a plan shows real differences only. Privileges without an
// equivalent access or connector level become raw feature privileges.
func (c Catalogue) Decode(stored roles.Privileges, prior Spaces) Spaces {
	explicit := Spaces{}
	for id, held := range stored {
		explicit[id] = c.decodeSpace(held, prior[id])
	}
	for id := range prior {
		if _, held := stored[id]; !held {
			explicit[id] = c.decodeSpace(roles.SpacePrivileges{}, prior[id])
		}
	}
	spaces := explicit.withoutImpliedConnectors(prior)
	maps.DeleteFunc(spaces, func(_ string, space SpaceConfig) bool { return space.empty() })
	return spaces
}

// empty reports whether nothing is set in the space.
func (config SpaceConfig) empty() bool {
	return config.Base.IsNull() && len(config.Cases) == 0 && config.Connectors.IsNull() && len(config.Features.Get()) == 0
}

// decodeSpace returns a configuration for the privileges stored in one space. It
// sets the connector level even if the level is implied.
func (c Catalogue) decodeSpace(stored roles.SpacePrivileges, prior SpaceConfig) SpaceConfig {
	if base := stored.StrongestBase(); base != "" {
		return SpaceConfig{Base: Known(base)}
	}
	space, priorRaw := SpaceConfig{}, prior.rawFeatures()
	raw := otherFeatures(stored.Features, priorRaw)
	if level, ids := c.decodeConnectors(stored.Features, priorRaw); len(ids) > 0 {
		raw[ConnectorsFeature] = ids
	} else {
		space.Connectors = Known(level)
	}
	for _, solution := range Solutions() {
		access, features := c.decodeSolution(solution, stored.Features, prior.Cases[solution], featuresOfSolution(solution, priorRaw))
		if access.IsKnown() {
			space.setAccess(solution, access.Get())
		}
		maps.Copy(raw, features)
	}
	space.setRawFeatures(raw)
	if len(raw) == 0 && len(priorRaw) == 0 {
		space.Features = prior.Features // null or empty
	}
	return space
}

// decodeConnectors returns the stored connector level or, if ids is not empty, raw
// privilege ids of the connectors feature. It returns ids if the prior
// configuration has some and any are still stored, or if no level is equivalent.
func (c Catalogue) decodeConnectors(stored, priorRaw map[string][]string) (level Connectors, ids []string) {
	if priorIDs := priorRaw[ConnectorsFeature]; len(priorIDs) > 0 {
		if c.connectorsMeaning(stored[ConnectorsFeature]).equal(c.connectorsMeaning(priorRaw[ConnectorsFeature])) {
			return ConnectorsNone, priorIDs
		}
		return ConnectorsNone, stored[ConnectorsFeature]
	}
	if level, ok := c.decodeConnectorsLevel(stored); ok {
		return level, nil
	}
	return ConnectorsNone, stored[ConnectorsFeature]
}

// decodeConnectorsLevel returns the connector level that is equivalent to the
// privileges on the connectors feature. Ok is false if none is.
func (c Catalogue) decodeConnectorsLevel(features map[string][]string) (level Connectors, ok bool) {
	m := c.connectorsMeaning(features[ConnectorsFeature])
	for _, level := range ConnectorLevels() {
		var ids []string
		if id := level.privilege(); id != "" {
			ids = []string{id}
		}
		if m.equal(c.connectorsMeaning(ids)) {
			return level, true
		}
	}
	return ConnectorsNone, false
}

// decodeSolution returns the stored access to one solution's cases, or raw feature
// privileges. It returns raw ones if the prior configuration has some and any are
// still stored, or if no access is equivalent.
func (c Catalogue) decodeSolution(s Solution, stored map[string][]string, prior Value[SolutionAccess], priorRaw map[string][]string) (Value[SolutionAccess], map[string][]string) {
	m := c.meaningOf(s, stored)
	priorStored := priorRaw
	if prior.IsKnown() {
		priorStored = maps.Clone(priorRaw)
		if priorStored == nil {
			priorStored = map[string][]string{}
		}
		maps.Copy(priorStored, c.encodeSolution(s, prior.Get()))
	}
	configured := prior.IsKnown() || len(priorRaw) > 0
	if configured && m.equal(c.meaningOf(s, priorStored)) {
		return prior, priorRaw
	}
	if len(m) == 0 {
		return Value[SolutionAccess]{}, nil
	}
	if access, ok := c.accessWithMeaning(s, m, prior.Get().Access.Get()); ok && len(priorRaw) == 0 {
		return Known(access), nil
	}
	return Value[SolutionAccess]{}, featuresOfSolution(s, stored)
}

// accessWithMeaning returns the access with a meaning. Ok is false if no access has
// it. Full and Assignee have the same meaning for a solution: the result has the
// prior level if that is one of the two, else Full. The caller replaces Full by
// Assignee if the connector level does not allow it.
func (c Catalogue) accessWithMeaning(s Solution, m meaning, prior Access) (SolutionAccess, bool) {
	newest, ok := c.newest(s)
	if !ok {
		return SolutionAccess{}, false
	}
	level := View
	switch {
	case m[privilegeMinimalAll] && prior.editsCases():
		level = prior
	case m[privilegeMinimalAll]:
		level = Full
	}
	access := SolutionAccess{Access: Known(level)}
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		if known && m[id] != c.followsLevel(s, newest, level, sub) {
			if access.SubFeatures == nil {
				access.SubFeatures = map[SubFeature]Value[bool]{}
			}
			access.SubFeatures[sub.key] = Known(m[id])
		}
	}
	// Some meanings have no access: check by encoding.
	return access, m.equal(c.meaningOf(s, c.encodeSolution(s, access)))
}

// featuresOfSolution returns the features that govern a solution's cases, of any
// generation.
func featuresOfSolution(s Solution, features map[string][]string) map[string][]string {
	var ofSolution map[string][]string
	for feature, ids := range features {
		if solution, ok := SolutionOf(feature); ok && solution == s {
			if ofSolution == nil {
				ofSolution = map[string][]string{}
			}
			ofSolution[feature] = ids
		}
	}
	return ofSolution
}

// otherFeatures returns the stored features that are neither cases nor connectors.
// Their ids are compared literally, because Kibana publishes no replacements for
// them. A feature that priorRaw sets without privilege ids grants nothing; it is
// kept.
func otherFeatures(stored, priorRaw map[string][]string) map[string][]string {
	features := map[string][]string{}
	for feature, ids := range stored {
		if _, isCases := SolutionOf(feature); !isCases && feature != ConnectorsFeature {
			features[feature] = slices.Sorted(slices.Values(ids))
		}
	}
	for feature, ids := range priorRaw {
		if _, held := stored[feature]; !held && len(ids) == 0 {
			features[feature] = ids
		}
	}
	return features
}
