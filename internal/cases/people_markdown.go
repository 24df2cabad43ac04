package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// namesInARow is how many people a row of the matrix names. It counts the others.
const namesInARow = 20

// Markdown returns the people as Markdown for a review: for each space a table with a row
// for all who have the same roles, below it who cannot be assigned to a case and why, and
// what could not be judged.
func (p People) Markdown() string {
	var text strings.Builder
	p.writeMatrix(&text)
	p.writeUnassignable(&text)
	p.writeMappings(&text)
	p.writeUnknown(&text)
	return text.String()
}

// group is people with the same roles.
type group struct {
	set  *RoleSet
	keys []string // of People.Persons, sorted
}

// groups returns the enabled people who have access, by their roles.
func (p People) groups() []group {
	members := map[*RoleSet][]string{}
	for key, person := range p.Persons {
		if len(person.Capabilities()) > 0 {
			members[person.Held] = append(members[person.Held], key)
		}
	}
	all := make([]group, 0, len(members))
	for set, keys := range members {
		slices.Sort(keys)
		all = append(all, group{set, keys})
	}
	slices.SortFunc(all, func(a, b group) int { return strings.Compare(a.keys[0], b.keys[0]) })
	return all
}

func (p People) writeMatrix(text *strings.Builder) {
	groups := p.groups()
	spaces := map[string]bool{}
	for _, g := range groups {
		for key := range g.set.Capabilities {
			space, _ := SplitKey(key)
			spaces[space] = true
		}
	}
	if len(groups) == 0 {
		text.WriteString(p.whyNobody())
	}
	for _, space := range slices.Sorted(maps.Keys(spaces)) {
		fmt.Fprintf(text, "### %s\n\n", titleOf(space))
		text.WriteString("| People | Roles | Security | Observability | Stack Management | Connectors |\n|---|---|---|---|---|---|\n")
		for _, g := range groups {
			var cells []string
			for _, subject := range []string{string(Security), string(Observability), string(Stack), ConnectorsPart} {
				cells = append(cells, inWords(g.set.Capabilities[space+"/"+subject]))
			}
			if strings.Join(cells, "") != "" {
				fmt.Fprintf(text, "| %s | %s | %s |\n", cell(g.keys), cell(g.set.Roles), strings.Join(cells, " | "))
			}
		}
		text.WriteString("\n")
	}
}

// whyNobody says why nobody is listed.
func (p People) whyNobody() string {
	nobody, what := "Nobody", "has access to cases"
	if p.reservedLeftOut {
		nobody = "Apart from built-in users, which are left out, nobody"
	}
	if p.anyAccess {
		what = "matches the filter"
	}
	return fmt.Sprintf("%s %s.\n", nobody, what)
}

// inWords lists capabilities without underscores.
func inWords(capabilities []Capability) string {
	words := make([]string, 0, len(capabilities))
	for _, capability := range capabilities {
		words = append(words, strings.ReplaceAll(string(capability), "_", " "))
	}
	return strings.Join(words, ", ")
}

// cell lists names as code, for a cell of a table.
func cell(names []string) string {
	shown := names[:min(len(names), namesInARow)]
	quoted := make([]string, 0, len(shown))
	for _, name := range shown {
		quoted = append(quoted, InlineCode(name))
	}
	list := strings.Join(quoted, ", ")
	if more := len(names) - len(shown); more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// The reasons why Kibana does not offer somebody as an assignee, in the order in which they
// are listed.
const (
	neverLoggedIn   = "never logged in to Kibana, so there is no user profile"
	profileDisabled = "the user profile is disabled, or the licence does not let it be listed"
	notLicensed     = "the licence does not include assigning cases (platinum or better)"
	cannotRead      = "the roles of the last login do not let them read cases"
)

// whyNotAssignable returns why Kibana offers the person nowhere as an assignee, or "".
func (p Person) whyNotAssignable() string {
	switch {
	case len(p.Assignable()) > 0:
		return ""
	case !p.LoggedIn:
		return neverLoggedIn
	case p.AtLogin == nil:
		return profileDisabled
	case !p.mayAssign:
		return notLicensed
	}
	return cannotRead
}

// writeUnassignable lists enabled people who have access and cannot be assigned, and
// disabled people who still can.
func (p People) writeUnassignable(text *strings.Builder) {
	because := map[string][]string{}
	var disabled, stale []string
	for _, key := range slices.Sorted(maps.Keys(p.Persons)) {
		person := p.Persons[key]
		why := person.whyNotAssignable()
		switch {
		case !person.Enabled && why == "":
			disabled = append(disabled, key)
		case !person.Enabled:
		case why != "" && len(person.Held.Assignable) > 0:
			because[why] = append(because[why], key)
		}
		if person.Enabled && person.AtLogin != nil && !slices.Equal(person.AtLogin.Roles, person.Held.Roles) {
			stale = append(stale, key)
		}
	}
	if len(because) > 0 {
		text.WriteString("Can read cases, and cannot be assigned to any:\n\n")
		for _, why := range []string{neverLoggedIn, profileDisabled, notLicensed, cannotRead} {
			if people := because[why]; len(people) > 0 {
				fmt.Fprintf(text, "* %s: %s\n", cell(people), why)
			}
		}
		text.WriteString("\n")
	}
	if len(disabled) > 0 {
		fmt.Fprintf(text, "Disabled, and still offered as assignees, because their user profile is enabled: %s.\n\n", cell(disabled))
	}
	if len(stale) > 0 {
		fmt.Fprintf(text, "Other roles at the last login than today: %s. Today's roles decide what they can do, those of the last login whether they can be assigned.\n\n", cell(stale))
	}
}

// writeMappings lists what people get who log in for the first time.
func (p People) writeMappings(text *strings.Builder) {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(p.Mappings)) {
		mapping := p.Mappings[name]
		if !mapping.Enabled {
			continue
		}
		roles := cell(mapping.Held.Roles)
		if len(mapping.Templates) > 0 {
			roles = strings.TrimPrefix(roles+", roles by a template", ", ")
		}
		if len(mapping.Held.Capabilities) > 0 || len(mapping.Templates) > 0 {
			lines = append(lines, fmt.Sprintf("* %s: %s\n", InlineCode(name), roles))
		}
	}
	if len(lines) > 0 {
		fmt.Fprintf(text, "Role mappings that give access to people who log in:\n\n%s\n", strings.Join(lines, ""))
	}
}

// writeUnknown lists what the tables do not count.
func (p People) writeUnknown(text *strings.Builder) {
	if len(p.Anonymous) > 0 {
		fmt.Fprintf(text, "Everybody also has the roles of the anonymous user: %s.\n\n", cell(p.Anonymous))
	}
	if len(p.Missing) > 0 {
		fmt.Fprintf(text, "Not counted, because Kibana does not show these roles: %s.\n\n", cell(p.Missing))
	}
	if len(p.Hidden) > 0 {
		fmt.Fprintf(text, "Not counted, because Kibana does not show all privileges of these roles: %s.\n\n", cell(p.Hidden))
	}
	if len(p.Undecodable) > 0 {
		fmt.Fprintf(text, "Not counted, because Kibana cannot decode these roles: %s.\n\n", cell(p.Undecodable))
	}
}
