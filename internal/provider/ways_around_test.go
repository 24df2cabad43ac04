package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Audits show how a role reaches cases without case privileges.
func TestDataShowsWaysAround(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	exporter := granting("space:soc: feature_savedObjectsManagement.read feature_securitySolutionCasesV3.read")
	exporter.Cluster = []string{"manage_security"}
	k.Plant("exporter", exporter)
	k.Plant("plain", granting("space:soc: feature_securitySolutionCasesV3.read"))
	const ways = `[
		{"way": "manage_security", "why": "The cluster privilege \"manage_security\" lets people change roles and users, and so give themselves any access."},
		{"way": "saved_objects_management", "why": "savedObjectsManagement.read in \"soc\" lets people export the cases of every solution with their comments, as saved objects."}
	]`
	p := start(t, k.settings(nil))
	expectJSON(t, p.reads("cases_role", object{"name": "exporter"}), `{"ways_around": `+ways+`, "capabilities": {"soc/security": ["read_cases"]}}`)
	expectJSON(t, p.reads("cases_role", object{"name": "plain"}), `{"ways_around": []}`)
	expectJSON(t, p.reads("cases_roles", nil), `{"roles": {
		"exporter": {"reserved": false, "disabled": false, "capabilities": {"soc/security": ["read_cases"]}, "ways_around": `+ways+`},
		"plain": {"reserved": false, "disabled": false, "capabilities": {"soc/security": ["read_cases"]}, "ways_around": []}
	}}`)
	p.wantNoDiagnostics()
	data := k.access(t, "exporter", "plain")
	expectJSON(t, data, `{"ways_around": {"exporter": `+ways+`}, "capabilities": {"soc/security": ["read_cases"]}}`)
	if markdown, _ := data["markdown"].(string); !strings.Contains(markdown, "Ways around case privileges:\n\n* role `exporter`, `manage_security`: ") {
		t.Error(markdown)
	}
}

// A plan warns of a way that it adds, and only then.
func TestPlanWarnsOfAddedWaysAround(t *testing.T) {
	t.Parallel()
	role := func(description string, elasticsearch object, saved ...string) object {
		features := object{"discover_v2": []string{"read"}}
		if len(saved) > 0 {
			features["savedObjectsManagement"] = saved
		}
		return object{"name": "test", "description": description, "spaces": inSoc(object{"features": features}), "elasticsearch": elasticsearch}
	}
	runAs := func(users ...string) object { return object{"run_as": users} }
	const gets = `Role "test" gets a way around case privileges: `
	for name, test := range map[string]struct {
		from, to object // nil for none
		at       string // "" for no warning
		says     []string
	}{
		"a new role":                {nil, role("", object{"cluster": []string{"manage_security"}}), "elasticsearch", []string{gets + "manage_security: ", "People with role \"test\" will reach cases"}},
		"a new role with two":       {nil, role("", runAs("a"), "all"), "elasticsearch", []string{gets + "run_as, and 1 more", "savedObjectsManagement.all in \"soc\" lets people import"}},
		"a new role without":        {nil, role("", object{"cluster": []string{"monitor"}}), "", nil},
		"a feature":                 {role("", nil), role("", nil, "read"), "spaces", []string{gets + "saved_objects_management", "lets people export"}},
		"it stays":                  {role("", runAs("a"), "all"), role("other", runAs("a"), "all"), "", nil},
		"one stays, one is added":   {role("", runAs("a"), "read"), role("", runAs("a", "b"), "read"), "elasticsearch", []string{`run_as "b"`}},
		"it goes":                   {role("", runAs("a"), "all"), role("", nil), "", nil},
		"it becomes narrower":       {role("", runAs("*"), "all"), role("", runAs("a"), "read"), "", nil},
		"a replaced role is a new":  {role("", runAs("a")), object{"name": "other", "elasticsearch": runAs("a")}, "elasticsearch", []string{`Role "other" gets a way around case privileges: run_as`}},
		"the same after a refresh":  {role("", runAs("a"), "all"), role("", runAs("a"), "all"), "", nil},
		"indices of Kibana":         {role("", nil), role("", object{"indices": []object{{"names": []string{".kibana*"}, "privileges": []string{"read"}, "allow_restricted_indices": true}}}), "elasticsearch", []string{gets + "kibana_indices"}},
		"indices, not restricted":   {role("", nil), role("", object{"indices": []object{{"names": []string{".kibana*"}, "privileges": []string{"read"}}}}), "", nil},
		"the queries of indices":    {role("", nil), role("", object{"indices": []object{{"names": []string{"logs-*"}, "privileges": []string{"all"}, "allow_restricted_indices": true}}}), "", nil},
		"copies for case analytics": {role("", nil), role("", object{"indices": []object{{"names": []string{".c*"}, "privileges": []string{"read"}}}}), "elasticsearch", []string{gets + "case_analytics"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			p := start(t, k.settings(nil))
			if test.from == nil {
				p.plan(test.to)
			} else {
				created := p.create(test.from)
				p.diagnostics = nil
				p.update(created.NewState, test.to)
			}
			if test.at == "" {
				p.wantNoDiagnostics()
				return
			}
			p.wantDiagnostic(append(test.says, "WARNING", fmt.Sprintf("AttributeName(%q)", test.at))...)
			if len(p.diagnostics) != 1 {
				t.Errorf("diagnostics: %q", p.diagnostics)
			}
		})
	}
}

// Values that ignore_changes repeats are not judged again, and neither is what was imported.
func TestImportedWaysAroundAreNotRepeated(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	stored := granting("space:soc: feature_savedObjectsManagement.all")
	stored.RunAs = []string{"reporter"}
	k.Plant("rich", stored)
	p := start(t, k.settings(nil))
	state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "rich"})
	p.update(state, object{
		"name": "rich", "description": "new", "spaces": inSoc(object{"features": object{"savedObjectsManagement": []string{"all"}}}),
		"elasticsearch": object{"cluster": []string{"monitor"}, "run_as": []string{"reporter"}},
	})
	p.wantNoDiagnostics()
}
