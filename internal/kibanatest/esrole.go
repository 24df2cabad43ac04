package kibanatest

import (
	"encoding/json"
	"maps"
	"slices"
)

// ESRole is a role as Elasticsearch stores it: the document of
// GET /_security/role/{name}. It has application privileges instead of Kibana
// privileges.
type ESRole struct {
	Cluster       []string                   `json:"cluster"`
	Indices       []ESIndices                `json:"indices"`
	Applications  []ESApplication            `json:"applications"`
	RunAs         []string                   `json:"run_as"`
	RemoteIndices []ESIndices                `json:"remote_indices,omitempty"`
	RemoteCluster []ESRemoteCluster          `json:"remote_cluster,omitempty"`
	Global        json.RawMessage            `json:"global,omitempty"`
	Description   string                     `json:"description,omitempty"`
	Metadata      map[string]json.RawMessage `json:"metadata"`
	// Extra holds every other key. Kibana does not show these, and a PUT drops them.
	Extra map[string]json.RawMessage `json:"-"`
}

// ESApplication grants privileges of one application on its resources. Kibana's own
// application is "kibana-.kibana". Its resources are spaces.
type ESApplication struct {
	Application string   `json:"application"`
	Privileges  []string `json:"privileges"`
	Resources   []string `json:"resources"`
}

// ESIndices grants privileges on indices. In remote_indices these are indices of the
// remote clusters in Clusters.
type ESIndices struct {
	Clusters               []string         `json:"clusters,omitempty"`
	Names                  []string         `json:"names"`
	Privileges             []string         `json:"privileges"`
	FieldSecurity          *ESFieldSecurity `json:"field_security,omitempty"`
	Query                  string           `json:"query,omitempty"`
	AllowRestrictedIndices bool             `json:"allow_restricted_indices"`
}

// ESFieldSecurity limits the fields of a document that can be read.
type ESFieldSecurity struct {
	Grant  []string `json:"grant,omitzero"`
	Except []string `json:"except,omitzero"`
}

// ESRemoteCluster grants cluster privileges on remote clusters.
type ESRemoteCluster struct {
	Clusters   []string `json:"clusters"`
	Privileges []string `json:"privileges"`
}

// plainESRole is ESRole without its JSON methods.
type plainESRole ESRole

// MarshalJSON writes the fields and the keys in Extra. It writes an empty list where
// Elasticsearch always has a list.
func (r ESRole) MarshalJSON() ([]byte, error) {
	fields, err := json.Marshal(plainESRole(r.normalized()))
	if err != nil || len(r.Extra) == 0 {
		return fields, err
	}
	all := maps.Clone(r.Extra)
	if err := json.Unmarshal(fields, &all); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// UnmarshalJSON stores every key without a field in Extra.
func (r *ESRole) UnmarshalJSON(data []byte) error {
	var plain plainESRole
	if err := json.Unmarshal(data, &plain); err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, key := range []string{
		"cluster", "indices", "applications", "run_as", "remote_indices", "remote_cluster",
		"global", "description", "metadata", "transient_metadata",
	} {
		delete(all, key)
	}
	if len(all) > 0 {
		plain.Extra = all
	}
	*r = ESRole(plain).normalized()
	return nil
}

// reserved reports whether the role is built in.
func (r ESRole) reserved() bool {
	return string(r.Metadata["_reserved"]) == "true"
}

// allIndices returns the entries of indices and remote_indices.
func (r ESRole) allIndices() []ESIndices { return slices.Concat(r.Indices, r.RemoteIndices) }

// normalized returns the role with empty lists and objects in place of nil, where
// Elasticsearch always has them.
func (r ESRole) normalized() ESRole {
	r.Cluster = orEmpty(r.Cluster)
	r.Indices = orEmpty(r.Indices)
	r.Applications = orEmpty(r.Applications)
	r.RunAs = orEmpty(r.RunAs)
	if len(r.RemoteIndices) == 0 {
		r.RemoteIndices = nil
	}
	if len(r.RemoteCluster) == 0 {
		r.RemoteCluster = nil
	}
	if string(r.Global) == "{}" {
		r.Global = nil
	}
	if r.Metadata == nil {
		r.Metadata = map[string]json.RawMessage{}
	}
	return r
}

// orEmpty returns s, or an empty list if s is nil.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// clone returns a deep copy.
func (r ESRole) clone() ESRole {
	r.Cluster = slices.Clone(r.Cluster)
	r.RunAs = slices.Clone(r.RunAs)
	r.Global = slices.Clone(r.Global)
	r.Indices = cloneIndices(r.Indices)
	r.RemoteIndices = cloneIndices(r.RemoteIndices)
	r.RemoteCluster = slices.Clone(r.RemoteCluster)
	for i, c := range r.RemoteCluster {
		r.RemoteCluster[i] = ESRemoteCluster{slices.Clone(c.Clusters), slices.Clone(c.Privileges)}
	}
	r.Applications = slices.Clone(r.Applications)
	for i, a := range r.Applications {
		r.Applications[i] = ESApplication{a.Application, slices.Clone(a.Privileges), slices.Clone(a.Resources)}
	}
	r.Metadata = cloneRaw(r.Metadata)
	r.Extra = cloneRaw(r.Extra)
	return r
}

func cloneIndices(in []ESIndices) []ESIndices {
	out := slices.Clone(in)
	for i, x := range out {
		x.Clusters = slices.Clone(x.Clusters)
		x.Names = slices.Clone(x.Names)
		x.Privileges = slices.Clone(x.Privileges)
		if fs := x.FieldSecurity; fs != nil {
			x.FieldSecurity = &ESFieldSecurity{slices.Clone(fs.Grant), slices.Clone(fs.Except)}
		}
		out[i] = x
	}
	return out
}

func cloneRaw(in map[string]json.RawMessage) map[string]json.RawMessage {
	out := maps.Clone(in)
	for k, v := range out {
		out[k] = slices.Clone(v)
	}
	return out
}
