package cases

import (
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Source is one privilege that gives somebody a capability.
type Source struct {
	Role string
	// Space is the entry of the role that holds the privilege: a space id, or
	// [AllSpaces].
	Space string
	// Privilege is a feature privilege as "<feature>.<privilege>", or a base
	// privilege as "base.<privilege>".
	Privilege string
}

// Review says what somebody who holds several roles can do, and why: for every
// key as in [Catalogue.Capabilities], the capabilities and what gives them.
// Roles, entries and all spaces add up.
type Union map[string]map[Capability][]Source

// Review takes roles together. Reserved roles count like any other.
func (c Catalogue) Union(all []roles.Role) Union {
	review := Union{}
	held := map[string]roles.Privileges{}
	spaces := map[string]bool{}
	for _, role := range all {
		held[role.Name] = EffectivePrivileges(role)
		for space := range held[role.Name] {
			spaces[space] = true
		}
	}
	for space := range spaces {
		c.addSpace(review, space, held)
	}
	for key := range review {
		for capability, sources := range review[key] {
			slices.SortFunc(sources, compareSources)
			review[key][capability] = slices.Compact(sources)
		}
	}
	return review
}

// reviewSpace adds what all roles give in a space, by themselves and through
// all spaces.
func (c Catalogue) addSpace(review Union, space string, held map[string]roles.Privileges) {
	entries := []string{space}
	if space != roles.AllSpaces {
		entries = append(entries, roles.AllSpaces)
	}
	for role, privileges := range held {
		for _, entry := range entries {
			for _, p := range eachPrivilege(privileges[entry]) {
				c.addPrivilege(review, space, p, Source{Role: role, Space: entry, Privilege: p.String()})
			}
		}
	}
	connectors := review[space+"/connectors"][UseConnectors]
	for _, s := range Solutions() {
		key := space + "/" + string(s)
		switch push, ok := review[key][PushCases]; {
		case !ok:
		case len(connectors) == 0:
			delete(review[key], PushCases)
		default:
			review[key][PushCases] = append(push, connectors...)
		}
	}
}

func compareSources(a, b Source) int {
	return slices.Compare([]string{a.Role, a.Space, a.Privilege}, []string{b.Role, b.Space, b.Privilege})
}

// privilege is one privilege by itself: on a feature, or a base privilege.
type privilege struct{ feature, id string }

func (p privilege) String() string {
	if p.feature == "" {
		return "base." + p.id
	}
	return p.feature + "." + p.id
}

// eachPrivilege takes the privileges of a space apart.
func eachPrivilege(s roles.SpacePrivileges) []privilege {
	var all []privilege
	for _, id := range s.Base {
		all = append(all, privilege{id: id})
	}
	for feature, ids := range s.Features {
		for _, id := range ids {
			all = append(all, privilege{feature, id})
		}
	}
	return all
}

// alone is what a space holds that holds nothing but the privilege.
func (p privilege) alone() roles.SpacePrivileges {
	if p.feature == "" {
		return roles.SpacePrivileges{Base: []string{p.id}}
	}
	return roles.SpacePrivileges{Features: map[string][]string{p.feature: {p.id}}}
}

func (c Catalogue) addPrivilege(review Union, space string, p privilege, source Source) {
	add := func(subject string, capabilities []Capability) {
		for _, capability := range capabilities {
			key := space + "/" + subject
			if review[key] == nil {
				review[key] = map[Capability][]Source{}
			}
			review[key][capability] = append(review[key][capability], source)
		}
	}
	for _, s := range Solutions() {
		add(string(s), caseCapabilities(c.granted(s, p.alone()), c.version))
	}
	add("connectors", c.connectorsHeld(p.alone()).capabilities())
}

// Capabilities returns what the review says without the reasons.
func (r Union) Capabilities() map[string][]Capability {
	held := map[string][]Capability{}
	for key, capabilities := range r {
		if len(capabilities) > 0 {
			held[key] = slices.Sorted(maps.Keys(capabilities))
		}
	}
	return held
}

// HeldBy returns what a role holds for a review. Entries of other applications
// count here, because they give what they say although no role can take them:
// "*" is everything.
func EffectivePrivileges(role roles.Role) roles.Privileges {
	entries := make([]roles.Entry, 0, len(role.Kibana))
	for _, e := range role.Kibana {
		e.Base = slices.Clone(e.Base)
		for i, base := range e.Base {
			e.Base[i] = strings.Replace(base, "*", roles.BaseAll, 1)
		}
		e.Reserved = nil
		entries = append(entries, e)
	}
	return roles.PrivilegesOf(entries)
}
