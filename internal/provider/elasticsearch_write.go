package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// elasticsearchValue returns the value of the block elasticsearch. Parts that are equal to
// the prior value keep their form and their place.
func elasticsearchValue(ctx context.Context, e roles.Elasticsearch, prior types.Object) (types.Object, diag.Diagnostics) {
	was, diags := elasticsearchOf(ctx, prior)
	if e.Equal(was) {
		return prior, diags
	}
	before := prior.Attributes()
	return types.ObjectValueMust(elasticsearchType.AttrTypes, map[string]attr.Value{
		"cluster":        optionalSet(e.Cluster, before["cluster"]),
		"run_as":         optionalSet(e.RunAs, before["run_as"]),
		"indices":        blocks(indicesType, e.Indices, was.Indices, before["indices"], roles.Indices.Equal, indicesValue),
		"remote_indices": blocks(remoteIndicesType, e.RemoteIndices, was.RemoteIndices, before["remote_indices"], roles.Indices.Equal, remoteIndicesValue),
		"remote_cluster": blocks(remoteClusterType, e.RemoteCluster, was.RemoteCluster, before["remote_cluster"], roles.RemoteCluster.Equal, remoteClusterValue),
	}), diags
}

// blocks returns a list of blocks whose order means nothing to Elasticsearch. A block of
// the prior list that the role still has keeps its form and its place. New blocks fill the
// places of blocks that are gone, and then follow at the end.
func blocks[T any](element attr.Type, held, was []T, prior attr.Value, same func(a, b T) bool, write func(T) attr.Value) types.List {
	var values []attr.Value
	if list, ok := prior.(types.List); ok {
		values = list.Elements()
	}
	kept := make([]attr.Value, len(was))
	var added []T
next:
	for _, item := range held {
		for i := range was {
			if kept[i] == nil && same(item, was[i]) {
				kept[i] = values[i]
				continue next
			}
		}
		added = append(added, item)
	}
	elements := make([]attr.Value, 0, len(held))
	for _, value := range kept {
		if value == nil && len(added) > 0 {
			value, added = write(added[0]), added[1:]
		}
		if value != nil {
			elements = append(elements, value)
		}
	}
	for _, item := range added {
		elements = append(elements, write(item))
	}
	return types.ListValueMust(element, elements)
}

// optionalSet returns a set for which empty and null mean the same.
func optionalSet(held []string, prior attr.Value) types.Set {
	if set, ok := prior.(types.Set); ok && len(held) == 0 && len(set.Elements()) == 0 {
		return set
	}
	if len(held) == 0 {
		return types.SetNull(types.StringType)
	}
	return stringSetValue(held)
}

// nullableSet returns a set for which empty and null differ.
func nullableSet(held []string) types.Set {
	if held == nil {
		return types.SetNull(types.StringType)
	}
	return stringSetValue(held)
}

func indicesValue(i roles.Indices) attr.Value {
	return types.ObjectValueMust(indicesType.AttrTypes, indicesAttributes(i))
}

func remoteIndicesValue(i roles.Indices) attr.Value {
	attributes := indicesAttributes(i)
	attributes["clusters"] = stringSetValue(i.Clusters)
	return types.ObjectValueMust(remoteIndicesType.AttrTypes, attributes)
}

func indicesAttributes(i roles.Indices) map[string]attr.Value {
	query, restricted := types.StringNull(), types.BoolNull()
	if i.Query != nil && *i.Query != "" {
		query = types.StringValue(roles.CanonicalJSON(*i.Query))
	}
	if i.AllowRestrictedIndices {
		restricted = types.BoolValue(true)
	}
	fieldSecurity := types.ObjectNull(fieldSecurityType.AttrTypes)
	if f := i.FieldSecurity; f != nil {
		fieldSecurity = types.ObjectValueMust(fieldSecurityType.AttrTypes, map[string]attr.Value{
			"grant":  nullableSet(f.Grant),
			"except": optionalSet(f.Except, nil),
		})
	}
	return map[string]attr.Value{
		"names":                    stringSetValue(i.Names),
		"privileges":               stringSetValue(i.Privileges),
		"query":                    query,
		"allow_restricted_indices": restricted,
		"field_security":           fieldSecurity,
	}
}

func remoteClusterValue(r roles.RemoteCluster) attr.Value {
	return types.ObjectValueMust(remoteClusterType.AttrTypes, map[string]attr.Value{
		"clusters":   stringSetValue(r.Clusters),
		"privileges": stringSetValue(r.Privileges),
	})
}
