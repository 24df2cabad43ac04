package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestFeaturePrivilegeHandover: where one grant lets go of a feature and another
// takes it up in the same apply, in whatever order, the feature stays.
func TestFeaturePrivilegeHandover(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	const security, stack = `security = { access = "view" }`, `stack = { access = "view" }`
	grant := func(name, role string, attributes ...string) string {
		return fmt.Sprintf("\nresource \"cases_feature_privilege\" \"%s_%s\" {\n role = %[2]q\n space = \"soc\"\n %[3]s\n}", name, role, strings.Join(attributes, "\n"))
	}
	replaced := func(role string, generation int) string {
		return fmt.Sprintf("\nresource \"terraform_data\" \"generation\" { input = %d }", generation) +
			grant("a", role, security, stack, "lifecycle {\n create_before_destroy = true\n replace_triggered_by = [terraform_data.generation]\n}")
	}
	rows := map[string][]stage{}
	for name, configs := range map[string]func(role string) (before, after string){
		"renamed": func(role string) (before, after string) {
			return grant("a", role, security, stack), grant("b", role, security, stack)
		},
		"split in two": func(role string) (before, after string) {
			return grant("a", role, security, stack), grant("a", role, security) + grant("b", role, stack)
		},
		"created before it is destroyed": func(role string) (before, after string) { return replaced(role, 1), replaced(role, 2) },
	} {
		role := identifier(name)
		k.Plant(role, kibanatest.ESRole{})
		before, after := configs(role)
		rows[name] = []stage{{config: before}, {config: after, check: k.grants(role, "feature_generalCasesV3.read", "feature_securitySolutionCasesV3.read")}}
	}
	k.sideBySide(t, rows)
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
	k.applies(t, stage{config: named("a")}, stage{config: named("b"), check: all(checks)})
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
	k.runProtocol(t, resource.TestStep{Config: config, Check: k.grants("shared", "feature_securitySolutionCasesV3.read")}) // no change is left
}
