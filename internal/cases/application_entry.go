package cases

import (
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// spacePrefix begins the resources of application privileges that are spaces.
const spacePrefix = "space:"

// notNames are what the names of spaces and privileges do not say about application
// privileges.
type notNames struct {
	resources []string // patterns that do not begin with "space:"
	actions   []string // patterns of actions in place of privileges
}

// entryOf returns what an entry for Kibana's application grants, whether Kibana can show it
// or not. The privilege "*" counts as the base privilege all.
func entryOf(a roles.Application) (e roles.Entry, rest notNames) {
	e.Feature = map[string][]string{}
	for _, resource := range a.Resources {
		space, ok := roles.SpaceOf(resource)
		switch {
		case ok:
			e.Spaces = append(e.Spaces, space)
		case roles.IsSpacePattern(resource) || strings.HasPrefix(resource, "/"):
			rest.resources = append(rest.resources, resource)
		}
	}
	for _, name := range a.Privileges {
		p, isName := roles.ParsePrivilege(name)
		switch {
		case name == "*": // every action
			e.Base = append(e.Base, roles.BaseAll)
		case !isName:
			rest.actions = append(rest.actions, name)
		case p.Base != "":
			e.Base = append(e.Base, p.Base)
		case p.Feature != "":
			e.Feature[p.Feature] = append(e.Feature[p.Feature], p.ID)
		}
	}
	return e, rest
}

// Widened says for what [LargestEntry] counts more than an entry may grant.
type Widened struct {
	Spaces     bool // a regular expression counts as all spaces
	Privileges bool // a pattern of actions that may match cases counts as the base privilege all
}

// LargestEntry returns the most that an entry for Kibana's application may grant on cases.
func LargestEntry(a roles.Application) (e roles.Entry, widened Widened) {
	e, rest := entryOf(a)
	for _, resource := range rest.resources {
		spaces, exact := SpacesOf(resource)
		e.Spaces = append(e.Spaces, spaces...)
		widened.Spaces = widened.Spaces || !exact
	}
	if slices.ContainsFunc(rest.actions, func(action string) bool { return mayBegin(action, "cases:") }) {
		e.Base = append(e.Base, roles.BaseAll)
		widened.Privileges = true
	}
	return e, widened
}

// SpacesOf returns the space ids, patterns or [roles.AllSpaces] that a resource of
// application privileges stands for. They are not exact for a regular expression that may
// match spaces: it counts as all of them.
func SpacesOf(resource string) (spaces []string, exact bool) {
	if expression, isRegexp := strings.CutPrefix(resource, "/"); isRegexp {
		expression = strings.TrimSuffix(expression, "/")
		switch literal := literalBeginning(expression); expression {
		case literal:
			resource = literal
		case literal + ".*":
			resource = literal + "*"
		default:
			if mayBegin(resource, spacePrefix) {
				return []string{roles.AllSpaces}, false
			}
			return nil, true
		}
	}
	return slices.DeleteFunc(roles.PatternsAfter(resource, spacePrefix), func(space string) bool {
		return space == "" || strings.Contains(space, ":") // no space id has a colon
	}), true
}
