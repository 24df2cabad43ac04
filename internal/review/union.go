package review

import (
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

// holds reports whether people have a capability at a key: by its own entry, by a pattern or in all spaces.
func holds(all map[string][]cases.Capability, key string, capability cases.Capability) bool {
	return len(cases.LostCapabilities(map[string][]cases.Capability{key: {capability}}, all)) == 0
}

func normalize(list []cases.Capability) []cases.Capability {
	slices.SortFunc(list, cases.CompareCapabilities)
	return slices.Compact(list)
}

// union returns the capabilities that resources give a role together.
//
// To push a case takes the privilege and a connector. They may come from different resources, and from different entries
// that hold in a space. What a resource computes knows only its own, and lists the privilege only where its own entry or
// all spaces have the connector.
func union(c cases.Catalogue, all []given) map[string][]cases.Capability {
	together := map[string][]cases.Capability{}
	spaces := map[string]bool{}
	for _, g := range all {
		for key, list := range g.capabilities {
			space, _ := cases.SplitKey(key)
			spaces[space] = true
			together[key] = normalize(slices.Concat(together[key], list))
		}
	}
	pushers := pushersOf(c, all)
	for space := range spaces {
		if len(pushers) == 0 || !holds(together, space+"/"+cases.ConnectorsPart, cases.UseConnectors) {
			continue
		}
		for entry, subjects := range pushers {
			if entry != space && entry != roles.AllSpaces && (roles.IsSpacePattern(space) || !roles.SpaceMatches(entry, space)) {
				continue
			}
			for _, subject := range subjects {
				if key := space + "/" + subject; !holds(together, key, cases.PushCases) {
					together[key] = normalize(append(together[key], cases.PushCases))
				}
			}
		}
	}
	return together
}

// pushersOf returns the solutions whose cases people could push if they had a connector, by the space of the entry.
func pushersOf(c cases.Catalogue, all []given) map[string][]string {
	pushers := map[string][]string{}
	for _, g := range all {
		for space, held := range g.privileges {
			if len(held.Features) == 0 || holds(g.capabilities, space+"/"+cases.ConnectorsPart, cases.UseConnectors) {
				continue // with a connector, the resource lists what people can push
			}
			features := maps.Clone(held.Features)
			features[cases.ConnectorsFeature] = []string{roles.BaseRead}
			for key, list := range c.Capabilities(roles.Privileges{space: {Features: features}}) {
				if slices.Contains(list, cases.PushCases) {
					_, subject := cases.SplitKey(key)
					pushers[space] = append(pushers[space], subject)
				}
			}
		}
	}
	return pushers
}
