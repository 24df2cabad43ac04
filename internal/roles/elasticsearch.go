package roles

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Elasticsearch is the part of a role that Elasticsearch itself enforces.
type Elasticsearch struct {
	Cluster       []string        `json:"cluster,omitempty"`
	RunAs         []string        `json:"run_as,omitempty"`
	Indices       []Indices       `json:"indices,omitempty"`
	RemoteIndices []Indices       `json:"remote_indices,omitempty"`
	RemoteCluster []RemoteCluster `json:"remote_cluster,omitempty"`
	// Other holds keys that this package does not know, such as "global", so
	// that an update can send back what it did not understand.
	Other map[string]json.RawMessage `json:"-"`
}

// Indices grants privileges on indices, of this cluster or, with Clusters, of
// remote ones.
type Indices struct {
	// Clusters holds remote cluster names; only in remote_indices.
	Clusters      []string       `json:"clusters,omitempty"`
	Names         []string       `json:"names"`
	Privileges    []string       `json:"privileges"`
	FieldSecurity *FieldSecurity `json:"field_security,omitempty"`
	// Query limits which documents can be read: a JSON text, kept as written.
	// Nil is every document. So is an empty text, which Elasticsearch drops.
	Query                  *string `json:"query,omitempty"`
	AllowRestrictedIndices bool    `json:"allow_restricted_indices,omitempty"`
	// Other holds keys that this package does not know.
	Other map[string]json.RawMessage `json:"-"`
}

// FieldSecurity limits which document fields can be read. An empty Grant grants
// none of them, and none at all says nothing.
type FieldSecurity struct {
	Grant  []string `json:"grant,omitzero"`
	Except []string `json:"except,omitempty"`
	// Other holds keys that this package does not know.
	Other map[string]json.RawMessage `json:"-"`
}

// RemoteCluster grants cluster privileges on remote clusters.
type RemoteCluster struct {
	Clusters   []string `json:"clusters"`
	Privileges []string `json:"privileges"`
	// Other holds keys that this package does not know.
	Other map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON keeps the keys that it does not know in Other.
func (e *Elasticsearch) UnmarshalJSON(data []byte) (err error) {
	type known Elasticsearch
	var k known
	k.Other, err = unmarshalKnown(data, &k, "cluster", "run_as", "indices", "remote_indices", "remote_cluster")
	*e = Elasticsearch(k)
	return err
}

// MarshalJSON writes Other beside the fields.
func (e Elasticsearch) MarshalJSON() ([]byte, error) {
	type known Elasticsearch
	return marshalWith(known(e), e.Other)
}

// UnmarshalJSON keeps the keys that it does not know in Other.
func (i *Indices) UnmarshalJSON(data []byte) (err error) {
	type known Indices
	var k known
	k.Other, err = unmarshalKnown(data, &k, "clusters", "names", "privileges", "field_security", "query", "allow_restricted_indices")
	*i = Indices(k)
	return err
}

// MarshalJSON writes Other beside the fields.
func (i Indices) MarshalJSON() ([]byte, error) {
	type known Indices
	return marshalWith(known(i), i.Other)
}

// UnmarshalJSON keeps the keys that it does not know in Other.
func (f *FieldSecurity) UnmarshalJSON(data []byte) (err error) {
	type known FieldSecurity
	var k known
	k.Other, err = unmarshalKnown(data, &k, "grant", "except")
	*f = FieldSecurity(k)
	return err
}

// MarshalJSON writes Other beside the fields.
func (f FieldSecurity) MarshalJSON() ([]byte, error) {
	type known FieldSecurity
	return marshalWith(known(f), f.Other)
}

// UnmarshalJSON keeps the keys that it does not know in Other.
func (r *RemoteCluster) UnmarshalJSON(data []byte) (err error) {
	type known RemoteCluster
	var k known
	k.Other, err = unmarshalKnown(data, &k, "clusters", "privileges")
	*r = RemoteCluster(k)
	return err
}

// MarshalJSON writes Other beside the fields.
func (r RemoteCluster) MarshalJSON() ([]byte, error) {
	type known RemoteCluster
	return marshalWith(known(r), r.Other)
}

// Same reports whether both parts grant the same: order, duplicates and unknown
// keys do not count, and a query counts as JSON.
func (e Elasticsearch) Equal(other Elasticsearch) bool {
	return canonicalJSON(e.canonical()) == canonicalJSON(other.canonical())
}

// Same reports whether both grant the same, as [Elasticsearch.Same] does.
func (i Indices) Equal(other Indices) bool {
	return canonicalJSON(i.canonical()) == canonicalJSON(other.canonical())
}

// Same reports whether both grant the same, as [Elasticsearch.Same] does.
func (r RemoteCluster) Equal(other RemoteCluster) bool {
	return canonicalJSON(r.canonical()) == canonicalJSON(other.canonical())
}

// canonical is the form in which equal parts are equal.
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

// canonicalQuery is the canonical form of a query; nil for an empty one.
func canonicalQuery(query string) *string {
	if query == "" {
		return nil
	}
	query = CanonicalJSON(query)
	return &query
}

// canonicalList puts a list whose order means nothing into one order.
func canonicalList[T any](list []T, canonical func(T) T) []T {
	var all []T
	for _, item := range list {
		all = append(all, canonical(item))
	}
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(canonicalJSON(a), canonicalJSON(b)) })
	return slices.CompactFunc(all, func(a, b T) bool { return canonicalJSON(a) == canonicalJSON(b) })
}

// CanonicalJSON rewrites a JSON text in compact form with sorted keys. A text
// that is not JSON is returned as it is.
func CanonicalJSON(text string) string {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber() // large numbers keep their digits
	var value any
	if !json.Valid([]byte(text)) || decoder.Decode(&value) != nil {
		return text
	}
	return canonicalJSON(value)
}

// canonicalJSON writes a value as compact JSON with sorted keys. The values it
// is given came out of JSON, so that writing them cannot fail.
func canonicalJSON(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSuffix(text.String(), "\n")
}
