package review

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// comparison is what a role gives before and after.
type comparison struct {
	before, after map[string][]cases.Capability
	unknown       unknownKeys
	base, rawIDs  map[string]bool // of what the role gives after
	gains, loses  map[string][]cases.Capability
	unrecognized  unrecognized // raw privileges that change and cannot be judged
}

// access returns the access that changes or may change, sorted. The space "*" sorts before ids.
func (c comparison) access() []Access {
	c.gains, c.loses = cases.LostCapabilities(c.after, c.before), cases.LostCapabilities(c.before, c.after)
	keys := map[string]bool{}
	for _, all := range []map[string][]cases.Capability{c.before, c.after} {
		for key := range all {
			keys[key] = true
		}
	}
	maps.Copy(keys, c.unknown)
	rows := []Access{}
	for key := range keys {
		if row := c.row(key); row.Unknown || !slices.Equal(row.Before, row.After) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b Access) int { return compareKeys(a.Space+"/"+a.Solution, b.Space+"/"+b.Solution) })
	return rows
}

// compareKeys orders keys of capabilities by space and solution.
func compareKeys(a, b string) int {
	space, subject := cases.SplitKey(a)
	otherSpace, otherSubject := cases.SplitKey(b)
	return cmp.Or(cmp.Compare(space, otherSpace), cmp.Compare(slices.Index(subjects(), subject), slices.Index(subjects(), otherSubject)))
}

func (c comparison) row(key string) Access {
	space, subject := cases.SplitKey(key)
	row := Access{
		Space: space, Solution: subject,
		Before: notNil(c.before[key]), After: notNil(c.after[key]), Gains: notNil(c.gains[key]), Loses: notNil(c.loses[key]),
		Unknown: c.unknown[key],
	}
	if len(row.Loses) > 0 && c.unknown.holdsIn(space, subject) {
		row.Unknown = true
	}
	if row.Unknown {
		row.Loses = []cases.Capability{} // what is unknown may give them again
	}
	row.Widens = c.widens(row, key)
	return row
}

// unknownKeys holds the keys of capabilities that values known only after apply decide about.
type unknownKeys map[string]bool

// holdsIn reports whether one of the keys is the subject's in an entry that holds in a space.
func (u unknownKeys) holdsIn(space, subject string) bool {
	for key := range u {
		entry, of := cases.SplitKey(key)
		if of == subject && (entry == space || entry == roles.AllSpaces || roles.IsSpacePattern(entry) && roles.SpaceMatches(entry, space)) {
			return true
		}
	}
	return false
}

func (c comparison) widens(row Access, key string) []Widening {
	reasons := []Widening{}
	if len(row.Gains) == 0 && !row.Unknown {
		return reasons
	}
	gains := func(capability cases.Capability) bool { return slices.Contains(row.Gains, capability) }
	for _, w := range []struct {
		reason Widening
		is     bool
	}{
		{WidensAllSpaces, row.Space == roles.AllSpaces || roles.IsSpacePattern(row.Space)},
		{WidensBase, c.base[row.Space]},
		{WidensRawIDs, c.rawIDs[key]},
		{WidensDelete, gains(cases.DeleteCases)},
		{WidensConnectors, gains(cases.ManageConnectors)},
		{WidensSettings, gains(cases.EditSettings)},
	} {
		if w.is {
			reasons = append(reasons, w.reason)
		}
	}
	return reasons
}
