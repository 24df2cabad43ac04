package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// An apply can end between the creation of a new grant and the destruction of the
// one whose features it takes up. The next apply destroys the old one, and leaves
// what the new one holds.
func TestFeaturePrivilegeHandoverEndedInBetween(t *testing.T) {
	t.Parallel()
	grant := func(name string, attributes ...string) string {
		return fmt.Sprintf("\nresource \"cases_feature_privilege\" %q {\n role = \"shared\"\n space = \"soc\"\n %s\n}", name, strings.Join(attributes, "\n"))
	}
	const security, stack = `security = { access = "assignee" }`, `stack = { access = "view" }`
	const storedSecurity, storedStack = "feature_securitySolutionCasesV3.all", "feature_generalCasesV3.read"
	for name, test := range map[string]struct {
		before, between, after string
		stored                 []string
	}{
		// -target=cases_feature_privilege.new leaves a state as this configuration does.
		"renamed":                 {grant("old", security), grant("old", security) + grant("new", security), grant("new", security), []string{storedSecurity}},
		"renamed and widened":     {grant("old", security), grant("old", security) + grant("new", security, stack), grant("new", security, stack), []string{storedStack, storedSecurity}},
		"renamed and narrowed":    {grant("old", security, stack), grant("old", security, stack) + grant("new", stack), grant("new", stack), []string{storedStack}},
		"both removed":            {grant("old", security), grant("old", security) + grant("new", security), "# nothing", nil},
		"split, then one removed": {grant("old", security, stack), grant("old", security, stack) + grant("new", stack), grant("new", stack), []string{storedStack}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("shared", kibanatest.ESRole{})
			k.runCLI(t,
				resource.TestStep{Config: test.before},
				resource.TestStep{Config: test.between},
				resource.TestStep{
					Config: test.after, Check: k.grants("shared", test.stored...),
					ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction("cases_feature_privilege.old", plancheck.ResourceActionDestroy)),
				},
				resource.TestStep{Config: test.after, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()), Check: k.grants("shared", test.stored...)},
			)
		})
	}
}
