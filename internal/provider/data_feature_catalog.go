package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

var _ datasource.DataSourceWithConfigure = (*featureCatalogDataSource)(nil)

var catalogSolutionType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"feature_id":             types.StringType,
	"deprecated_feature_ids": stringListType,
	"sub_features":           stringListType,
}}

// featureCatalogDataSource is the data source cases_feature_catalog.
type featureCatalogDataSource struct{ kibanaReader }

type featureCatalogData struct {
	KibanaVersion types.String `tfsdk:"kibana_version"`
	BuildFlavor   types.String `tfsdk:"build_flavor"`
	License       types.String `tfsdk:"license"`
	Solutions     types.Map    `tfsdk:"solutions"`
}

func newFeatureCatalogDataSource() datasource.DataSource { return &featureCatalogDataSource{} }

func (d *featureCatalogDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_feature_catalog"
}

func (d *featureCatalogDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Shows what this Kibana can grant on cases: the feature ids in use, and the sub-features that can be granted or withheld separately.",
		Attributes: map[string]schema.Attribute{
			"kibana_version": schema.StringAttribute{Computed: true, MarkdownDescription: "Release of this Kibana, such as `9.2.0`, as the server reports it."},
			"build_flavor":   schema.StringAttribute{Computed: true, MarkdownDescription: "`traditional` or `serverless`."},
			"license":        schema.StringAttribute{Computed: true, MarkdownDescription: "Type of the licence, such as `platinum`; null if the provider cannot read it."},
			"solutions": schema.MapAttribute{
				Computed: true, ElementType: catalogSolutionType,
				MarkdownDescription: "The solutions that have cases on this Kibana, by name: `security`, `observability`, `stack`. Each has the `feature_id` that the provider writes, " +
					"the `deprecated_feature_ids` that it still reads, and the names of the `sub_features`. Both are lists, in the order in which Kibana introduced their elements.",
			},
		},
	}
}

func (d *featureCatalogDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	known, diags := d.facts(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if unknown := known.catalogue.UnknownActions(); len(unknown) > 0 {
		resp.Diagnostics.AddWarning("Kibana has actions on cases that the provider does not know",
			"Privileges of this Kibana grant "+joined(unknown)+". The provider has no capability for them. A newer release of the provider may know them.")
	}
	solutions := map[string]attr.Value{}
	for _, s := range cases.Solutions() {
		feature, deprecated, subFeatures := known.catalogue.Describe(s)
		if feature != "" {
			solutions[string(s)] = types.ObjectValueMust(catalogSolutionType.AttrTypes, map[string]attr.Value{
				"feature_id":             types.StringValue(feature),
				"deprecated_feature_ids": stringListValue(deprecated),
				"sub_features":           stringListValue(subFeatures),
			})
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, featureCatalogData{
		KibanaVersion: types.StringValue(known.version),
		BuildFlavor:   types.StringValue(known.flavor),
		License:       textOrNull(known.deployment.License),
		Solutions:     types.MapValueMust(catalogSolutionType, solutions),
	})...)
}
