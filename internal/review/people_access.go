package review

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// personAccess returns what a person gains and loses, sorted. The person holds the given roles of the plan. Unless are roles
// that may still give what is lost.
func (c comparison) personAccess(held []*heldRole, unless []string) []PersonAccess {
	keys := maps.Clone(c.unknown)
	for _, changes := range []map[string][]cases.Capability{c.gains, c.loses} {
		for key, list := range changes {
			if len(list) > 0 {
				keys[key] = true
			}
		}
	}
	var rows []PersonAccess
	for _, key := range slices.SortedFunc(maps.Keys(keys), compareKeys) {
		rows = append(rows, c.personRow(key, held, unless))
	}
	return rows
}

func (c comparison) personRow(key string, held []*heldRole, unless []string) PersonAccess {
	space, subject := cases.SplitKey(key)
	row := PersonAccess{
		Space: space, Solution: subject, Gains: notNil(c.gains[key]), Loses: notNil(c.loses[key]),
		Unknown: c.unknown[key], Roles: []string{}, Unless: []string{},
	}
	if len(row.Loses) > 0 && c.unknown.holdsIn(space, subject) {
		row.Unknown = true
	}
	if row.Unknown {
		row.Loses = []cases.Capability{} // what is unknown may give them again
	}
	if len(row.Loses) > 0 {
		row.Unless = notNil(unless)
	}
	changed := slices.DeleteFunc(slices.Clone(held), func(r *heldRole) bool { return !r.changes })
	causes := slices.DeleteFunc(slices.Clone(changed), func(r *heldRole) bool { return !r.causes(key, row.Gains, row.Loses) })
	if len(causes) == 0 {
		causes = changed // only together, as a connector of one role and the right to push of another
	}
	for _, r := range causes {
		row.Roles = append(row.Roles, r.name)
		if r.hidesSpaces {
			row.Space = hiddenValue
		}
	}
	slices.Sort(row.Roles)
	row.Roles = slices.Compact(row.Roles)
	return row
}
