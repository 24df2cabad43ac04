package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Decode says in words what a role stores. Where the prior words, part by part,
// still mean what is stored they are kept, so that only a real difference
// shows. What no word can say becomes raw ids in Features.
func (c Catalogue) Decode(stored roles.Privileges, prior Spaces) Spaces {
	spaces := Spaces{}
	keep := func(id string, space SpaceConfig) {
		if !space.empty() {
			spaces[id] = space
		}
	}
	// All spaces first: what they grant decides what words for a space mean.
	keep(roles.AllSpaces, c.decodeSpace(stored[roles.AllSpaces], prior[roles.AllSpaces], connectorsEverywhere{}))
	everywhere := connectorsEverywhere{before: prior.connectorsEverywhere(), now: spaces.connectorsEverywhere()}
	for id := range stored {
		if id != roles.AllSpaces {
			keep(id, c.decodeSpace(stored[id], prior[id], everywhere))
		}
	}
	for id := range prior {
		if _, held := stored[id]; !held && id != roles.AllSpaces {
			keep(id, c.decodeSpace(roles.SpacePrivileges{}, prior[id], everywhere))
		}
	}
	return spaces
}

// connectorsEverywhere says whether all spaces have Connectors All, by the
// prior words and by what is stored now.
type connectorsEverywhere struct{ before, now bool }

// empty reports whether nothing is said about the space.
func (s SpaceConfig) empty() bool {
	return s.Base == "" && len(s.Cases) == 0 && s.Connectors == ConnectorsUnset && len(s.Features) == 0
}

func (c Catalogue) decodeSpace(stored roles.SpacePrivileges, prior SpaceConfig, everywhere connectorsEverywhere) SpaceConfig {
	if base := stored.StrongestBase(); base != "" {
		return SpaceConfig{Base: base}
	}
	space := SpaceConfig{Cases: map[Solution]SolutionAccess{}, Features: otherFeatures(stored.Features, prior.Features)}
	level, raw := c.decodeConnectors(stored.Features, prior, everywhere.before)
	space.Connectors = level
	if len(raw) > 0 {
		space.Features[ConnectorsFeature] = raw
	}
	stands, spoken := c.connectorsLevel(stored.Features)
	available := len(raw) == 0 && (spoken && stands == ConnectorsAll || everywhere.now)
	for _, solution := range Solutions() {
		grant, rawCases := c.decodeSolution(solution, stored.Features, prior, available)
		if grant != nil {
			// Full speaks for Connectors All. Where ids speak for connectors, or
			// somebody took them away, it would say what nobody may configure.
			if grant.Access == Full && !available {
				grant.Access = Assignee
			}
			space.Cases[solution] = *grant
		}
		maps.Copy(space.Features, rawCases)
	}
	// Words that imply connectors must not say more, or less, than is stored.
	if spoken && len(raw) == 0 && space.connectors(everywhere.now) != stands {
		space.Connectors = stands
	}
	if len(space.Cases) == 0 {
		space.Cases = nil
	}
	if len(space.Features) == 0 {
		space.Features = nil
	}
	return space
}

// decodeConnectors says in a word what is stored on connectors, or returns the
// raw ids: where the prior words were raw, and where no word fits.
func (c Catalogue) decodeConnectors(stored map[string][]string, prior SpaceConfig, everywhere bool) (Connectors, []string) {
	if said := prior.Features[ConnectorsFeature]; len(said) > 0 {
		if c.connectorsMeaning(stored).equal(c.connectorsMeaning(prior.Features)) {
			return ConnectorsUnset, said
		}
		return ConnectorsUnset, stored[ConnectorsFeature]
	}
	level, spoken := c.connectorsLevel(stored)
	switch {
	case !spoken:
		return ConnectorsUnset, stored[ConnectorsFeature]
	case level == prior.connectors(everywhere):
		return prior.Connectors, nil
	case level == ConnectorsNone:
		return ConnectorsUnset, nil
	}
	return level, nil
}

// decodeSolution says in words what is stored for one solution, or returns the
// raw ids: where the prior words were raw, and where no words fit.
func (c Catalogue) decodeSolution(s Solution, stored map[string][]string, prior SpaceConfig, connectors bool) (*SolutionAccess, map[string][]string) {
	said, mentioned := prior.Cases[s]
	rawStored, rawSaid := ofSolution(s, stored), ofSolution(s, prior.Features)
	is := c.meaningOf(s, stored)
	was := maps.Clone(rawSaid)
	if mentioned {
		if was == nil {
			was = map[string][]string{}
		}
		maps.Copy(was, c.encodeSolution(s, said))
	}
	if (mentioned || len(rawSaid) > 0) && is.equal(c.meaningOf(s, was)) {
		if mentioned {
			return &said, rawSaid
		}
		return nil, rawSaid
	}
	if len(is) == 0 {
		return nil, nil
	}
	if grant, ok := c.solutionAccessFor(s, is, said.Access, connectors); ok && len(rawSaid) == 0 {
		return &grant, nil
	}
	return nil, rawStored
}

// words finds the grant that means m. Full and Assignee mean the same cases
// privileges: the prior word is kept, and without one the connectors decide.
func (c Catalogue) solutionAccessFor(s Solution, m meaning, prior Access, connectors bool) (SolutionAccess, bool) {
	newest, ok := c.newest(s)
	if !ok {
		return SolutionAccess{}, false
	}
	grant := SolutionAccess{Access: View}
	switch {
	case m[privilegeMinimalAll] && prior.worksCases():
		grant.Access = prior
	case m[privilegeMinimalAll] && connectors:
		grant.Access = Full
	case m[privilegeMinimalAll]:
		grant.Access = Assignee
	}
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		if known && m[id] != grant.includes(sub.key) {
			if grant.SubFeatures == nil {
				grant.SubFeatures = map[SubFeature]bool{}
			}
			grant.SubFeatures[sub.key] = m[id]
		}
	}
	// Saying it back is the proof that the words fit.
	return grant, m.equal(c.meaningOf(s, c.encodeSolution(s, grant)))
}

// connectorsLevel reads the connectors feature; ok is false where no level says
// what is stored.
func (c Catalogue) connectorsLevel(features map[string][]string) (level Connectors, ok bool) {
	is := c.connectorsMeaning(features)
	for _, level := range ConnectorLevels() {
		said := map[string][]string{}
		if level != ConnectorsNone {
			said[ConnectorsFeature] = []string{string(level)}
		}
		if is.equal(c.connectorsMeaning(said)) {
			return level, true
		}
	}
	return ConnectorsNone, false
}

// otherFeatures returns the stored features that are neither cases nor
// connectors. Their ids are compared as they stand: Kibana publishes no
// replacement table for them. A feature that prior words mention without a
// privilege grants nothing and is kept.
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
