package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// For every documented row, solution and Kibana, the function returns what Elasticsearch
// stores of a cases_role with the same spaces, and refuses what that refuses.
func TestApplicationPrivilegesAreStored(t *testing.T) {
	t.Parallel()
	for _, name := range versionProfiles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kibana := profile(t, name)
			k, version := onDouble(t, kibana), kibana.Version
			if kibana.Serverless {
				version = "serverless"
			}
			compared := 0
			for _, solution := range []string{"security", "observability", "stack"} {
				if project, isProject := strings.CutPrefix(name, "serverless-"); isProject && solution != "stack" && solution != project {
					continue // the function does not know which project it is for
				}
				for row, documented := range documentedRows() {
					config := parseConfiguration(t, resource.TestStep{Config: fmt.Sprintf("resource \"cases_role\" \"test\" {\n name = \"test\"\n spaces = { soc = { %s } }\n}",
						fmt.Sprintf(documented.config, solution))}).resources["cases_role.test"]
					if k.storesWhatTheFunctionReturns(t, solution+"-"+row, config["spaces"], version) {
						compared++
					}
				}
			}
			if compared < 8 {
				t.Errorf("only %d rows can be granted", compared)
			}
		})
	}
}

// storesWhatTheFunctionReturns creates a role, and compares it with the result of the function. It
// returns false if both refuse the configuration.
func (k target) storesWhatTheFunctionReturns(t *testing.T, name string, spaces any, version string) (stored bool) {
	t.Helper()
	p := start(t, k.settings(nil))
	p.change("cases_role", kept{}, object{"name": name, "spaces": spaces})
	result, problem := call(t, "application_privileges", spaces, version)
	if p.failed() || problem != nil {
		if !p.failed() || problem == nil || !slices.ContainsFunc(p.diagnostics, func(line string) bool { return strings.Contains(line, strings.Split(problem.Text, "\n")[0]) }) {
			t.Errorf("%s is refused differently: by the role %q, by the function %v", name, p.diagnostics, problem)
		}
		return false
	}
	var want []kibanatest.ESApplication
	if err := json.Unmarshal([]byte(result), &want); err != nil {
		t.Fatal(err)
	}
	role, found := k.Stored(name)
	for _, a := range role.Applications {
		slices.Sort(a.Privileges) // Kibana keeps the order of the request
	}
	if diff := cmp.Diff(want, role.Applications); diff != "" || !found {
		t.Errorf("%s is stored differently (-function +role):\n%s", name, diff)
	}
	return true
}
