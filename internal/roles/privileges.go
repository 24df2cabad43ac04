package roles

import (
	"maps"
	"slices"
)

// AllSpaces is the key of the entry that holds in every space.
const AllSpaces = "*"

// Base privileges cover every feature of a space, present and future.
const (
	BaseAll  = "all"
	BaseRead = "read"
)

// SpacePrivileges is what a role stores for one space: base privileges, or
// feature privileges by feature id.
type SpacePrivileges struct {
	Base     []string
	Features map[string][]string
}

// Privileges is what a role stores, by space id or [AllSpaces]. It says the
// same as a role's kibana list, with entries that share spaces taken apart.
type Privileges map[string]SpacePrivileges

// PrivilegesOf reads a role's kibana list. Foreign entries are left out, as is
// an entry that grants nothing.
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

// Entries writes the privileges as a role's kibana list, one entry per space in
// the order of space ids, all spaces first.
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

// base is the stronger of the base privileges held, or "".
func (s SpacePrivileges) StrongestBase() string {
	switch {
	case slices.Contains(s.Base, BaseAll):
		return BaseAll
	case slices.Contains(s.Base, BaseRead):
		return BaseRead
	}
	return ""
}

// BaseIn returns the base privilege that a role holds in exactly that space, or
// "". Kibana takes no feature privileges beside it.
func BaseIn(entries []Entry, space string) string {
	return PrivilegesOf(entries)[space].StrongestBase()
}

// HoldsIn reports whether anything is held in a space, or in all spaces. No
// space in particular is any.
func (p Privileges) HoldsIn(space string) bool {
	_, here := p[space]
	_, everywhere := p[AllSpaces]
	return space == "" || here || everywhere
}
