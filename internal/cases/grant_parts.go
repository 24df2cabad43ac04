package cases

import (
	"maps"
	"slices"
)

// ConnectorsPart is the name of the part of a share that is not about a
// solution's cases.
const ConnectorsPart = "connectors"

// Parts names what the share owns: solutions, and [ConnectorsPart]. Its order is
// that of [Solutions].
func (s Grant) Parts() []string {
	var parts []string
	for _, solution := range Solutions() {
		if _, named := s.Config.Cases[solution]; named {
			parts = append(parts, string(solution))
		}
	}
	if s.Config.Connectors != ConnectorsUnset {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}

// Only returns the share with nothing but some of its parts.
func (s Grant) Only(parts []string) Grant {
	return s.keeping(func(part string) bool { return slices.Contains(parts, part) })
}

// Except returns the share without some parts.
func (s Grant) Except(parts []string) Grant {
	return s.keeping(func(part string) bool { return !slices.Contains(parts, part) })
}

func (s Grant) keeping(keeps func(part string) bool) Grant {
	s.Config.Cases = maps.Clone(s.Config.Cases)
	maps.DeleteFunc(s.Config.Cases, func(solution Solution, _ SolutionAccess) bool { return !keeps(string(solution)) })
	if !keeps(ConnectorsPart) {
		s.Config.Connectors = ConnectorsUnset
	}
	return s
}

// Common returns the parts that two shares own in the same space.
func (s Grant) Common(other Grant) []string {
	if s.Space != other.Space {
		return nil
	}
	theirs := other.Parts()
	return slices.DeleteFunc(s.Parts(), func(part string) bool { return !slices.Contains(theirs, part) })
}

// PartsSet names the parts of a share that the configuration of a space sets, in
// whatever way. A base privilege sets all of them.
func (s SpaceConfig) PartsSet() []string {
	var parts []string
	for _, solution := range Solutions() {
		if _, set := s.solutionAccess(solution); set {
			parts = append(parts, string(solution))
		}
	}
	if s.connectorsGranted() != ConnectorsNone || s.Connectors != ConnectorsUnset {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}

// ShareOf returns a share of some parts, without access in any of them: it says
// what is owned and not what is stored.
func GrantOf(space string, parts []string) Grant {
	s := Grant{Space: space}
	for _, part := range parts {
		if part == ConnectorsPart {
			s.Config.Connectors = ConnectorsNone
			continue
		}
		if s.Config.Cases == nil {
			s.Config.Cases = map[Solution]SolutionAccess{}
		}
		s.Config.Cases[Solution(part)] = SolutionAccess{Access: None}
	}
	return s
}
