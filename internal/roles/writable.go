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

// Writable returns a role's kibana list in the form that PUT takes. Kibana shows
// some lists that it refuses when they are sent back, because Elasticsearch
// stores what Kibana itself never writes. Such a list is rewritten so that it
// means the same: "*" stands alone in its entry, and a space stands in one entry.
// Entries that PUT takes as they are stay as they are.
//
// Where no form means the same, the list is returned unchanged, and each reason
// is the rest of a sentence that begins with the role.
func Writable(entries []Entry) (writable []Entry, reasons []string) {
	for _, e := range entries {
		if !e.Foreign() {
			reasons = append(reasons, e.unwritable()...)
		}
	}
	if len(reasons) > 0 {
		return entries, UnionIDs(reasons, nil)
	}
	return rearranged(entries)
}

// rearranged is [Writable] for entries that are writable one by one.
func rearranged(entries []Entry) (writable []Entry, reasons []string) {
	if isRearranged(entries) {
		return entries, nil
	}
	holders := holdersOf(entries)
	for i, e := range entries {
		if e.Foreign() {
			writable = append(writable, e)
			continue
		}
		for _, spaces := range e.split(i, holders) {
			part, reason := combine(entries, holders[spaces[0]], spaces)
			if reason != "" {
				reasons = append(reasons, reason)
			}
			writable = append(writable, part)
		}
	}
	if len(reasons) > 0 {
		return entries, reasons
	}
	return writable, nil
}

// Rearranged returns a role's kibana list in the form that PUT takes; unchanged
// where there is none, see [Writable].
func Rearranged(entries []Entry) []Entry {
	if !isRearranged(entries) {
		entries, _ = Writable(entries)
	}
	return entries
}

// spacesSeen holds sets that [tidy] has used: each grant on a role needs one as
// large as the role, more than once.
var spacesSeen = sync.Pool{New: func() any { return map[string]struct{}{} }}

// tidy reports whether each space is named once, "*" stands alone, and no feature
// beside a base privilege, as in almost every role.
func isRearranged(entries []Entry) bool {
	seen, _ := spacesSeen.Get().(map[string]struct{})
	defer func() {
		clear(seen)
		spacesSeen.Put(seen)
	}()
	for _, e := range entries {
		if e.Foreign() {
			continue
		}
		if e.idleFeatures() {
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

// holdersOf returns the positions of the entries that name a space, by space.
func holdersOf(entries []Entry) map[string][]int {
	holders := map[string][]int{}
	for i, e := range entries {
		if e.Foreign() {
			continue
		}
		for _, space := range UnionIDs(e.Spaces, nil) {
			holders[space] = append(holders[space], i)
		}
	}
	return holders
}

// unwritable says what no PUT can say, whatever the other entries are.
func (e Entry) unwritable() (reasons []string) {
	refuse := func(reason string, args ...any) { reasons = append(reasons, fmt.Sprintf(reason, args...)) }
	for _, space := range e.Spaces {
		switch {
		case space == AllSpaces || IsSpaceID(space):
		case IsSpacePattern(space):
			refuse("holds the space pattern %q, which Kibana's role API shows but does not take back", space)
		default:
			refuse("holds privileges in %q, which is no space id: Kibana's role API shows it but does not take it back", space)
		}
	}
	for _, base := range e.Base {
		if base != BaseAll && base != BaseRead {
			refuse("holds the base privilege %q in %s, which Kibana's role API does not take back", base, quotedIDs(e.Spaces))
		}
	}
	base := len(e.Base) > 0
	switch features := AnyIDs(e.Feature); {
	case len(e.Spaces) == 0:
		refuse("holds privileges without a space, which Kibana's role API does not take back")
	case !base && !features:
		refuse("holds something in %s of which Kibana shows no privilege, and a role that is written back loses it", quotedIDs(e.Spaces))
	case base && features:
		refuse("holds the base privilege %s beside features in %s, which Kibana's role API does not take back", quotedIDs(e.Base), quotedIDs(e.Spaces))
	case base && len(e.Spaces) > 1 && slices.Contains(e.Spaces, AllSpaces):
		// It stands for the resource space:*. Kibana writes the resource *, where a
		// base privilege includes what belongs to no space.
		refuse("holds the base privilege %s for each space by a pattern, and Kibana's role API can only write the one for all of Kibana, which grants more", quotedIDs(e.Base))
	}
	return reasons
}

// hidden reports whether Kibana shows nothing of what an entry grants: there are
// privileges in it that Kibana does not know.
func (e Entry) hidden() bool { return !e.Foreign() && len(e.Base) == 0 && !AnyIDs(e.Feature) }

// HiddenIn returns the spaces of entries of which Kibana shows nothing. A role that
// is written without them loses them.
func HiddenIn(entries []Entry) []string {
	var spaces []string
	for _, e := range entries {
		if e.hidden() {
			spaces = UnionIDs(spaces, e.Spaces)
		}
	}
	return spaces
}

// idleFeatures reports whether features that grant nothing stand beside a base
// privilege.
func (e Entry) idleFeatures() bool { return len(e.Base) > 0 && len(e.Feature) > 0 }

// parts divides the spaces of entry i among the entries to write: "*" by itself,
// and spaces together that the same entries name. A space of which an earlier
// entry speaks is left out.
func (e Entry) split(i int, holders map[string][]int) [][]string {
	var parts [][]string
	for _, space := range UnionIDs(e.Spaces, nil) {
		if holders[space][0] != i {
			continue
		}
		at := slices.IndexFunc(parts, func(part []string) bool {
			return part[0] != AllSpaces && space != AllSpaces && slices.Equal(holders[part[0]], holders[space])
		})
		if at < 0 {
			parts = append(parts, []string{space})
		} else {
			parts[at] = append(parts[at], space)
		}
	}
	return parts
}

// joined is what entries hold together in spaces that each of them names.
func combine(entries []Entry, positions []int, spaces []string) (whole Entry, reason string) {
	whole = entries[positions[0]]
	whole.Spaces = spaces
	if whole.idleFeatures() {
		whole.Feature = map[string][]string{}
	}
	for _, position := range positions[1:] {
		e := entries[position]
		switch {
		case len(whole.Base) > 0 != (len(e.Base) > 0):
			return whole, fmt.Sprintf("holds the base privilege %s beside features in %s, which Kibana's role API does not take back",
				quotedIDs(UnionIDs(whole.Base, e.Base)), quotedIDs(spaces))
		case spaces[0] == AllSpaces && !EqualIDs(whole.Base, e.Base), !reflect.DeepEqual(whole.Other, e.Other):
			return whole, fmt.Sprintf("holds two entries for %s that differ in more than features, which Kibana's role API does not take back", quotedIDs(spaces))
		}
		whole.Base = UnionIDs(whole.Base, e.Base)
		features := maps.Clone(whole.Feature)
		for feature, ids := range e.Feature {
			if features == nil {
				features = map[string][]string{}
			}
			features[feature] = UnionIDs(features[feature], ids)
		}
		whole.Feature = features
	}
	return whole, ""
}

// isSpaceID reports whether a text is the id of one space.
func IsSpaceID(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return text != ""
}

// isSpacePattern reports whether Elasticsearch takes a text for a pattern.
func IsSpacePattern(text string) bool { return strings.ContainsAny(text, `*?\`) }

// quotedIDs lists ids in a sentence.
func quotedIDs(ids []string) string {
	all := make([]string, 0, len(ids))
	for _, id := range ids {
		all = append(all, strconv.Quote(id))
	}
	return strings.Join(all, ", ")
}
