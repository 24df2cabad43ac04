package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role is imported with the simplest wording. Equivalent configurations plan no change.
func TestRoleImport(t *testing.T) {
	t.Parallel()
	// otherWording says what richRole says, differently.
	otherWording := strings.NewReplacer(
		`access = "full", sub_features = { delete_cases = false }`, `access = "assignee", sub_features = { delete_cases = false, add_comments = true, edit_settings = true }`,
		`access = "view", sub_features = { add_comments = true }`, `access = "view", sub_features = { add_comments = true, delete_cases = false }`,
		`stack         = { access = "none" }`, ``,
		`jsonencode({ term = { team = "soc" } })`, `"{ \"term\": {\"team\" : \"soc\"} }"`,
		`jsonencode({ team = "secops" })`, `"{\n  \"team\": \"secops\"\n}"`,
		`["read", "view_index_metadata"]`, `["view_index_metadata", "read"]`,
	).Replace(richRole)
	for name, config := range map[string]string{"the simplest wording": richRole, "another wording": otherWording} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("rich", richStored)
			run := k.runProtocol
			if name == "the simplest wording" { // one row goes through Terraform
				run = k.runCLI
			}
			run(t,
				imported("rich", config, plancheck.ExpectResourceAction("cases_role.test", plancheck.ResourceActionNoop)),
				resource.TestStep{Config: config, Check: func(*terraform.State) error {
					wantNone(t, k.requests("PUT"))
					return nil
				}},
			)
		})
	}
}

// Names are taken as they are.
func TestRoleImportNames(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for _, name := range []string{"a/b", "a b", "100%", "a%2Fb", "...", `"q"`, `\`, "#?&=+;:@!$'()*[]{}|^~<>`", "${x}"} {
		k.Plant(name, richStored)
		p := start(t, k.settings(nil))
		got := p.text(p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: name}), "id")
		p.wantNoDiagnostics()
		if got != name {
			t.Errorf("importing %q gives %q", name, got)
		}
	}
}

// An import that names no role is refused before any request.
func TestRoleImportWithoutName(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for summary, req := range map[string]*tfprotov6.ImportResourceStateRequest{
		"Invalid import id":       {TypeName: "cases_role"},
		"Invalid import identity": {TypeName: "cases_role", Identity: start(t, k.settings(nil)).identityValue("cases_role", object{"name": nil})},
	} {
		p := start(t, k.settings(nil))
		resp, err := p.server.ImportResourceState(t.Context(), req)
		p.collect(err, resp.Diagnostics)
		p.wantDiagnostic("ERROR", summary, `Write the name of the role, such as "soc-tier1"`)
	}
	wantNone(t, k.requests(""))
}

func TestRoleImportRefused(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("broken", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"space_all", "feature_discover_v2.all"}},
	}})
	config := func(name string) string {
		return fmt.Sprintf("resource \"cases_role\" \"test\" {\n name = %q\n}", name)
	}
	for name, says := range map[string]string{
		"missing":   `Cannot import non-existent remote object`,
		"superuser": `built into Elasticsearch`,
		"broken":    `Writing the role back would erase them all`,
	} {
		step := imported(name, config(name))
		step.ExpectError = acrossLines(says)
		run := k.runProtocol
		if name == "missing" { // Terraform's own error
			run = k.runCLI
		}
		run(t, step)
	}
	wantNone(t, k.requests("PUT"))
}

// What the provider does not speak for stays on the role.
func TestRoleImportKeepsForeignParts(t *testing.T) {
	t.Parallel()
	k := onDouble(t, showsGlobal(t))
	stored := richStored
	stored.Global = json.RawMessage(`{"application":{"manage":{"applications":["app-*"]}}}`)
	stored.Applications = append(slices.Clone(stored.Applications),
		kibanatest.ESApplication{Application: "logstash-default", Resources: []string{"*"}, Privileges: []string{"read"}},
		kibanatest.ESApplication{Application: "kibana-*", Resources: []string{"*"}, Privileges: []string{"reserved_ml_user"}},
	)
	k.Plant("rich", stored)
	before := k.holds()
	changed := strings.Replace(richRole, "Works cases", "Works the cases", 1)
	k.runProtocol(t,
		imported("rich", richRole, plancheck.ExpectResourceAction("cases_role.test", plancheck.ResourceActionNoop)),
		resource.TestStep{
			Config:           changed,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, `description: -Works cases +Works the cases`),
			Check: func(*terraform.State) error {
				return sameLines("stored", before.to(k.holds()), `description: -Works cases +Works the cases`)
			},
		},
	)
}

// The identity of a role is its name.
func TestRoleIdentity(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	p := start(t, k.settings(nil))
	created := p.create(object{"name": "identified", "description": "d"})
	if got := p.identity(created.NewIdentity); got != "identified" {
		t.Errorf("identity after create: %q", got)
	}
	state := p.imports(&tfprotov6.ImportResourceStateRequest{
		TypeName: "cases_role", Identity: p.identityValue("cases_role", object{"name": "identified"}),
	})
	if got := p.text(state, "description"); got != "d" {
		t.Errorf("imported by identity: description %q", got)
	}
	p.wantNoDiagnostics()
}

// Order, grouping and repetition mean nothing.
func TestRoleRewritten(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := strings.Replace(richRole, "sandbox = {", "twin = {\nstack = { access = \"assignee\" }\nconnectors = \"read\"\n}\nsandbox = {", 1)
	k.runProtocol(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				k.alter(func(r *kibanatest.ESRole) {
					*r = richStored
					r.Indices = slices.Clone(r.Indices)
					slices.Reverse(r.Indices)
					r.Indices[1].Privileges = []string{"view_index_metadata", "read"}
					r.Cluster = []string{"monitor", "monitor"}
					r.Applications = slices.Clone(r.Applications)
					r.Applications[1].Resources = []string{"space:twin", "space:dev"}
					slices.Reverse(r.Applications)
					for i := range r.Applications {
						r.Applications[i].Privileges = append(slices.Clone(r.Applications[i].Privileges), r.Applications[i].Privileges[0])
						slices.Reverse(r.Applications[i].Privileges)
					}
				})
			},
			Config:           config,
			ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
		},
	)
}

// While the provider's configuration is not known, the state stands.
func TestRoleWithProviderKnownAfterApply(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	kibana := func(generation int) string {
		return fmt.Sprintf(`
			resource "terraform_data" "kibana" {
			  input            = %q
			  triggers_replace = %d
			}`, k.URL(), generation)
	}
	provider := strings.Replace(k.provider, fmt.Sprintf("%q", k.URL()), "terraform_data.kibana.output", 1)
	changed := strings.Replace(richRole, "Works cases", "Works the cases", 1)
	k.applies(t,
		stage{config: provider + kibana(1) + richRole, says: []string{"capabilities = (known after apply)", "privileges   = (known after apply)"}},
		stage{config: provider + kibana(2) + richRole, says: []string{"1 to add, 0 to change, 1 to destroy"}},
		stage{config: provider + kibana(3) + changed, says: []string{"1 to add, 1 to change, 1 to destroy"}},
	)
}
