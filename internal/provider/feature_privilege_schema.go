package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

func (r *featurePrivilegeResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"role":  identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the role."},
		"space": identityschema.StringAttribute{RequiredForImport: true, Description: "Space id, or \"*\" for all spaces."},
	}}
}

func (r *featurePrivilegeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Adds access to cases in one space to a role that something else owns. It owns exactly the features that it names, in exactly that space; " +
			"everything else that Kibana shows of the role survives as it is.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The role's name and the space, as `<role>/<space>`.",
			},
			"role": schema.StringAttribute{
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Name of the role, which must exist when the plan is applied, and not be built in. Another role is another grant: changing it replaces the resource.",
			},
			"space": schema.StringAttribute{
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Space id (lower-case letters, digits, `-` and `_`), or `\"*\"` for all spaces, present and future. The role must have no base privilege there. " +
					"Another space is another grant: changing it replaces the resource.",
			},
			"security":      solutionAccessAttribute("Security", "Left out, it is not touched."),
			"observability": solutionAccessAttribute("Observability", "Left out, it is not touched."),
			"stack":         solutionAccessAttribute("Stack Management", "Left out, it is not touched. Not available on serverless."),
			"connectors": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Level of Actions and Connectors: `none`, `read` (use connectors, and so push cases) or `all` (manage them too). " +
					"Left out, connectors are not touched. Needed, as `all`, beside `full` access. Removing it revokes what it granted.",
			},
			"capabilities": capabilitiesAttribute(),
			"privileges":   privilegesAttribute(),
		},
	}
}
