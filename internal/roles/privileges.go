package roles

import (
	"maps"
	"slices"
)

// AllSpaces is the space id of an entry that holds in every space.
const AllSpaces = "*"

// The base privileges. Each covers every feature of a space, present and future.
const (
	BaseAll  = "all"
	BaseRead = "read"
)

// SpacePrivileges holds the privileges that a role stores for one space: base
// privileges, or feature privileges by feature id.
type SpacePrivileges struct {
	Base     []string
	Features map[string][]string
}

// Privileges holds the privileges that a role stores, by space id or
// [AllSpaces]. It is the role's kibana list, with entries for several spaces
// divided by space and entries for one space joined.
type Privileges map[string]SpacePrivileges

// PrivilegesOf converts a role's kibana list. It leaves out foreign entries (see
// [Entry.Foreign]) and entries that grant nothing.
func PrivilegesOf(entries []Entry) Privileges {
	p := Privileges{}
	for _, e := range entries {
		if e.Foreign() {
			continue
		}
		for _, space := range e.Spaces {
			p.add(space, e)
		}
	}
	return p
}

// BasePrivilegeIn returns the base privilege that a role's kibana list holds for exactly
// that space id, or "". Kibana accepts no feature privileges in addition to a
// base privilege.
func BasePrivilegeIn(entries []Entry, space string) string {
	return PrivilegesOf(entries)[space].StrongestBase()
}

// Entries returns the privileges as a role's kibana list: one entry for each
// space, in the order of space ids, all spaces first.
func (p Privileges) Entries() []Entry {
	entries := make([]Entry, 0, len(p))
	for _, space := range slices.Sorted(maps.Keys(p)) {
		held := p[space]
		e := Entry{Spaces: []string{space}, Base: []string{}, Feature: map[string][]string{}}
		e.Base = append(e.Base, held.Base...)
		maps.Copy(e.Feature, held.Features)
		entries = append(entries, e)
	}
	return entries
}

// StrongestBase returns [BaseAll] if it is held, else [BaseRead] if it is held,
// else "".
func (s SpacePrivileges) StrongestBase() string {
	switch {
	case slices.Contains(s.Base, BaseAll):
		return BaseAll
	case slices.Contains(s.Base, BaseRead):
		return BaseRead
	}
	return ""
}

// add adds the privileges of an entry to a space.
func (p Privileges) add(space string, e Entry) {
	held := p[space]
	held.Base = UnionIDs(held.Base, e.Base)
	for feature, ids := range e.Feature {
		if len(ids) == 0 {
			continue
		}
		if held.Features == nil {
			held.Features = map[string][]string{}
		}
		held.Features[feature] = UnionIDs(held.Features[feature], ids)
	}
	if len(held.Base) > 0 || len(held.Features) > 0 {
		p[space] = held
	}
}
