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
func (s Share) Parts() []string {
	var parts []string
	for _, solution := range Solutions() {
		if _, named := s.Words.Cases[solution]; named {
			parts = append(parts, string(solution))
		}
	}
	if s.Words.Connectors != ConnectorsUnset {
		parts = append(parts, ConnectorsPart)
	}
	return parts
}

// Only returns the share with nothing but some of its parts.
func (s Share) Only(parts []string) Share {
	return s.keeping(func(part string) bool { return slices.Contains(parts, part) })
}

// Except returns the share without some parts.
func (s Share) Except(parts []string) Share {
	return s.keeping(func(part string) bool { return !slices.Contains(parts, part) })
}

func (s Share) keeping(keeps func(part string) bool) Share {
	s.Words.Cases = maps.Clone(s.Words.Cases)
	maps.DeleteFunc(s.Words.Cases, func(solution Solution, _ Grant) bool { return !keeps(string(solution)) })
	if !keeps(ConnectorsPart) {
		s.Words.Connectors = ConnectorsUnset
	}
	return s
}

// Common returns the parts that two shares own in the same space.
func (s Share) Common(other Share) []string {
	if s.Space != other.Space {
		return nil
	}
	theirs := other.Parts()
	return slices.DeleteFunc(s.Parts(), func(part string) bool { return !slices.Contains(theirs, part) })
}

// PartsSet names the parts of a share that the configuration of a space sets, in
// whatever way. A base privilege sets all of them.
func (s Space) PartsSet() []string {
	var parts []string
	for _, solution := range Solutions() {
		if _, set := s.grant(solution); set {
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
func ShareOf(space string, parts []string) Share {
	s := Share{Space: space}
	for _, part := range parts {
		if part == ConnectorsPart {
			s.Words.Connectors = ConnectorsNone
			continue
		}
		if s.Words.Cases == nil {
			s.Words.Cases = map[Solution]Grant{}
		}
		s.Words.Cases[Solution(part)] = Grant{Access: None}
	}
	return s
}
