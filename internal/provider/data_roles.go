package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ datasource.DataSourceWithConfigure      = (*rolesDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*rolesDataSource)(nil)
)

var foundRoleType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"description":  types.StringType,
	"reserved":     types.BoolType,
	"disabled":     types.BoolType,
	"capabilities": capabilitiesType,
	"ways_around":  waysAroundType,
}}

var foundRolesType = rawMapType{types.MapType{ElemType: foundRoleType}}

// rolesDataSource is the data source cases_roles.
type rolesDataSource struct{ kibanaReader }

type rolesData struct {
	Space           types.String `tfsdk:"space"`
	Solution        types.String `tfsdk:"solution"`
	Capability      types.String `tfsdk:"capability"`
	IncludeReserved types.Bool   `tfsdk:"include_reserved"`
	Roles           rawMap       `tfsdk:"roles"`
}

func newRolesDataSource() datasource.DataSource { return &rolesDataSource{} }

func (d *rolesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_roles"
}

func (d *rolesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the roles that grant access to cases, and what each lets people do. A role that grants only connectors is not listed.\n\n" + readTiming,
		Attributes: map[string]schema.Attribute{
			"space": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only roles that grant access to cases in the space with this id. A role for all spaces (`*`) matches every space; `\"*\"` matches only such roles. " +
					"A role for a pattern of spaces, such as `*-prod`, matches as in Elasticsearch. Default: any space.",
			},
			"solution": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only roles that grant access to the cases of this solution: `security`, `observability` or `stack`. Default: any solution.",
			},
			"capability": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only roles that give this capability, such as `delete_cases`. With `space` or `solution`, the role must give it there. Roles that Elasticsearch has switched off never match. Default: any capability.",
			},
			"include_reserved": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to include built-in (reserved) roles, such as `superuser`. Default: `false`.",
			},
			"roles": schema.MapAttribute{
				Computed: true, ElementType: foundRoleType, CustomType: foundRolesType,
				MarkdownDescription: "The roles by name. A role that only has `ways_around`, and no access to cases, is not listed. Each role has:\n\n" +
					"  * `description`: null if it has none.\n" +
					"  * `reserved`: whether it is a built-in role.\n" +
					"  * `disabled`: whether Elasticsearch has switched it off, because the licence does not cover its document or field level security. It then grants nothing.\n" +
					"  * `capabilities` and `ways_around`: as in [`cases_role`](role.md).",
			},
		},
	}
}

func (d *rolesDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config rolesData
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(findings(config.filter().Check())...)
}

// foundRole is what the data source shows of a role. A large server has thousands of
// them: the roles themselves are not kept.
type foundRole struct {
	name, description     string
	reserved, undecodable bool
	disabled, hidden      bool // hidden: it grants privileges that Kibana does not show
	matches               bool // the filter
	waysAround            []cases.WayAround
	capabilities          map[string][]cases.Capability
}

// find returns what to show of a role. It is not ok for a role that is left out.
func (d rolesData) find(known facts, role roles.Role) (found foundRole, ok bool) {
	if role.BuiltIn() && !d.IncludeReserved.ValueBool() {
		return foundRole{}, false
	}
	found = foundRole{name: role.Name, description: role.Description, reserved: role.BuiltIn(), undecodable: role.Undecodable()}
	if found.undecodable {
		return found, true
	}
	found.hidden = role.HidesPrivileges() && !role.Disabled
	if found.matches = d.filter().MatchesRole(*known.catalogue, role); !found.matches {
		return found, found.hidden
	}
	found.capabilities = known.catalogue.Capabilities(cases.EffectivePrivileges(role))
	found.disabled = role.Disabled
	found.waysAround = cases.WaysAround(role, known.catalogue.Version())
	return found, true
}

func (d rolesData) filter() cases.Filter { return filterOf(d.Space, d.Solution, d.Capability) }

func (d *rolesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data rolesData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	known, diags := d.facts(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := client.Roles(ctx, d.kibana.client, func(role roles.Role) (foundRole, bool) { return data.find(known, role) })
	if err != nil {
		resp.Diagnostics.Append(failure("Listing roles", err))
		return
	}
	found, values := map[string]tftypes.Value{}, newFoundRoleValues(ctx)
	var skipped, hidden []string
	for _, role := range all {
		if role.undecodable {
			skipped = append(skipped, role.name)
		}
		if role.hidden {
			hidden = append(hidden, role.name)
		}
		if role.matches {
			found[role.name] = values.role(role)
		}
	}
	slices.Sort(skipped)
	slices.Sort(hidden)
	resp.Diagnostics.Append(hiddenPrivileges(hidden)...)
	if len(skipped) > 0 {
		resp.Diagnostics.AddWarning(undecodableSummary, "Kibana cannot decode the privileges of these roles. They are left out, although they may grant access to cases: "+joined(skipped)+".")
	}
	data.Roles = newRawMap(ctx, foundRolesType, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
