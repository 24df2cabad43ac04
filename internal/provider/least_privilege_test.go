package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Whoever plans needs to read roles and nothing else, and whoever applies needs
// to manage them.
func TestLeastPrivilege(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest(), kibanatest.WithCredentials(
		kibanatest.Bearer("plans").Only(kibanatest.ReadSecurity), kibanatest.Bearer("applies").Only(kibanatest.ManageSecurity)))
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
