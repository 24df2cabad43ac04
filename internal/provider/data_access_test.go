package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// access reads what holders of roles can do, without a word.
func (k target) access(t *testing.T, roles ...string) map[string]any {
	t.Helper()
	p := start(t, k.settings(nil))
	data := p.reads("cases_access", object{"roles": roles})
	p.wantNoDiagnostics()
	return data
}

// TestDataAccess: the union of roles of every kind, and where each part of it
// comes from.
func TestDataAccess(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	expectJSON(t, k.access(t, "tier1", "cleaner", "base"), `{
		"capabilities": {
			"*/security": ["read_cases", "delete_cases"], "*/observability": ["read_cases"], "*/stack": ["read_cases"], "*/connectors": ["use_connectors"],
			"soc/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "push_cases"],
			"soc/observability": ["read_cases"], "soc/stack": ["read_cases"], "soc/connectors": ["use_connectors"]
		},
		"sources": {
			"*/security": {
				"delete_cases": [{"role": "cleaner", "space": "*", "privilege": "securitySolutionCasesV2.cases_delete"}],
				"read_cases": [{"role": "base", "space": "*", "privilege": "base.read"}]
			},
			"*/observability": {"read_cases": [{"role": "base", "space": "*", "privilege": "base.read"}]},
			"*/stack": {"read_cases": [{"role": "base", "space": "*", "privilege": "base.read"}]},
			"*/connectors": {"use_connectors": [{"role": "base", "space": "*", "privilege": "base.read"}]},
			"soc/security": {
				"create_cases": [{"role": "tier1", "space": "soc", "privilege": "securitySolutionCasesV3.minimal_all"}],
				"delete_cases": [{"role": "cleaner", "space": "*", "privilege": "securitySolutionCasesV2.cases_delete"}],
				"push_cases": [
					{"role": "base", "space": "*", "privilege": "base.read"},
					{"role": "tier1", "space": "soc", "privilege": "actions.read"},
					{"role": "tier1", "space": "soc", "privilege": "securitySolutionCasesV3.minimal_all"}
				],
				"read_cases": [
					{"role": "base", "space": "*", "privilege": "base.read"},
					{"role": "tier1", "space": "soc", "privilege": "securitySolutionCasesV3.minimal_all"}
				],
				"update_cases": [{"role": "tier1", "space": "soc", "privilege": "securitySolutionCasesV3.minimal_all"}]
			},
			"soc/observability": {"read_cases": [
				{"role": "base", "space": "*", "privilege": "base.read"},
				{"role": "tier1", "space": "soc", "privilege": "observabilityCasesV3.read"}
			]},
			"soc/stack": {"read_cases": [{"role": "base", "space": "*", "privilege": "base.read"}]},
			"soc/connectors": {"use_connectors": [
				{"role": "base", "space": "*", "privilege": "base.read"},
				{"role": "tier1", "space": "soc", "privilege": "actions.read"}
			]}
		}
	}`)
}

