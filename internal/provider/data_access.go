package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ datasource.DataSourceWithConfigure      = (*accessDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*accessDataSource)(nil)
)

var (
	sourceType  = types.ObjectType{AttrTypes: map[string]attr.Type{"role": types.StringType, "space": types.StringType, "privilege": types.StringType}}
	sourcesType = types.MapType{ElemType: types.MapType{ElemType: types.ListType{ElemType: sourceType}}}
)

// accessDataSource is the data source cases_access.
type accessDataSource struct{ kibanaReader }

type accessData struct {
	Roles        types.Set    `tfsdk:"roles"`
	Spaces       types.Set    `tfsdk:"spaces"`
	Capabilities types.Map    `tfsdk:"capabilities"`
	Sources      types.Map    `tfsdk:"sources"`
	Disabled     types.List   `tfsdk:"disabled"`
	WaysAround   types.Map    `tfsdk:"ways_around"`
	Markdown     types.String `tfsdk:"markdown"`
}

func newAccessDataSource() datasource.DataSource { return &accessDataSource{} }

func (d *accessDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access"
}

func (d *accessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Shows what somebody who holds several roles can do with cases, and which privileges allow it. It adds up the roles, their entries, and what they grant in all spaces.\n\n" +
			readTiming,
		Attributes: map[string]schema.Attribute{
			"roles": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "Names of the roles that one user holds, including built-in ones. A role that does not exist, or that Kibana cannot decode, is an error.",
			},
			"spaces": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Ids of further spaces to answer for. Spaces that the roles name are always included. A space that the roles reach only through `*` or a pattern has keys in `capabilities` and `sources`, " +
					"and a table in `markdown`, only if its id is listed here. Default: none.",
			},
			"capabilities": schema.MapAttribute{
				Computed: true, ElementType: capabilitiesType.ElemType,
				MarkdownDescription: "What the roles let people do together. Keys are `<space>/security`, `<space>/observability`, `<space>/stack` and `<space>/connectors`. " +
					"A space has keys if a role or `spaces` names it. They include what the roles grant in all spaces (`*`), and through patterns that match the space, such as `*-prod`. " +
					"A pattern has keys of its own, which include what the roles grant in all spaces. " +
					"A pattern may contain slashes: split a key at its last slash. Each value is a list in the same order as in [`cases_role`](../resources/role.md).",
			},
			"sources": schema.MapAttribute{
				Computed: true, ElementType: sourcesType.ElemType,
				MarkdownDescription: "Which privileges give each capability: a map from the keys of `capabilities` to a map from capability to a list of objects. Each object has `role`, `space` (as in the role's entry: an id, a pattern or `*`) and `privilege` " +
					"(`<feature>.<privilege>`, or `base.<privilege>`). Pushing cases needs a privilege on cases and one on connectors: both are listed.",
			},
			"disabled": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Sorted names of those `roles` that Elasticsearch has switched off, because the licence does not cover their document or field level security. " +
					"They count in neither `capabilities` nor `sources`.",
			},
			"ways_around": schema.MapAttribute{
				Computed: true, ElementType: waysAroundType,
				MarkdownDescription: "How the roles reach cases without case privileges: a map from role to a list as in [`cases_role`](role.md). A role is absent if it has no such way, or if Elasticsearch has switched it off.",
			},
			"markdown": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The whole answer as a matrix in Markdown, for a review.",
			},
		},
	}
}

func (d *accessDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config accessData
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	spaces, _ := stringsOf(config.Spaces)
	resp.Diagnostics.Append(findings(cases.CheckSpaceIDs("spaces", spaces))...)
}

func (d *accessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data accessData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	known, diags := d.facts(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	names, _ := stringsOf(data.Roles)
	slices.Sort(names)
	var held []roles.Role
	for _, name := range names {
		role, diags := readRole(ctx, d.kibana.client, path.Root("roles"), name)
		resp.Diagnostics.Append(diags...)
		held = append(held, role)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	spaces, _ := stringsOf(data.Spaces)
	audit := known.catalogue.Audit(held, spaces...)
	resp.Diagnostics.Append(hiddenPrivileges(audit.Hidden)...)
	data.Capabilities = capabilitiesValue(audit.Union.Capabilities())
	data.Sources = sourcesValue(audit.Union)
	data.Disabled = stringListValue(audit.Disabled())
	data.WaysAround = waysAroundByRole(audit.WaysAround)
	data.Markdown = types.StringValue(audit.Markdown())
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// sourcesValue returns the value of the attribute sources.
func sourcesValue(union cases.Union) types.Map {
	keys := map[string]attr.Value{}
	for key := range union.Capabilities() {
		capabilities := map[string]attr.Value{}
		for capability, sources := range union[key] {
			list := make([]attr.Value, 0, len(sources))
			for _, s := range sources {
				list = append(list, types.ObjectValueMust(sourceType.AttrTypes, map[string]attr.Value{
					"role":      types.StringValue(s.Role),
					"space":     types.StringValue(s.Space),
					"privilege": types.StringValue(s.Privilege),
				}))
			}
			capabilities[string(capability)] = types.ListValueMust(sourceType, list)
		}
		keys[key] = types.MapValueMust(types.ListType{ElemType: sourceType}, capabilities)
	}
	return types.MapValueMust(types.MapType{ElemType: types.ListType{ElemType: sourceType}}, keys)
}
