package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Spaces are taken in every form that an expression can have, and what is left out or null
// is as in cases_role.
func TestApplicationPrivilegesForms(t *testing.T) {
	t.Parallel()
	access := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"access": tftypes.String}}
	view := tftypes.NewValue(access, map[string]tftypes.Value{"access": tftypes.NewValue(tftypes.String, "view")})
	viewInSoc := `[{"application":"kibana-.kibana","privileges":["feature_securitySolutionCasesV3.read"],"resources":["space:soc"]}]`
	stringMap := tftypes.Map{ElementType: tftypes.String}
	for name, test := range map[string]struct {
		spaces any
		want   string
	}{
		"an object":    {object{"soc": object{"security": object{"access": "view"}}}, viewInSoc},
		"with nulls":   {object{"soc": object{"base": nil, "security": object{"access": "view", "sub_features": nil}, "stack": nil, "features": object{"ml": nil}}}, viewInSoc},
		"a typed null": {object{"soc": object{"base": tftypes.NewValue(tftypes.String, nil), "security": object{"access": "view", "sub_features": object{"add_comments": nil}}}}, viewInSoc},
		"maps": {tftypes.NewValue(tftypes.Map{ElementType: tftypes.Map{ElementType: access}}, map[string]tftypes.Value{
			"soc": tftypes.NewValue(tftypes.Map{ElementType: access}, map[string]tftypes.Value{"security": view}),
		}), viewInSoc},
		"a map of strings": {object{"soc": object{"security": object{"access": "view", "sub_features": tftypes.NewValue(stringMap, map[string]tftypes.Value{"add_comments": tftypes.NewValue(tftypes.String, "false")})}}}, viewInSoc},
		"a list of ids":    {object{"*": object{"features": object{"ml": []string{"read", "all", "read"}}}}, `[{"application":"kibana-.kibana","privileges":["feature_ml.all","feature_ml.read"],"resources":["*"]}]`},
		"a set of ids": {
			object{"soc": object{"features": object{"ml": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "read")})}}},
			`[{"application":"kibana-.kibana","privileges":["feature_ml.read"],"resources":["space:soc"]}]`,
		},
		"full": {object{"soc": object{"stack": object{"access": "full"}}, "*": object{"base": "read"}}, `[{"application":"kibana-.kibana","privileges":["read"],"resources":["*"]},` +
			`{"application":"kibana-.kibana","privileges":["feature_actions.all","feature_generalCasesV3.all"],"resources":["space:soc"]}]`},
		"no access": {object{"soc": object{"stack": object{"access": "none"}}}, `[]`},
		"no spaces": {object{}, `[]`},
		"null":      {nil, `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problem := call(t, "application_privileges", test.spaces, "9.2.0")
			if problem != nil || got != test.want {
				t.Errorf("got %s, want %s: %v", got, test.want, problem)
			}
		})
	}
}

// Nothing is dropped: each error names the place and what to write.
func TestApplicationPrivilegesRefuses(t *testing.T) {
	t.Parallel()
	soc := func(space any) object { return object{"soc": space} }
	for name, test := range map[string]struct {
		spaces any
		says   []string
	}{
		"a misspelt attribute":    {soc(object{"securty": object{"access": "view"}}), []string{`In spaces["soc"]: "securty" is not an attribute.`, `Did you mean "security"?`}},
		"beside a right one":      {soc(object{"stack": object{"access": "view"}, "feature": nil}), []string{`"feature" is not an attribute`, `Did you mean "features"?`}},
		"a misspelt sub_features": {soc(object{"security": object{"access": "view", "sub_feature": object{}}}), []string{`In spaces["soc"].security: "sub_feature" is not`, `Did you mean "sub_features"?`}},
		"a misspelt sub-feature":  {soc(object{"security": object{"access": "view", "sub_features": object{"delete_case": false}}}), []string{`In spaces["soc"].security.sub_features["delete_case"]`, `Did you mean "delete_cases"?`}},
		"several":                 {soc(object{"securty": nil, "security": object{"level": "view"}}), []string{`"securty" is not`, `"level" is not`}},
		"a string for an object":  {soc(object{"security": "view"}), []string{`In spaces["soc"].security: An object with access, sub_features is expected here, not the string "view"`}},
		"a number for a string":   {soc(object{"base": 1}), []string{`In spaces["soc"].base: A string is expected here, not 1`}},
		"a bool for a string":     {soc(object{"security": object{"access": true}}), []string{`In spaces["soc"].security.access: A string is expected here, not true`}},
		"a string for a bool":     {soc(object{"security": object{"access": "view", "sub_features": object{"add_comments": "yes"}}}), []string{`.sub_features["add_comments"]: true or false is expected here, not the string "yes"`}},
		"a list for a map":        {soc(object{"features": []any{"ml"}}), []string{`In spaces["soc"].features: A map is expected here, not a list or a set`}},
		"a map for a set":         {soc(object{"features": object{"ml": object{"read": true}}}), []string{`.features["ml"]: A list or a set is expected here, not an object or a map`}},
		"a number in a set":       {soc(object{"features": object{"ml": []any{"read", 1}}}), []string{`.features["ml"][1]: A string is expected here`}},
		"a list of spaces":        {[]any{"soc"}, []string{"A map is expected here"}},
		"a space without access":  {soc(object{}), []string{`In spaces["soc"]: No attribute`}},
		"a null space":            {soc(nil), []string{`In spaces["soc"]: No attribute`}},
		"no level":                {soc(object{"security": object{"sub_features": object{}}}), []string{`In spaces["soc"].security.access`, `"full", "assignee", "view", "none"`}},
		"less than all spaces":    {object{"soc": object{"security": object{"access": "view"}}, "*": object{"base": "all"}}, []string{`In spaces["soc"].security: base = "all" in spaces["*"] grants more`}},
		"full without connectors": {soc(object{"stack": object{"access": "full"}, "connectors": "read"}), []string{`In spaces["soc"].connectors`}},
		"what a release lacks":    {soc(object{"stack": object{"access": "view", "sub_features": object{"manage_templates": true}}}), []string{"Kibana 9.2 cannot grant manage_templates"}},
		"former privileges":       {soc(object{"features": object{"siem": []string{"cases_read"}}}), []string{`In spaces["soc"].features["siem"]`, `security = { access = "view" }`}},
		"beside what is unknown":  {object{"soc": unknownValue{}, "lab": object{"securty": unknownValue{}}}, []string{`In spaces["lab"]: "securty" is not an attribute`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problem := call(t, "application_privileges", test.spaces, "9.2.0")
			if problem == nil {
				t.Fatalf("accepted: %s", got)
			}
			pointsAt(t, problem, 1)
			for _, text := range test.says {
				if !strings.Contains(problem.Text, text) {
					t.Errorf("error does not say %q: %s", text, problem.Text)
				}
			}
		})
	}
	if _, problem := call(t, "application_privileges", object{}, "8.10"); problem == nil || *problem.FunctionArgument != 1 {
		t.Errorf("an old version: %v", problem)
	}
}

// The result is unknown while anything in spaces, or the version, is.
func TestApplicationPrivilegesUnknown(t *testing.T) {
	t.Parallel()
	known := object{"soc": object{"security": object{"access": "view"}}}
	unknownString := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	for name, test := range map[string]struct{ spaces, version any }{
		"spaces":        {unknownValue{}, "9.2.0"},
		"a space":       {object{"soc": unknownValue{}}, "9.2.0"},
		"a level":       {object{"soc": object{"security": object{"access": unknownString}}}, "9.2.0"},
		"a sub-feature": {object{"soc": object{"security": object{"access": "view", "sub_features": object{"add_comments": unknownValue{}}}}}, "9.2.0"},
		"an id":         {object{"soc": object{"features": object{"ml": []any{unknownString}}}}, "9.2.0"},
		"ids":           {object{"soc": object{"features": unknownValue{}, "base": nil}}, "9.2.0"},
		"the version":   {known, unknownValue{}},
		"both of them":  {unknownValue{}, unknownValue{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, problem := call(t, "application_privileges", test.spaces, test.version); problem != nil || got != "" {
				t.Errorf("got %s: %v", got, problem)
			}
		})
	}
	if _, problem := call(t, "application_privileges", object{"soc": object{"base": "al"}}, unknownValue{}); problem == nil || !strings.Contains(problem.Text, `"al" is not a base privilege`) {
		t.Errorf("static rules do not wait for the version: %v", problem)
	}
}
