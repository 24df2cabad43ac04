package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// withDisabled starts a double whose licence does not cover the document level security of
// the role off.
func withDisabled(t *testing.T) target {
	t.Helper()
	k := onDouble(t, kibanatest.Newest(), kibanatest.WithLicense("gold"))
	off := granting("space:soc: feature_securitySolutionCasesV3.all")
	off.Indices = []kibanatest.ESIndices{{Names: []string{"x"}, Privileges: []string{"read"}, Query: `{"match_all":{}}`}}
	k.Plant("off", off)
	k.Plant("on", granting("space:soc: feature_securitySolutionCasesV3.read"))
	return k
}

// Roles that Elasticsearch has switched off are listed and marked, and have no capability.
func TestDataRolesMarkDisabledRoles(t *testing.T) {
	t.Parallel()
	k := withDisabled(t)
	for want, filter := range map[string]object{
		"off on": {"space": "soc"}, "on": {"space": "soc", "capability": "read_cases"}, "": {"capability": "delete_cases"},
	} {
		p := start(t, k.settings(nil))
		found, _ := p.reads("cases_roles", filter)["roles"].(map[string]any)
		p.wantNoDiagnostics()
		if got := strings.Join(slices.Sorted(maps.Keys(found)), " "); got != want {
			t.Errorf("%v: found %q, want %q", filter, got, want)
		}
		for name, role := range found {
			if role, _ := role.(map[string]any); role["disabled"] != (name == "off") || role["capabilities"].(map[string]any)["soc/security"] == nil {
				t.Errorf("%s: %v", name, role)
			}
		}
	}
	p := start(t, k.settings(nil))
	expectJSON(t, p.reads("cases_role", object{"name": "off"}), `{"disabled": true, "privileges": {"soc": {"securitySolutionCasesV3": ["all"]}}}`)
	expectJSON(t, p.reads("cases_role", object{"name": "on"}), `{"disabled": false}`)
	p.wantNoDiagnostics()
}

// Somebody who holds a switched-off role gets nothing from it.
func TestDataAccessNamesDisabledRoles(t *testing.T) {
	t.Parallel()
	k := withDisabled(t)
	data := k.access(t, "on", "off")
	expectJSON(t, data, `{"capabilities": {"soc/security": ["read_cases"]}, "disabled": ["off"]}`)
	if markdown, _ := data["markdown"].(string); !strings.Contains(markdown, "Switched off by Elasticsearch, and counted nowhere: role `off` (the licence does not cover document level security (dls))") {
		t.Error(markdown)
	}
	expectJSON(t, k.access(t, "on"), `{"disabled": []}`)
	// Another licence switches it on again.
	k.SetLicense("platinum")
	expectJSON(t, k.access(t, "off"), `{"disabled": [], "capabilities": {"soc/security":
		["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users"]}}`)
}

// The refresh of a cases_role says it, once, also where a list answers for many roles.
func TestRefreshWarnsOfADisabledRole(t *testing.T) {
	t.Parallel()
	k := withDisabled(t)
	p := start(t, k.settings(nil))
	state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "off"})
	says := []string{"WARNING", `AttributeName("elasticsearch")`, `Role "off" is switched off`, "the licence does not cover document level security (dls)", "grants nothing"}
	p.wantDiagnostic(says...)
	for range 3 {
		p.diagnostics = nil
		p.refresh("cases_role", kept{state: state})
		p.wantDiagnostic(says...)
		if len(p.diagnostics) != 1 {
			t.Errorf("diagnostics: %q", p.diagnostics)
		}
	}
	// The role itself has not changed.
	k.SetLicense("platinum")
	p = start(t, k.settings(nil))
	p.refresh("cases_role", kept{state: state})
	p.wantNoDiagnostics()
}
