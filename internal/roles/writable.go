package roles

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Writable returns a role's kibana list in a form that
// PUT /api/security/role/{name} accepts. Elasticsearch can store privileges that
// Kibana never writes, and GET then shows a list that PUT refuses. Writable
// rewrites such a list without changing the privileges that it grants: "*"
// becomes the only space of its entry, and each space is in one entry only.
// Entries that PUT accepts stay unchanged.
//
// If no accepted form grants the same privileges, Writable returns the list
// unchanged and the reasons. A reason is a verb phrase; the role is its subject.
func Writable(entries []Entry) (writable []Entry, reasons []string) {
	for _, e := range entries {
		if !e.Foreign() {
			reasons = append(reasons, e.unwritableReasons()...)
		}
	}
	if len(reasons) > 0 {
		return entries, UnionIDs(reasons, nil)
	}
	return rearrange(entries)
}

// Rearranged returns a role's kibana list as [Writable] does, without the
// reasons.
func Rearranged(entries []Entry) []Entry {
	if !isRearranged(entries) {
		entries, _ = Writable(entries)
	}
	return entries
}

// SpacesWithHiddenPrivileges returns the spaces of entries that grant privileges which Kibana does
// not show: neither base nor feature privileges. Writing the role without such an
// entry removes its privileges.
func SpacesWithHiddenPrivileges(entries []Entry) []string {
	var spaces []string
	for _, e := range entries {
		if e.hidden() {
			spaces = UnionIDs(spaces, e.Spaces)
		}
	}
	return spaces
}

// unwritableReasons returns the reasons why PUT refuses the entry in every form,
// whatever the other entries are.
func (e Entry) unwritableReasons() (reasons []string) {
	refuse := func(reason string, args ...any) { reasons = append(reasons, fmt.Sprintf(reason, args...)) }
	for _, space := range e.Spaces {
		switch {
		case space == AllSpaces || IsSpaceID(space):
		case IsSpacePattern(space):
			refuse("holds the space pattern %q, which Kibana's role API shows but does not accept back", space)
		default:
			refuse("holds privileges in %q, which is no space id: Kibana's role API shows it but does not accept it back", space)
		}
	}
	for _, base := range e.Base {
		if base != BaseAll && base != BaseRead {
			refuse("holds the base privilege %q in %s, which Kibana's role API does not accept back", base, quoteIDs(e.Spaces))
		}
	}
	base := len(e.Base) > 0
	switch features := HasIDs(e.Feature); {
	case len(e.Spaces) == 0:
		refuse("holds privileges without a space, which Kibana's role API does not accept back")
	case !base && !features:
		refuse("holds privileges in %s that Kibana does not show; writing the role back would remove them", quoteIDs(e.Spaces))
	case base && features:
		refuse("holds the base privilege %s beside features in %s, which Kibana's role API does not accept back", quoteIDs(e.Base), quoteIDs(e.Spaces))
	case base && len(e.Spaces) > 1 && slices.Contains(e.Spaces, AllSpaces):
		// Here "*" is the resource "space:*". Kibana would write the resource "*", on
		// which a base privilege also covers objects that belong to no space.
		refuse("holds the base privilege %s for each space by a pattern; Kibana's role API can only write it for all of Kibana, which grants more", quoteIDs(e.Base))
	}
	return reasons
}

// hidden reports whether the entry grants privileges and Kibana shows none of
// them, because it does not know them.
func (e Entry) hidden() bool { return !e.Foreign() && len(e.Base) == 0 && !HasIDs(e.Feature) }

// rearrange is [Writable] for entries without unwritableReasons.
func rearrange(entries []Entry) (writable []Entry, reasons []string) {
	if isRearranged(entries) {
		return entries, nil
	}
	positions := positionsBySpace(entries)
	for i, e := range entries {
		if e.Foreign() {
			writable = append(writable, e)
			continue
		}
		for _, spaces := range e.groupSpaces(i, positions) {
			merged, reason := mergeEntries(entries, positions[spaces[0]], spaces)
			if reason != "" {
				reasons = append(reasons, reason)
			}
			writable = append(writable, merged)
		}
	}
	if len(reasons) > 0 {
		return entries, reasons
	}
	return writable, nil
}

