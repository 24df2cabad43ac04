package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// defaultSpace is the id of the space that Kibana creates itself and never deletes.
const defaultSpace = "default"

var _ datasource.DataSourceWithConfigure = (*spacesDataSource)(nil)

var shownSpaceType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"name":              types.StringType,
	"description":       types.StringType,
	"solution":          types.StringType,
	"disabled_features": stringListType,
	"solutions":         stringListType,
}}

// spacesDataSource is the data source cases_spaces.
type spacesDataSource struct{ kibanaReader }

type spacesData struct {
	Spaces types.Map `tfsdk:"spaces"`
}

func newSpacesDataSource() datasource.DataSource { return &spacesDataSource{} }

func (d *spacesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_spaces"
}

func (d *spacesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the spaces of this Kibana, and the solutions whose cases each space shows. Use it in `for` expressions. A space can hide cases; hiding them is not access control.\n\n" +
			"Kibana lists only the spaces that the provider's credentials may see: those in which they have any Kibana privilege. Kibana does not say whether there are others. " +
			"Every Kibana has the space `default`: if it is not listed, a warning says that spaces are missing.",
		Attributes: map[string]schema.Attribute{
			"spaces": schema.MapAttribute{
				Computed: true, ElementType: shownSpaceType,
				MarkdownDescription: "The spaces by id. Each has a `name`, a `description` (null if it has none), and:\n" +
					"  - `solution`: the solution view, such as `security`, `oblt`, `es` or `classic`; null if the space has none, and before Kibana 8.16.\n" +
					"  - `disabled_features`: the sorted ids of the features that the space hides, including those that its solution view hides.\n" +
					"  - `solutions`: the solutions whose cases the space shows, in the order `security`, `observability`, `stack`. A solution that has no cases on this Kibana is absent.",
			},
		},
	}
}

func (d *spacesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	known, diags := d.facts(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	// The spaces of the facts are not enough: they may be older than a space that this
	// apply has created, and they are absent without an error if Kibana did not answer.
	shown, err := d.kibana.client.Spaces(ctx)
	if err != nil {
		resp.Diagnostics.Append(spacesFailure(err))
		return
	}
	spaces := make(map[string]attr.Value, len(shown))
	for _, space := range shown {
		spaces[space.ID] = shownSpaceValue(known.catalogue, space)
	}
	if spaces[defaultSpace] == nil {
		resp.Diagnostics.AddWarning("Not all spaces are listed",
			"Every Kibana has the space \"default\", but the provider's credentials may not see it. They may not see other spaces either. To list all spaces, give them a Kibana privilege in all spaces (*).")
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, spacesData{types.MapValueMust(shownSpaceType, spaces)})...)
}

// spacesFailure returns the diagnostic for an error of the request for the spaces.
func spacesFailure(err error) diag.Diagnostic {
	const doing = "Listing spaces"
	if client.IsForbidden(err) {
		return diag.NewErrorDiagnostic(doing+" failed",
			"The provider's credentials may see no space. Give them any Kibana privilege in the spaces to list, or in all spaces (*).\n\n"+requestDetail(err))
	}
	return failure(doing, err)
}

// shownSpaceValue returns an element of the attribute spaces.
func shownSpaceValue(c *cases.Catalogue, space client.Space) types.Object {
	return types.ObjectValueMust(shownSpaceType.AttrTypes, map[string]attr.Value{
		"name":              types.StringValue(space.Name),
		"description":       textOrNull(space.Description),
		"solution":          textOrNull(space.Solution),
		"disabled_features": stringListValue(roles.CanonicalIDs(space.DisabledFeatures)),
		"solutions":         stringListValue(c.ShownIn(casesSpace(space))),
	})
}
