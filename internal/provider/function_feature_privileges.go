package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

var _ function.Function = (*featurePrivilegesFunction)(nil)

// featurePrivilegesFunction is the function provider::cases::feature_privileges.
type featurePrivilegesFunction struct{}

func newFeaturePrivilegesFunction() function.Function { return &featurePrivilegesFunction{} }

func (f *featurePrivilegesFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "feature_privileges"
}

func (f *featurePrivilegesFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	names := featurePrivilegesParameters
	resp.Definition = function.Definition{
		Summary: "The Kibana privileges for an access level",
		MarkdownDescription: "Returns the privileges that a Kibana role stores for an access level on the cases of one solution: a map from feature id to a set of privilege ids. " +
			"`full` includes `actions` (Actions and Connectors). `none` is an empty map, because Kibana stores no privilege for it. " +
			"The function sends no request: it knows the privileges of each Kibana release. Use it for roles that this provider does not write.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                names[0],
				MarkdownDescription: "Solution of the cases: `security`, `observability` or `stack`. Serverless projects have no `stack`.",
			},
			function.StringParameter{
				Name:                names[1],
				MarkdownDescription: "Access level: `full` (manage cases, settings and connectors), `assignee` (create and manage cases, which includes deleting them), `view` (read cases) or `none`.",
			},
			function.MapParameter{
				Name: names[2], ElementType: types.BoolType, AllowNullValue: true,
				MarkdownDescription: "Sub-features to grant (`true`) or withhold (`false`): `delete_cases`, `edit_settings`, `add_comments`, `reopen_cases`, `assign_users`, `manage_templates`. " +
					"A sub-feature that is left out or null follows `access`: `full` and `assignee` grant it, `view` withholds it. To customise nothing, pass `{}` or, in Terraform, `null`; OpenTofu cannot pass `null`. With `none`, nothing else is accepted.",
			},
			versionParameter(names[3]),
		},
		Return: function.MapReturn{ElementType: stringSetType},
	}
}

func (f *featurePrivilegesFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var solution, access, version string
	var subFeatures types.Map
	resp.Error = req.Arguments.Get(ctx, &solution, &access, &subFeatures, &version)
	if resp.Error != nil {
		return
	}
	catalogue, problem := builtIn(version, featurePrivilegesParameters)
	if resp.Error = problem; resp.Error != nil {
		return
	}
	config := solutionAccessOf(types.ObjectValueMust(solutionAccessType.AttrTypes, map[string]attr.Value{
		"access": types.StringValue(access), "sub_features": subFeatures,
	}))
	stored, found := catalogue.FeaturePrivileges(cases.Solution(solution), config)
	if resp.Error = argumentError(found, featurePrivilegesParameters); resp.Error != nil {
		return
	}
	elements := make(map[string]attr.Value, len(stored))
	for feature, privileges := range stored {
		elements[feature] = stringSetValue(privileges)
	}
	resp.Error = resp.Result.Set(ctx, types.MapValueMust(stringSetType, elements))
}
