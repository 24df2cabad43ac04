package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Union holds the capabilities that several roles give together to one person, and
// the privileges that give them. The keys are those of [Catalogue.Capabilities].
// Unlike there, the key of a space includes the capabilities that entries for all
// spaces give, and the key of a space id those that entries for matching patterns give.
type Union map[string]map[Capability][]Source

// Source is one privilege that gives a capability.
type Source struct {
	Role string // role name
	// Space is the space id, the pattern, or [roles.AllSpaces], for which the role stores
	// the privilege.
	Space string
	// Privilege is "<feature>.<privilege>" for a feature privilege and
	// "base.<privilege>" for a base privilege.
	Privilege string
}

// Union returns the union of roles on this Kibana, in every space that one of them names
// and in the given spaces. It includes built-in roles, and leaves out roles that
// Elasticsearch has switched off.
func (c Catalogue) Union(all []roles.Role, spaces ...string) Union {
	return c.unionOf(heldBy(all), spaces)
}

// heldBy returns the privileges of roles. It leaves out those that Elasticsearch has
// switched off.
func heldBy(all []roles.Role) heldPrivileges {
	held := heldPrivileges{}
	for _, role := range all {
		if !role.Disabled {
			held[role.Name] = newHeldByRole(EffectivePrivileges(role))
		}
	}
	return held
}

// unionOf returns the union of privileges in every space that one of them names, and in
// the given spaces.
func (c Catalogue) unionOf(held heldPrivileges, spaces []string) Union {
	union := Union{}
	all := map[string]bool{}
	for _, space := range spaces {
		all[space] = true
	}
	for _, role := range held {
		for space := range role.privileges {
			all[space] = true
		}
	}
	for space := range all {
		c.addSpace(union, space, held)
	}
	for key := range union {
		for capability, sources := range union[key] {
			slices.SortFunc(sources, compareSources)
			union[key][capability] = slices.Compact(sources)
		}
	}
	return union
}

// Capabilities returns the capabilities without their sources. A key without
// capabilities is left out.
func (u Union) Capabilities() map[string][]Capability {
	capabilities := map[string][]Capability{}
	for key, sources := range u {
		if len(sources) > 0 {
			capabilities[key] = slices.SortedFunc(maps.Keys(sources), CompareCapabilities)
		}
	}
	return capabilities
}

// EffectivePrivileges returns the privileges of a role that have an effect. They
// include foreign entries (see [roles.Entry.Foreign]), which are in force although
// Kibana's role API cannot write them. The base privilege "*" counts as "all".
func EffectivePrivileges(role roles.Role) roles.Privileges {
	entries := make([]roles.Entry, 0, len(role.Kibana))
	for _, e := range role.Kibana {
		e.Base = slices.Clone(e.Base)
		for i, base := range e.Base {
			if base == "*" {
				e.Base[i] = roles.BaseAll
			}
		}
		e.Reserved = nil
		entries = append(entries, e)
	}
	return roles.PrivilegesOf(entries)
}

// addSpace adds the capabilities that the roles give in a space.
func (c Catalogue) addSpace(union Union, space string, held heldPrivileges) {
	for name, role := range held {
		for _, entry := range role.entriesIn(space) {
			for _, p := range splitPrivileges(role.privileges[entry]) {
				c.addPrivilege(union, space, p, Source{Role: name, Space: entry, Privilege: p.String()})
			}
		}
	}
	connectors := union[space+"/connectors"][UseConnectors]
	for _, solution := range Solutions() {
		key := space + "/" + string(solution)
		switch push, ok := union[key][PushCases]; {
		case !ok:
		case len(connectors) == 0:
			delete(union[key], PushCases)
		default:
			union[key][PushCases] = append(push, connectors...)
		}
	}
}

// addPrivilege adds the capabilities that one privilege gives in a space.
func (c Catalogue) addPrivilege(union Union, space string, p privilege, source Source) {
	add := func(subject string, capabilities []Capability) {
		for _, capability := range capabilities {
			key := space + "/" + subject
			if union[key] == nil {
				union[key] = map[Capability][]Source{}
			}
			union[key][capability] = append(union[key][capability], source)
		}
	}
	held := p.asSpacePrivileges()
	for _, solution := range Solutions() {
		add(string(solution), caseCapabilities(c.effectiveOperations(solution, storedIn{held, source.Space == roles.AllSpaces}), c.version))
	}
	add(ConnectorsPart, c.connectorsLevel(held).capabilities())
}

// privilege is one feature privilege or, if feature is "", one base privilege.
type privilege struct{ feature, id string }

func (p privilege) String() string {
	if p.feature == "" {
		return "base." + p.id
	}
	return p.feature + "." + p.id
}

// asSpacePrivileges returns the privileges of a space that holds only p.
func (p privilege) asSpacePrivileges() roles.SpacePrivileges {
	if p.feature == "" {
		return roles.SpacePrivileges{Base: []string{p.id}}
	}
	return roles.SpacePrivileges{Features: map[string][]string{p.feature: {p.id}}}
}

// splitPrivileges returns each privilege that is held in a space.
func splitPrivileges(held roles.SpacePrivileges) []privilege {
	var all []privilege
	for _, id := range held.Base {
		all = append(all, privilege{id: id})
	}
	for feature, ids := range held.Features {
		for _, id := range ids {
			all = append(all, privilege{feature, id})
		}
	}
	return all
}

func compareSources(a, b Source) int {
	return slices.Compare([]string{a.Role, a.Space, a.Privilege}, []string{b.Role, b.Space, b.Privilege})
}
