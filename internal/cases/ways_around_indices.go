package cases

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The index privileges that give access to documents, and actions for which raw action
// patterns such as "indices:data/read/*" are tried. Other index privileges, such as
// monitor or view_index_metadata, do not reach documents.
var (
	readingPrivileges  = []string{"all", "read", "read_cross_cluster", "cross_cluster_replication"}
	readingActions     = []string{"indices:data/read/search", "indices:data/read/get"}
	changingPrivileges = []string{"all", "write", "index", "create", "create_doc", "delete", "delete_index", "manage"}
	changingActions    = []string{"indices:data/write/bulk", "indices:data/write/index", "indices:data/write/delete", "indices:admin/delete"}
)

// indexWays returns the ways that one block of indices opens. Its query and field security
// are not looked at: they may leave anything readable.
func indexWays(block roles.Indices, v Version) []WayAround {
	reading := privilegesThat(block.Privileges, readingPrivileges, readingActions)
	changing := privilegesThat(block.Privileges, changingPrivileges, changingActions)
	var ways []WayAround
	for _, name := range block.Names {
		add := func(way string, privileges, beginnings []string, restricted, lets string, only Capability) {
			reaches := func(beginning string) bool { return mayBegin(name, beginning) }
			if len(privileges) > 0 && slices.ContainsFunc(beginnings, reaches) {
				ways = append(ways, WayAround{
					Way: way, Why: fmt.Sprintf("The index privilege %s on %q%s lets people %s.", strings.Join(quoteAll(privileges), ", "), name, restricted, lets),
					effect: lets, place: name, only: only,
				})
			}
		}
		if block.AllowRestrictedIndices {
			const restricted = " with allow_restricted_indices"
			add(WayKibanaIndices, reading, []string{".kibana"}, restricted, "read Kibana's own indices, which hold the cases of all spaces and solutions", ReadCases)
			add(WayKibanaIndices, changing, []string{".kibana"}, restricted, "change Kibana's own indices, which hold the cases of all spaces and solutions", "")
			add(WaySecurityIndices, changing, []string{".security"}, restricted, "change users and roles in Elasticsearch's own index, and so give themselves any access", "")
		}
		if v.AtLeast(9, 2) {
			add(WayCaseAnalytics, reading, []string{".internal.cases", ".cases"}, "", "read copies of cases, where Kibana has case analytics switched on", ReadCases)
		}
	}
	return ways
}

// privilegesThat returns the index privileges that are among the names, or are patterns of
// actions that match one of the actions.
func privilegesThat(privileges, names, actions []string) []string {
	var found []string
	for _, privilege := range roles.CanonicalIDs(privileges) {
		name := strings.ToLower(privilege)
		matches := func(action string) bool { return roles.SpaceMatches(name, action) }
		if slices.Contains(names, name) || strings.ContainsAny(name, ":*") && slices.ContainsFunc(actions, matches) {
			found = append(found, privilege)
		}
	}
	return found
}

// mayBegin reports whether a pattern of index names matches a name with a beginning. It
// looks only at the literal beginning of a regular expression: an index that it may match
// counts.
func mayBegin(pattern, beginning string) bool {
	if regexp, isRegexp := strings.CutPrefix(pattern, "/"); isRegexp {
		literal := literalBeginning(strings.TrimSuffix(regexp, "/"))
		return strings.HasPrefix(literal, beginning) || strings.HasPrefix(beginning, literal)
	}
	if strings.Contains(pattern, `\`) {
		return true // rare, and not worth a second matcher
	}
	state := newWildcardState(pattern)
	for _, r := range beginning {
		state = state.read(r)
	}
	return len(state.positions) > 0
}

// literalBeginning returns the text with which every match of a Lucene regular expression
// begins. It may return less, down to "".
func literalBeginning(regexp string) string {
	if strings.Contains(regexp, "|") {
		return ""
	}
	var literal []rune
	escaped := false
	for _, r := range regexp {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && strings.ContainsRune("?*{", r):
			return string(literal[:max(0, len(literal)-1)]) // the last character is optional
		case !escaped && strings.ContainsRune(`.+()[]"#@&<>~^$}`, r), escaped && (r == 'd' || r == 'w' || r == 's' || r == 'D' || r == 'W' || r == 'S'):
			return string(literal)
		}
		literal, escaped = append(literal, r), false
	}
	return string(literal)
}
