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
		MarkdownDescription: "Manages a whole Kibana role: its access to cases and to other features in each space, and its privileges in Elasticsearch. " +
			"The resource is authoritative: privileges that somebody else adds to the role are a difference in the plan, and the next apply removes them.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The role's name.",
			},
			"name": schema.StringAttribute{
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Name of the role: 1 to 507 printable ASCII characters, without a comma, and without a space at either end. " +
					"Changing it replaces the role.",
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Description of the role, which Kibana shows in its list of roles. At most 1,000 characters. Needs Kibana 8.15 or newer. Default: none. Removing it clears the description.",
			},
			"spaces": schema.MapNestedAttribute{
				Optional:     true,
				CustomType:   spacesType,
				NestedObject: spaceObject(),
				MarkdownDescription: "What the role grants in Kibana. Each key is a space id (lower-case letters, digits, `-` and `_`), or `\"*\"` for all spaces, present and future. Default: nothing. " +
					"Each space must set at least one attribute. Privileges add up: a space cannot have less access than `\"*\"` grants. Removing a space revokes what it granted.",
			},
			"metadata": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "JSON object to store with the role, as text: `jsonencode({ team = \"secops\" })`. Default: none. Keys that begin with `_` are reserved. " +
					"Kibana keeps about 16 digits of a number: write longer numbers as strings. " +
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
			MarkdownDescription: "Base privilege: `all` or `read` on every feature of the space, present and future. Default: none. No other attribute can be set in the same space. " +
				"Removing it revokes the privilege.",
		},
		"security":      solutionAccessAttribute("Security", "Default: no access."),
		"observability": solutionAccessAttribute("Observability", "Default: no access."),
		"stack":         solutionAccessAttribute("Stack Management", "Default: no access. Not available on serverless."),
		"connectors": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Level of Actions and Connectors: `none`, `read` (use connectors, which pushing cases needs) or `all` (also manage them). " +
				"Default: `all` if a solution in the space has `full` access and `\"*\"` does not grant `all` already; otherwise `none`. " +
				"A lower level beside `full` is refused, unless `\"*\"` grants `all`. Removing it restores the default.",
		},
		"features": schema.MapAttribute{
			Optional:    true,
			ElementType: types.SetType{ElemType: types.StringType},
			MarkdownDescription: "Privileges on other features, as Kibana stores them: a map from feature id to a set of privilege ids. Default: none. " +
				"Ids that this Kibana does not have are refused, and so is a feature that another attribute of the space sets. Removing a feature revokes its privileges.",
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
				MarkdownDescription: "Access level: `full` (manage cases, settings and connectors), `assignee` (create and manage cases, which includes deleting them), `view` (read cases) or `none`. `full` needs Connectors All.",
			},
			"sub_features": schema.MapAttribute{
				Optional:    true,
				ElementType: types.BoolType,
				MarkdownDescription: "Sub-features to grant (`true`) or withhold (`false`): `delete_cases`, `edit_settings`, `add_comments`, `reopen_cases`, " +
					"`assign_users`, `manage_templates`. A sub-feature that is left out, removed or null follows `access`: `full` and `assignee` grant it, `view` withholds it. " +
					"Refused with `none`, and if this Kibana cannot grant or withhold the sub-feature separately.",
			},
		},
	}
}

func capabilitiesAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		Computed:    true,
		ElementType: capabilitiesType.ElemType,
		CustomType:  wholeMapType{capabilitiesType},
		MarkdownDescription: "What each entry lets people do on this Kibana, with its licence. Known at plan time. The provider asks Kibana what its privileges grant. " +
			"If the provider's `kibana_version` is set, the answer is for that release with a full licence. " + capabilitiesForm,
	}
}

// capabilitiesForm describes the keys and values of capabilities.
const capabilitiesForm = "Keys are `<space>/security`, `<space>/observability`, `<space>/stack` and `<space>/connectors`. " +
	"A key without capabilities is absent, and a named space does not repeat what `*` grants. Each value is a list in this order: `read_cases`, `create_cases`, `update_cases`, `delete_cases`, " +
	"`edit_settings`, `add_comments`, `manage_templates`, `reopen_cases`, `assign_users`, `push_cases`, `use_connectors`, `manage_connectors`. " +
	"[Ways around case privileges](../guides/auditing-case-access.md#ways-around-case-privileges) are not included. " +
	"To test for one capability, write `contains(list, \"delete_cases\")`. To compare all of them, convert the list first: `toset(list) == toset([...])`. A list never equals a set."

func privilegesAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		Computed:    true,
		ElementType: privilegesType.ElemType,
		CustomType:  wholeMapType{privilegesType},
		MarkdownDescription: "Privileges that Kibana stores, or will store after the apply. Known at plan time. A map from space to feature id to a sorted list of privilege ids. " +
			"A space with a base privilege, or without privileges, is absent.",
	}
}
