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
		MarkdownDescription: "Adds access to cases in one space to a role that something else owns. The resource (a *grant*) owns exactly the features that it names, in exactly that space. " +
			"Everything else that Kibana shows of the role stays as it is.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The role's name and the space, as `<role>/<space>`.",
			},
			"role": schema.StringAttribute{
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Name of the role. The role must exist when the plan is applied, and must not be a built-in one. Changing the name replaces the grant.",
			},
			"space": schema.StringAttribute{
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Space id (lower-case letters, digits, `-` and `_`), or `\"*\"` for all spaces, present and future. The role must not have a base privilege there. " +
					"Changing the space replaces the grant.",
			},
			"security":      solutionAccessAttribute("Security", "Default: not managed, the role keeps what it has."),
			"observability": solutionAccessAttribute("Observability", "Default: not managed, the role keeps what it has."),
			"stack":         solutionAccessAttribute("Stack Management", "Default: not managed, the role keeps what it has. Not available on serverless."),
			"connectors": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Level of Actions and Connectors: `none`, `read` (use connectors, which pushing cases needs) or `all` (also manage them). " +
					"Default: not managed, the role keeps what it has. Must be `all` beside `full` access. Removing it revokes what it granted.",
			},
			"capabilities": capabilitiesAttribute(),
			"privileges":   privilegesAttribute(),
		},
	}
}
