package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Only an object that is in the state is told to leave it.
func TestUndecodableRoleInState(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("broken", kibanatest.ESRole{})
	role := start(t, k.settings(nil)).change(ownRole, kept{}, object{"name": "own"})
	grant := start(t, k.settings(nil)).change(featurePrivilege, kept{}, views("broken", "soc"))
	for _, name := range []string{"own", "broken"} {
		k.Plant(name, kibanatest.ESRole{Applications: undecodable()["invalid_resource_format"]})
	}
	for what, test := range map[string]struct {
		do      func(*process)
		inState bool
	}{
		"role":             {func(p *process) { p.refresh(ownRole, role) }, true},
		"grant":            {func(p *process) { p.refresh(featurePrivilege, grant) }, true},
		"imported role":    {func(p *process) { p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: ownRole, ID: "own"}) }, false},
		"imported grant":   {func(p *process) { p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: "broken/soc"}) }, false},
		"new grant":        {func(p *process) { p.planChange(featurePrivilege, kept{}, views("broken", "dev")) }, false},
		"data source":      {func(p *process) { p.reads("cases_role", object{"name": "broken"}) }, false},
		"list":             {func(p *process) { p.lists(roleType, nil, false, 0) }, false},
		"list of grants":   {func(p *process) { p.lists(grantType, nil, false, 0) }, false},
		"list of a role's": {func(p *process) { p.lists(grantType, object{"role": "broken"}, false, 0) }, false},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			test.do(p)
			about := strings.Join(p.diagnostics, "\n")
			if !strings.Contains(about, "cannot decode the privileges") || !strings.Contains(about, "then run Terraform again") {
				t.Errorf("diagnostics %q", p.diagnostics)
			}
			if got := slices.ContainsFunc(p.diagnostics, func(line string) bool { return strings.Contains(line, "terraform state rm") }); got != test.inState {
				t.Errorf("leaving the state is advised: %v, diagnostics %q", got, p.diagnostics)
			}
		})
	}
}
