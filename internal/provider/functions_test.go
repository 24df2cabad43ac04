package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// Every parameter is described, and the definitions are ones that the framework
// takes.
func TestFunctionDefinitions(t *testing.T) {
	t.Parallel()
	server, err := factories()["cases"]()
	if err != nil {
		t.Fatal(err)
	}
	got, err := server.GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil || len(got.Diagnostics) > 0 {
		t.Fatal(err, got.Diagnostics)
	}
	signatures := map[string]string{}
	for name, f := range got.Functions {
		var parameters []string
		for _, p := range f.Parameters {
			parameters = append(parameters, p.Name)
			if p.Description == "" || p.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("%s: parameter %s has no description", name, p.Name)
			}
		}
		signatures[name] = strings.Join(parameters, ", ")
	}
	want := map[string]string{
		"feature_privileges": "solution, access, sub_features, kibana_version", "capabilities": "feature_id, privileges, kibana_version",
		"application_privileges": "spaces, kibana_version", "access_of": "applications, kibana_version",
	}
	if diff := cmp.Diff(want, signatures); diff != "" {
		t.Errorf("functions (-want +got):\n%s", diff)
	}
}

// Functions are called with what Terraform sends, and answer with the argument
// that is wrong.
func TestFunctionCalls(t *testing.T) {
	t.Parallel()
	const byPrivileges, byCapabilities = "feature_privileges", "capabilities"
	for name, test := range map[string]struct {
		function  string
		arguments []any
		want      string
		at        int64 // the argument that is wrong
		says      []string
	}{
		"full":                {function: byPrivileges, arguments: []any{"security", "full", nil, "9.2.0"}, want: `{"actions":["all"],"securitySolutionCasesV3":["all"]}`},
		"customised":          {function: byPrivileges, arguments: []any{"stack", "view", object{"add_comments": true}, "8.19"}, want: `{"generalCasesV3":["create_comment","minimal_read"]}`},
		"null in a map":       {function: byPrivileges, arguments: []any{"stack", "assignee", object{"delete_cases": nil}, "9.2.0"}, want: `{"generalCasesV3":["all"]}`},
		"none":                {function: byPrivileges, arguments: []any{"stack", "none", object{}, "serverless"}, want: `{}`},
		"wrong solution":      {byPrivileges, []any{"securitas", "full", nil, "9.2.0"}, "", 0, []string{`"securitas" is not a solution`, `Did you mean "security"?`}},
		"missing solution":    {byPrivileges, []any{"stack", "view", nil, "serverless"}, "", 0, []string{"has no Stack Management cases", `access = "none"`}},
		"access of plans":     {byPrivileges, []any{"security", "(known after apply)", nil, "9.2.0"}, "", 1, []string{`"(known after apply)" is not an access level`}},
		"wrong access":        {byPrivileges, []any{"security", "ful", nil, "9.2.0"}, "", 1, []string{`"ful" is not an access level`, `Did you mean "full"?`}},
		"wrong sub-features":  {byPrivileges, []any{"security", "full", object{"delete_case": false, "sudo": nil}, "9.2.0"}, "", 2, []string{`Did you mean "delete_cases"?`, `"sudo" is not a sub-feature`}},
		"untimely":            {byPrivileges, []any{"security", "full", object{"assign_users": false}, "8.17.2"}, "", 2, []string{"Kibana 8.17 cannot withhold assign_users", "8.18 or newer"}},
		"customised none":     {byPrivileges, []any{"security", "none", object{"add_comments": true}, "9.2.0"}, "", 2, []string{"Remove sub_features"}},
		"wrong version":       {byPrivileges, []any{"security", "full", nil, "newest"}, "", 3, []string{`"newest" is not a Kibana version: write a release such as "9.2.0", or "serverless"`}},
		"old version":         {byPrivileges, []any{"security", "full", nil, "8.10.4"}, "", 3, []string{"Kibana 8.10 is not supported: 8.11 is the oldest", "write that one, a newer one"}},
		"all":                 {function: byCapabilities, arguments: []any{"generalCases", []string{"all"}, "8.11.0"}, want: `["add_comments","assign_users","create_cases","delete_cases","edit_settings","push_cases","read_cases","reopen_cases","update_cases"]`},
		"connectors":          {function: byCapabilities, arguments: []any{"actions", []string{"all"}, "9.2.0"}, want: `["manage_connectors","use_connectors"]`},
		"nothing":             {function: byCapabilities, arguments: []any{"actions", []string{}, "9.2.0"}, want: `[]`},
		"wrong feature":       {byCapabilities, []any{"siemV5", []string{"all"}, "9.2.0"}, "", 0, []string{`has no feature "siemV5" for cases or connectors`, `"actions"`}},
		"wrong privilege":     {byCapabilities, []any{"actions", []string{"write"}, "9.2.0"}, "", 1, []string{`no privilege "write"`, `Write any of "all"`}},
		"null privilege":      {byCapabilities, []any{"actions", []any{nil}, "9.2.0"}, "", 1, []string{`no privilege ""`}},
		"version that is old": {byCapabilities, []any{"actions", []string{"all"}, "7.17"}, "", 2, []string{"Kibana 7.17 is not supported"}},
		"version that is not": {byCapabilities, []any{"actions", []string{"all"}, ""}, "", 2, []string{`"" is not a Kibana version`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problem := call(t, test.function, test.arguments...)
			if problem == nil {
				if got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
				return
			}
			if problem.FunctionArgument == nil || *problem.FunctionArgument != test.at || len(test.says) == 0 {
				t.Fatalf("argument %v: %s", problem.FunctionArgument, problem.Text)
			}
			for _, text := range test.says {
				if !strings.Contains(problem.Text, text) {
					t.Errorf("error does not say %q: %s", text, problem.Text)
				}
			}
			if strings.HasSuffix(problem.Text, ".") {
				t.Errorf("Terraform adds a full stop to: %s", problem.Text)
			}
		})
	}
}

