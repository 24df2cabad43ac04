package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// importable is a role whose spaces soc and dev hold some privileges, beside
// what others own.
func importable(privileges string) kibanatest.ESRole {
	r := othersRole()
	r.Applications[0].Resources = []string{"space:noc"}
	held := []string{"feature_ml.all"}
	for id := range strings.FieldsSeq(privileges) {
		held = append(held, "feature_"+id)
	}
	r.Applications = append(r.Applications, kibanatest.ESApplication{
		Application: "kibana-.kibana", Resources: []string{"space:soc", "space:dev"}, Privileges: held,
	})
	return r
}

// A grant is imported with the simplest wording, which then plans no change. Destroying it
// removes what it took over, in its space.
func TestFeaturePrivilegeImport(t *testing.T) {
	t.Parallel()
	const noDelete = "securitySolutionCasesV3.minimal_all securitySolutionCasesV3.cases_settings securitySolutionCasesV3.create_comment " +
		"securitySolutionCasesV3.case_reopen securitySolutionCasesV3.cases_assign securitySolutionCasesV3.cases_manage_templates"
	const connectors = `connectors = "all"`
	for name, test := range map[string]struct {
		privileges, config string
	}{
		"full":                   {"securitySolutionCasesV3.all actions.all", tier1With("soc", `security = { access = "full" }`, connectors)},
		"full, customised":       {noDelete + " actions.all", tier1With("soc", `security = { access = "full", sub_features = { delete_cases = false } }`, connectors)},
		"without connectors":     {"generalCasesV3.all", tier1With("soc", `stack = { access = "assignee" }`)},
		"view, and more":         {"generalCasesV3.minimal_read generalCasesV3.create_comment", tier1With("dev", `stack = { access = "view", sub_features = { add_comments = true } }`)},
		"two solutions":          {"generalCasesV3.read observabilityCasesV3.all", tier1With("soc", `stack = { access = "view" }`, `observability = { access = "assignee" }`)},
		"connectors alone":       {"actions.read", tier1With("soc", `connectors = "read"`)},
		"all spaces":             {"", tier1With("*", `connectors = "read"`)},
		"another wording":        {"generalCasesV3.all", tier1With("soc", `stack = { access = "assignee", sub_features = { delete_cases = true } }`)},
		"ids that were replaced": {"observabilityCases.all", tier1With("soc", `observability = { access = "assignee" }`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, showsGlobal(t))
			k.Plant("rich", importable(test.privileges))
			original := k.holds()
			space := "soc"
			for _, other := range []string{"dev", "*"} {
				if strings.Contains(test.config, fmt.Sprintf("%q", other)) {
					space = other
				}
			}
			block := fmt.Sprintf("\nimport {\n to = cases_feature_privilege.test\n id = \"rich/%s\"\n}", space)
			run := k.runProtocol
			if name == "full" { // one row goes through Terraform
				run = k.runCLI
			}
			run(t,
				resource.TestStep{Config: block + test.config, ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(tier1, plancheck.ResourceActionNoop))},
				resource.TestStep{Config: test.config, Check: func(*terraform.State) error {
					wantNone(t, k.requests("PUT"))
					return nil
				}},
			)
			at := ".kibana-.kibana space:" + space
			if space == "*" {
				at = ".kibana-.kibana *"
			}
			left := k.holds()
			for _, id := range left[at] {
				if strings.Contains(id, "Cases") || strings.Contains(id, "actions") {
					t.Errorf("left behind: %s", id)
				}
			}
			delete(original, at)
			delete(left, at)
			if err := sameLines("elsewhere", original.to(left), ""); err != nil {
				t.Error(err)
			}
		})
	}
}

