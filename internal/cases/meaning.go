package cases

import (
	"maps"
	"slices"
)

// meaning is what privileges say, in one canonical form: the sub-feature
// privileges of the newest generation, with minimal_all or minimal_read for the
// level. Two lists of privileges are equal in meaning when their meanings are.
// Privileges that this Kibana does not know grant nothing, but they are part of
// a role and so of its meaning, as "<feature>.<privilege>".
type meaning map[string]bool

func (m meaning) equal(other meaning) bool { return maps.Equal(m, other) }

func (m meaning) add(ids ...string) {
	for _, id := range ids {
		m[id] = true
	}
}

// canonical drops what the level already says.
func (m meaning) canonical() meaning {
	if m[privilegeMinimalAll] {
		delete(m, privilegeMinimalRead)
	}
	return m
}

// meaningOf reads all privileges on a solution's cases, whatever generations
// they come from, as this Kibana understands them.
func (c Catalogue) meaningOf(s Solution, features map[string][]string) meaning {
	m := meaning{}
	for feature, ids := range features {
		if solution, ok := SolutionOf(feature); !ok || solution != s {
			continue
		}
		_, g, known := c.find(feature)
		for _, id := range ids {
			if known {
				m.add(c.replace(s, g, id)...)
			} else {
				m.add(feature + "." + id)
			}
		}
	}
	return m.canonical()
}

// replace translates a privilege into canonical ids of the newest generation.
// For deprecated generations it says what Kibana's own replacement table says.
func (c Catalogue) replace(s Solution, from generation, id string) []string {
	newest, _ := c.newest(s)
	switch {
	case id == privilegeAll:
		return append([]string{privilegeMinimalAll}, newest.subFeatures...)
	case id == privilegeRead, id == privilegeMinimalRead:
		return []string{privilegeMinimalRead}
	case id == privilegeMinimalAll:
		return append([]string{privilegeMinimalAll}, splitOff(from, newest, c.version)...)
	case slices.Contains(from.subFeatures, id):
		return []string{id}
	}
	return []string{from.feature + "." + id}
}

// splitOff returns the sub-features of the newest generation that minimal_all
// of an older one holds without naming them.
func splitOff(from, newest generation, v Version) []string {
	own := ownOperations(from.number, v)
	beyond := own &^ ownOperations(newest.number, v)
	var ids []string
	for _, id := range newest.subFeatures {
		s, known := subFeatureByPrivilege(id)
		if grants := s.kind.operations(v); known && own.has(grants) && beyond&grants != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// operationsOf returns what all privileges on a solution's cases let people do
// on this Kibana. Each privilege grants what its own generation defines: Kibana
// does not pass a replacement's operations on to the privilege it replaces.
func (c Catalogue) operationsOf(s Solution, features map[string][]string) operation {
	var granted operation
	for feature, ids := range features {
		solution, g, known := c.find(feature)
		if !known || solution != s {
			continue
		}
		for _, id := range ids {
			granted |= g.operations(id, c.version)
		}
	}
	return granted
}

// operations returns what one privilege of a generation lets people do.
func (g generation) operations(id string, v Version) operation {
	switch id {
	case privilegeRead, privilegeMinimalRead:
		return kindRead.operations(v)
	case privilegeMinimalAll:
		return ownOperations(g.number, v)
	case privilegeAll:
		granted := ownOperations(g.number, v)
		for _, sub := range g.subFeatures {
			granted |= g.operations(sub, v)
		}
		return granted
	}
	if s, known := subFeatureByPrivilege(id); known && slices.Contains(g.subFeatures, id) {
		return s.kind.operations(v)
	}
	return 0
}

// connectorsMeaning reads the privileges on the connectors feature in the same
// canonical form.
func (c Catalogue) connectorsMeaning(features map[string][]string) meaning {
	m := meaning{}
	for _, id := range features[ConnectorsFeature] {
		switch {
		case id == privilegeAll:
			m.add(privilegeMinimalAll)
			m.add(c.connectorSubFeatures...)
		case id == privilegeRead:
			m.add(privilegeMinimalRead)
		case id == privilegeMinimalAll, id == privilegeMinimalRead, slices.Contains(c.connectorSubFeatures, id):
			m.add(id)
		default:
			m.add(ConnectorsFeature + "." + id)
		}
	}
	return m.canonical()
}
