package provider_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role says in the data source what it says in an imported resource.
func TestDataRoleIsDecoded(t *testing.T) {
	t.Parallel()
	for name, stored := range map[string]kibanatest.ESRole{
		"rich": richStored, "bare": {}, "base": everywhere("read"),
		"deprecated ids": grantsIn("soc", "feature_generalCases.minimal_all", "feature_generalCasesV2.cases_delete"),
		"unknown ids":    grantsIn("soc", "feature_securitySolutionCasesV3.paint", "feature_painting.all"),
		"a/b c":          grantsIn("soc", "feature_actions.read"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant(name, stored)
			p := start(t, k.settings(nil))
			data := p.reads("cases_role", object{"name": name})
			if data["reserved"] != false || data["id"] != name || data["name"] != name {
				t.Errorf("reserved %v, id %v, name %v", data["reserved"], data["id"], data["name"])
			}
			delete(data, "reserved")
			delete(data, "disabled")
			delete(data, "ways_around")
			schemas, err := p.server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
			if err != nil {
				t.Fatal(err)
			}
			state, err := p.read(name).NewState.Unmarshal(schemas.ResourceSchemas["cases_role"].ValueType())
			if err != nil {
				t.Fatal(err)
			}
			resource, _ := plainValue(t, state).(map[string]any)
			if diff := cmp.Diff(resource, data); diff != "" {
				t.Errorf("(-resource +data source):\n%s", diff)
			}
			p.diagnostics = nil // the resource warns of what is deprecated
		})
	}
}

// Built-in roles, and entries of other applications than Kibana's own, count:
// what they give is what somebody has.
func TestDataRoleOfAnyOrigin(t *testing.T) {
	t.Parallel()
	const (
		everything = `"capabilities": {
			"*/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users", "push_cases"],
			"*/observability": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users", "push_cases"],
			"*/stack": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users", "push_cases"],
			"*/connectors": ["use_connectors", "manage_connectors"]
		}`
		reading = `"capabilities": {"*/security": ["read_cases"], "*/observability": ["read_cases"], "*/stack": ["read_cases"], "*/connectors": ["use_connectors"]}`
	)
	k := onDouble(t, kibanatest.Newest())
	k.Plant("everywhere", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "*", Resources: []string{"*"}, Privileges: []string{"*"}},
		{Application: "kibana-.kibana", Resources: []string{"*"}, Privileges: []string{"feature_securitySolutionCasesV3.read"}},
	}})
	k.Plant("machine", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-*", Resources: []string{"*"}, Privileges: []string{"reserved_ml_user"}},
	}})
	k.Plant("another", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "other-app", Resources: []string{"*"}, Privileges: []string{"all"}},
	}})
	for name, want := range map[string]string{
		"superuser":     `{"reserved": true, "spaces": {"*": {"base": "all"}}, "privileges": {}, ` + everything + `}`,
		"kibana_admin":  `{"reserved": true, "spaces": {"*": {"base": "all"}}, "privileges": {}, ` + everything + `}`,
		"editor":        `{"reserved": true, "spaces": {"*": {"base": "all"}}, "privileges": {}, ` + everything + `}`,
		"viewer":        `{"reserved": true, "spaces": {"*": {"base": "read"}}, "privileges": {}, "description": null, "elasticsearch": null, ` + reading + `}`,
		"kibana_system": `{"reserved": true, "spaces": null, "privileges": {}, "capabilities": {}}`,
		"everywhere":    `{"reserved": false, ` + everything + `}`,
		"machine":       `{"reserved": false, "spaces": null, "privileges": {}, "capabilities": {}}`,
		"another":       `{"reserved": false, "spaces": null, "privileges": {}, "capabilities": {}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			expectJSON(t, p.reads("cases_role", object{"name": name}), want)
			p.wantNoDiagnostics()
		})
	}
}

// A role that is not there, or that Kibana cannot decode, is an error: it never
// reads as a role without privileges.
func TestDataRoleRefused(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("broken", brokenRole())
	for name, says := range map[string][]string{
		"missing": {"ERROR", `AttributeName("name")`, "Role does not exist", `"missing"`, "depends_on"},
		"broken":  {"ERROR", `AttributeName("name")`, "Role cannot be decoded", `"broken"`},
		"":        {"ERROR", `AttributeName("name")`, "neither null nor empty"},
		"a,b":     {"ERROR", `AttributeName("name")`},
		"..":      {"ERROR", `AttributeName("name")`},
	} {
		p := start(t, k.settings(nil))
		if got := p.reads("cases_role", object{"name": name}); got != nil {
			t.Errorf("%q is read: %v", name, got)
		}
		p.wantDiagnostic(says...)
	}
}

// What a role gives depends on the Kibana it is read from.
func TestDataRoleByVersion(t *testing.T) {
	t.Parallel()
	const role = "feature_generalCases.minimal_all"
	for name, want := range map[string]string{
		"8.11":                `["read_cases", "create_cases", "update_cases", "edit_settings", "add_comments", "reopen_cases", "assign_users"]`,
		"8.16":                `["read_cases", "create_cases", "update_cases", "add_comments", "reopen_cases", "assign_users"]`,
		"9.2":                 `["read_cases", "create_cases", "update_cases", "add_comments", "reopen_cases", "assign_users"]`,
		"9.5":                 `["read_cases", "create_cases", "update_cases", "add_comments", "manage_templates", "reopen_cases", "assign_users"]`,
		"serverless-security": `null`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, name))
			k.Plant("a", grantsIn("soc", role))
			data := start(t, k.settings(nil)).reads("cases_role", object{"name": "a"})
			held, _ := json.Marshal(data["capabilities"])
			if diff := cmp.Diff(compact(t, `{"soc/stack": `+want+`}`), compact(t, string(held))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// compact is JSON without what says nothing.
func compact(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return withoutNulls(value)
}
