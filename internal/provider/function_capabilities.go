package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ function.Function = (*capabilitiesFunction)(nil)

// capabilitiesFunction is the function provider::cases::capabilities.
type capabilitiesFunction struct{}

func newCapabilitiesFunction() function.Function { return &capabilitiesFunction{} }

func (f *capabilitiesFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "capabilities"
}

func (f *capabilitiesFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	names := capabilitiesParameters
	resp.Definition = function.Definition{
		Summary: "What privileges on a feature let people do with cases",
		MarkdownDescription: "Returns what privileges on one cases feature, or on `actions` (Actions and Connectors), let people do: a set of `read_cases`, `create_cases`, `update_cases`, " +
			"`delete_cases`, `edit_settings`, `add_comments`, `manage_templates`, `reopen_cases`, `assign_users`, `push_cases`, `use_connectors` and `manage_connectors`. " +
			"The attribute `capabilities` of a role lists the same names; convert the list to compare the two: `toset(list) == provider::cases::capabilities(...)`. " +
			"The function sees only one feature: it lists `push_cases` if the privileges allow it, although pushing also needs access to connectors. " +
			"It sends no request: it knows the features of each Kibana release, including deprecated ones.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                names[0],
				MarkdownDescription: "Id of the feature, as a role's JSON in Kibana shows it, such as `securitySolutionCasesV3`, `generalCases` or `actions`.",
			},
			function.SetParameter{
				Name: names[1], ElementType: types.StringType,
				MarkdownDescription: "Ids of the privileges on the feature, such as `[\"minimal_all\", \"cases_delete\"]`. An empty set lets people do nothing.",
			},
			versionParameter(names[2]),
		},
		Return: function.SetReturn{ElementType: types.StringType},
	}
}

func (f *capabilitiesFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var feature, version string
	var privileges types.Set
	resp.Error = req.Arguments.Get(ctx, &feature, &privileges, &version)
	if resp.Error != nil {
		return
	}
	catalogue, problem := builtIn(version, capabilitiesParameters)
	if resp.Error = problem; resp.Error != nil {
		return
	}
	ids, _ := stringsOf(privileges)
	held, found := catalogue.FeatureCapabilities(feature, ids)
	if resp.Error = argumentError(found, capabilitiesParameters); resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, stringSetValue(held))
	}
}
