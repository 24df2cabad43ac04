package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Kibana shows a role that it cannot decode as one without privileges. Nothing
// is ever written to it, nor is it taken for an empty one.
func TestFeaturePrivilegeUndecodableRole(t *testing.T) {
	t.Parallel()
	for reason, applications := range undecodable() {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, withOddFeatures(kibanatest.Newest()))
			k.Plant("rich", kibanatest.ESRole{Applications: applications})
			says := []string{"ERROR", `AttributeName("role")`, "cannot be decoded", reason, "GET _security/role"}
			p := start(t, k.settings(nil))
			p.applyGrant(nil, views("rich", "soc"))
			p.wantDiagnostic(says...)

			k.Plant("rich", kibanatest.ESRole{})
			granted := start(t, k.settings(nil)).applyGrant(nil, views("rich", "soc"))
			k.Plant("rich", kibanatest.ESRole{Applications: applications})
			k.ResetJournal()
			for what, do := range map[string]func(*process){
				"read":    func(p *process) { p.readGrant(granted) },
				"update":  func(p *process) { p.applyGrant(granted, object{"role": "rich", "space": "soc", "connectors": "read"}) },
				"destroy": func(p *process) { p.applyGrant(granted, nil) },
			} {
				p := start(t, k.settings(nil))
				do(p)
				if what == "update" {
					p.wantDiagnostics(tfprotov6.DiagnosticSeverityError, reason)
				} else {
					p.wantDiagnostic(says...)
				}
			}
			wantNone(t, k.requests("PUT"))
		})
	}
}

// A role to which nothing can be added is refused, with the reason and the way
// out, and nothing is written.
func TestFeaturePrivilegeRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		role, space string
		says        []string
	}{
		"missing":                    {"missing", "soc", []string{`AttributeName("role")`, `Kibana has no role "missing"`, "role = cases_role.example.name"}},
		"built in, by name":          {"superuser", "soc", []string{`AttributeName("role")`, "built into Elasticsearch", "Choose another name"}},
		"built in, as Kibana says":   {"reserved", "soc", []string{`AttributeName("role")`, "built into Elasticsearch"}},
		"base privilege there":       {"rich", "sandbox", []string{`AttributeName("space")`, `base privilege "read"`, `"sandbox"`, "replace it by feature privileges"}},
		"base privilege there, all":  {"strong", "soc", []string{`AttributeName("space")`, `base privilege "all"`}},
		"base privilege everywhere":  {"strong", "*", []string{`AttributeName("space")`, `base privilege "read"`, `"*"`}},
		"a name that is none":        {"a,b", "soc", []string{`AttributeName("role")`, "comma"}},
		"a space that is none":       {"rich", "SOC", []string{`AttributeName("space")`, "lower-case"}},
		"beside base elsewhere":      {"rich", "soc", nil},
		"beside base in all spaces":  {"strong", "noc", nil},
		"beside other applications'": {"rich", "*", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := withOthersRole(t, kibanatest.WithSpaces("noc"))
			k.Plant("reserved", kibanatest.ESRole{Metadata: map[string]json.RawMessage{"_reserved": json.RawMessage("true")}})
			k.Plant("strong", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
				{Application: "kibana-.kibana", Resources: []string{"*"}, Privileges: []string{"read"}},
				{Application: "kibana-.kibana", Resources: []string{"space:dev", "space:soc"}, Privileges: []string{"space_all"}},
			}})
			p := start(t, k.settings(nil))
			config := views(test.role, test.space)
			valid, err := p.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: featurePrivilege, Config: p.value(featurePrivilege, config)})
			if !p.collect(err, valid.Diagnostics) {
				p.applyGrant(nil, config)
			}
			p.wantDiagnostic(test.says...)
			if written := k.requests("PUT"); len(written) == 1 != (test.says == nil) {
				t.Errorf("written: %q", written)
			}
		})
	}
}

