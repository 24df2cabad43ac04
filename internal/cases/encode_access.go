package cases

import (
	"fmt"
	"slices"
)

// Unsupported is a sub-feature that a configuration grants or withholds, and that
// a Kibana cannot grant or withhold.
type Unsupported struct {
	SubFeature SubFeature
	Granted    bool    // true if the configuration grants the sub-feature
	Since      Version // the first release that supports it
}

// String returns the refused action, such as "withhold assign_users".
func (u Unsupported) String() string {
	verb := "withhold"
	if u.Granted {
		verb = "grant"
	}
	return fmt.Sprintf("%s %s", verb, u.SubFeature)
}

// Unsupported returns the sub-features that an access explicitly grants or withholds and
// this Kibana cannot, whatever its licence. A setting that agrees with the level is
// supported.
func (c Catalogue) Unsupported(s Solution, access SolutionAccess) []Unsupported {
	newest, ok := c.newest(s)
	if !ok || !access.Access.IsKnown() || access.Access.Get() == None {
		return nil
	}
	var unsupported []Unsupported
	for _, sub := range c.encoding(s, newest, access).refused {
		unsupported = append(unsupported, Unsupported{SubFeature: sub.key, Granted: access.SubFeatures[sub.key].Get(), Since: sub.since})
	}
	return unsupported
}

// encoding is a result of [Catalogue.encodeAccess]. It is shared: none may change it.
type encoding struct {
	ids     []string
	refused []subFeature
}

// encodingKey is what an encoding depends on. Granted and withheld have a bit for each
// element of subFeatures.
type encodingKey struct {
	solution          Solution
	level             Access
	granted, withheld uint
}

// encoding returns the result of encodeAccess, which it computes once.
func (c Catalogue) encoding(s Solution, newest generation, access SolutionAccess) encoding {
	key := encodingKey{solution: s, level: access.Access.Get()}
	for i, sub := range subFeatures {
		switch explicit := access.SubFeatures[sub.key]; {
		case !explicit.IsKnown():
		case explicit.Get():
			key.granted |= 1 << i
		default:
			key.withheld |= 1 << i
		}
	}
	if known, ok := c.encodings.Load(key); ok {
		found, _ := known.(encoding)
		return found
	}
	ids, refused := c.encodeAccess(s, newest, access)
	c.encodings.Store(key, encoding{ids, refused})
	return encoding{ids, refused}
}

// encodeAccess returns the privilege ids of the newest generation to store for an access,
// and the sub-features that the access sets and these ids do not grant or withhold. The
// ids are the first of these that give what the access sets, and that give nothing else
// that the level does not give:
//
//   - "all" or "read"
//   - "all" and the sub-features that the access grants and "all" lacks
//   - "minimal_all" or "minimal_read" and the sub-features that the access grants, or
//     does not set and "all" or "read" includes
//
// This Kibana says what each id grants: withholding one thing then never adds another.
func (c Catalogue) encodeAccess(s Solution, newest generation, access SolutionAccess) (ids []string, refused []subFeature) {
	edits := access.Access.Get().editsCases()
	plain, minimal := privilegeRead, privilegeMinimalRead
	if edits {
		plain, minimal = privilegeAll, privilegeMinimalAll
	}
	byLevel := c.idCapabilities(s, newest, plain)
	customised, added := []string{minimal}, []string{plain}
	included := c.includedIn(s, newest, plain)
	for _, id := range newest.subFeatures {
		sub, known := subFeatureByPrivilege(id)
		explicit := access.SubFeatures[sub.key]
		follows := slices.Contains(included, id)
		switch {
		case known && explicit.IsKnown() && explicit.Get():
			customised = append(customised, id)
			if !slices.Contains(byLevel, sub.capability) {
				added = append(added, id)
			}
		case known && explicit.IsKnown():
		case known && slices.Contains(byLevel, sub.capability), follows:
			customised = append(customised, id)
		}
	}
	candidates := [][]string{{plain}, customised}
	if edits {
		candidates = [][]string{{plain}, added, customised}
	}
	for _, candidate := range candidates {
		gives := c.idCapabilities(s, newest, candidate...)
		if ids, refused = candidate, access.unmet(gives); len(refused) == 0 && access.addsNothing(gives, byLevel) {
			return ids, nil
		}
	}
	if len(refused) == 0 {
		refused = access.unmet(byLevel) // what is set differs from the level
	}
	return ids, refused
}

// idCapabilities returns the capabilities that privilege ids of a generation give,
// whatever the licence.
func (c Catalogue) idCapabilities(s Solution, g generation, ids ...string) []Capability {
	return caseCapabilities(c.privilegeOperations(s, g.feature, ids...), c.version)
}

// unmet returns the sub-features that the access grants and the capabilities lack, or that
// it withholds and they have.
func (a SolutionAccess) unmet(gives []Capability) []subFeature {
	return slices.DeleteFunc(slices.Clone(subFeatures), func(sub subFeature) bool {
		explicit := a.SubFeatures[sub.key]
		return !explicit.IsKnown() || explicit.Get() == slices.Contains(gives, sub.capability)
	})
}

// addsNothing reports whether the capabilities have only what the level gives, and what
// the access explicitly grants.
func (a SolutionAccess) addsNothing(gives, byLevel []Capability) bool {
	return !slices.ContainsFunc(gives, func(given Capability) bool {
		return !slices.Contains(byLevel, given) && !slices.ContainsFunc(subFeatures, func(sub subFeature) bool {
			return sub.capability == given && a.SubFeatures[sub.key].Get()
		})
	})
}

// followsLevel reports whether a level gives what a sub-feature gives.
func (c Catalogue) followsLevel(s Solution, newest generation, level Access, sub subFeature) bool {
	plain := privilegeRead
	if level.editsCases() {
		plain = privilegeAll
	}
	return slices.Contains(c.idCapabilities(s, newest, plain), sub.capability)
}
