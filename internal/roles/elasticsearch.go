package roles

import (
	"encoding/json"
	"slices"
	"strings"
)

// Elasticsearch is the part of a role that Elasticsearch itself enforces: the
// key "elasticsearch" of the role.
type Elasticsearch struct {
	Cluster       []string        `json:"cluster,omitempty"`
	RunAs         []string        `json:"run_as,omitempty"`
	Indices       []Indices       `json:"indices,omitempty"`
	RemoteIndices []Indices       `json:"remote_indices,omitempty"`
	RemoteCluster []RemoteCluster `json:"remote_cluster,omitempty"`
	// Other holds unrecognized keys, such as "global". They are sent back
	// unchanged.
	Other map[string]json.RawMessage `json:"-"`
}

// Indices grants privileges on indices: of this cluster in "indices", of remote
// clusters in "remote_indices".
type Indices struct {
	// Clusters holds names of remote clusters. It is used in "remote_indices" only.
	Clusters      []string       `json:"clusters,omitempty"`
	Names         []string       `json:"names"`
	Privileges    []string       `json:"privileges"`
	FieldSecurity *FieldSecurity `json:"field_security,omitempty"`
	// Query limits the documents that can be read. It is JSON text, kept as
	// written. Nil and "" both mean every document: Elasticsearch drops an empty
	// query.
	Query                  *string `json:"query,omitempty"`
	AllowRestrictedIndices bool    `json:"allow_restricted_indices,omitempty"`
	// Other holds unrecognized keys.
	Other map[string]json.RawMessage `json:"-"`
}

// FieldSecurity limits the document fields that can be read. An empty Grant
// grants no field. The zero value does not limit fields.
type FieldSecurity struct {
	Grant  []string `json:"grant,omitzero"`
	Except []string `json:"except,omitempty"`
	// Other holds unrecognized keys.
	Other map[string]json.RawMessage `json:"-"`
}

// RemoteCluster grants cluster privileges on remote clusters.
type RemoteCluster struct {
	Clusters   []string `json:"clusters"`
	Privileges []string `json:"privileges"`
	// Other holds unrecognized keys.
	Other map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON decodes the block and keeps unrecognized keys in Other.
func (e *Elasticsearch) UnmarshalJSON(data []byte) (err error) {
	type known Elasticsearch
	var k known
	k.Other, err = unmarshalKnown(data, &k, "cluster", "run_as", "indices", "remote_indices", "remote_cluster")
	*e = Elasticsearch(k)
	return err
}

// MarshalJSON encodes the fields and the keys in Other.
func (e Elasticsearch) MarshalJSON() ([]byte, error) {
	type known Elasticsearch
	return marshalWith(known(e), e.Other)
}

// UnmarshalJSON decodes the block and keeps unrecognized keys in Other.
func (i *Indices) UnmarshalJSON(data []byte) (err error) {
	type known Indices
	var k known
	k.Other, err = unmarshalKnown(data, &k, "clusters", "names", "privileges", "field_security", "query", "allow_restricted_indices")
	*i = Indices(k)
	return err
}

// MarshalJSON encodes the fields and the keys in Other.
func (i Indices) MarshalJSON() ([]byte, error) {
	type known Indices
	return marshalWith(known(i), i.Other)
}

// UnmarshalJSON decodes the block and keeps unrecognized keys in Other.
func (f *FieldSecurity) UnmarshalJSON(data []byte) (err error) {
	type known FieldSecurity
	var k known
	k.Other, err = unmarshalKnown(data, &k, "grant", "except")
	*f = FieldSecurity(k)
	return err
}

// MarshalJSON encodes the fields and the keys in Other.
func (f FieldSecurity) MarshalJSON() ([]byte, error) {
	type known FieldSecurity
	return marshalWith(known(f), f.Other)
}

// UnmarshalJSON decodes the block and keeps unrecognized keys in Other.
func (r *RemoteCluster) UnmarshalJSON(data []byte) (err error) {
	type known RemoteCluster
	var k known
	k.Other, err = unmarshalKnown(data, &k, "clusters", "privileges")
	*r = RemoteCluster(k)
	return err
}

// MarshalJSON encodes the fields and the keys in Other.
func (r RemoteCluster) MarshalJSON() ([]byte, error) {
	type known RemoteCluster
	return marshalWith(known(r), r.Other)
}

// Equal reports whether both grant the same privileges. It ignores order,
// duplicates and unrecognized keys, and compares queries as JSON values.
func (e Elasticsearch) Equal(other Elasticsearch) bool {
	return encodeJSON(e.canonical()) == encodeJSON(other.canonical())
}

// Equal reports whether both grant the same privileges; see
// [Elasticsearch.Equal].
func (i Indices) Equal(other Indices) bool {
	return encodeJSON(i.canonical()) == encodeJSON(other.canonical())
}

// Equal reports whether both grant the same privileges; see
// [Elasticsearch.Equal].
func (r RemoteCluster) Equal(other RemoteCluster) bool {
	return encodeJSON(r.canonical()) == encodeJSON(other.canonical())
}

// canonical returns the form to compare: equal values have one canonical form.
func (e Elasticsearch) canonical() Elasticsearch {
	return Elasticsearch{
		Cluster:       CanonicalIDs(e.Cluster),
		RunAs:         CanonicalIDs(e.RunAs),
		Indices:       canonicalList(e.Indices, Indices.canonical),
		RemoteIndices: canonicalList(e.RemoteIndices, Indices.canonical),
		RemoteCluster: canonicalList(e.RemoteCluster, RemoteCluster.canonical),
	}
}

func (r RemoteCluster) canonical() RemoteCluster {
	return RemoteCluster{Clusters: CanonicalIDs(r.Clusters), Privileges: CanonicalIDs(r.Privileges)}
}

func (i Indices) canonical() Indices {
	i.Clusters = CanonicalIDs(i.Clusters)
	i.Names = CanonicalIDs(i.Names)
	i.Privileges = CanonicalIDs(i.Privileges)
	if i.Query != nil {
		i.Query = canonicalQuery(*i.Query)
	}
	i.Other = nil
	if f := i.FieldSecurity; f != nil {
		i.FieldSecurity = &FieldSecurity{Grant: CanonicalIDs(f.Grant), Except: CanonicalIDs(f.Except)}
		switch {
		case f.Grant != nil && len(f.Grant) == 0:
			i.FieldSecurity.Grant = []string{}
		case f.Grant == nil && len(f.Except) == 0:
			i.FieldSecurity = nil
		}
	}
	return i
}

// canonicalQuery returns the canonical form of a query: nil if it is empty.
func canonicalQuery(query string) *string {
	if query == "" {
		return nil
	}
	query = CanonicalJSON(query)
	return &query
}

// canonicalList sorts the canonical items of a list and drops duplicates.
func canonicalList[T any](list []T, canonical func(T) T) []T {
	var items []T
	for _, item := range list {
		items = append(items, canonical(item))
	}
	slices.SortFunc(items, func(a, b T) int { return strings.Compare(encodeJSON(a), encodeJSON(b)) })
	return slices.CompactFunc(items, func(a, b T) bool { return encodeJSON(a) == encodeJSON(b) })
}
