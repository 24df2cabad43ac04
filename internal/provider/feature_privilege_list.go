package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ list.ListResourceWithConfigure      = (*featurePrivilegeList)(nil)
	_ list.ListResourceWithValidateConfig = (*featurePrivilegeList)(nil)
)

// featurePrivilegeList lists the cases and connectors privileges of roles as instances of
// cases_feature_privilege, one for each role and space.
type featurePrivilegeList struct{ kibanaLister }

type featurePrivilegeListModel struct {
	Role     types.String `tfsdk:"role"`
	Space    types.String `tfsdk:"space"`
	Solution types.String `tfsdk:"solution"`
}

func newFeaturePrivilegeList() list.ListResource { return &featurePrivilegeList{} }

func (l *featurePrivilegeList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_feature_privilege"
}

func (l *featurePrivilegeList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists what roles grant on cases and connectors, to import it as `cases_feature_privilege`. Each role and space is one result. Needs Terraform 1.14 or newer.",
		Attributes: map[string]schema.Attribute{
			"role": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only the role with this name. The role must exist. Default: all roles.",
			},
			"space": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only privileges that hold in the space with this id. Privileges for all spaces (`*`) hold in every space; `\"*\"` matches only these. " +
					"Privileges for a pattern of spaces, such as `*-prod`, match as in Elasticsearch. A role with a pattern cannot take grants: it is left out with a warning. Default: any space.",
			},
			"solution": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only results with access to the cases of this solution: `security`, `observability` or `stack`. A result also includes the other solutions and the connectors that the role holds in the space. " +
					"Default: any solution, or connectors alone.",
			},
		},
	}
}

func (l *featurePrivilegeList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	var config featurePrivilegeListModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(findings(config.filter().Check())...)
	if !config.Role.IsNull() && !config.Role.IsUnknown() {
		resp.Diagnostics.Append(findings(cases.CheckName("role", config.Role.ValueString()))...)
	}
}

func (m featurePrivilegeListModel) filter() cases.Filter {
	return filterOf(m.Space, m.Solution, types.StringNull())
}

func (l *featurePrivilegeList) List(ctx context.Context, req list.ListRequest, resp *list.ListResultsStream) {
	read := func(config featurePrivilegeListModel, _ facts) ([]roles.Role, diag.Diagnostics) {
		return l.rolesOf(ctx, config)
	}
	listRoles(ctx, &l.kibanaLister, req, resp, read, featurePrivilegeListModel.listGrants)
}

// rolesOf reads the roles that the configuration selects. A role that it names must be
// manageable.
func (l *featurePrivilegeList) rolesOf(ctx context.Context, config featurePrivilegeListModel) ([]roles.Role, diag.Diagnostics) {
	if config.Role.IsNull() {
		return l.roles(ctx, func(role roles.Role) bool { return !role.BuiltIn() })
	}
	role, diags := readNamedRole(ctx, l.kibana.client, path.Root("role"), config.Role.ValueString(), " A list contains only roles that exist already.")
	if !diags.HasError() {
		diags.Append(manageable("role", role)...)
	}
	return []roles.Role{role}, diags
}

// listGrants passes the grants on a role to yield, space by space. It returns false if
// Terraform wants no more results.
func (m featurePrivilegeListModel) listGrants(f facts, role roles.Role, yield func(listed) bool) bool {
	if role.Undecodable() {
		return yield(listed{leftOut: fmt.Sprintf("Role %q: %s", role.Name, undecodable(role))})
	}
	stored := roles.NewStored(role)
	held, reason := stored.Privileges(), unwritable(stored)
	for _, space := range cases.GrantSpaces(held) {
		alone := roles.Privileges{space: held[space]}
		if !m.wants(f.catalogue, alone) {
			continue
		}
		if reason != "" {
			return yield(listed{leftOut: reason})
		}
		if !yield(listedGrant(f, stored, space)) {
			return false
		}
	}
	return true
}

// wants reports whether the filter matches the privileges in one space.
func (m featurePrivilegeListModel) wants(c *cases.Catalogue, held roles.Privileges) bool {
	filter := m.filter()
	return held.HoldsIn(filter.Space.Get()) && (!filter.Solution.IsKnown() || filter.Matches(*c, held))
}

// listedGrant returns a grant as an import would read it.
func listedGrant(f facts, role *roles.Stored, space string) listed {
	state := featurePrivilegeModel{
		Role:          types.StringValue(role.Name),
		Space:         types.StringValue(space),
		Security:      types.ObjectNull(solutionAccessType.AttrTypes),
		Observability: types.ObjectNull(solutionAccessType.AttrTypes),
		Stack:         types.ObjectNull(solutionAccessType.AttrTypes),
	}
	where := fmt.Sprintf("space %q", space)
	if space == roles.AllSpaces {
		where = "all spaces"
	}
	var problems diag.Diagnostics
	p := state.parse()
	if _, unmatched := p.decode(f.catalogue, role); len(unmatched) > 0 {
		problems.Append(noLevelFits(unmatched))
	} else {
		problems = findings(slices.Concat(p.check(), f.catalogue.CheckGrant(p.grant)))
	}
	name := role.Name + " in " + where
	return listed{name: name, identity: state.identity(), state: state, leftOut: importProblem(fmt.Sprintf("Role %q in %s", role.Name, where), problems)}
}
