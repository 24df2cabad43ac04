package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestFeaturePrivilegeHandover: where one grant lets go of a feature and another
// takes it up in the same apply, in whatever order, the feature stays.
func TestFeaturePrivilegeHandover(t *testing.T) {
	t.Parallel()
	const both = `
		resource "cases_feature_privilege" "a" {
		  role     = "shared"
		  space    = "soc"
		  security = { access = "view" }
		  stack    = { access = "view" }
		}`
	replaced := func(generation int) string {
		return fmt.Sprintf(`
			resource "terraform_data" "generation" { input = %d }
			resource "cases_feature_privilege" "a" {
			  role     = "shared"
			  space    = "soc"
			  security = { access = "view" }
			  stack    = { access = "view" }
			  lifecycle {
			    create_before_destroy = true
			    replace_triggered_by  = [terraform_data.generation]
			  }
			}`, generation)
	}
	for name, test := range map[string]struct{ before, after string }{
		"renamed": {both, strings.Replace(both, `"a"`, `"b"`, 1)},
		"split in two": {both, `
			resource "cases_feature_privilege" "a" {
			  role     = "shared"
			  space    = "soc"
			  security = { access = "view" }
			}
			resource "cases_feature_privilege" "b" {
			  role  = "shared"
			  space = "soc"
			  stack = { access = "view" }
			}`},
		"created before it is destroyed": {replaced(1), replaced(2)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("shared", kibanatest.ESRole{})
			k.runCLI(t,
				resource.TestStep{Config: test.before},
				resource.TestStep{
					Config: test.after,
					Check:  k.grants("shared", "feature_generalCasesV3.read", "feature_securitySolutionCasesV3.read"),
				},
				resource.TestStep{Config: test.after, ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				}},
			)
		})
	}
}

// TestFeaturePrivilegeManyRenamed: the same for many at once, as Terraform
// happens to order them.
func TestFeaturePrivilegeManyRenamed(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	const roles = 20
	var checks []resource.TestCheckFunc
	for i := range roles {
		role := fmt.Sprintf("shared-%d", i)
		k.Plant(role, kibanatest.ESRole{})
		checks = append(checks, k.grants(role, "feature_securitySolutionCasesV3.read"))
	}
	named := func(name string) string {
		return fmt.Sprintf(`
			resource "cases_feature_privilege" %q {
			  count    = %d
			  role     = "shared-${count.index}"
			  space    = "soc"
			  security = { access = "view" }
			}`, name, roles)
	}
	k.runCLI(t,
		resource.TestStep{Config: named("a")},
		resource.TestStep{Config: named("b"), Check: resource.ComposeTestCheckFunc(checks...)},
	)
}

// TestFeaturePrivilegeImportsWhatAConfigurationExpresses: an import refuses what no
// configuration of a grant can express: the grant would not own it, and a plan could not show it.
func TestFeaturePrivilegeImportsWhatAConfigurationExpresses(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("raw", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
		Application: "kibana-.kibana", Resources: []string{"space:soc"},
		Privileges: []string{"feature_securitySolutionCasesV3.cases_delete", "feature_observabilityCasesV3.read"},
	}}})
	k.runCLI(t, resource.TestStep{
		Config: `
			import {
			  to = cases_feature_privilege.test
			  id = "raw/soc"
			}
			resource "cases_feature_privilege" "test" {
			  role     = "raw"
			  space    = "soc"
			  security = { access = "view" }
			}`,
		PlanOnly:    true,
		ExpectError: regexp.MustCompile(`(?s)No access level fits.*securitySolutionCasesV3.*cases_role`),
	})
}

// TestFeaturePrivilegeUnverified: what Kibana accepted is in the state, although
// it could not be read afterwards.
func TestFeaturePrivilegeUnverified(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("shared", kibanatest.ESRole{})
	k.Hook(kibanatest.On(http.MethodGet, "/api/security/role/shared").Passing(1).Once().Answer(500, `{"statusCode":500,"error":"Internal Server Error","message":"x"}`))
	const config = `
		resource "cases_feature_privilege" "test" {
		  role     = "shared"
		  space    = "soc"
		  security = { access = "view" }
		}`
	k.runCLI(t,
		resource.TestStep{Config: config, Check: k.grants("shared", "feature_securitySolutionCasesV3.read")},
		resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		}},
	)
}
