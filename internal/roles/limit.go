package roles

import "slices"

const (
	// maxEntries is the largest number of kibana entries that a PUT may have
	// (PUT /api/security/role/{name}, newest Kibana).
	maxEntries = 1000
	// maxEntrySpaces is the largest number of spaces in one entry of a PUT.
	maxEntrySpaces = 1000
)

// withinLimit joins entries with equal privileges if a PUT would refuse the list as too
// long. It keeps the order of the first of them.
func withinLimit(entries []Entry) []Entry {
	if len(entries) <= maxEntries {
		return entries
	}
	var joined []Entry
	roomy := map[string]int{} // by privileges: the joined entry that takes more spaces
	for _, e := range entries {
		if slices.Contains(e.Spaces, AllSpaces) { // Kibana accepts no other space beside it
			joined = append(joined, e)
			continue
		}
		privileges := encodeJSON(Entry{Base: e.Base, Feature: e.Feature, Other: e.Other})
		at, known := roomy[privileges]
		if known && len(joined[at].Spaces)+len(e.Spaces) <= maxEntrySpaces {
			joined[at].Spaces = append(joined[at].Spaces, e.Spaces...)
			continue
		}
		e.Spaces = slices.Clip(e.Spaces) // the caller's list stays as it is
		roomy[privileges] = len(joined)
		joined = append(joined, e)
	}
	return joined
}
