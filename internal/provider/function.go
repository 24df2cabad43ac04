package provider

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// The parameters of the functions, in order.
var (
	featurePrivilegesParameters     = []string{"solution", "access", "sub_features", "kibana_version"}
	capabilitiesParameters          = []string{"feature_id", "privileges", "kibana_version"}
	applicationPrivilegesParameters = []string{"spaces", "kibana_version"}
	accessOfParameters              = []string{"applications", "kibana_version"}
)

// applicationsType is the type of application privileges, as Elasticsearch stores them.
var applicationsType = types.ListType{ElemType: types.ObjectType{AttrTypes: map[string]attr.Type{
	"application": types.StringType,
	"privileges":  stringListType,
	"resources":   stringListType,
}}}

// versionParameter is the last parameter of each function.
func versionParameter(name string) function.StringParameter {
	return function.StringParameter{
		Name:                name,
		MarkdownDescription: "Kibana release that the privileges are for, such as `\"9.2.0\"` (8.11 or newer), or `\"serverless\"`.",
	}
}

// builtIn returns the built-in catalogue of a version, which is the last argument.
func builtIn(text string, parameters []string) (cases.Catalogue, *function.FuncError) {
	last := int64(len(parameters) - 1)
	version, err := cases.ParseVersion(text)
	if err != nil {
		return cases.Catalogue{}, function.NewArgumentFuncError(last, err.Error())
	}
	catalogue, err := cases.BuiltInCatalogue(version)
	if err != nil {
		return cases.Catalogue{}, function.NewArgumentFuncError(last, err.Error()+`; write that one, a newer one, or "serverless"`)
	}
	return catalogue, nil
}

// argumentError joins the findings about the first argument that has any: an error can
// point at one argument only. Terraform appends a full stop.
func argumentError(found []cases.Finding, parameters []string) *function.FuncError {
	var problem *function.FuncError
	for _, f := range found {
		name, _ := f.Path[0].(cases.Attribute)
		at := int64(slices.Index(parameters, string(name)))
		if problem == nil || *problem.FunctionArgument == at {
			problem = function.ConcatFuncErrors(problem, function.NewArgumentFuncError(at, detailWithPath(f)))
		}
	}
	if problem != nil {
		problem.Text = strings.TrimSuffix(problem.Text, ".")
	}
	return problem
}
