package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// On any Kibana: two grants on a role of somebody else add what they own, one is imported
// again, and in the end the role is what it was.
func TestFeaturePrivilegeOnKibana(t *testing.T) {
	t.Parallel()
	k := onKibana(t)
	k.needs(t, 9, 2)
	original := roles.Role{
		Name: ownName(t, "analyst"), Metadata: []byte(`{"owner":"others"}`),
		Elasticsearch: roles.Elasticsearch{Indices: []roles.Indices{{Names: []string{"logs-*"}, Privileges: []string{"read"}}}},
		Kibana:        []roles.Entry{{Spaces: []string{"default"}, Base: []string{}, Feature: map[string][]string{"discover": {"read"}}}},
	}
	if err := k.client.CreateRole(t.Context(), original); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := k.client.DeleteRole(t.Context(), original.Name); err != nil {
			t.Error(err)
		}
	}()
	holds := func(inDefault, inAll map[string][]string) resource.TestCheckFunc {
		return k.stores(original.Name, func(r roles.Role) error {
			want := original
			want.Kibana = []roles.Entry{{Spaces: []string{"default"}, Base: []string{}, Feature: inDefault}}
			if len(inAll) > 0 {
				want.Kibana = append(want.Kibana, roles.Entry{Spaces: []string{"*"}, Base: []string{}, Feature: inAll})
			}
			if !r.Equal(want) {
				return fmt.Errorf("Kibana holds %+v, want %+v", r, want)
			}
			return nil
		})
	}
	discover := map[string][]string{"discover": {"read"}}
	k.runCLI(t,
		resource.TestStep{
			Config: fmt.Sprintf(`
				resource "cases_feature_privilege" "here" {
				  role       = %[1]q
				  space      = "default"
				  stack      = { access = "full" }
				  connectors = "all"
				}
				resource "cases_feature_privilege" "everywhere" {
				  role  = %[1]q
				  space = "*"
				  stack = { access = "view" }
				}`, original.Name),
			Check: holds(
				map[string][]string{"discover": {"read"}, "generalCasesV3": {"all"}, "actions": {"all"}},
				map[string][]string{"generalCasesV3": {"read"}},
			),
		},
		resource.TestStep{
			ResourceName: "cases_feature_privilege.everywhere", ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) { return original.Name + "/*", nil },
		},
		resource.TestStep{Config: "# nothing", Check: holds(discover, nil)},
	)
}
