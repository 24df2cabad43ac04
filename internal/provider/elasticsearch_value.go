package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	fieldSecurityType = types.ObjectType{AttrTypes: map[string]attr.Type{"grant": stringSetType, "except": stringSetType}}
	indicesType       = types.ObjectType{AttrTypes: map[string]attr.Type{
		"names":                    stringSetType,
		"privileges":               stringSetType,
		"query":                    types.StringType,
		"allow_restricted_indices": types.BoolType,
		"field_security":           fieldSecurityType,
	}}
	remoteIndicesType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"clusters":                 stringSetType,
		"names":                    stringSetType,
		"privileges":               stringSetType,
		"query":                    types.StringType,
		"allow_restricted_indices": types.BoolType,
		"field_security":           fieldSecurityType,
	}}
	remoteClusterType = types.ObjectType{AttrTypes: map[string]attr.Type{"clusters": stringSetType, "privileges": stringSetType}}
	elasticsearchType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"cluster":        stringSetType,
		"run_as":         stringSetType,
		"indices":        types.ListType{ElemType: indicesType},
		"remote_indices": types.ListType{ElemType: remoteIndicesType},
		"remote_cluster": types.ListType{ElemType: remoteClusterType},
	}}
)

// elasticsearchModel is the block elasticsearch.
type elasticsearchModel struct {
	Cluster       types.Set  `tfsdk:"cluster"`
	RunAs         types.Set  `tfsdk:"run_as"`
	Indices       types.List `tfsdk:"indices"`
	RemoteIndices types.List `tfsdk:"remote_indices"`
	RemoteCluster types.List `tfsdk:"remote_cluster"`
}

type indicesModel struct {
	Names                  types.Set    `tfsdk:"names"`
	Privileges             types.Set    `tfsdk:"privileges"`
	Query                  types.String `tfsdk:"query"`
	AllowRestrictedIndices types.Bool   `tfsdk:"allow_restricted_indices"`
	FieldSecurity          types.Object `tfsdk:"field_security"`
}

type remoteIndicesModel struct {
	indicesModel

	Clusters types.Set `tfsdk:"clusters"`
}

type fieldSecurityModel struct {
	Grant  types.Set `tfsdk:"grant"`
	Except types.Set `tfsdk:"except"`
}

type remoteClusterModel struct {
	Clusters   types.Set `tfsdk:"clusters"`
	Privileges types.Set `tfsdk:"privileges"`
}

// elasticsearchOf parses the block elasticsearch. It leaves out unknown values.
func elasticsearchOf(ctx context.Context, value types.Object) (e roles.Elasticsearch, diags diag.Diagnostics) {
	if value.IsNull() || value.IsUnknown() {
		return e, nil
	}
	var m elasticsearchModel
	diags.Append(value.As(ctx, &m, basetypes.ObjectAsOptions{})...)
	if diags.HasError() {
		return e, diags
	}
	e.Cluster = knownStrings(m.Cluster)
	e.RunAs = knownStrings(m.RunAs)
	for _, i := range knownBlocks[indicesModel](ctx, m.Indices, &diags) {
		e.Indices = append(e.Indices, i.indices(ctx, &diags))
	}
	for _, i := range knownBlocks[remoteIndicesModel](ctx, m.RemoteIndices, &diags) {
		remote := i.indices(ctx, &diags)
		remote.Clusters = knownStrings(i.Clusters)
		e.RemoteIndices = append(e.RemoteIndices, remote)
	}
	for _, c := range knownBlocks[remoteClusterModel](ctx, m.RemoteCluster, &diags) {
		e.RemoteCluster = append(e.RemoteCluster, roles.RemoteCluster{Clusters: knownStrings(c.Clusters), Privileges: knownStrings(c.Privileges)})
	}
	return e, diags
}

// indices parses one block of indices.
func (m indicesModel) indices(ctx context.Context, diags *diag.Diagnostics) roles.Indices {
	i := roles.Indices{
		Names:                  knownStrings(m.Names),
		Privileges:             knownStrings(m.Privileges),
		Query:                  knownText(m.Query),
		AllowRestrictedIndices: m.AllowRestrictedIndices.ValueBool(),
	}
	if m.FieldSecurity.IsNull() || m.FieldSecurity.IsUnknown() {
		return i
	}
	var f fieldSecurityModel
	diags.Append(m.FieldSecurity.As(ctx, &f, basetypes.ObjectAsOptions{})...)
	grant, grantKnown := stringsOf(f.Grant)
	except, exceptKnown := stringsOf(f.Except)
	if grantKnown && exceptKnown {
		i.FieldSecurity = &roles.FieldSecurity{Grant: grant, Except: except}
	}
	return i
}

// knownStrings parses a set. It returns nil if the set or an element is unknown.
func knownStrings(set types.Set) []string {
	texts, known := stringsOf(set)
	if !known {
		return nil
	}
	return texts
}

// knownBlocks parses a list of blocks. It returns none if the list is unknown.
func knownBlocks[T any](ctx context.Context, list types.List, diags *diag.Diagnostics) []T {
	var items []T
	if !list.IsUnknown() {
		diags.Append(list.ElementsAs(ctx, &items, false)...)
	}
	return items
}

// knownText parses a string. It returns nil if it is null or unknown.
func knownText(text types.String) *string {
	if text.IsUnknown() {
		return nil
	}
	return text.ValueStringPointer()
}
