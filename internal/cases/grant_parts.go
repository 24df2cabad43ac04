package cases

import (
	"maps"
	"slices"
)

// ConnectorsPart is the part of a grant that is not about a solution's cases.
const ConnectorsPart = "connectors"

// Parts names what the grant owns: solutions, and [ConnectorsPart], in the order of
// [Solutions].
func (g Grant) Parts() []string {
	var parts []string
	for _, solution := range Solutions() {
		if g.Config.names(solution) {
			parts = append(parts, string(solution))
		}
	}
	if g.Config.Connectors.IsKnown() {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}

// Only returns the grant with nothing but some of its parts.
func (g Grant) Only(parts []string) Grant {
	return g.keeping(func(part string) bool { return slices.Contains(parts, part) })
}

// Except returns the grant without some parts.
func (g Grant) Except(parts []string) Grant {
	return g.keeping(func(part string) bool { return !slices.Contains(parts, part) })
}

func (g Grant) keeping(keeps func(part string) bool) Grant {
	g.Config.Cases = maps.Clone(g.Config.Cases)
	maps.DeleteFunc(g.Config.Cases, func(s Solution, _ Value[SolutionAccess]) bool { return !keeps(string(s)) })
	if !keeps(ConnectorsPart) {
		g.Config.Connectors = Value[Connectors]{}
	}
	return g
}

// Common returns the parts that two grants own in the same space.
func (g Grant) Common(other Grant) []string {
	if g.Space.Get() != other.Space.Get() {
		return nil
	}
	theirs := other.Parts()
	return slices.DeleteFunc(g.Parts(), func(part string) bool { return !slices.Contains(theirs, part) })
}

// GrantOf returns a grant of some parts, without access in any of them: it says
// what is owned and not what is stored.
func GrantOf(space string, parts []string) Grant {
	g := Grant{Space: Known(space)}
	for _, part := range parts {
		if part == ConnectorsPart {
			g.Config.Connectors = Known(ConnectorsNone)
		} else {
			g.Config.setSolution(Solution(part), SolutionAccess{Access: Known(None)})
		}
	}
	return g
}

// PartsSet names the parts of a grant that the configuration of a space sets, in
// whatever way. A base privilege sets all of them.
func (s SpaceConfig) PartsSet() []string {
	var parts []string
	for _, solution := range Solutions() {
		if s.solutionAccess(solution).IsKnown() {
			parts = append(parts, string(solution))
		}
	}
	if s.connectorsGranted() != ConnectorsNone || s.Connectors.IsKnown() {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}