// The import id is split at the last slash: a role's name may have some. The
// identity says both.
func TestFeaturePrivilegeImportIDs(t *testing.T) {
	t.Parallel()
	k := onDouble(t, showsGlobal(t))
	for _, name := range []string{"plain", "team/tier1", "a/b/soc", "/", "with space", "a%2Fb", "*"} {
		k.Plant(name, importable("generalCasesV3.read"))
		for what, req := range map[string]*tfprotov6.ImportResourceStateRequest{
			"id":       {ID: name + "/soc"},
			"identity": {Identity: start(t, k.settings(nil)).identityValue(featurePrivilege, object{"role": name, "space": "soc"})},
		} {
			p := start(t, k.settings(nil))
			role, space := p.importGrant(req)
			p.wantNoDiagnostics()
			if role != name || space != "soc" {
				t.Errorf("importing %q by %s gives role %q and space %q", name, what, role, space)
			}
		}
	}
	for _, id := range []string{"plain", "plain/", "/soc", "/", ""} {
		p := start(t, k.settings(nil))
		p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: id})
		p.wantDiagnostic("ERROR", "Invalid import id", fmt.Sprintf("%q", id), `"<role>/<space>"`)
	}
	for id, says := range map[string]string{
		"plain/SOC":    `"SOC" is not a space id. Write the id from the space's URL`,
		"plain/*-prod": `"*-prod" is a pattern of space ids`,
	} {
		p := start(t, k.settings(nil))
		p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: id})
		p.wantDiagnostic("ERROR", "Invalid import id", says, `"*" for all spaces`)
	}
	for _, identity := range []object{
		{"role": nil, "space": "soc"}, {"role": "plain", "space": nil}, {"role": nil, "space": nil}, {"role": "", "space": "soc"}, {"role": "plain", "space": ""},
	} {
		p := start(t, k.settings(nil))
		p.importGrant(&tfprotov6.ImportResourceStateRequest{Identity: p.identityValue(featurePrivilege, identity)})
		p.wantDiagnostic("ERROR", "Invalid import identity", `{ role = "soc-tier1", space = "soc" }`)
	}
	p := start(t, k.settings(nil))
	p.importGrant(&tfprotov6.ImportResourceStateRequest{Identity: p.identityValue(featurePrivilege, object{"role": "plain", "space": "SOC"})})
	p.wantDiagnostic("ERROR", "Invalid import identity", `"SOC" is not a space id`)
}

// What is not there, and what cannot be managed, is not imported.
func TestFeaturePrivilegeImportRefused(t *testing.T) {
	t.Parallel()
	for id, says := range map[string]string{
		"missing/soc":    "Cannot import non-existent remote object",
		"rich/elsewhere": "Cannot import non-existent remote object",
		"rich/noc2":      "Cannot import non-existent remote object",
		"rich/sandbox":   `Role "rich" holds the base privilege "read" for "sandbox"`,
		"wbase/*":        `Role "wbase" holds the base privilege "all" for "*"`,
		"wbase/soc":      "Cannot import non-existent remote object",
		"superuser/*":    "built into Elasticsearch",
		"broken/soc":     "Writing the role back would erase them all",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			k := withOthersRole(t)
			k.Plant("broken", kibanatest.ESRole{Applications: undecodable()["invalid_resource_format"]})
			k.Plant("wbase", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{Application: "kibana-.kibana", Resources: []string{"*"}, Privileges: []string{"all"}}}})
			role, space, _ := strings.Cut(id, "/")
			run := k.runProtocol
			if id == "missing/soc" { // Terraform's own error
				run = k.runCLI
			}
			run(t, resource.TestStep{
				Config:      fmt.Sprintf("\nimport {\n to = cases_feature_privilege.test\n id = %q\n}\n", id) + strings.Replace(tier1With(space, `connectors = "read"`), "rich", role, 1),
				ExpectError: acrossLines(says),
			})
			wantNone(t, k.requests("PUT"))
		})
	}
}

// What others took from a grant does not make it forget what it owns, nor take
// over what others own: however often the drift is read into the state.
func TestFeaturePrivilegeKeepsToItsOwn(t *testing.T) {
	t.Parallel()
	config := tier1With("soc", `security = { access = "view" }`)
	for name, test := range map[string]struct{ drift, plan string }{
		"nothing left": {"", `
			capabilities.soc/security: +read_cases
			privileges.soc.securitySolutionCasesV3: +read
			security.access: -none +view`},
		"ids that no word can say": {" securitySolutionCasesV3.not_yet_known", `
			capabilities.soc/security: +read_cases
			privileges.soc.securitySolutionCasesV3: -not_yet_known +read`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, showsGlobal(t))
			const others = "generalCasesV3.all actions.all"
			k.Plant("rich", importable(others))
			drifted := resource.TestStep{
				PreConfig: func() { k.Plant("rich", importable(others+test.drift)) }, RefreshState: true, ExpectNonEmptyPlan: true,
			}
			soc := func(granted ...string) resource.TestCheckFunc {
				return func(*terraform.State) error {
					const at = ".kibana-.kibana space:soc"
					want := document{at: append([]string{"feature_ml.all", "feature_generalCasesV3.all", "feature_actions.all"}, granted...)}
					return sameLines("stored", want.to(document{at: k.holds()[at]}), "")
				}
			}
			k.runProtocol(t,
				resource.TestStep{Config: config},
				drifted, drifted,
				resource.TestStep{
					Config: config, ConfigPlanChecks: grantPlanned(plancheck.ResourceActionUpdate, test.plan), Check: soc("feature_securitySolutionCasesV3.read"),
				},
				drifted, drifted,
				resource.TestStep{Config: "# nothing", Check: soc()},
			)
		})
	}
}
