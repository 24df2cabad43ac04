package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// With a value that is known only after apply, the plan says what follows from
// it is known then too, and the rules apply before anything is written.
func TestFeaturePrivilegeKnownAfterApply(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	config := func(role, space, access string) string {
		return fmt.Sprintf(`
			resource "terraform_data" "role" { input = %q }
			resource "terraform_data" "space" { input = %q }
			resource "terraform_data" "access" { input = %q }
			resource "cases_feature_privilege" "test" {
			  role     = terraform_data.role.output
			  space    = terraform_data.space.output
			  security = { access = terraform_data.access.output }
			}`, role, space, access)
	}
	e := example{newCLI(t, k.Server), t.TempDir()}
	for _, refused := range []struct{ role, space, access, says string }{
		{"rich", "soc", "ful", `Did you mean "full"?`},
		{"rich", "soc", "full", `write access = "assignee"`},
		{"rich", "S O C", "view", `is not a space id`},
		{"rich", "", "view", `is not a space id`},
		{"a,b", "soc", "view", `contains a comma`},
		{"superuser", "soc", "view", `built into Elasticsearch`},
	} {
		e.write(t, "main.tf", withRequirements+config(refused.role, refused.space, refused.access))
		if output := e.must(t, 1, "apply", "-auto-approve"); !acrossLines(refused.says).MatchString(output) {
			t.Errorf("Terraform does not say %q:\n%s", refused.says, output)
		}
	}
	wantNone(t, k.requests("PUT"))
	k.runCLI(t, resource.TestStep{
		Config: strings.Replace(config("", "default", "assignee"), "terraform_data.role.output", `"rich"`, 1),
		ConfigPlanChecks: grantPlanned(plancheck.ResourceActionCreate, `
			capabilities: +?
			id: +?
			privileges: +?
			role: +rich
			security.access: +?
			space: +?`),
	})
}

// An empty text is no space id. A space that is not known yet is not judged.
func TestFeaturePrivilegeEmptySpace(t *testing.T) {
	t.Parallel()
	p := start(t, nil)
	for _, config := range []object{views("rich", ""), {"role": "rich", "space": "", "connectors": "read"}} {
		p.diagnostics = nil
		valid, err := p.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: featurePrivilege, Config: p.value(featurePrivilege, config)})
		p.collect(err, valid.Diagnostics)
		p.wantDiagnostic("ERROR", `AttributeName("space")`, "Invalid space id", "Write the id from the space's URL")
	}
	tf := newCLI(t, kibanatest.Start(t, kibanatest.Newest()))
	output := tf.run(t, variables+`
		resource "cases_feature_privilege" "test" {
		  role     = "rich"
		  space    = var.text
		  security = { access = "view" }
		}`, "validate", "-json")
	if !strings.Contains(output, `"valid": true`) {
		t.Errorf("a space that is not known: %s", output)
	}
}

// Where only the access level is not known, the rest of the plan is.
func TestFeaturePrivilegeAccessKnownAfterApply(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	config := func(access string) string {
		return fmt.Sprintf("\nresource \"terraform_data\" \"access\" { input = %q }\n", access) +
			tier1With("soc", `security = { access = terraform_data.access.output }`)
	}
	k.runCLI(t,
		resource.TestStep{Config: config("view"), ConfigPlanChecks: grantPlanned(plancheck.ResourceActionCreate, `
			capabilities: +?
			id: +rich/soc
			privileges: +?
			role: +rich
			security.access: +?
			space: +soc`)},
		resource.TestStep{Config: config("assignee"), ConfigPlanChecks: grantPlanned(plancheck.ResourceActionUpdate, `
			capabilities: +?
			capabilities.soc/security: -read_cases
			privileges: +?
			privileges.soc.securitySolutionCasesV3: -read
			security.access: -view +?`)},
	)
}

// Whoever holds the role is told what a change takes away, and only then.
func TestFeaturePrivilegeWarnsOfLoss(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	grant := func(access string) object {
		return object{"role": "rich", "space": "soc", "observability": object{"access": access}, "connectors": "read"}
	}
	state := start(t, k.settings(nil)).applyGrant(nil, grant("assignee"))
	for access, says := range map[string][]string{
		"assignee": nil,
		"view":     {"WARNING", `Role "rich" loses create_cases, update_cases, delete_cases and 6 more in soc/observability: People with role`, "soc/observability: create_cases, update_cases, delete_cases"},
		"none":     {"WARNING", `Role "rich" loses read_cases, create_cases, update_cases and 7 more in soc/observability: `},
	} {
		p := start(t, k.settings(nil))
		p.planGrant(state, grant(access))
		p.wantDiagnostic(says...)
	}
	p := start(t, k.settings(nil))
	p.planGrant(state, nil) // destroy: the plan says it all
	p.wantNoDiagnostics()
}

