package roles

import (
	"encoding/json"
	"maps"
	"slices"
)

// rawObject holds keys of a JSON object with their encoded values.
type rawObject = map[string]json.RawMessage

// WithUnrecognizedKeysOf returns the role with the unrecognized keys of the stored role that it
// replaces, so that an update keeps what a newer Kibana stores. It takes over the
// keys of the role itself, of Elasticsearch blocks that are equal in both, and of
// entries for a single space that current holds too.
func (r Role) WithUnrecognizedKeysOf(current Role) Role {
	r.Other, r.Elasticsearch.Other = current.Other, current.Elasticsearch.Other
	r.Elasticsearch.Indices = adoptEqual(r.Elasticsearch.Indices, current.Elasticsearch.Indices, Indices.Equal)
	r.Elasticsearch.RemoteIndices = adoptEqual(r.Elasticsearch.RemoteIndices, current.Elasticsearch.RemoteIndices, Indices.Equal)
	r.Elasticsearch.RemoteCluster = adoptEqual(r.Elasticsearch.RemoteCluster, current.Elasticsearch.RemoteCluster, RemoteCluster.Equal)
	entries := slices.Clone(r.Kibana)
	for i, e := range entries {
		for _, stored := range current.Kibana {
			if len(e.Spaces) == 1 && slices.Contains(stored.Spaces, e.Spaces[0]) && !stored.Foreign() {
				entries[i].Other = stored.Other
			}
		}
	}
	r.Kibana = entries
	return r
}

// adoptEqual replaces each block by the current block that equals it, if any.
func adoptEqual[T any](blocks, current []T, equal func(a, b T) bool) []T {
	adopted := slices.Clone(blocks)
	for i, block := range blocks {
		if at := slices.IndexFunc(current, func(stored T) bool { return equal(block, stored) }); at >= 0 {
			adopted[i] = current[at]
		}
	}
	return adopted
}

// unmarshalKnown decodes the listed keys of a JSON object into known and returns
// the other keys: nil if there are none.
func unmarshalKnown(data []byte, known any, keys ...string) (rawObject, error) {
	var rest rawObject
	if err := json.Unmarshal(data, &rest); err != nil {
		return nil, err
	}
	exact := make(rawObject, len(keys))
	for _, key := range keys {
		if value, found := rest[key]; found {
			exact[key] = value
			delete(rest, key)
		}
	}
	if len(rest) == 0 {
		return nil, json.Unmarshal(data, known)
	}
	// encoding/json ignores the case of keys and Kibana does not: it must not see
	// "Cluster", which would become "cluster".
	data, err := json.Marshal(exact)
	if err != nil {
		return nil, err
	}
	return rest, json.Unmarshal(data, known)
}

// marshalWith encodes known, with the keys of rest added to the object.
func marshalWith(known any, rest rawObject) ([]byte, error) {
	data, err := json.Marshal(known)
	if err != nil || len(rest) == 0 {
		return data, err
	}
	all := rawObject{}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	maps.Copy(all, rest)
	return json.Marshal(all)
}
