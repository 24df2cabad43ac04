package review

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// given holds capabilities and the privileges that give them.
type given struct {
	capabilities map[string][]cases.Capability
	privileges   roles.Privileges
}

// given returns what a resource gives. Capabilities that the provider has computed stand as they are.
func (h *holding) given(c cases.Catalogue) []given {
	if h.capabilities != nil {
		return []given{{h.capabilities, h.privileges}}
	}
	// Only an Elasticsearch role has feature privileges beside a base privilege of the same space.
	base, features := roles.Privileges{}, roles.Privileges{}
	for space, held := range h.privileges {
		if len(held.Base) > 0 {
			base[space] = roles.SpacePrivileges{Base: held.Base}
		}
		if len(held.Features) > 0 {
			features[space] = roles.SpacePrivileges{Features: held.Features}
		}
	}
	return []given{{c.Capabilities(base), base}, {c.Capabilities(features), features}}
}

// union returns the capabilities that resources give a role together. One resource may give the privilege to push cases,
// and another one the connector that pushing needs.
func union(c cases.Catalogue, all []given) map[string][]cases.Capability {
	if len(all) == 1 {
		return all[0].capabilities
	}
	together := map[string][]cases.Capability{}
	for _, g := range all {
		for key, list := range g.capabilities {
			together[key] = normalize(slices.Concat(together[key], list))
		}
	}
	for _, g := range all {
		for space, held := range g.privileges {
			connectors := space + "/" + cases.ConnectorsPart
			if holds(g.capabilities, connectors, cases.UseConnectors) || !holds(together, connectors, cases.UseConnectors) {
				continue // nothing that the resource does not say itself
			}
			for _, key := range pushable(c, space, held) {
				together[key] = normalize(append(slices.Clone(together[key]), cases.PushCases))
			}
		}
	}
	return together
}

// pushable returns the keys whose privileges give the operation to push a case, and need only a connector for it.
func pushable(c cases.Catalogue, space string, held roles.SpacePrivileges) []string {
	features := maps.Clone(held.Features)
	if features == nil {
		return nil // a base privilege includes connectors
	}
	features[cases.ConnectorsFeature] = []string{roles.BaseRead}
	var keys []string
	for key, list := range c.Capabilities(roles.Privileges{space: {Features: features}}) {
		if slices.Contains(list, cases.PushCases) {
			keys = append(keys, key)
		}
	}
	return keys
}

// holds reports whether people have a capability at a key: by its own entry, by a pattern or in all spaces.
func holds(all map[string][]cases.Capability, key string, capability cases.Capability) bool {
	return len(cases.LostCapabilities(map[string][]cases.Capability{key: {capability}}, all)) == 0
}

func normalize(list []cases.Capability) []cases.Capability {
	slices.SortFunc(list, cases.CompareCapabilities)
	return slices.Compact(list)
}

// comparison is what a role gives before and after.
type comparison struct {
	before, after map[string][]cases.Capability
	unknown       map[string]bool
	base, rawIDs  map[string]bool // of what the role gives after
	gains, loses  map[string][]cases.Capability
}

// access returns the access that changes or may change, sorted.
func (c comparison) access() []Access {
	c.gains, c.loses = cases.LostCapabilities(c.after, c.before), cases.LostCapabilities(c.before, c.after)
	keys := map[string]bool{}
	for _, all := range []map[string][]cases.Capability{c.before, c.after} {
		for key := range all {
			keys[key] = true
		}
	}
	maps.Copy(keys, c.unknown)
	rows := []Access{}
	for key := range keys {
		if row := c.row(key); row.Unknown || !slices.Equal(row.Before, row.After) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b Access) int {
		return cmp.Or(cmp.Compare(rank(a.Space), rank(b.Space)), cmp.Compare(a.Space, b.Space),
			cmp.Compare(slices.Index(subjects(), a.Solution), slices.Index(subjects(), b.Solution)))
	})
	return rows
}

// rank puts all spaces first.
func rank(space string) int {
	if space == roles.AllSpaces {
		return 0
	}
	return 1
}

func (c comparison) row(key string) Access {
	space, subject := cases.SplitKey(key)
	row := Access{
		Space: space, Solution: subject,
		Before: notNil(c.before[key]), After: notNil(c.after[key]), Gains: notNil(c.gains[key]), Loses: notNil(c.loses[key]),
		Unknown: c.unknown[key],
	}
	if len(row.Loses) > 0 && c.unknownAt(space, subject) {
		row.Unknown = true
	}
	if row.Unknown {
		row.Loses = []cases.Capability{} // what is unknown may give them again
	}
	row.Widens = c.widens(row, key)
	return row
}

// unknownAt reports whether an unknown entry holds in a space.
func (c comparison) unknownAt(space, subject string) bool {
	for key := range c.unknown {
		entry, of := cases.SplitKey(key)
		if of == subject && (entry == space || entry == roles.AllSpaces || roles.IsSpacePattern(entry) && roles.SpaceMatches(entry, space)) {
			return true
		}
	}
	return false
}

func (c comparison) widens(row Access, key string) []Widening {
	reasons := []Widening{}
	if len(row.Gains) == 0 && !row.Unknown {
		return reasons
	}
	gains := func(capability cases.Capability) bool { return slices.Contains(row.Gains, capability) }
	for _, w := range []struct {
		reason Widening
		is     bool
	}{
		{WidensAllSpaces, row.Space == roles.AllSpaces || roles.IsSpacePattern(row.Space)},
		{WidensBase, c.base[row.Space]},
		{WidensRawIDs, c.rawIDs[key]},
		{WidensDelete, gains(cases.DeleteCases)},
		{WidensConnectors, gains(cases.ManageConnectors)},
		{WidensSettings, gains(cases.EditSettings)},
	} {
		if w.is {
			reasons = append(reasons, w.reason)
		}
	}
	return reasons
}
