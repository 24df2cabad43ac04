package roles

import (
	"encoding/json"
	"maps"
	"slices"
)

// Entry is one element of a role's kibana list: base privileges or feature
// privileges that hold in a set of spaces.
type Entry struct {
	// Spaces holds space ids, or "*" alone for all spaces.
	Spaces []string `json:"spaces"`
	// Base holds "all" or "read"; "*" only in roles that bypass Kibana's own
	// application entry, such as superuser.
	Base []string `json:"base"`
	// Feature maps feature ids to privilege ids.
	Feature map[string][]string `json:"feature"`
	// Reserved holds reserved privileges, which Kibana shows but does not take.
	Reserved []string `json:"_reserved,omitempty"`
	// Other holds keys that this package does not know.
	Other map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON keeps the keys that it does not know in Other.
func (e *Entry) UnmarshalJSON(data []byte) (err error) {
	type known Entry
	var k known
	k.Other, err = unmarshalKnown(data, &k, "spaces", "base", "feature", "_reserved")
	*e = Entry(k)
	return err
}

// MarshalJSON writes Other beside the fields.
func (e Entry) MarshalJSON() ([]byte, error) {
	type known Entry
	return marshalWith(known(e), e.Other)
}

// Foreign reports whether Kibana shows the entry without owning it: entries of
// the applications "kibana-*" and "*" appear in a role's kibana list, survive
// every PUT, and are refused when they are sent back.
func (e Entry) Foreign() bool {
	if len(e.Reserved) > 0 {
		return true
	}
	return slices.Contains(e.Base, "*")
}

// with returns the entry with other features in one of its spaces: the entry
// itself where nothing differs, and up to two entries where it was shared.
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
		own := e
		own.Spaces, own.Feature = []string{space}, features
		split = append(split, own)
	}
	return split
}
