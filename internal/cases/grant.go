package cases

import (
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Share is the part of a role that one of several owners has: the features that
// its words name, in one space. The rest of the role is none of its business.
type Grant struct {
	// Space is a space id, or [AllSpaces]. It is empty while SpaceUnknown is
	// set.
	Space string
	// SpaceUnknown says that the space is not known yet.
	SpaceUnknown bool
	// Words names the features: solutions in Cases, and connectors unless they
	// are unset. A share has neither a base privilege nor raw features.
	Config SpaceConfig
}

// Owns reports whether the share includes a feature, in whatever generation.
func (s Grant) Owns(feature string) bool {
	if feature == ConnectorsFeature {
		return s.Config.Connectors != ConnectorsUnset
	}
	solution, ok := SolutionOf(feature)
	_, named := s.Config.Cases[solution]
	return ok && named
}

// Empty reports whether the share names no feature.
func (s Grant) Empty() bool {
	return len(s.Config.Cases) == 0 && s.Config.Connectors == ConnectorsUnset
}

// EncodeShare returns what a share stores: privileges in its space alone. Full
// access does not imply connectors here, because a share owns what it names.
func (c Catalogue) EncodeGrant(s Grant) roles.Privileges {
	held := c.encodeSpace(s.Config, true)
	if len(held.Features) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{s.Space: held}
}

// DecodeShare says in words what a role holds of a share. Words that still mean
// it are kept; a share without words takes over all that it could own.
func (c Catalogue) DecodeGrant(entries []roles.Entry, prior Grant) Grant {
	stored := roles.PrivilegesOf(entries)[prior.Space]
	owned := map[string][]string{}
	for feature, ids := range stored.Features {
		_, isCases := SolutionOf(feature)
		if prior.Owns(feature) || prior.Empty() && (isCases || feature == ConnectorsFeature) {
			owned[feature] = ids
		}
	}
	words := c.decodeSpace(roles.SpacePrivileges{Features: owned}, prior.Config, connectorsEverywhere{before: true, now: true})
	for solution, grant := range words.Cases {
		if grant.Access == Full && prior.Config.Cases[solution].Access != Full && words.Connectors != ConnectorsAll {
			grant.Access = Assignee // full needs connectors of its own here
			words.Cases[solution] = grant
		}
	}
	return Grant{Space: prior.Space, Config: words.naming(prior.Config)}
}

// naming returns the words with everything in them that prior words name, so
// that what is owned stays owned: without access where nothing is held, and in
// the prior words where no others say what is held.
func (s SpaceConfig) naming(prior SpaceConfig) SpaceConfig {
	for solution, grant := range prior.Cases {
		if _, named := s.Cases[solution]; named {
			continue
		}
		if len(ofSolution(solution, s.Features)) == 0 {
			grant = SolutionAccess{Access: None}
		}
		if s.Cases == nil {
			s.Cases = map[Solution]SolutionAccess{}
		}
		s.Cases[solution] = grant
	}
	if s.Connectors == ConnectorsUnset && prior.Connectors != ConnectorsUnset {
		s.Connectors = ConnectorsNone
		if len(s.Features[ConnectorsFeature]) > 0 {
			s.Connectors = prior.Connectors
		}
	}
	return s
}

// StoredIn returns what a role stores of the grant.
func (s Grant) StoredIn(p roles.Privileges) roles.Privileges {
	held := map[string][]string{}
	for feature, ids := range p[s.Space].Features {
		if s.Owns(feature) {
			held[feature] = ids
		}
	}
	if len(held) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{s.Space: {Features: held}}
}

// SetStored returns a role's kibana list with the share set to what it stores, and
// everything else as it was. An entry that other spaces share is split, one that
// is left empty is dropped, and entries that end up alike are not joined. What
// PUT would refuse is made [Writable] where that is possible.
func SetGrant(entries []roles.Entry, s Grant, stored roles.Privileges) []roles.Entry {
	return mergeGrant(entries, s, stored[s.Space].Features)
}

// Withdraw returns a role's kibana list without the share.
func RemoveGrant(entries []roles.Entry, s Grant) []roles.Entry { return mergeGrant(entries, s, nil) }

// merge sets the features that a share owns. It never changes its argument.
func mergeGrant(entries []roles.Entry, s Grant, want map[string][]string) []roles.Entry {
	entries = roles.Rearranged(entries)
	merged := make([]roles.Entry, 0, len(entries)+1)
	placed := len(want) == 0
	for _, e := range entries {
		if e.Foreign() || !slices.Contains(e.Spaces, s.Space) {
			merged = append(merged, e)
			continue
		}
		features := maps.Clone(e.Feature)
		maps.DeleteFunc(features, func(feature string, _ []string) bool { return s.Owns(feature) })
		if !placed {
			if features == nil {
				features = map[string][]string{}
			}
			maps.Copy(features, want)
			placed = true
		}
		merged = append(merged, e.WithFeatures(s.Space, features)...)
	}
	if !placed {
		merged = append(merged, roles.Entry{Spaces: []string{s.Space}, Base: []string{}, Feature: maps.Clone(want)})
	}
	return merged
}

// GrantSpaces returns the spaces in which somebody other than a role's owner could
// own what it holds: cases or connectors, without a base privilege beside them.
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
