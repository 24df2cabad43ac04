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
		MarkdownDescription: "Returns what the `applications` of an Elasticsearch role or an API key let people do with cases and connectors: the map that the attribute `capabilities` of a `cases_role` is, " +
			"with the keys `<space>/security`, `<space>/observability`, `<space>/stack` and `<space>/connectors`. Use it for checks over roles and keys that something else writes. " +
			"Each key speaks for its own entry: a named space does not repeat what `*` gives. The function asks no server, and assumes a full licence.\n\n" +
			"It follows Elasticsearch, which also grants what Kibana cannot show. A pattern of spaces keeps its form in the key: `*-prod/security`. `space:*` counts as `*`. " +
			"Applications with a wildcard that covers `kibana-.kibana` count, and so do base privileges (`all`, `space_read`) and the privilege `*`, which grants everything. " +
			"Other applications, and names that this release of Kibana does not have, grant nothing.\n\n" +
			"An error names what may grant access and cannot be judged by names. Elasticsearch takes `cases:*` or `feature_generalCases*` for a pattern of actions: the first grants actions on cases that no privilege shows, the second grants nothing, " +
			"although it looks like a wildcard over names. A pattern of resources that does not begin with `space:` is an error, too. So are `cases_all` and `cases_read` of the feature `siem`, which gave access to cases before Kibana 8.0.",
		Parameters: []function.Parameter{
			function.ListParameter{
				Name: accessOfParameters[0], ElementType: applicationsType.ElemType,
				MarkdownDescription: "Objects with `application`, `privileges` and `resources`: the attribute `applications` of a role, or `jsondecode(key.role_descriptors).case_opener.applications`.",
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
