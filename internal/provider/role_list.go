package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ list.ListResourceWithConfigure      = (*roleList)(nil)
	_ list.ListResourceWithValidateConfig = (*roleList)(nil)
)

// roleList lists roles as instances of cases_role.
type roleList struct{ kibanaLister }

type roleListModel struct {
	Space           types.String `tfsdk:"space"`
	Solution        types.String `tfsdk:"solution"`
	IncludeReserved types.Bool   `tfsdk:"include_reserved"`
}

func newRoleList() list.ListResource { return &roleList{} }

func (l *roleList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_role"
}

func (l *roleList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists Kibana roles, sorted by name, to import them as `cases_role`. Needs Terraform 1.14 or newer.",
		Attributes: map[string]schema.Attribute{
			"space": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only roles that grant anything in the space with this id. A role for all spaces (`*`) matches every space; `\"*\"` matches only such roles. " +
					"A role for a pattern of spaces, such as `*-prod`, matches as in Elasticsearch. It is left out with a warning, because no configuration can express the pattern. Default: any space.",
			},
			"solution": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only roles that grant access to the cases of this solution: `security`, `observability` or `stack`. With `space`, they must grant it there. A base privilege counts. " +
					"Default: any role, also without access to cases.",
			},
			"include_reserved": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether to list built-in (reserved) roles, such as `superuser`, too. They cannot be imported: with `include_resource`, or when Terraform generates configuration, " +
					"they are left out with a warning. Default: `false`.",
			},
		},
	}
}

func (l *roleList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	var config roleListModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(findings(config.filter().Check())...)
	}
}

func (m roleListModel) filter() cases.Filter {
	return filterOf(m.Space, m.Solution, types.StringNull())
}

func (l *roleList) List(ctx context.Context, req list.ListRequest, resp *list.ListResultsStream) {
	read := func(config roleListModel, known facts) ([]roles.Role, diag.Diagnostics) {
		return l.roles(ctx, func(role roles.Role) bool { return config.wants(known.catalogue, role) })
	}
	listRoles(ctx, &l.kibanaLister, req, resp, read, func(_ roleListModel, known facts, role roles.Role, yield func(listed) bool) bool {
		return yield(listedRole(ctx, known, role, req.IncludeResource))
	})
}

// wants reports whether a role matches the filter. A role that Kibana cannot decode always
// does, because its privileges are unknown.
func (m roleListModel) wants(c *cases.Catalogue, role roles.Role) bool {
	held, filter := cases.EffectivePrivileges(role), m.filter()
	switch {
	case role.BuiltIn() && !m.IncludeReserved.ValueBool():
		return false
	case role.Undecodable():
		return true
	case !filter.Solution.IsKnown():
		return held.HoldsIn(filter.Space.Get())
	}
	return filter.Matches(*c, held)
}

// listedRole returns a role as an import would read it. A reserved role has no state,
// because a configuration for it could not be applied.
func listedRole(ctx context.Context, f facts, role roles.Role, withState bool) listed {
	found := listed{name: role.Name, identity: roleIdentity{types.StringValue(role.Name)}}
	subject := fmt.Sprintf("Role %q", role.Name)
	switch {
	case role.Undecodable():
		found.leftOut = subject + ": " + undecodable(role)
		return found
	case role.BuiltIn() && withState:
		found.leftOut = subject + " is built into Elasticsearch, which refuses every change to it."
		return found
	case role.BuiltIn():
		found.name += " (reserved)"
		return found
	}
	state := roleModel{Spaces: types.MapNull(spaceType), Elasticsearch: types.ObjectNull(elasticsearchType.AttrTypes)}
	problems := state.decode(ctx, f.catalogue, roles.NewStored(role), nil)
	p, parseProblems := state.parse(ctx)
	problems.Append(parseProblems...)
	problems.Append(findings(p.check())...)
	problems.Append(findings(p.checkCatalogue(f.catalogue, p.stored))...)
	found.state, found.leftOut = state, importProblem(subject, problems)
	return found
}
