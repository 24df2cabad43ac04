package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// TestRoleNeedsKibana: with a provider whose configuration is not known, what
// needs Kibana is refused; an import above all, whose plan could not show what
// it takes away.
func TestRoleNeedsKibana(t *testing.T) {
	t.Parallel()
	config := object{"name": "r", "spaces": object{"soc": object{"base": "read"}}}
	for name, call := range map[string]func(p *process) error{
		"create": func(p *process) error { p.create(config); return nil },
		"update": func(p *process) error { return p.apply(config, config) },
		"delete": func(p *process) error { return p.apply(config, nil) },
		"import": func(p *process) error {
			resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "r"})
			p.collect(err, resp.Diagnostics)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, err := factories()["cases"]()
			if err != nil {
				t.Fatal(err)
			}
			p := &process{t: t, server: server}
			if err := call(p); err != nil {
				t.Fatal(err)
			}
			p.wantDiagnostic("The provider's configuration is not known")
		})
	}
}

// TestRoleKeepsItsForm: blocks, lists that are not there and numbers written in
// one of many ways are no difference, not after an upgrade either.
func TestRoleKeepsItsForm(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.15"))
	const config = `
		resource "cases_role" "test" {
		  name     = "form"
		  metadata = <<-EOT
		    { "a": 1.0, "b": 1e2, "c": 12345678901234567890, "d": [-0, -0.0] }
		  EOT
		  spaces = {
		    soc = { security = { access = "assignee", sub_features = { delete_cases = false, edit_settings = false } } }
		  }
		  elasticsearch { cluster = ["monitor"] }
		}`
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	k.runProtocol(t,
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
		resource.TestStep{PreConfig: func() { k.SetProfile(profile(t, "9.5")) }, Config: config, ConfigPlanChecks: empty},
	)
}
