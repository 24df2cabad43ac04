package review_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// A plan of Terraform itself: people in a module, people whom a filter finds, and people who are read during apply only.
func TestReadPeopleOfTerraform(t *testing.T) {
	t.Parallel()
	kibana := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc"))
	kibana.Plant("planted", kibanatest.ESRole{})
	for _, u := range []kibanatest.ESUser{
		{Username: "ann", Roles: []string{"tier1"}},
		{Username: "bob", Roles: []string{"lead", "tier1"}},
		{Username: "carl", Roles: []string{"planted", "tier2"}},
		{Username: "dora", Roles: []string{"lead", "tier2"}},
		{Username: "off", Roles: []string{"tier1"}, Disabled: true},
		{Username: "other", Roles: []string{"planted"}},
	} {
		kibana.AddUser(u)
	}
	w := newWorkspace(t)
	if err := os.Mkdir(filepath.Join(w.dir, "people"), 0o700); err != nil {
		t.Fatal(err)
	}
	const required = `
		terraform {
		  required_providers {
		    cases = { source = "kibana-cases/cases" }
		  }
		}`
	w.write("people/main.tf", required+`
		data "cases_users" "all" {
		  for_each = toset(["x"])
		}`)
	config := func(tier1, tier2 string) string {
		role := func(name, access string) string {
			return fmt.Sprintf("\nresource \"cases_role\" %q {\n name = %[1]q\n spaces = { soc = { security = { access = %q } } }\n}\n", name, access)
		}
		return required + fmt.Sprintf(`
			provider "cases" {
			  endpoint               = %q
			  elasticsearch_endpoint = %q
			  username               = %q
			  password               = %q
			}`, kibana.URL(), kibana.ElasticsearchURL(), kibanatest.DefaultUser, kibanatest.DefaultPassword) +
			role("tier1", tier1) + role("tier2", tier2) + role("lead", "assignee") + `
			module "people" {
			  count  = 1
			  source = "./people"
			}
			data "cases_users" "after" {
			  depends_on = [cases_role.tier1]
			}
			data "cases_users" "readers" {
			  capability = "read_cases"
			}`
	}
	w.write("main.tf", config("view", "view"))
	w.terraform("get")
	w.terraform("apply", "-input=false", "-auto-approve")
	w.write("main.tf", config("assignee", "none"))
	r, err := review.Read(bytes.NewReader(w.plan()), review.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const more = "create_cases +update_cases +delete_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users"
	compare(t, lines(
		"update tier1", "  by cases_role.tier1 update", "  soc/security +"+more+" ![delete_cases edit_settings]",
		"update tier2", "  by cases_role.tier2 update", "  soc/security -read_cases",
		"ann: soc/security +"+more+" through tier1",
		"carl: soc/security -read_cases through tier2 unless planted",
		"note: Terraform reads data.cases_users.after only during apply. Its people are not known before apply.",
		"1 unchanged",
	), summary(r))
}
