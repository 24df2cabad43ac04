package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Audit says what somebody who holds several roles can do.
type Audit struct {
	Union Union
	// WaysAround holds the ways around case privileges by role. A role without any is left
	// out, and so is one that Elasticsearch has switched off.
	WaysAround map[string][]WayAround
	// Hidden are the names of the roles that grant privileges which Kibana does not show,
	// sorted. They are not counted.
	Hidden []string

	disabled []roles.Role // sorted by name
}

// Audit audits roles on this Kibana. It includes built-in roles. The spaces are those of
// [Catalogue.Union].
func (c Catalogue) Audit(all []roles.Role, spaces ...string) Audit {
	audit := Audit{Union: c.Union(all, spaces...), WaysAround: map[string][]WayAround{}}
	for _, role := range all {
		if role.Disabled {
			audit.disabled = append(audit.disabled, role)
			continue
		}
		if role.HidesPrivileges() {
			audit.Hidden = append(audit.Hidden, role.Name)
		}
		if ways := WaysAround(role, c.version); len(ways) > 0 {
			audit.WaysAround[role.Name] = ways
		}
	}
	slices.Sort(audit.Hidden)
	slices.SortFunc(audit.disabled, func(a, b roles.Role) int { return strings.Compare(a.Name, b.Name) })
	return audit
}

// Disabled returns the names of the roles that Elasticsearch has switched off, sorted.
func (a Audit) Disabled() []string {
	names := make([]string, 0, len(a.disabled))
	for _, role := range a.disabled {
		names = append(names, role.Name)
	}
	return names
}

// Markdown returns the matrix of the union, and under it what else the reader of a review
// has to know.
func (a Audit) Markdown() string {
	var text strings.Builder
	text.WriteString(a.Union.Markdown())
	a.writeWaysAround(&text)
	a.writeHidden(&text)
	a.writeDisabled(&text)
	return text.String()
}

func (a Audit) writeWaysAround(text *strings.Builder) {
	if len(a.WaysAround) == 0 {
		return
	}
	text.WriteString("\nWays around case privileges:\n\n")
	for _, role := range slices.Sorted(maps.Keys(a.WaysAround)) {
		for _, way := range a.WaysAround[role] {
			fmt.Fprintf(text, "* role %s, %s: %s\n", InlineCode(role), InlineCode(way.Way), Sentence(way.Why))
		}
	}
}

func (a Audit) writeHidden(text *strings.Builder) {
	if len(a.Hidden) > 0 {
		fmt.Fprintf(text, "\nNot counted, because Kibana does not show all privileges of these roles: %s.\n", cell(a.Hidden))
	}
}

func (a Audit) writeDisabled(text *strings.Builder) {
	if len(a.disabled) == 0 {
		return
	}
	names := make([]string, 0, len(a.disabled))
	for _, role := range a.disabled {
		name := "role " + InlineCode(role.Name)
		if features := unlicensed(role); features != "" {
			name += " (the licence does not cover " + features + ")"
		}
		names = append(names, name)
	}
	fmt.Fprintf(text, "\nSwitched off by Elasticsearch, and counted nowhere: %s.\n", strings.Join(names, ", "))
}
