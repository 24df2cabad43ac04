package review_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// Everything that a plan of Terraform itself can say about roles beside plain changes, in one plan.
func TestReadPlanOfTerraform(t *testing.T) {
	t.Parallel()
	us := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc"))
	eu := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc"))
	w := newWorkspace(t)
	w.provider = func() string { return terraformtest.Built(t) } // two configurations of the provider need two processes
	providers := ""
	for alias, kibana := range map[string]*kibanatest.Server{"": us, "eu": eu} {
		providers += fmt.Sprintf(`
			provider "cases" {
			  alias    = %[1]q
			  endpoint = %[2]q
			  username = %[3]q
			  password = %[4]q
			}`, alias, kibana.URL(), kibanatest.DefaultUser, kibanatest.DefaultPassword)
	}
	settings := `
		terraform {
		  required_providers {
		    cases = { source = "kibana-cases/cases" }
		  }
		}` + string(bytes.ReplaceAll([]byte(providers), []byte(`alias    = ""`), nil))
	const view, all = `spaces = { soc = { stack = { access = "view" } } }`, `spaces = { soc = { stack = { access = "assignee" } } }`
	role := func(resource, name, more string) string {
		return fmt.Sprintf("\nresource \"cases_role\" %q {\n name = %s\n %s\n}\n", resource, name, more)
	}
	w.write("main.tf", settings+role("moves", `"moves"`, view)+role("forgotten", `"forgotten"`, view)+role("same_us", `"same"`, view)+
		role("same_eu", `"same"`, all+"\nprovider = cases.eu")+role("drifts", `"drifts"`, view)+role("tainted", `"tainted"`, view)+
		role("renamed", `"before"`, "lifecycle {\n create_before_destroy = true\n }\n"+view))
	w.terraform("apply", "-input=false", "-auto-approve")
	w.terraform("taint", "cases_role.tainted")
	stored, _ := us.Stored("drifts")
	stored.Applications[0].Privileges = []string{"feature_generalCasesV3.all"}
	us.Plant("drifts", stored)
	us.Plant("imported", stored)
	lifecycle := "lifecycle {\n destroy = false\n }"
	if terraformtest.IsOpenTofuBefore110(t) {
		lifecycle = ""
	}
	w.write("main.tf", settings+role("moved", `"moves"`, view)+role("same_us", `"same"`, all)+role("same_eu", `"same"`, view+"\nprovider = cases.eu")+
		role("drifts", `"drifts"`, view)+role("imported", `"imported"`, view)+role("tainted", `"tainted"`, view)+
		role("renamed", `"after"`, "lifecycle {\n create_before_destroy = true\n }\n"+view)+
		role("named_later", `terraform_data.later.id`, view)+
		role("unknown", `"unknown"`, `spaces = { (terraform_data.later.id) = { stack = { access = "view" } } }`)+`
		resource "terraform_data" "later" {}
		moved {
		  from = cases_role.moves
		  to   = cases_role.moved
		}
		removed {
		  from = cases_role.forgotten
		  `+lifecycle+`
		}
		import {
		  to = cases_role.imported
		  id = "imported"
		}`)
	r, err := review.Read(bytes.NewReader(w.plan()), review.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const more, less = "create_cases +update_cases +delete_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users",
		"create_cases -update_cases -delete_cases -edit_settings -add_comments -manage_templates -reopen_cases -assign_users"
	compare(t, lines(
		"create  of cases", "  by cases_role.named_later create", "  soc/stack +read_cases",
		"  note: The name of the role is known only after apply. It is the role of cases_role.named_later.",
		"create after of cases", "  by cases_role.renamed create,delete", "  soc/stack +read_cases",
		"delete before of cases", "  by cases_role.renamed create,delete", "  soc/stack -read_cases", deletedNote,
		"update drifts of cases", "  by cases_role.drifts update", "  soc/stack -"+less,
		"update imported of cases", "  by cases_role.imported update imported", "  soc/stack -"+less,
		"keep moves of cases", "  by cases_role.moved no-op from cases_role.moves",
		"update same of cases", "  by cases_role.same_us update", "  soc/stack +"+more+" ![delete_cases edit_settings]",
		"create unknown of cases", "  by cases_role.unknown create",
		"  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]",
		"update same of cases.eu", "  by cases_role.same_eu update", "  soc/stack -"+less,
		"forget forgotten of unknown", "  by cases_role.forgotten forget", forgotten,
		"  note: The resource is not in the configuration, so the plan does not say which Kibana the role is in.",
		"outside: keep drifts of cases", "  by cases_role.drifts update", "  soc/stack +"+more+" ![delete_cases edit_settings]",
		"1 unchanged",
	), summary(r))
}
