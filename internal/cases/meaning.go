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
		switch id {
		case privilegeAll:
			m.add(privilegeMinimalAll)
			m.add(c.connectorSubFeatures...)
		case privilegeRead:
			m.add(privilegeMinimalRead)
		default:
			m.add(id)
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
		return append([]string{privilegeMinimalAll}, c.includedIn(s, newest, privilegeAll)...)
	case id == privilegeRead:
		return append([]string{privilegeMinimalRead}, c.includedIn(s, newest, privilegeRead)...)
	case id == privilegeMinimalRead:
		return []string{privilegeMinimalRead}
	case id == privilegeMinimalAll:
		return append([]string{privilegeMinimalAll}, c.splitOffSubFeatures(s, from, newest)...)
	case slices.Contains(from.subFeatures, id):
		return []string{id}
	}
	return []string{from.feature + "." + id}
}

// includedIn returns the sub-features of the newest generation that its privilege "all" or
// "read" includes. "read" includes none that "minimal_read" grants by itself.
func (c Catalogue) includedIn(s Solution, newest generation, level string) []string {
	own, minimal := c.privilegeOperations(s, newest.feature, level), c.privilegeOperations(s, newest.feature, privilegeMinimalRead)
	var ids []string
	for _, id := range newest.subFeatures {
		grants := c.privilegeOperations(s, newest.feature, id)
		if own.has(grants) && (level == privilegeAll || !minimal.has(grants)) {
			ids = append(ids, id)
		}
	}
	return ids
}

// splitOffSubFeatures returns the sub-features of the newest generation whose
// operations are part of "minimal_all" in an older generation.
func (c Catalogue) splitOffSubFeatures(s Solution, from, newest generation) []string {
	own := c.privilegeOperations(s, from.feature, privilegeMinimalAll)
	additional := own &^ c.privilegeOperations(s, newest.feature, privilegeMinimalAll)
	var ids []string
	for _, id := range newest.subFeatures {
		if grants := c.privilegeOperations(s, newest.feature, id); own.has(grants) && additional&grants != 0 {
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
