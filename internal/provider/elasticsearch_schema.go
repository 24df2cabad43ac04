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
		MarkdownDescription: "What the role grants in Elasticsearch. Default: nothing. An empty block means the same as none, and removing it revokes all of it.",
		Attributes: map[string]schema.Attribute{
			"cluster": stringSetAttribute("Cluster privileges, such as `monitor`. Default: none. Removing it revokes them.", false),
			"run_as":  stringSetAttribute("Users that holders of the role may act as. Default: none. Not available on serverless. Removing it revokes it.", false),
		},
		Blocks: map[string]schema.Block{
			"indices": schema.ListNestedBlock{
				MarkdownDescription: "Privileges on indices, data streams and aliases, one block for each combination. Default: none. Removing a block revokes it.",
				NestedObject:        indicesObject(nil),
			},
			"remote_indices": schema.ListNestedBlock{
				MarkdownDescription: "Privileges on indices of remote clusters. Default: none. Not available on serverless. Removing a block revokes it.",
				NestedObject: indicesObject(map[string]schema.Attribute{
					"clusters": stringSetAttribute("Names or patterns of remote clusters; one at least.", true),
				}),
			},
			"remote_cluster": schema.ListNestedBlock{
				MarkdownDescription: "Cluster privileges on remote clusters. Default: none. Kibana 8.15 or newer, not on serverless. Removing a block revokes it.",
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"clusters":   stringSetAttribute("Names or patterns of remote clusters; one at least.", true),
					"privileges": stringSetAttribute("Cluster privileges, such as `monitor_enrich`; one at least.", true),
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
		"names":      stringSetAttribute("Names or patterns of indices; one at least.", true),
		"privileges": stringSetAttribute("Index privileges, such as `read` and `view_index_metadata`; one at least.", true),
		"query": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Document-level security: a query as a JSON object in text, such as `jsonencode({ term = { team = \"soc\" } })`, which limits the documents that can be read. " +
				"Default: every document. Compared as JSON. Removing it grants every document.",
		},
		"allow_restricted_indices": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether the patterns in `names` cover restricted system indices too. Default: `false`, which removing it restores.",
		},
	}
	maps.Copy(attributes, additional)
	return schema.NestedBlockObject{
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"field_security": schema.SingleNestedBlock{
				MarkdownDescription: "Field-level security. Default: every field. Removing it grants every field.",
				Attributes: map[string]schema.Attribute{
					"grant":  stringSetAttribute("Fields that can be read; `*` and `?` are wildcards. Needed in the block; an empty set grants no field.", false),
					"except": stringSetAttribute("Fields to take away from `grant`; each must be within it. Default: none. Removing it gives them back.", false),
				},
			},
		},
	}
}
