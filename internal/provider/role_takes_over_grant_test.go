package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role is imported, and the grant on it is taken out of the configuration, in one
// apply. What the configuration of the role sets stays, as its plan shows. What the
// role leaves to others goes with the grant.
func TestRoleTakesOverAGrant(t *testing.T) {
	t.Parallel()
	const grant = "\nresource \"cases_feature_privilege\" \"g\" {\n role = \"analyst\"\n space = \"soc\"\n security = { access = \"view\" }\n stack = { access = \"view\" }\n}"
	const security, stack = "feature_securitySolutionCasesV3.read", "feature_generalCasesV3.read"
	for name, test := range map[string]struct {
		role   string
		stored []string
	}{
		"that sets all of it": {
			`spaces = { soc = { security = { access = "view" }, stack = { access = "view" } } }`, []string{stack, security},
		},
		"that ignores its spaces": {"lifecycle { ignore_changes = [spaces] }", nil},
		"that ignores its spaces, and sets one of two": {
			`
			spaces = { soc = { security = { access = "view" } } }
			lifecycle { ignore_changes = [spaces] }`, []string{security},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("analyst", kibanatest.ESRole{Cluster: []string{"monitor"}})
			role := "\nresource \"cases_role\" \"test\" {\n name = \"analyst\"\n " + test.role + "\n elasticsearch { cluster = [\"monitor\"] }\n}"
			step := imported("analyst", role,
				plancheck.ExpectResourceAction("cases_role.test", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction("cases_feature_privilege.g", plancheck.ResourceActionDestroy))
			step.Check = k.grants("analyst", test.stored...)
			k.runCLI(t,
				resource.TestStep{Config: grant},
				step,
				resource.TestStep{Config: role, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()), Check: k.grants("analyst", test.stored...)},
			)
		})
	}
}