// spaceSetPool holds sets for [isRearranged]. Each grant on a role needs such a
// set more than once, and the set has one element for each space of the role.
var spaceSetPool = sync.Pool{New: func() any { return map[string]struct{}{} }}

// isRearranged reports whether each space is in one entry only, "*" is the only
// space of its entry, and no entry has both base privileges and features. This
// holds for almost every role.
func isRearranged(entries []Entry) bool {
	seen, _ := spaceSetPool.Get().(map[string]struct{})
	defer func() {
		clear(seen)
		spaceSetPool.Put(seen)
	}()
	for _, e := range entries {
		if e.Foreign() {
			continue
		}
		if e.hasBaseAndFeatures() {
			return false
		}
		for _, space := range e.Spaces {
			if _, again := seen[space]; again || space == AllSpaces && len(e.Spaces) > 1 {
				return false
			}
			seen[space] = struct{}{}
		}
	}
	return true
}

// hasBaseAndFeatures reports whether the entry has base privileges and features.
// PUT refuses it even if the features have no privilege ids.
func (e Entry) hasBaseAndFeatures() bool { return len(e.Base) > 0 && len(e.Feature) > 0 }

// positionsBySpace returns the positions of the entries for each space, except
// foreign ones.
func positionsBySpace(entries []Entry) map[string][]int {
	positions := map[string][]int{}
	for i, e := range entries {
		if e.Foreign() {
			continue
		}
		for _, space := range UnionIDs(e.Spaces, nil) {
			positions[space] = append(positions[space], i)
		}
	}
	return positions
}

// groupSpaces groups the spaces of entry i: one group for each entry to write.
// "*" is a group of its own. Other spaces are in one group if they are in the same
// entries. Spaces that an earlier entry contains are left out.
func (e Entry) groupSpaces(i int, positions map[string][]int) [][]string {
	var groups [][]string
	for _, space := range UnionIDs(e.Spaces, nil) {
		if positions[space][0] != i {
			continue
		}
		at := slices.IndexFunc(groups, func(group []string) bool {
			return group[0] != AllSpaces && space != AllSpaces && slices.Equal(positions[group[0]], positions[space])
		})
		if at < 0 {
			groups = append(groups, []string{space})
		} else {
			groups[at] = append(groups[at], space)
		}
	}
	return groups
}

// mergeEntries merges the entries at some positions into one entry for spaces,
// which each of them contains. It returns a reason if PUT refuses every merged
// form.
func mergeEntries(entries []Entry, positions []int, spaces []string) (merged Entry, reason string) {
	merged = entries[positions[0]]
	merged.Spaces = spaces
	if merged.hasBaseAndFeatures() {
		merged.Feature = map[string][]string{} // they have no privilege ids
	}
	for _, position := range positions[1:] {
		e := entries[position]
		switch {
		case len(merged.Base) > 0 != (len(e.Base) > 0):
			return Entry{}, fmt.Sprintf("holds the base privilege %s beside features in %s, which Kibana's role API does not accept back",
				quoteIDs(UnionIDs(merged.Base, e.Base)), quoteIDs(spaces))
		case spaces[0] == AllSpaces && !EqualIDs(merged.Base, e.Base), !reflect.DeepEqual(merged.Other, e.Other):
			return Entry{}, fmt.Sprintf("holds two entries for %s that differ in more than features, which Kibana's role API does not accept back", quoteIDs(spaces))
		}
		if len(e.Base) > 0 { // its features have no privilege ids either
			merged.Base = UnionIDs(merged.Base, e.Base)
			continue
		}
		features := map[string][]string{}
		maps.Copy(features, merged.Feature)
		for feature, ids := range e.Feature {
			features[feature] = UnionIDs(features[feature], ids)
		}
		merged.Feature = features
	}
	return merged, ""
}

// quoteIDs returns the ids in quotes, separated by commas.
func quoteIDs(ids []string) string {
	quoted := make([]string, 0, len(ids))
	for _, id := range ids {
		quoted = append(quoted, strconv.Quote(id))
	}
	return strings.Join(quoted, ", ")
}
