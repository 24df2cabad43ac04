package cases

import (
	"encoding/json"
	"maps"
)

// other holds the keys of a JSON object that this package does not know, so
// that an update can send back what it did not understand.
type other = map[string]json.RawMessage

// unmarshalKnown decodes a JSON object into known, whose keys are given, and
// returns the rest; nil when there is none.
func unmarshalKnown(data []byte, known any, keys ...string) (other, error) {
	if err := json.Unmarshal(data, known); err != nil {
		return nil, err
	}
	var rest other
	if err := json.Unmarshal(data, &rest); err != nil {
		return nil, err
	}
	for _, key := range keys {
		delete(rest, key)
	}
	if len(rest) == 0 {
		return nil, nil
	}
	return rest, nil
}

// marshalWith encodes known with the rest beside its keys.
func marshalWith(known any, rest other) ([]byte, error) {
	data, err := json.Marshal(known)
	if err != nil || len(rest) == 0 {
		return data, err
	}
	all := other{}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	maps.Copy(all, rest)
	return json.Marshal(all)
}

// canonicalOther puts the rest into the form in which equal JSON is equal.
func canonicalOther(rest other) other {
	canonical := other{}
	for key, value := range rest {
		canonical[key] = json.RawMessage(CanonicalJSON(string(value)))
	}
	return canonical
}
