package provider_test

import (
	"strings"
	"testing"
)

func TestAccessOfCalls(t *testing.T) {
	t.Parallel()
	entry := func(application string, privileges []any, resources ...string) object {
		return object{"application": application, "privileges": privileges, "resources": resources}
	}
	own := func(resource string, privileges ...any) object { return entry("kibana-.kibana", privileges, resource) }
	for name, test := range map[string]struct {
		applications []object
		want         string
		says         []string
	}{
		"nothing":              {applications: []object{}, want: `{}`},
		"a role":               {applications: []object{own("space:soc", "feature_generalCasesV3.minimal_read", "feature_actions.read"), own("*", "feature_generalCasesV3.cases_delete")}, want: `{"*/stack":["delete_cases"],"soc/connectors":["use_connectors"],"soc/stack":["read_cases"]}`},
		"in order":             {applications: []object{own("space:*-prod", "feature_generalCasesV3.minimal_all")}, want: `{"*-prod/stack":["read_cases","create_cases","update_cases"]}`},
		"other applications":   {applications: []object{entry("app", []any{"*"}, "*"), nil}, want: `{}`},
		"a pattern of actions": {applications: []object{own("*", "feature_generalCasesV3.read"), own("space:soc", "cases:*")}, says: []string{`In applications[1].privileges: Elasticsearch treats "cases:*" as a pattern of actions`, `"feature_securitySolutionCasesV3.read"`}},
		"a null privilege":     {applications: []object{own("*", nil)}, says: []string{`treats "" as a pattern`}},
		"a resource":           {applications: []object{own("s*", "all")}, says: []string{`In applications[0].resources: "s*" is a pattern of resources`}},
		"former privileges":    {applications: []object{own("*", "feature_siem.cases_all")}, says: []string{`"cases_all" of the feature "siem"`, `"all" of the feature "securitySolutionCasesV3"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problem := call(t, "access_of", test.applications, "9.2.0")
			if problem == nil {
				if got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
				return
			}
			pointsAt(t, problem, 1)
			if len(test.says) == 0 {
				t.Errorf("refused: %s", problem.Text)
			}
			for _, text := range test.says {
				if !strings.Contains(problem.Text, text) {
					t.Errorf("error does not say %q: %s", text, problem.Text)
				}
			}
		})
	}
	if _, problem := call(t, "access_of", []object{}, "7.17"); problem == nil || *problem.FunctionArgument != 1 {
		t.Errorf("an old version: %v", problem)
	}
}
