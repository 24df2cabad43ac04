package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (r *roleResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"name": identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the role."},
	}}
}

func (r *roleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Owns a whole Kibana role: what it grants in each space, on cases above all, and what it grants in Elasticsearch. " +
			"It is authoritative: privileges that somebody else adds to the role show as a difference and are removed by the next apply.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The role's name.",
			},
			"name": schema.StringAttribute{
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Name of the role: 1 to 507 printable ASCII characters without a comma, and without a space at either end. " +
					"Another name is another role: changing it replaces the role.",
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What the role is for, shown in Kibana's role list. Default: none. 1,000 characters at most, Kibana 8.15 or newer. Removing it clears it.",
			},
			"spaces": schema.MapNestedAttribute{
				Optional:     true,
				CustomType:   spacesType,
				NestedObject: spaceObject(),
				MarkdownDescription: "What the role grants in Kibana, by space id (lower-case letters, digits, `-` and `_`), or by `\"*\"` for all spaces, present and future. Default: nothing. " +
					"A space must set something, and privileges add up: it cannot have less than all spaces. Removing a space revokes what it granted.",
			},
			"metadata": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Any JSON object to keep with the role, as text: `jsonencode({ team = \"secops\" })`. Default: none. Keys that begin with `_` are reserved. " +
					"Kibana keeps about 16 digits of a number; write longer ones as texts. " +
					"Removing it clears the metadata.",
			},
			"capabilities": capabilitiesAttribute(),
			"privileges":   privilegesAttribute(),
		},
		Blocks: map[string]schema.Block{"elasticsearch": elasticsearchBlock()},
	}
}

// spaceObject returns the schema of one element of the attribute spaces.
func spaceObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{CustomType: spaceType, Attributes: map[string]schema.Attribute{
		"base": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "`all` or `read` on every feature of the space, present and future. Default: neither. It stands alone in its space. " +
				"Removing it revokes it.",
		},
		"security":      solutionAccessAttribute("Security", "Default: no access."),
		"observability": solutionAccessAttribute("Observability", "Default: no access."),
		"stack":         solutionAccessAttribute("Stack Management", "Default: no access. Not available on serverless."),
		"connectors": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Level of Actions and Connectors: `none`, `read` (use connectors, and so push cases) or `all` (manage them too). " +
				"Default: `all` where a solution has `full` access, unless `\"*\"` gives that already, and `none` otherwise. Less than `all` beside `full` is refused. Removing it restores the default.",
		},
		"features": schema.MapAttribute{
			Optional:    true,
			ElementType: types.SetType{ElemType: types.StringType},
			MarkdownDescription: "Privileges on any other feature, as Kibana stores them: feature id to a set of privilege ids. Default: none. " +
				"Ids that this Kibana does not have are refused, and so is a feature that an attribute beside it sets. Removing a feature revokes it.",
		},
	}}
}

// solutionAccessAttribute returns the attribute for the access to a solution's cases.
// LeftOut is the sentence of its description about a null value.
func solutionAccessAttribute(solution, leftOut string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		CustomType:          solutionAccessType,
		MarkdownDescription: "Access to the cases of " + solution + ". " + leftOut + " Removing it revokes the access.",
		Attributes: map[string]schema.Attribute{
			"access": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "`full` (manage cases, settings and connectors), `assignee` (create and manage cases, which includes deleting them), `view` (read cases) or `none`. `full` needs Connectors All.",
			},
			"sub_features": schema.MapAttribute{
				Optional:    true,
				ElementType: types.BoolType,
				MarkdownDescription: "Single abilities to grant (`true`) or withhold (`false`): `delete_cases`, `edit_settings`, `add_comments`, `reopen_cases`, " +
					"`assign_users`, `manage_templates`. What is left out, removed or null follows `access`: granted with `full` and `assignee`, withheld with `view`. " +
					"Refused with `none`, and where this Kibana cannot grant or withhold it by itself.",
			},
		},
	}
}

func capabilitiesAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		Computed:    true,
		ElementType: capabilitiesType.ElemType,
		CustomType:  wholeMapType{capabilitiesType},
		MarkdownDescription: "What each entry lets people do on this Kibana with its licence, known at plan time. Kibana itself says what its privileges grant; with the provider's `kibana_version`, it is that release with the full licence. Keys are `<space>/security`, `<space>/observability`, `<space>/stack` and `<space>/connectors`; " +
			"a key with nothing in it is absent, and a named space does not repeat what `*` gives. Each value is a list in this order: `read_cases`, `create_cases`, `update_cases`, `delete_cases`, " +
			"`edit_settings`, `add_comments`, `manage_templates`, `reopen_cases`, `assign_users`, `push_cases`, `use_connectors`, `manage_connectors`. " +
			"It does not count [ways around case privileges](../guides/auditing-case-access.md#ways-around-case-privileges). " +
			"Test for one with `contains(list, \"delete_cases\")`. To compare all of them, convert the list: `toset(list) == toset([...])`. A list never equals a set.",
	}
}

func privilegesAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		Computed:    true,
		ElementType: privilegesType.ElemType,
		CustomType:  wholeMapType{privilegesType},
		MarkdownDescription: "Exactly what is or will be stored in Kibana, known at plan time: space to feature id to a sorted list of privilege ids. " +
			"Spaces with a base privilege, or with nothing, are absent.",
	}
}
