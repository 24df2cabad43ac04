package provider_test

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// An apply can end between the creation of a new grant and the destruction of the
// one whose features it takes up. The next apply destroys the old one, and leaves
// what the new one holds.
func TestFeaturePrivilegeHandoverEndedInBetween(t *testing.T) {
	t.Parallel()
	const security, stack = `security = { access = "assignee" }`, `stack = { access = "view" }`
	const storedSecurity, storedStack = "feature_securitySolutionCasesV3.all", "feature_generalCasesV3.read"
	k := onDouble(t, kibanatest.Newest())
	rows := map[string][]stage{}
	for name, test := range map[string]struct {
		old, taker, kept string // attributes: of the old grant, of the one that takes up its features, and of what is left of that
		stored           []string
	}{
		"renamed":              {security, security, security, []string{storedSecurity}},
		"renamed and widened":  {security, security + "\n" + stack, security + "\n" + stack, []string{storedStack, storedSecurity}},
		"renamed and narrowed": {security + "\n" + stack, stack, stack, []string{storedStack}},
		"both removed":         {security, security, "", nil},
	} {
		id := identifier(name)
		k.Plant(id, kibanatest.ESRole{})
		grant := func(name, attributes string) string {
			return fmt.Sprintf("\nresource \"cases_feature_privilege\" \"%s_%s\" {\n role = %[2]q\n space = \"soc\"\n %[3]s\n}", name, id, attributes)
		}
		after := ""
		if test.kept != "" {
			after = grant("new", test.kept)
		}
		rows[name] = []stage{
			{config: grant("old", test.old)},
			// -target=cases_feature_privilege.new leaves a state as this configuration does.
			{config: grant("old", test.old) + grant("new", test.taker)},
			{config: after, says: []string{"cases_feature_privilege.old_" + id + " will be destroyed"}, check: k.grants(id, test.stored...)},
		}
	}
	k.sideBySide(t, rows)
}
