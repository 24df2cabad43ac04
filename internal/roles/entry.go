package roles

import (
	"encoding/json"
	"maps"
	"slices"
)

// Entry is one element of a role's kibana list. It holds either base privileges
// or feature privileges, in one or more spaces.
type Entry struct {
	// Spaces holds space ids, or [AllSpaces] alone.
	Spaces []string `json:"spaces"`
	// Base holds [BaseAll] or [BaseRead]. It holds "*" in roles such as superuser,
	// whose privileges belong to another application; see [Entry.Foreign].
	Base []string `json:"base"`
	// Feature maps feature ids to privilege ids.
	Feature map[string][]string `json:"feature"`
	// Reserved holds reserved privileges. Kibana shows them and refuses them in a
	// PUT.
	Reserved []string `json:"_reserved,omitempty"`
	// Other holds unrecognized keys.
	Other map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON decodes the entry and keeps unrecognized keys in Other.
func (e *Entry) UnmarshalJSON(data []byte) (err error) {
	type known Entry
	var k known
	k.Other, err = unmarshalKnown(data, &k, "spaces", "base", "feature", "_reserved")
	*e = Entry(k)
	return err
}

// MarshalJSON encodes the fields and the keys in Other.
func (e Entry) MarshalJSON() ([]byte, error) {
	type known Entry
	return marshalWith(known(e), e.Other)
}

// Foreign reports whether the entry belongs to the application "kibana-*" or
// "*" instead of Kibana's own. GET /api/security/role shows such entries; PUT
// keeps them and refuses them in its body.
func (e Entry) Foreign() bool {
	if len(e.Reserved) > 0 {
		return true
	}
	return slices.Contains(e.Base, "*")
}

// WithFeatures returns the entry with other feature privileges in one of its
// spaces. The result is the entry itself if its features do not change, and up
// to two entries if it holds for several spaces. An entry that grants nothing is
// left out.
func (e Entry) WithFeatures(space string, features map[string][]string) []Entry {
	if maps.EqualFunc(features, e.Feature, EqualIDs) {
		return []Entry{e}
	}
	var split []Entry
	if others := slices.DeleteFunc(slices.Clone(e.Spaces), func(id string) bool { return id == space }); len(others) > 0 {
		rest := e
		rest.Spaces = others
		split = append(split, rest)
	}
	if len(features) > 0 || len(e.Base) > 0 {
		changed := e
		changed.Spaces, changed.Feature = []string{space}, features
		split = append(split, changed)
	}
	return split
}
