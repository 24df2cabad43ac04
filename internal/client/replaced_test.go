package client_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Roles with Kibana's replacements have a list of their own, which a write drops.
func TestReplacedRolesAreListedOnce(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 20)
	for i := range 20 {
		s.Plant(fmt.Sprintf("r%d", i), kibanatest.ESRole{Applications: []kibanatest.ESApplication{
			{Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"feature_discover.read"}},
		}})
	}
	read := func() {
		for i := range 20 {
			name := fmt.Sprintf("r%d", i)
			replaced, err := c.RefreshReplacedRole(t.Context(), name)
			if err != nil || len(replaced.Privileges()["soc"].Features["discover_v2"]) == 0 {
				t.Errorf("%s: %v, %v", name, replaced, err)
			}
			if role, err := c.RefreshRole(t.Context(), name); err != nil || len(role.Privileges()["soc"].Features["discover"]) == 0 {
				t.Errorf("%s: %v, %v", name, role, err)
			}
		}
	}
	read()
	wantReads(t, s, 2, 6)
	if err := c.CreateRole(t.Context(), roles.Role{Name: "new"}); err != nil {
		t.Fatal(err)
	}
	s.ResetJournal()
	read()
	wantReads(t, s, 2, 6)
}

// A role whose replacements Kibana cannot work out has none of its privileges in the
// answer. A role that does not exist is not found.
func TestReplacedRoleWithoutReplacements(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 0)
	s.Plant("odd", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"feature_discover.odd"}},
	}})
	if role, err := c.ReplacedRole(t.Context(), "odd"); err != nil || !role.Undecodable() {
		t.Errorf("%v, %v", role, err)
	}
	if _, err := c.ReplacedRole(t.Context(), "none"); !client.IsNotFound(err) {
		t.Error(err)
	}
	s.Hook(kibanatest.On(http.MethodGet, "/api/security/role/odd").Answer(http.StatusForbidden, "{}"))
	if _, err := c.RefreshReplacedRole(t.Context(), "odd"); err == nil {
		t.Error("no error")
	}
}