// Built-in roles count.
func TestDataAccessOfBuiltInRoles(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	for role, why := range map[string]string{"superuser": "base.all", "editor": "base.all", "kibana_admin": "base.all"} {
		data := k.access(t, "tier1", role)
		sources, _ := data["sources"].(map[string]any)["soc/security"].(map[string]any)
		want := []any{map[string]any{"role": role, "space": "*", "privilege": why}}
		if diff := cmp.Diff(want, sources["delete_cases"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", role, diff)
		}
	}
	if sources, _ := k.access(t, "tier1", "viewer")["sources"].(map[string]any)["soc/security"].(map[string]any); sources["delete_cases"] != nil {
		t.Errorf("viewers delete because of %v", sources["delete_cases"])
	}
}

// A space that the roles reach through all spaces alone has keys if spaces names it, and
// a key is absent only where the roles give nothing.
func TestDataAccessInGivenSpaces(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	p := start(t, k.settings(nil))
	data := p.reads("cases_access", object{"roles": []string{"cleaner"}, "spaces": []string{"sandbox"}})
	p.wantNoDiagnostics()
	expectJSON(t, data, `{"capabilities": {"*/security": ["delete_cases"], "sandbox/security": ["delete_cases"]}}`)
	if matrix, _ := data["markdown"].(string); !strings.Contains(matrix, "Space `sandbox`") {
		t.Errorf("the matrix has no table for sandbox:\n%s", matrix)
	}
	for _, id := range []string{"Soc", "", "soc-*"} {
		p := start(t, k.settings(nil))
		p.reads("cases_access", object{"roles": []string{"cleaner"}, "spaces": []string{"soc", id}})
		p.wantDiagnostic("ERROR", `AttributeName("spaces")`, "Invalid space id", fmt.Sprintf("%q", id))
	}
}

// Nobody, and roles that grant nothing on cases, have no access.
func TestDataAccessOfNothing(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	for _, roles := range [][]string{{}, {"nothing"}, {"nothing", "alerts"}} {
		expectJSON(t, k.access(t, roles...), `{"capabilities": {}, "sources": {}, "ways_around": {}, "disabled": [], "markdown": "No access to cases.\n"}`)
	}
	data := k.access(t, "nothing", "kibana_system") // Kibana's own role has other ways
	expectJSON(t, data, `{"capabilities": {}, "sources": {}}`)
	if ways, _ := data["ways_around"].(map[string]any); len(ways) != 1 || ways["kibana_system"] == nil {
		t.Errorf("ways around: %v", ways)
	}
}

// What Kibana's own integration tests assert about roles, read back through the
// role API: the rows are told in internal/cases.
func TestDataAccessAgreesWithKibana(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for name, test := range map[string]struct{ role, can, cannot string }{
		"delete only":      {"generalCases.cases_delete", "delete_cases", "create_cases read_cases"},
		"no delete":        {"generalCases.minimal_all", "create_cases read_cases", "delete_cases"},
		"read and comment": {"generalCasesV3.minimal_read generalCasesV3.create_comment", "read_cases add_comments", "update_cases delete_cases"},
		"no re-open":       {"generalCasesV2.read generalCasesV2.cases_delete generalCasesV2.create_comment", "read_cases add_comments", "reopen_cases"},
		"no assignee":      {"generalCasesV3.minimal_read generalCasesV3.cases_delete generalCasesV3.case_reopen generalCasesV3.create_comment", "delete_cases reopen_cases", "assign_users create_cases"},
		"read and assign":  {"generalCasesV3.minimal_read generalCasesV3.cases_assign", "assign_users", "update_cases"},
	} {
		var privileges []string
		for id := range strings.FieldsSeq(test.role) {
			privileges = append(privileges, "feature_"+id)
		}
		k.Plant(name, everywhere(append(privileges, "feature_actions.all")...))
		held, _ := k.access(t, name)["sources"].(map[string]any)["*/stack"].(map[string]any)
		for can := range strings.FieldsSeq(test.can) {
			if held[can] == nil {
				t.Errorf("%s: Kibana allows %s", name, can)
			}
		}
		for cannot := range strings.FieldsSeq(test.cannot) {
			if held[cannot] != nil {
				t.Errorf("%s: Kibana refuses %s, which is said to come from %v", name, cannot, held[cannot])
			}
		}
	}
}

// A role that is missing or cannot be decoded is an error, each by its name: a
// review that leaves it out would be wrong.
func TestDataAccessRefused(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	k.Plant("broken", brokenRole())
	for missing, says := range map[string][]string{
		"missing": {"ERROR", `AttributeName("roles")`, "Role does not exist", `"missing"`, "depends_on"},
		"broken":  {"ERROR", `AttributeName("roles")`, "Role cannot be decoded", `"broken"`},
	} {
		p := start(t, k.settings(nil))
		if got := p.reads("cases_access", object{"roles": []string{"lead", missing}}); got != nil {
			t.Errorf("%s: %v", missing, got)
		}
		p.wantDiagnostic(says...)
	}
	p := start(t, k.settings(nil))
	p.reads("cases_access", object{"roles": []string{"missing", "gone"}})
	if len(p.diagnostics) != 2 {
		t.Errorf("not each missing role is named: %q", p.diagnostics)
	}
	p = start(t, k.settings(nil))
	if got := p.reads("cases_access", object{"roles": []any{"lead", nil}}); got != nil {
		t.Errorf("a role without a name is left out: %v", got)
	}
	p.wantDiagnostic("ERROR", `AttributeName("roles")`, "neither null nor empty")
}

// In Terraform: a filter that is known after apply is checked then, and a role
// of the same configuration is read when it is there.
func TestDataInTerraform(t *testing.T) {
	t.Parallel()
	k := onKibana(t)
	name := ownName(t, "lead")
	lead := strings.ReplaceAll(`
		resource "cases_role" "lead" {
		  name   = "data-lead"
		  spaces = { default = { security = { access = "full" } } }
		}
		resource "terraform_data" "late" {
		  input = "%s"
		}
		data "cases_roles" "found" {
		  capability = terraform_data.late.output
		  depends_on = [cases_role.lead]
		}
		data "cases_role" "lead" {
		  name       = cases_role.lead.name
		  depends_on = [cases_role.lead]
		}
		data "cases_access" "lead" {
		  roles      = [cases_role.lead.name]
		  depends_on = [cases_role.lead]
		}
		output "same" {
		  value = data.cases_role.lead.capabilities == cases_role.lead.capabilities && data.cases_access.lead.capabilities == cases_role.lead.capabilities
		}
		output "found" {
		  value = contains(keys(data.cases_roles.found.roles), "data-lead")
		}`, "data-lead", name)
	k.runCLI(t,
		resource.TestStep{Config: strings.Replace(lead, "%s", "delete_case", 1), ExpectError: regexp.MustCompile(`Did you mean\s+"delete_cases"`)},
		resource.TestStep{
			Config: strings.Replace(lead, "%s", "delete_cases", 1),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("found", knownvalue.Bool(true)),
			},
		},
	)
}
