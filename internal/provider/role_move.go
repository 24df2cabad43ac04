package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The resource that a moved block can turn into a cases_role.
const (
	movedType     = "elasticstack_kibana_security_role"
	movedProvider = "elastic/elasticstack"
	movedVersion  = 1 // newest supported version of its schema; 0 is supported, too
)

// sourceRole holds the attributes of the source's state that a move uses.
type sourceRole struct {
	Name          string                      `json:"name"`
	Description   string                      `json:"description"`
	Metadata      string                      `json:"metadata"`
	Elasticsearch single[sourceElasticsearch] `json:"elasticsearch"`
	Kibana        []sourceEntry               `json:"kibana"`
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

type sourceEntry struct {
	Spaces  []string `json:"spaces"`
	Base    []string `json:"base"`
	Feature []struct {
		Name       string   `json:"name"`
		Privileges []string `json:"privileges"`
	} `json:"feature"`
}

// single is a block that occurs at most once. It is an object or null in schema version
// 1, and a list in version 0.
type single[T any] struct{ value *T }

func (r *roleResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveRole}}
}

// moveRole sets the attributes that do not depend on Kibana, because Terraform moves
// state before it configures the provider. The refresh in the same plan sets spaces and
// capabilities, as after an import. Without a refresh (-refresh=false), the attribute
// privileges still shows the stored privileges.
func moveRole(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if !movable(req) {
		resp.Diagnostics.Append(notMovable(req, fmt.Sprintf("A cases_role takes over %s of the provider %s, in schema version 0 or %d.", movedType, movedProvider, movedVersion)))
		return
	}
	var source sourceRole
	if err := json.Unmarshal(req.SourceRawState.JSON, &source); err != nil {
		resp.Diagnostics.Append(notMovable(req, "Its state is not what that schema version has: "+err.Error()))
		return
	}
	if source.Name == "" {
		resp.Diagnostics.Append(notMovable(req, "Its state has no name."))
		return
	}
	role := source.role()
	elasticsearch, diags := elasticsearchValue(ctx, role.Elasticsearch, types.ObjectNull(elasticsearchType.AttrTypes))
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, roleModel{
		ID:            types.StringValue(role.Name),
		Name:          types.StringValue(role.Name),
		Description:   textOrNull(role.Description),
		Metadata:      textOrNull(roles.CanonicalJSON(string(role.Metadata))),
		Elasticsearch: elasticsearch,
		Spaces:        types.MapNull(spaceType),
		Capabilities:  wholeMap{types.MapNull(capabilitiesType.ElemType)},
		Privileges:    wholeMap{privilegesValue(roles.PrivilegesOf(role.Kibana))},
	})...)
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, roleIdentity{types.StringValue(role.Name)})...)
	// Without a refresh, an update is refused if Kibana stores another role.
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.TargetPrivate, role)...)
}

// movable reports whether the source of a moved block is supported.
func movable(req resource.MoveStateRequest) bool {
	// The provider may come from any registry. OpenTofu sends only its type.
	address := req.SourceProviderAddress
	known := strings.HasSuffix(address, "/"+movedProvider) || strings.HasSuffix(movedProvider, "/"+address)
	return known && req.SourceTypeName == movedType && req.SourceSchemaVersion <= movedVersion
}

// notMovable explains why a move is refused.
func notMovable(req resource.MoveStateRequest, reason string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot be moved to cases_role", fmt.Sprintf(
		"The moved block starts from %s of the provider %s, in schema version %d. %s\n\n"+
			"In place of the moved block, take the old resource out of the state with a removed block (lifecycle { destroy = false }), and bring the role in with an import block.",
		req.SourceTypeName, req.SourceProviderAddress, req.SourceSchemaVersion, reason))
}

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

// role returns the role according to the source's state.
func (s sourceRole) role() roles.Role {
	role := roles.Role{Name: s.Name, Description: s.Description}
	if metadata := json.RawMessage(s.Metadata); !roles.EqualMetadata(metadata, nil) {
		role.Metadata = metadata
	}
	if e := s.Elasticsearch.value; e != nil {
		role.Elasticsearch = roles.Elasticsearch{
			Cluster: e.Cluster, RunAs: e.RunAs, Indices: indicesOf(e.Indices), RemoteIndices: indicesOf(e.RemoteIndices),
		}
	}
	for _, e := range s.Kibana {
		entry := roles.Entry{Spaces: e.Spaces, Base: e.Base, Feature: map[string][]string{}}
		for _, feature := range e.Feature {
			entry.Feature[feature.Name] = slices.Concat(entry.Feature[feature.Name], feature.Privileges)
		}
		role.Kibana = append(role.Kibana, entry)
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