// The rules for grants reach the user with the attribute that breaks them.
func TestFeaturePrivilegeRules(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for arguments, says := range map[string]string{
		`security = { access = "full" }`:                          `Write connectors = "all" beside it; or, where the role has Connectors All from its owner, write access = "assignee"`,
		"security = { access = \"full\" }\nconnectors = \"read\"": `Write connectors = "all" beside it`,
		``: `Write at least one of security, observability, stack and connectors`,
		`stack = { access = "none", sub_features = { delete_cases = true } }`: `leaves nothing to customise`,
		`stack = { access = "view", sub_features = { delete_case = true } }`:  `Did you mean "delete_cases"?`,
		`connectors = ""`:                       `is not a level of Actions and Connectors`,
		`base = "read"`:                         `An argument named "base" is not expected here`,
		`features = { discover_v2 = ["read"] }`: `An argument named "features" is not expected here`,
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			run := k.runProtocol
			if strings.HasPrefix(says, "An argument named") { // Terraform's own error
				run = k.runCLI
			}
			run(t, resource.TestStep{
				Config: fmt.Sprintf("\nresource \"cases_feature_privilege\" \"test\" {\n role = \"rich\"\n space = \"soc\"\n %s\n}", arguments), ExpectError: acrossLines(says),
			})
		})
	}
	t.Cleanup(func() { wantNone(t, k.requests("")) })
}

// What becomes of a write is found out, and what went wrong is said. A grant
// that was not made is in no state. TestFaultMatrix has more.
func TestFeaturePrivilegeWriteFaults(t *testing.T) {
	t.Parallel()
	put := kibanatest.On("PUT", "/api/security/role/rich")
	refusal := func(status int) kibanatest.Hook {
		return put.Answer(status, fmt.Sprintf(`{"statusCode":%d,"message":"no"}`, status), "Content-Type", "application/json")
	}
	overwrite := func(x *kibanatest.Exchange) { x.Server.Plant("rich", othersRole()) }
	for name, test := range map[string]struct {
		hook kibanatest.Hook
		says []string // nothing where the grant is made
	}{
		"overwritten once":   {put.Once().Then(overwrite), nil},
		"overwritten always": {put.Then(overwrite), []string{"Somebody else repeatedly writes the role", "cases_role"}},
		"lost before":        {put.Once().Cut(), []string{"connection to Kibana broke"}},
		"refused by Kibana":  {refusal(400), []string{"its reason follows"}},
		"too large":          {refusal(413), []string{"bytes, and the server refused it as too large", "server.maxPayload"}},
		"busy":               {put.Answer(503, ""), []string{"max_retries"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := withOthersRole(t)
			k.Hook(test.hook)
			p := start(t, k.settings(nil))
			state := p.applyGrant(nil, views("rich", "soc"))
			if len(test.says) > 0 {
				test.says = append(test.says, "ERROR", `role "rich"`)
			}
			p.wantDiagnostic(test.says...)
			if made := !p.isNull(state); made != (len(test.says) == 0) {
				t.Errorf("in state: %v", made)
			}
		})
	}
}

// What somebody changes between plan and apply is never overwritten: cases_role
// refuses to, because it writes everything, and a grant is merged with it.
func TestFeaturePrivilegeChangedSincePlan(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	config := func(description string) string {
		return strings.Replace(tier1Grant, `connectors = "all"`, "", 1) + fmt.Sprintf(`
			resource "cases_role" "whole" {
			  name        = "whole"
			  description = %q
			}`, description)
	}
	view := func(config string) string {
		return strings.Replace(config, `access = "full", sub_features = { delete_cases = false }`, `access = "view"`, 1)
	}
	assignee := func(config string) string { return strings.Replace(view(config), "view", "assignee", 1) }
	original := k.holds()
	k.runProtocol(t,
		resource.TestStep{Config: view(config("before"))},
		resource.TestStep{
			Config: assignee(config("after")),
			ConfigPlanChecks: beforeApply(
				plancheck.ExpectResourceAction(tier1, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction("cases_role.whole", plancheck.ResourceActionUpdate),
				meanwhile(func() {
					k.alter(func(r *kibanatest.ESRole) { r.RunAs = append(r.RunAs, "somebody") })
					k.Plant("whole", kibanatest.ESRole{Description: "theirs"})
				}),
				meanwhile(k.ResetJournal),
			),
			ExpectError: acrossLines("Role changed since this plan was made"),
		},
		resource.TestStep{
			PreConfig: func() {
				wantNone(t, k.requests("PUT /api/security/role/whole"))
				if err := sameLines("stored", original.to(k.holds()), "kibana-.kibana space:soc: +feature_securitySolutionCasesV3.all\nrun_as: +somebody"); err != nil {
					t.Error(err)
				}
			},
			Config: assignee(config("after")),
			ConfigPlanChecks: beforeApply(
				plancheck.ExpectResourceAction(tier1, plancheck.ResourceActionNoop), changesOf{"cases_role.whole", "description: -theirs +after"}),
			Check: func(*terraform.State) error {
				return sameLines("stored", original.to(k.holds()), "kibana-.kibana space:soc: +feature_securitySolutionCasesV3.all\nrun_as: +somebody")
			},
		},
	)
}