// What a new grant takes from what the role held before shows in its plan, which
// has read the role.
func TestFeaturePrivilegeWarnsOfTakingOver(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	k.alter(func(r *kibanatest.ESRole) { grant(r, "noc", "feature_securitySolutionCasesV3.all") }) // and in soc, by the same entry
	p := start(t, k.settings(nil))
	p.applyGrant(nil, object{"role": "rich", "space": "soc", "security": object{"access": "assignee", "sub_features": object{"delete_cases": false}}})
	p.wantDiagnostic("WARNING", `Role "rich" loses delete_cases in soc/security`, "soc/security: delete_cases")
}

// After an upgrade of Kibana, and after somebody saved the role in the role
// form, an unchanged grant plans nothing. The next change of it leaves no old id
// of what it owns, and the old ids of others alone.
func TestFeaturePrivilegeUpgrade(t *testing.T) {
	t.Parallel()
	for name, save := range map[string]bool{"upgraded": false, "saved in the role form": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, "8.15"))
			k.Plant("rich", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
				Application: "kibana-.kibana", Resources: []string{"space:soc", "space:dev"}, Privileges: []string{"feature_generalCases.all"},
			}}})
			grant := object{"role": "rich", "space": "soc", "security": object{"access": "view", "sub_features": object{"delete_cases": true}}}
			state := start(t, k.settings(nil)).applyGrant(nil, grant)
			k.SetProfile(kibanatest.Newest())
			if save {
				k.SaveInUI("rich")
			}
			k.ResetJournal()

			p := start(t, k.settings(nil))
			read := p.readGrant(state)
			plan := p.planGrant(read, grant)
			if p.isChange(read, plan.PlannedState) {
				t.Error("a change is planned")
			}
			if save {
				p.wantNoDiagnostics()
			} else {
				p.wantDiagnostic("WARNING", "Deprecated feature ids are in use", "securitySolutionCases", "rewrite_deprecated = true")
			}
			wantNone(t, k.requests("PUT"))

			grant["security"] = object{"access": "assignee"}
			start(t, k.settings(nil)).applyGrant(read, grant)
			generation := "V3"
			if !save {
				generation = ""
			}
			want := document{
				".kibana-.kibana space:soc": {"feature_generalCases" + generation + ".all", "feature_securitySolutionCasesV3.all"},
				".kibana-.kibana space:dev": {"feature_generalCases" + generation + ".all"},
			}
			if err := sameLines("stored", want.to(k.holds()), ""); err != nil {
				t.Error(err)
			}
		})
	}
}

// With rewrite_deprecated, old ids of what a grant owns are a change by
// themselves, and those of others are not.
func TestFeaturePrivilegeRewritesDeprecated(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.15"))
	k.Plant("rich", kibanatest.ESRole{})
	start(t, k.settings(nil)).applyGrant(nil, object{"role": "rich", "space": "soc", "observability": object{"access": "view"}})
	grant := views("rich", "soc")
	state := start(t, k.settings(nil)).applyGrant(nil, grant)
	k.SetProfile(kibanatest.Newest())
	for _, changes := range []bool{true, false} {
		p := start(t, k.settings(object{"rewrite_deprecated": true}))
		read := p.readGrant(state)
		plan := p.planGrant(read, grant)
		if got := p.isChange(read, plan.PlannedState); got != changes {
			t.Errorf("a change is planned: %v, want %v", got, changes)
		}
		state = start(t, k.settings(object{"rewrite_deprecated": true})).applyGrant(read, grant)
		p.wantNoDiagnostics()
	}
	want := document{".kibana-.kibana space:soc": {"feature_observabilityCases.read", "feature_securitySolutionCasesV3.read"}}
	if err := sameLines("stored", want.to(k.holds()), ""); err != nil {
		t.Error(err)
	}
}

// A lone grant is read, written and verified, whatever is done to it. Before that
// Terraform plans it again, which reads the role once.
func TestFeaturePrivilegeRequests(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	const get, put = "GET /api/security/role/rich", "PUT /api/security/role/rich"
	e := example{newCLI(t, k.Server), t.TempDir()}
	for _, change := range []struct {
		config string
		sends  []string
	}{
		{tier1Grant, []string{get, get, put, get, get}},
		{strings.Replace(tier1Grant, "delete_cases", "edit_settings", 1), []string{get, put, get, get}},
		{"# nothing", []string{get, put, get, get}},
	} {
		e.write(t, "main.tf", withRequirements+change.config)
		e.must(t, 0, "plan", "-out=plan")
		k.ResetJournal()
		e.must(t, 0, "apply", "plan")
		sent := slices.DeleteFunc(k.requests(""), func(line string) bool { return !strings.Contains(line, "/role/") })
		if err := sameLines("role requests", strings.Join(sent, "\n"), strings.Join(change.sends, "\n")); err != nil {
			t.Error(err)
		}
	}
}
