package provider

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// elasticsearchBlock returns a schema of blocks, not of nested attributes. Terraform
// silently drops an unknown name in an object value. A misspelt query would then be lost,
// and the role would grant more access.
func elasticsearchBlock() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		CustomType:          elasticsearchType,
		MarkdownDescription: "What the role grants in Elasticsearch. Default: nothing. An empty block means the same as no block. Removing the block revokes everything in it.",
		Attributes: map[string]schema.Attribute{
			"cluster": stringSetAttribute("Cluster privileges, such as `monitor`. Default: none. Removing it revokes them.", false),
			"run_as":  stringSetAttribute("Names of users that people with the role may act as. Default: none. Not available on serverless. Removing it revokes them.", false),
		},
		Blocks: map[string]schema.Block{
			"indices": schema.ListNestedBlock{
				MarkdownDescription: "Privileges on indices, data streams and aliases, one block for each combination of names and privileges. Default: none. Removing a block revokes its privileges.",
				NestedObject:        indicesObject(nil),
			},
			"remote_indices": schema.ListNestedBlock{
				MarkdownDescription: "Privileges on indices of remote clusters. Default: none. Not available on serverless. Removing a block revokes its privileges.",
				NestedObject: indicesObject(map[string]schema.Attribute{
					"clusters": stringSetAttribute("Names or patterns of remote clusters; at least one.", true),
				}),
			},
			"remote_cluster": schema.ListNestedBlock{
				MarkdownDescription: "Cluster privileges on remote clusters. Needs Kibana 8.15 or newer. Default: none. Not available on serverless. Removing a block revokes its privileges.",
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"clusters":   stringSetAttribute("Names or patterns of remote clusters; at least one.", true),
					"privileges": stringSetAttribute("Cluster privileges, such as `monitor_enrich`; at least one.", true),
				}},
			},
		},
	}
}

// stringSetAttribute returns a set of strings, whose order means nothing to Elasticsearch.
func stringSetAttribute(description string, required bool) schema.SetAttribute {
	return schema.SetAttribute{
		ElementType:         types.StringType,
		Required:            required,
		Optional:            !required,
		MarkdownDescription: description,
	}
}

// indicesObject returns the schema of indices, with additional attributes.
func indicesObject(additional map[string]schema.Attribute) schema.NestedBlockObject {
	attributes := map[string]schema.Attribute{
		"names":      stringSetAttribute("Names or patterns of indices; at least one.", true),
		"privileges": stringSetAttribute("Index privileges, such as `read` and `view_index_metadata`; at least one.", true),
		"query": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Document-level security: a query that selects the documents that can be read. Write a JSON object as text, such as `jsonencode({ term = { team = \"soc\" } })`. " +
				"It is compared as JSON. Default: every document. Removing it grants every document.",
		},
		"allow_restricted_indices": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether the patterns in `names` also cover restricted system indices. Default: `false`. Removing it restores the default.",
		},
	}
	maps.Copy(attributes, additional)
	return schema.NestedBlockObject{
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"field_security": schema.SingleNestedBlock{
				MarkdownDescription: "Field-level security. Default: every field. Removing the block grants every field.",
				Attributes: map[string]schema.Attribute{
					"grant":  stringSetAttribute("Fields that can be read; `*` and `?` are wildcards. Required in the block; an empty set grants no field.", false),
					"except": stringSetAttribute("Fields to exclude from `grant`, which must include each of them. Default: none. Removing it grants these fields again.", false),
				},
			},
		},
	}
}
