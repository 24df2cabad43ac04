package cases

import (
	"maps"
	"slices"
)

// ConnectorsPart is the name of the connectors part of a grant, also in the keys of
// capabilities. The other parts have the names of solutions.
const ConnectorsPart = "connectors"

// GrantOwning returns a grant that owns the given parts in a space. It gives no access
// in any of them.
func GrantOwning(space string, parts []string) Grant {
	g := Grant{Space: Known(space)}
	for _, part := range parts {
		if part == ConnectorsPart {
			g.Config.Connectors = Known(ConnectorsNone)
		} else {
			g.Config.setAccess(Solution(part), SolutionAccess{Access: Known(None)})
		}
	}
	return g
}

// Parts returns the parts that the grant owns: solutions in the order of
// [Solutions], then [ConnectorsPart].
func (g Grant) Parts() []string {
	var parts []string
	for _, solution := range Solutions() {
		if g.Config.setsAccess(solution) {
			parts = append(parts, string(solution))
		}
	}
	if g.Config.Connectors.IsKnown() {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}

// Only returns the grant with the given parts only.
func (g Grant) Only(parts []string) Grant {
	return g.filterParts(func(part string) bool { return slices.Contains(parts, part) })
}

// Except returns the grant without the given parts.
func (g Grant) Except(parts []string) Grant {
	return g.filterParts(func(part string) bool { return !slices.Contains(parts, part) })
}

// Common returns the parts that both grants own: none if their spaces differ.
func (g Grant) Common(other Grant) []string {
	if g.Space.Get() != other.Space.Get() {
		return nil
	}
	otherParts := other.Parts()
	return slices.DeleteFunc(g.Parts(), func(part string) bool { return !slices.Contains(otherParts, part) })
}

// PartsSet returns the parts that the configuration of a space sets, through the
// attribute of a solution, connectors, raw feature privileges or a base privilege. A
// base privilege sets all parts.
func (config SpaceConfig) PartsSet() []string {
	var parts []string
	for _, solution := range Solutions() {
		if config.effectiveAccess(solution).IsKnown() {
			parts = append(parts, string(solution))
		}
	}
	if config.ownConnectors() != ConnectorsNone || config.Connectors.IsKnown() {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}

// filterParts returns the grant with the parts for which keep returns true.
func (g Grant) filterParts(keep func(part string) bool) Grant {
	g.Config.Cases = maps.Clone(g.Config.Cases)
	maps.DeleteFunc(g.Config.Cases, func(s Solution, _ Value[SolutionAccess]) bool { return !keep(string(s)) })
	if !keep(ConnectorsPart) {
		g.Config.Connectors = Value[Connectors]{}
	}
	return g
}
