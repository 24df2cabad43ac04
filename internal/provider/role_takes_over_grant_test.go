package provider_test

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role is imported, and the grant on it is taken out of the configuration, in one
// apply. What the configuration of the role sets stays, as its plan shows. What the
// role leaves to others goes with the grant.
func TestRoleTakesOverAGrant(t *testing.T) {
	t.Parallel()
	const security, stack = "feature_securitySolutionCasesV3.read", "feature_generalCasesV3.read"
	k := onDouble(t, kibanatest.Newest())
	rows := map[string][]stage{}
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
		id := identifier(name)
		k.Plant(id, kibanatest.ESRole{Cluster: []string{"monitor"}})
		grant := fmt.Sprintf("\nresource \"cases_feature_privilege\" %q {\n role = %[1]q\n space = \"soc\"\n security = { access = \"view\" }\n stack = { access = \"view\" }\n}", id)
		role := fmt.Sprintf("\nimport {\n to = cases_role.%s\n id = %[1]q\n}\nresource \"cases_role\" %[1]q {\n name = %[1]q\n %[2]s\n elasticsearch { cluster = [\"monitor\"] }\n}", id, test.role)
		rows[name] = []stage{
			{config: grant},
			{
				config: role, check: k.grants(id, test.stored...),
				says: []string{"cases_role." + id + " will be imported\n", "cases_feature_privilege." + id + " will be destroyed"},
			},
		}
	}
	k.sideBySide(t, rows)
}
