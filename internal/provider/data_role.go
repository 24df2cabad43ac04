package provider

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var _ datasource.DataSourceWithConfigure = (*roleDataSource)(nil)

func newRoleDataSource() datasource.DataSource { return &roleDataSource{} }

// kibanaReader is what all data sources are made of: a Kibana to ask.
type kibanaReader struct{ kibana *kibana }

func (r *kibanaReader) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	r.kibana, _ = req.ProviderData.(*kibana)
}

// facts returns the facts about Kibana, which every data source needs.
func (r *kibanaReader) facts(ctx context.Context) (facts, diag.Diagnostics) {
	if !r.kibana.reachable() {
		return facts{}, diag.Diagnostics{diag.NewErrorDiagnostic("Kibana is not known yet",
			"The provider's configuration is not known before apply, so that nothing can be read. Let the data source depend on what creates Kibana (depends_on), which reads it during apply.")}
	}
	known, err := r.kibana.facts(ctx)
	if err != nil {
		return facts{}, diag.Diagnostics{failure(readingFacts, err)}
	}
	return known, nil
}

// roleDataSource is data.cases_role.
type roleDataSource struct{ kibanaReader }

// roleData is a role as Kibana has it, whoever owns it.
type roleData struct {
	roleModel

	Reserved types.Bool `tfsdk:"reserved"`
}

func (d *roleDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_role"
}

func (d *roleDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, MarkdownDescription: "The role's name."},
		"name":        schema.StringAttribute{Required: true, MarkdownDescription: "Name of the role, which may be a built-in one. A role that does not exist is an error."},
		"description": schema.StringAttribute{Computed: true, MarkdownDescription: "What the role is for; null where it has none."},
		"metadata":    schema.StringAttribute{Computed: true, MarkdownDescription: "The role's metadata as JSON; null where there is none."},
		"reserved":    schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the role is built into Elasticsearch, and cannot be changed."},
		"spaces": schema.MapAttribute{
			Computed: true, ElementType: spaceType,
			MarkdownDescription: "What the role grants in Kibana, in the words of [`cases_role`](../resources/role.md). A role with every privilege shows as `base = \"all\"` in `\"*\"`.",
		},
		"elasticsearch": schema.ObjectAttribute{
			Computed: true, AttributeTypes: elasticsearchType.AttrTypes,
			MarkdownDescription: "What the role grants in Elasticsearch, shaped as the block of [`cases_role`](../resources/role.md); null where it grants nothing.",
		},
	}
	maps.Copy(attributes, computedData())
	resp.Schema = schema.Schema{
		MarkdownDescription: "A Kibana role, decoded: what it grants in each space, in words, and what it lets people do.",
		Attributes:          attributes,
	}
}

// computedData are the computed attributes of the resources, for data sources.
func computedData() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"capabilities": schema.MapAttribute{
			Computed: true, ElementType: capabilitiesType.ElemType, CustomType: wholeMapType{capabilitiesType},
			MarkdownDescription: capabilitiesAttribute().MarkdownDescription,
		},
		"privileges": schema.MapAttribute{
			Computed: true, ElementType: privilegesType.ElemType, CustomType: wholeMapType{privilegesType},
			MarkdownDescription: "What is stored in Kibana: space to feature id to privilege ids. Spaces with a base privilege, or with nothing, are absent.",
		},
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
	data := roleData{
		roleModel: roleModel{Spaces: types.MapNull(spaceType), Elasticsearch: types.ObjectNull(elasticsearchType.AttrTypes)},
		Reserved:  types.BoolValue(role.BuiltIn()),
	}
	resp.Diagnostics.Append(data.decodePrivileges(ctx, known.catalogue, role, cases.EffectivePrivileges(role))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// readRole reads a role that must be there and decodable; at is the attribute
// that names it.
func readRole(ctx context.Context, c *client.Client, at path.Path, name string) (roles.Role, diag.Diagnostics) {
	if name == "" {
		return roles.Role{}, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Invalid role name", "The name of a role can be neither null nor empty.")}
	}
	role, err := c.Role(ctx, name)
	switch {
	case client.IsNotFound(err):
		return role, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Role does not exist",
			fmt.Sprintf("Kibana has no role %q. Check the name, in Kibana under Stack Management, Roles. If this configuration creates the role, let the data source wait for it: depends_on.", name))}
	case err != nil:
		return role, diag.Diagnostics{failure(fmt.Sprintf("Reading role %q", name), err)}
	case role.Undecodable():
		return role, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, undecodableSummary, undecodable(role))}
	}
	return role, nil
}
