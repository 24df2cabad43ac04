package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var _ function.Function = (*applicationPrivilegesFunction)(nil)

// applicationPrivilegesFunction is the function provider::cases::application_privileges.
type applicationPrivilegesFunction struct{}

func newApplicationPrivilegesFunction() function.Function { return &applicationPrivilegesFunction{} }

func (f *applicationPrivilegesFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "application_privileges"
}

func (f *applicationPrivilegesFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	version := versionParameter(applicationPrivilegesParameters[1])
	version.AllowUnknownValues = true
	resp.Definition = function.Definition{
		Summary: "Access to cases as Elasticsearch stores it, for API keys and Elasticsearch roles",
		MarkdownDescription: "Returns the application privileges that Elasticsearch stores for the attribute `spaces` of a `cases_role`: a list with one object `{ application, privileges, resources }` for each space, `*` first. " +
			"The result has the form of `applications` in the `role_descriptors` of an API key, and in an Elasticsearch role. All lists are sorted. The function sends no request, and assumes a full licence.\n\n" +
			"The function returns an error for everything that `terraform validate` refuses in a `cases_role`, and for access that the release cannot grant. It is stricter than a `cases_role` in two ways:\n\n" +
			"* A misspelt attribute is an error. In a resource, Terraform drops it.\n" +
			"* A space with less access than `*` grants is an error. A plan only warns of it, but a function cannot warn.\n\n" +
			"Errors appear as soon as the wrong part is known. The result is unknown while any part of `spaces` is unknown.\n\n" +
			"The function does not check what only a server knows: ids of other features in `features`, privileges that Kibana accepts only in all spaces, and whether a serverless project has a solution.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: applicationPrivilegesParameters[0], AllowNullValue: true, AllowUnknownValues: true,
				MarkdownDescription: "The access by space id, or by `\"*\"` for all spaces, as in [`spaces` of `cases_role`](../resources/role.md#nestedatt--spaces): `{ soc = { security = { access = \"assignee\" } } }`. " +
					"Attributes may be left out or null. `{}` grants nothing.",
			},
			version,
		},
		Return: function.ListReturn{ElementType: applicationsType.ElemType},
	}
}

func (f *applicationPrivilegesFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var argument types.Dynamic
	var version types.String
	resp.Error = req.Arguments.Get(ctx, &argument, &version)
	if resp.Error != nil {
		return
	}
	var applications []roles.Application
	spaces, complete, found := spacesArgument(argument)
	check := func() ([]roles.Application, []cases.Finding) { return nil, cases.CheckApplicationSpaces(spaces) }
	if version.IsUnknown() {
		complete = false
	} else {
		catalogue, problem := builtIn(version.ValueString(), applicationPrivilegesParameters)
		if resp.Error = problem; resp.Error != nil {
			return
		}
		check = func() ([]roles.Application, []cases.Finding) { return catalogue.ApplicationPrivileges(spaces) }
	}
	if len(found) == 0 {
		applications, found = check()
	}
	resp.Error = argumentError(found, applicationPrivilegesParameters)
	switch {
	case resp.Error != nil:
	case !complete:
		resp.Error = resp.Result.Set(ctx, types.ListUnknown(applicationsType.ElemType))
	default:
		resp.Error = resp.Result.Set(ctx, applicationsValue(applications))
	}
}

// spacesArgument parses an argument in the form of the attribute spaces. Complete is false
// if any value in it is unknown.
func spacesArgument(argument types.Dynamic) (spaces cases.Spaces, complete bool, found []cases.Finding) {
	var c converter
	value, _ := c.to(spacesType, argument, cases.Path{cases.Attribute("spaces")}).(types.Map)
	spaces, complete = spacesOf(value)
	return spaces, complete, c.found
}

func applicationsValue(applications []roles.Application) types.List {
	object, _ := applicationsType.ElemType.(types.ObjectType)
	elements := make([]attr.Value, 0, len(applications))
	for _, a := range applications {
		elements = append(elements, types.ObjectValueMust(object.AttrTypes, map[string]attr.Value{
			"application": types.StringValue(a.Application),
			"privileges":  stringListValue(a.Privileges),
			"resources":   stringListValue(a.Resources),
		}))
	}
	return types.ListValueMust(object, elements)
}
