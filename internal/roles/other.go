package roles

import (
	"encoding/json"
	"maps"
	"slices"
)

// other holds the keys of a JSON object that this package does not know, so
// that an update can send back what it did not understand.
type other = map[string]json.RawMessage

// unmarshalKnown decodes a JSON object into known, whose keys are given, and
// returns the rest; nil when there is none.
func unmarshalKnown(data []byte, known any, keys ...string) (other, error) {
	var rest other
	if err := json.Unmarshal(data, &rest); err != nil {
		return nil, err
	}
	exact := make(other, len(keys))
	for _, key := range keys {
		if value, given := rest[key]; given {
			exact[key] = value
			delete(rest, key)
		}
	}
	if len(rest) == 0 {
		return nil, json.Unmarshal(data, known)
	}
	// encoding/json would take "Cluster" for "cluster", and Kibana does not.
	data, err := json.Marshal(exact)
	if err != nil {
		return nil, err
	}
	return rest, json.Unmarshal(data, known)
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

// Adopting returns the role with the unknown keys of the one that it is to
// replace, so that an update does not drop what a newer Kibana stores: those of
// the role itself, of blocks that still grant the same, and of spaces that are
// still there.
func (r Role) Adopting(current Role) Role {
	r.Other, r.Elasticsearch.Other = current.Other, current.Elasticsearch.Other
	r.Elasticsearch.Indices = adopt(r.Elasticsearch.Indices, current.Elasticsearch.Indices, Indices.Equal)
	r.Elasticsearch.RemoteIndices = adopt(r.Elasticsearch.RemoteIndices, current.Elasticsearch.RemoteIndices, Indices.Equal)
	r.Elasticsearch.RemoteCluster = adopt(r.Elasticsearch.RemoteCluster, current.Elasticsearch.RemoteCluster, RemoteCluster.Equal)
	entries := slices.Clone(r.Kibana)
	for i, e := range entries {
		for _, was := range current.Kibana {
			if len(e.Spaces) == 1 && slices.Contains(was.Spaces, e.Spaces[0]) && !was.Foreign() {
				entries[i].Other = was.Other
			}
		}
	}
	r.Kibana = entries
	return r
}

// adopt replaces blocks by the current ones that grant the same.
func adopt[T any](blocks, current []T, same func(a, b T) bool) []T {
	adopted := slices.Clone(blocks)
	for i, block := range blocks {
		if at := slices.IndexFunc(current, func(was T) bool { return same(block, was) }); at >= 0 {
			adopted[i] = current[at]
		}
	}
	return adopted
}
