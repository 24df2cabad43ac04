package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role and a grant that names it by a literal have no order. Destroyed by one
// apply, the role is gone, whenever the deletion of the role comes: the removal of
// a grant never creates a role.
func TestRoleDestroyedBesideItsGrant(t *testing.T) {
	t.Parallel()
	get, put, remove := kibanatest.On("GET", rolePathOf("shared")), kibanatest.On("PUT", rolePathOf("shared")), kibanatest.On("DELETE", rolePathOf("shared"))
	for name, test := range map[string]struct {
		hook  kibanatest.Hook
		first string // the object whose destruction is under way when the other's begins
	}{
		"role, when the grant has read it":           {get, featurePrivilege},
		"role, when the grant has written it":        {put, featurePrivilege},
		"role, when the grant has verified":          {get.Passing(1), featurePrivilege},
		"role, when the grant has verified twice":    {get.Passing(2), featurePrivilege},
		"grant, when the role has just been removed": {remove, ownRole},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			objects := map[string]kept{
				ownRole:          k.created(t, ownRole, object{"name": "shared", "spaces": object{"sandbox": object{"stack": access("view")}}}),
				featurePrivilege: k.created(t, featurePrivilege, grantOn("shared", object{"security": access("view")})),
			}
			second := map[string]string{ownRole: featurePrivilege, featurePrivilege: ownRole}[test.first]
			p := start(t, k.settings(nil))
			other := p.beside()
			plan, otherPlan := p.planChange(test.first, objects[test.first], nil), other.planChange(second, objects[second], nil)
			k.ResetJournal()
			wait := k.during(test.hook, func() { other.applyChange(second, objects[second], nil, otherPlan) })
			p.applyChange(test.first, objects[test.first], nil, plan)
			wait()
			p.wantNoDiagnostics()
			other.wantNoDiagnostics()
			k.wantNoWriteAfterDelete(t, "shared")
		})
	}
}

// The same for many, as Terraform happens to order them. Kibana is slow with every other role.
func TestRolesDestroyedBesideTheirGrants(t *testing.T) {
	t.Parallel()
	const n = 8
	roles := fmt.Sprintf("\nresource \"cases_role\" \"r\" {\n count = %d\n name = \"test${count.index}\"\n spaces = { soc = { stack = { access = \"view\" } } }\n lifecycle { ignore_changes = [spaces] }\n}\n", n)
	grants := fmt.Sprintf("\nresource \"cases_feature_privilege\" \"g\" {\n count = %d\n role = \"test${count.index}\"\n space = \"sandbox\"\n security = { access = \"view\" }\n}\n", n)
	k := onDouble(t, kibanatest.Newest())
	slow := regexp.MustCompile(`^/api/security/role/test[02468]$`)
	k.Hook(kibanatest.Hook{
		Match:  func(r *http.Request) bool { return slow.MatchString(r.URL.Path) },
		Before: func(*kibanatest.Exchange) { time.Sleep(25 * time.Millisecond) },
	})
	k.applies(t,
		stage{config: roles},
		stage{config: roles + grants},
		stage{check: func(*terraform.State) error {
			for i := range n {
				k.wantNoWriteAfterDelete(t, fmt.Sprintf("test%d", i))
			}
			return nil
		}},
	)
}
