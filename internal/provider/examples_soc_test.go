package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// appliesSOC: the roles are made, the outputs tell who may do what, the next
// plan is empty, and the check notices a stranger.
func appliesSOC(t *testing.T, tf cli) {
	t.Helper()
	tf = tf.on(t, kibanatest.Newest())
	e := tf.open(t, examples+"/soc")
	e.must(t, 0, "apply", "-auto-approve")
	if diff := cmp.Diff([]string{"soc-lead", "soc-tier1", "soc-tier2"}, tf.kibana.Names()); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	outputs := e.outputs(t)
	matrix, _ := outputs["matrix"].(string)
	for _, text := range []string{
		"## soc-tier1\n\n### Space `soc`\n", "| delete cases | ✓ (4) |  |  |  |\n", "role `soc-lead`, space `soc`: `securitySolutionCasesV3.all`\n",
	} {
		if strings.Count(matrix, text) != 1 {
			t.Errorf("not once %q in:\n%s", text, matrix)
		}
	}
	if diff := cmp.Diff([]any{}, outputs["unexpected_deleters"]); diff != "" {
		t.Errorf("unexpected deleters:\n%s", diff)
	}
	if output := e.must(t, 0, "plan", "-detailed-exitcode"); strings.Contains(output, "can delete the SOC's cases") {
		t.Errorf("nobody else can delete:\n%s", output)
	}

	tf.kibana.Plant("helpdesk", everywhere("feature_securitySolutionCasesV2.cases_delete"))
	tf.kibana.Plant("broken", everywhere("feature_securitySolutionCasesV3.all", "all"))
	output := strings.Join(strings.Fields(e.must(t, 2, "plan", "-detailed-exitcode")), " ")
	for _, text := range []string{"these roles can delete the SOC's cases: helpdesk.", "Role cannot be decoded", "broken"} {
		if !strings.Contains(output, text) {
			t.Errorf("the plan does not say %q:\n%s", text, output)
		}
	}
	e.must(t, 0, "plan", "-var", `may_also_delete=["helpdesk"]`)

	e.must(t, 0, "destroy", "-auto-approve")
	if names := tf.kibana.Names(); !slices.Equal(names, []string{"broken", "helpdesk"}) {
		t.Errorf("left behind: %q", names)
	}

	// Before 8.17, re-opening cannot be withheld; the read-me says so.
	tf.kibana.SetProfile(profile(t, "8.16"))
	if output := e.must(t, 1, "plan"); !strings.Contains(output, "8.17") {
		t.Errorf("8.16 is not refused for what 8.17 can:\n%s", output)
	}
}

// testsSOC: the example's own tests need no Kibana, and pass.
func testsSOC(t *testing.T, tf cli) {
	t.Helper()
	output := tf.open(t, examples+"/soc").must(t, 0, "test")
	if !strings.Contains(output, " 0 failed") || strings.Contains(output, "skip") {
		t.Errorf("some were left out:\n%s", output)
	}
}

// readsDataSources applies what the data sources' pages show to a Kibana that
// has the roles in question.
func readsDataSources(t *testing.T, tf cli) {
	t.Helper()
	tf = tf.on(t, kibanatest.Newest())
	tf.kibana.Plant("helpdesk", everywhere("feature_securitySolutionCasesV3.read", "feature_securitySolutionCasesV3.cases_delete"))
	tf.kibana.Plant("soc-tier1", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
		Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"feature_securitySolutionCasesV3.minimal_all"},
	}}})
	tf.kibana.SetSpace(kibanatest.Space{ID: "globex", Name: "Globex", Solution: "security"})
	tf.kibana.SetSpace(kibanatest.Space{ID: "initech", Name: "Initech"})
	tf.kibana.SetSpace(kibanatest.Space{ID: "umbrella", Name: "Umbrella", Solution: "oblt"})
	tf.kibana.SetSpace(kibanatest.Space{ID: "hooli", Name: "Hooli", DisabledFeatures: []string{"securitySolutionCasesV3"}})
	for name, role := range map[string]string{"ann": "helpdesk", "bob": "soc-tier1"} {
		tf.kibana.AddUser(kibanatest.ESUser{Username: name, Roles: []string{role}})
	}
	for name, want := range map[string]map[string]any{
		"cases_role": {"helpdesk": map[string]any{
			"in_words": map[string]any{"*": map[string]any{
				"security": map[string]any{"access": "view", "sub_features": map[string]any{"delete_cases": true}},
				"base":     nil, "connectors": nil, "features": nil, "observability": nil, "stack": nil,
			}},
			"lets_do":    map[string]any{"*/security": []any{"read_cases", "delete_cases"}},
			"as_stored":  map[string]any{"*": map[string]any{"securitySolutionCasesV3": []any{"cases_delete", "read"}}},
			"built_in":   false,
			"may_delete": []any{"*/security"},
		}},
		"cases_roles": {
			"who_can_delete_cases": map[string]any{"helpdesk": []any{"*/security"}},
			"roles_in_soc":         []any{"editor", "helpdesk", "kibana_admin", "soc-tier1", "superuser", "viewer"},
		},
		"cases_spaces": {
			"customers_of_tier1":     []any{"globex", "soc"},
			"without_security_cases": map[string]any{"hooli": "classic", "umbrella": "oblt"},
		},
		"cases_users":  {"who_can_delete_cases": []any{"ann"}, "mappings_to_deleters": []any{}},
		"cases_access": {"why_the_analyst_deletes_cases": []any{}},
		"cases_feature_catalog": {"can_withhold": map[string]any{
			"observability": withholdable, "security": withholdable, "stack": withholdable,
		}},
	} {
		e := tf.examples(t, examples+"/data-sources/"+name)[0]
		e.must(t, 0, "apply", "-auto-approve")
		outputs := e.outputs(t)
		for output := range outputs {
			if _, wanted := want[output]; !wanted {
				delete(outputs, output)
			}
		}
		if diff := cmp.Diff(want, outputs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		e.must(t, 0, "destroy", "-auto-approve") // the examples come in any order
	}
}

var withholdable = []any{"delete_cases", "edit_settings", "add_comments", "reopen_cases", "assign_users", "manage_templates"}
