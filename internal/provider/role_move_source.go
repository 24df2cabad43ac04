package provider

import (
	"bytes"
	"encoding/json"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// sourceRole holds the attributes that the sources of a move have in common.
type sourceRole struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Metadata    string `json:"metadata"`
}

type sourceElasticsearch struct {
	Cluster       []string        `json:"cluster"`
	RunAs         []string        `json:"run_as"`
	Indices       []sourceIndices `json:"indices"`
	RemoteIndices []sourceIndices `json:"remote_indices"`
}

type sourceIndices struct {
	Clusters      []string                    `json:"clusters"`
	Names         []string                    `json:"names"`
	Privileges    []string                    `json:"privileges"`
	Query         *string                     `json:"query"`
	FieldSecurity single[roles.FieldSecurity] `json:"field_security"`
	// AllowRestrictedIndices is an attribute of remote_indices in newer releases of the
	// source, which did not raise its schema version. It is null if not configured.
	AllowRestrictedIndices bool `json:"allow_restricted_indices"`
}

// single is a block that occurs at most once. It is an object or null in schema version
// 1, and a list in version 0.
type single[T any] struct{ value *T }

func (s *single[T]) UnmarshalJSON(data []byte) error {
	if !bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, &s.value)
	}
	var list []*T
	err := json.Unmarshal(data, &list)
	if len(list) > 0 {
		s.value = list[0]
	}
	return err
}

// role returns the role according to the source's state, without its Kibana privileges.
func (s sourceRole) role(e sourceElasticsearch) roles.Role {
	role := roles.Role{Name: s.Name, Description: s.Description, Elasticsearch: roles.Elasticsearch{
		Cluster: e.Cluster, RunAs: e.RunAs, Indices: indicesOf(e.Indices), RemoteIndices: indicesOf(e.RemoteIndices),
	}}
	if metadata := json.RawMessage(s.Metadata); !roles.EqualMetadata(metadata, nil) {
		role.Metadata = metadata
	}
	return role
}

func indicesOf(source []sourceIndices) []roles.Indices {
	indices := make([]roles.Indices, 0, len(source))
	for _, s := range source {
		i := roles.Indices{
			Clusters: s.Clusters, Names: s.Names, Privileges: s.Privileges, Query: s.Query, AllowRestrictedIndices: s.AllowRestrictedIndices,
		}
		// An empty block has no effect.
		if f := s.FieldSecurity.value; f != nil && (f.Grant != nil || len(f.Except) > 0) {
			i.FieldSecurity = f
		}
		indices = append(indices, i)
	}
	return indices
}
