package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Whoever plans needs to read roles and Kibana's version, and nothing else. Whoever
// applies needs to manage roles instead of reading them.
func TestLeastPrivilege(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest(), kibanatest.WithCredentials(
		kibanatest.Bearer("plans").Only(kibanatest.ReadSecurity, kibanatest.Monitor),
		kibanatest.Bearer("applies").Only(kibanatest.ManageSecurity, kibanatest.Monitor)))
	as := func(token string) *process {
		return start(t, k.settings(object{"username": nil, "password": nil, "bearer_token": token}))
	}
	role := object{"name": "least", "spaces": inSoc(security("view"))}
	changed := object{"name": "least", "spaces": inSoc(security("assignee"))}

	planner, applier := as("plans"), as("applies")
	planned := planner.planChange("cases_role", kept{}, role)
	planner.wantNoDiagnostics()
	refused := as("plans")
	refused.applies(role, planned)
	refused.wantDiagnostic("ERROR", "manage_security")

	applier.applies(role, planned)
	imported := planner.refresh("cases_role", kept{state: planner.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "least"})})
	planner.roleDiffers(imported, changed)
	planner.wantNoDiagnostics()
	applier.change("cases_role", applier.change("cases_role", imported, changed), nil)
	applier.wantNoDiagnostics()
	if names := k.Names(); len(names) > 0 {
		t.Errorf("left: %q", names)
	}
}

// From 9.5 on, Kibana hides its version from callers without the privilege monitor. The
// error names the privilege. A plan for a configured version needs no answer.
func TestHiddenVersion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version string
		hidden  bool
	}{
		"9.4":                 {"9.4.0", false},
		"9.5":                 {"9.5.0", true},
		"9.6":                 {"9.6.0", true},
		"serverless-security": {"serverless", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, name), kibanatest.WithCredentials(
				kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword).Only(kibanatest.ManageSecurity)))
			role := object{"name": "hidden", "spaces": inSoc(security("view"))}
			p := start(t, k.settings(nil))
			p.plan(role)
			if !test.hidden {
				p.wantNoDiagnostics()
				return
			}
			p.wantDiagnostic("ERROR", "cluster privilege monitor", "The credentials are valid", "set kibana_version")

			pinned := start(t, k.settings(object{"kibana_version": test.version}))
			planned := pinned.planChange("cases_role", kept{}, role)
			pinned.wantNoDiagnostics()
			pinned.applies(role, planned)
			pinned.wantDiagnostic("ERROR", "cluster privilege monitor")
			wantNone(t, k.requests("PUT"))
		})
	}
}
