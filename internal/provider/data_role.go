package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

var _ datasource.DataSourceWithConfigure = (*roleDataSource)(nil)

// roleDataSource is the data source cases_role.
type roleDataSource struct{ kibanaReader }

// roleData is the state of data.cases_role.
type roleData struct {
	roleModel

	Reserved types.Bool `tfsdk:"reserved"`
	Disabled types.Bool `tfsdk:"disabled"`

	WaysAround types.List `tfsdk:"ways_around"`
}

func newRoleDataSource() datasource.DataSource { return &roleDataSource{} }

func (d *roleDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_role"
}

func (d *roleDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, MarkdownDescription: "The role's name."},
		"name":        schema.StringAttribute{Required: true, MarkdownDescription: "Name of the role, which may be a built-in one. A role that does not exist, or that Kibana cannot decode, is an error."},
		"description": schema.StringAttribute{Computed: true, MarkdownDescription: "Description of the role; null if it has none."},
		"metadata":    schema.StringAttribute{Computed: true, MarkdownDescription: "Metadata of the role as JSON; null if it has none."},
		"reserved":    schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the role is a built-in role of Elasticsearch, which cannot be changed."},
		"disabled": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether Elasticsearch has switched off the role, because the licence does not cover its document or field level security. The role then grants nothing, " +
				"although `capabilities` and `privileges` still show what it holds.",
		},
		"ways_around": schema.ListAttribute{Computed: true, ElementType: wayAroundType, MarkdownDescription: waysAroundDescription},
		"spaces": schema.MapAttribute{
			Computed: true, ElementType: spaceType,
			MarkdownDescription: "What the role grants in Kibana, in the form of `spaces` of [`cases_role`](../resources/role.md). A role with every privilege has `base = \"all\"` in `\"*\"`.",
		},
		"elasticsearch": schema.ObjectAttribute{
			Computed: true, AttributeTypes: elasticsearchType.AttrTypes,
			MarkdownDescription: "What the role grants in Elasticsearch, in the form of the block `elasticsearch` of [`cases_role`](../resources/role.md); null if it grants nothing there.",
		},
	}
	maps.Copy(attributes, computedData())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a Kibana role: what it grants in each space, in the form of the resource `cases_role`, and what it lets people do.\n\n" + readTiming,
		Attributes:          attributes,
	}
}

func (d *roleDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	known, diags := d.facts(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	role, diags := readRole(ctx, d.kibana.client, path.Root("name"), name.ValueString())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if role.HidesPrivileges() {
		resp.Diagnostics.Append(hiddenPrivileges([]string{role.Name})...)
	}
	data := roleData{
		roleModel: roleModel{Spaces: types.MapNull(spaceType), Elasticsearch: types.ObjectNull(elasticsearchType.AttrTypes)},
		Reserved:  types.BoolValue(role.BuiltIn()),
		Disabled:  types.BoolValue(role.Disabled),

		WaysAround: waysAroundValue(cases.WaysAround(role, known.catalogue.Version())),
	}
	resp.Diagnostics.Append(data.decodePrivileges(ctx, known.catalogue, role, cases.EffectivePrivileges(role), nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
