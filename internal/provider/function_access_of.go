package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var _ function.Function = (*accessOfFunction)(nil)

// accessOfFunction is the function provider::cases::access_of.
type accessOfFunction struct{}

func newAccessOfFunction() function.Function { return &accessOfFunction{} }

func (f *accessOfFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "access_of"
}

func (f *accessOfFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What application privileges let people do with cases",
		MarkdownDescription: "Returns what the `applications` of an Elasticsearch role or an API key let people do with cases and connectors. The result has the form of the attribute `capabilities` of a `cases_role`: " +
			"a map with the keys `<space>/security`, `<space>/observability`, `<space>/stack` and `<space>/connectors`. Use it to check roles and keys that this provider does not write. " +
			"Each key stands for its own entry: a named space does not repeat what `*` grants. The function sends no request, and assumes a full licence.\n\n" +
			"The function follows Elasticsearch's rules, so the result also includes access that Kibana cannot show:\n\n" +
			"* A key contains a pattern of spaces as it is written: `*-prod/security`. `space:*` counts as `*`.\n" +
			"* Applications with a wildcard that covers `kibana-.kibana` count. So do base privileges (`all`, `space_read`), and the privilege `*`, which grants everything.\n" +
			"* Other applications, and names that this Kibana release does not have, grant nothing.\n\n" +
			"The function returns an error if it cannot judge a privilege by its name, although it may grant access:\n\n" +
			"* `cases:*`, `feature_generalCases*`: Elasticsearch treats them as patterns of actions. The first grants actions on cases that no privilege shows. The second grants nothing, although it looks like a wildcard over privilege names.\n" +
			"* A pattern of resources that does not begin with `space:`.\n" +
			"* `cases_all` and `cases_read` of the feature `siem`, which gave access to cases before Kibana 8.0.",
		Parameters: []function.Parameter{
			function.ListParameter{
				Name: accessOfParameters[0], ElementType: applicationsType.ElemType,
				MarkdownDescription: "Objects with `application`, `privileges` and `resources`, such as the attribute `applications` of a role, or `jsondecode(key.role_descriptors).case_opener.applications`.",
			},
			versionParameter(accessOfParameters[1]),
		},
		Return: function.MapReturn{ElementType: capabilitiesType.ElemType},
	}
}

func (f *accessOfFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var applications types.List
	var version string
	resp.Error = req.Arguments.Get(ctx, &applications, &version)
	if resp.Error != nil {
		return
	}
	catalogue, problem := builtIn(version, accessOfParameters)
	if resp.Error = problem; resp.Error != nil {
		return
	}
	held, found := catalogue.AccessOf(applicationsOf(applications))
	if resp.Error = argumentError(found, accessOfParameters); resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, capabilitiesValue(held))
	}
}

// applicationsOf parses a list of [applicationsType].
func applicationsOf(value types.List) []roles.Application {
	applications := make([]roles.Application, 0, len(value.Elements()))
	for _, element := range value.Elements() {
		object, _ := element.(types.Object)
		name, _ := object.Attributes()["application"].(types.String)
		privileges, _ := object.Attributes()["privileges"].(types.List)
		resources, _ := object.Attributes()["resources"].(types.List)
		a := roles.Application{Application: name.ValueString()}
		a.Privileges, _ = stringsOf(privileges)
		a.Resources, _ = stringsOf(resources)
		applications = append(applications, a)
	}
	return applications
}