// Functions need no Kibana, and no configuration of the provider, except in OpenTofu before 1.11. Null for a whole
// argument is left to TestFunctionCalls: OpenTofu cannot pass it to any provider.
func TestFunctionsInTerraform(t *testing.T) {
	t.Parallel()
	needsCLI(t)
	if terraformtest.OlderThan(t, "1.8.0", "1.11.0") {
		t.Skip("needs OpenTofu 1.11")
	}
	text := func(texts ...string) knownvalue.Check {
		checks := make([]knownvalue.Check, 0, len(texts))
		for _, text := range texts {
			checks = append(checks, knownvalue.StringExact(text))
		}
		return knownvalue.SetExact(checks)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: `
					locals {
					  security = provider::cases::feature_privileges("security", "full", { delete_cases = false }, "8.19.0")
					}
					output "privileges" { value = local.security }
					output "capabilities" {
					  value = provider::cases::capabilities("securitySolutionCasesV3", local.security["securitySolutionCasesV3"], "8.19.0")
					}
					output "nothing" { value = provider::cases::feature_privileges("stack", "none", {}, "serverless") }`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("privileges", knownvalue.MapExact(map[string]knownvalue.Check{
						"actions":                 text("all"),
						"securitySolutionCasesV3": text("minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"),
					})),
					statecheck.ExpectKnownOutputValue("capabilities", text("read_cases", "create_cases", "update_cases", "edit_settings",
						"add_comments", "reopen_cases", "assign_users", "push_cases")),
					statecheck.ExpectKnownOutputValue("nothing", knownvalue.MapExact(map[string]knownvalue.Check{})),
				},
			},
			{
				Config:      `output "wrong" { value = provider::cases::application_privileges({ soc = { securty = { access = "view" } } }, "9.2.0") }`,
				ExpectError: regexp.MustCompile(`"securty" is not an\s+attribute`),
			},
			{
				Config:      `output "wrong" { value = provider::cases::feature_privileges("security", "everything", {}, "9.2.0") }`,
				ExpectError: regexp.MustCompile(`Invalid value for "access" parameter: "everything" is not an access level`),
			},
			{
				// Terraform keeps the marks of arguments, and the result waits for unknown ones.
				Config: `
					resource "terraform_data" "level" { input = "view" }
					locals {
					  later  = provider::cases::application_privileges({ soc = { security = { access = terraform_data.level.output } } }, "9.2.0")
					  hidden = provider::cases::application_privileges({ soc = { stack = { access = sensitive("view") } } }, "9.2.0")
					}
					output "later" { value = local.later[0].privileges }
					output "hidden" { value = issensitive(local.hidden) }
					output "access" { value = provider::cases::access_of(local.later, "9.2.0") }`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("later", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("feature_securitySolutionCasesV3.read")})),
					statecheck.ExpectKnownOutputValue("hidden", knownvalue.Bool(true)),
					statecheck.ExpectKnownOutputValue("access", knownLists(map[string]string{"soc/security": "read_cases"})),
				},
			},
		},
	})
}
