package review

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// personGroup is people of one Kibana who gain and lose exactly the same.
type personGroup struct {
	provider string
	names    []string
	rows     []personRow
}

// personRow is a change, with all spaces and solutions that it is the same for.
type personRow struct {
	accessGroup

	roles, unless []string
}

// groupPeople joins people who gain and lose the same. Groups that gain come first, then those who cannot be judged.
func groupPeople(people []Person) []personGroup {
	var groups []personGroup
	at := map[string]int{}
	for _, p := range people {
		text, _ := json.Marshal([]any{p.Provider, p.Access}) // texts and booleans
		i, ok := at[string(text)]
		if !ok {
			i = len(groups)
			at[string(text)] = i
			groups = append(groups, personGroup{provider: p.Provider, rows: personRows(p.Access)})
		}
		groups[i].names = append(groups[i].names, p.Name)
	}
	slices.SortStableFunc(groups, func(a, b personGroup) int { return cmp.Compare(a.urgency(), b.urgency()) })
	return groups
}

func (g personGroup) urgency() urgency {
	switch {
	case slices.ContainsFunc(g.rows, func(r personRow) bool { return len(r.Widens) > 0 }):
		return lookTwice
	case slices.ContainsFunc(g.rows, func(r personRow) bool { return len(r.Gains) > 0 }):
		return onlyGains
	case slices.ContainsFunc(g.rows, func(r personRow) bool { return r.Unknown }):
		return cannotJudge
	}
	return onlyLoses
}

// personRows joins the spaces and solutions of changes that have the same causes.
func personRows(list []PersonAccess) []personRow {
	var causes []personRow
	access := map[string][]Access{}
	key := func(r personRow) string { return fmt.Sprintf("%q %q", r.roles, r.unless) }
	for _, a := range list {
		row := personRow{roles: a.Roles, unless: a.Unless}
		if access[key(row)] == nil {
			causes = append(causes, row)
		}
		access[key(row)] = append(access[key(row)], Access{
			Space: a.Space, Solution: a.Solution, Gains: a.Gains, Loses: a.Loses, Unknown: a.Unknown, Widens: strongGains(a.Gains),
		})
	}
	var rows []personRow
	for _, cause := range causes {
		for _, group := range groupAccess(access[key(cause)]) {
			rows = append(rows, personRow{group, cause.roles, cause.unless})
		}
	}
	return rows
}

// strongGains returns the gains that are reasons to look twice by themselves.
func strongGains(gains []cases.Capability) (strong []Widening) {
	for _, w := range []Widening{WidensDelete, WidensConnectors, WidensSettings} {
		if slices.Contains(gains, cases.Capability(w)) {
			strong = append(strong, w)
		}
	}
	return strong
}

// peopleTitle is the title of the part about people.
const peopleTitle = "Who gains and who loses"

// who names the first few people of a group, and counts the others.
func (g personGroup) who(quote func(string) string) string {
	const few = 10
	text := quotedAll(g.names[:min(few, len(g.names))], quote)
	if more := len(g.names) - few; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// through says which changed roles cause a change.
func (r personRow) through(quote func(string) string) string {
	if len(r.roles) == 1 {
		return "through role " + quote(r.roles[0])
	}
	return "through roles " + quotedAll(r.roles, quote)
}

// exception says which roles may still give what people lose; "" if none does.
func (r personRow) exception(quote func(string) string) string {
	switch {
	case len(r.unless) == 0 || len(r.Loses) == 0:
		return ""
	case len(r.unless) == 1:
		return "unless their role " + quote(r.unless[0]) + " still gives it"
	}
	return "unless one of their roles still gives it: " + quotedAll(r.unless, quote)
}

func quotedAll(names []string, quote func(string) string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, quote(name))
	}
	return strings.Join(quoted, ", ")
}
