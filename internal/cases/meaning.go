package cases

import (
	"maps"
	"slices"
)

// meaning is the canonical form of the privileges on one solution's cases or on
// connectors, to compare them. It is a set of privilege ids of the newest
// generation: "minimal_all" or "minimal_read" for the level, and sub-features.
// Privileges that this Kibana does not have grant nothing, but the role stores
// them: they are included as "<feature>.<privilege>".
type meaning map[string]bool

// meaningOf returns the meaning of all privileges on a solution's cases, of any
// generation.
func (c Catalogue) meaningOf(s Solution, features map[string][]string) meaning {
	m := meaning{}
	for feature, ids := range features {
		if solution, ok := SolutionOf(feature); !ok || solution != s {
			continue
		}
		_, g, known := c.findGeneration(feature)
		for _, id := range ids {
			if known {
				m.add(c.newestIDs(s, g, id)...)
			} else {
				m.add(feature + "." + id)
			}
		}
	}
	return m.canonical()
}

// connectorsMeaning returns the meaning of privilege ids on the connectors feature.
func (c Catalogue) connectorsMeaning(ids []string) meaning {
	m := meaning{}
	for _, id := range ids {
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

// newestIDs translates a privilege id of a generation into the ids of the newest
// generation that a meaning consists of. For deprecated generations the result
// agrees with the replacedBy tables of Kibana's feature definitions
// (x-pack/platform/plugins/shared/cases/server/features).
func (c Catalogue) newestIDs(s Solution, from generation, id string) []string {
	newest, _ := c.newest(s)
	switch {
	case id == privilegeAll:
		return append([]string{privilegeMinimalAll}, newest.subFeatures...)
	case id == privilegeRead, id == privilegeMinimalRead:
		return []string{privilegeMinimalRead}
	case id == privilegeMinimalAll:
		return append([]string{privilegeMinimalAll}, splitOffSubFeatures(from, newest, c.version)...)
	case slices.Contains(from.subFeatures, id):
		return []string{id}
	}
	return []string{from.feature + "." + id}
}

// splitOffSubFeatures returns the sub-features of the newest generation whose
// operations are part of "minimal_all" in an older generation.
func splitOffSubFeatures(from, newest generation, v Version) []string {
	own := minimalAllOperations(from.number, v)
	additional := own &^ minimalAllOperations(newest.number, v)
	var ids []string
	for _, id := range newest.subFeatures {
		s, known := subFeatureByPrivilege(id)
		if grants := s.kind.operations(v); known && own.has(grants) && additional&grants != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

func (m meaning) equal(other meaning) bool { return maps.Equal(m, other) }

func (m meaning) add(ids ...string) {
	for _, id := range ids {
		m[id] = true
	}
}

// canonical drops "minimal_read" if "minimal_all" is included. It changes m.
func (m meaning) canonical() meaning {
	if m[privilegeMinimalAll] {
		delete(m, privilegeMinimalRead)
	}
	return m
}
