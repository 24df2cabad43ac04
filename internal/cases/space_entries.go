package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// heldPrivileges holds the privileges of roles by name.
type heldPrivileges map[string]heldByRole

// heldByRole holds the privileges of one role.
type heldByRole struct {
	privileges roles.Privileges
	patterns   []string // the spaces that are patterns
}

func newHeldByRole(p roles.Privileges) heldByRole { return heldByRole{p, p.Patterns()} }

// entriesIn returns the spaces of the entries that hold in a space: the space itself, the
// patterns that match it, and all spaces. A pattern is not compared with other patterns.
func (h heldByRole) entriesIn(space string) []string {
	entries := []string{space}
	if space == roles.AllSpaces {
		return entries
	}
	if !roles.IsSpacePattern(space) {
		for _, pattern := range h.patterns {
			if roles.SpaceMatches(pattern, space) {
				entries = append(entries, pattern)
			}
		}
	}
	return append(entries, roles.AllSpaces)
}

// connectorsByPattern reports whether an entry for one of the patterns lets people use
// connectors in a space.
func (c Catalogue) connectorsByPattern(p roles.Privileges, patterns []string, space string) bool {
	return !roles.IsSpacePattern(space) && slices.ContainsFunc(patterns, func(pattern string) bool {
		return roles.SpaceMatches(pattern, space) && c.canUseConnectors(p[pattern])
	})
}
