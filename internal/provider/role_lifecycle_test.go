package provider_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// A role is created with everything that is said, replaced for another name,
// and destroyed. After every step the framework expects an empty plan.
func TestRoleLifecycle(t *testing.T) {
	t.Parallel()
	k := onKibana(t)
	whole := func(r roles.Role) error {
		want := roles.Role{
			Name: r.Name, Description: "Works cases", Metadata: []byte(`{"team":"secops"}`), Kibana: r.Kibana,
			Elasticsearch: roles.Elasticsearch{
				Cluster: []string{"monitor"},
				RunAs:   []string{"reporter"},
				Indices: []roles.Indices{
					{
						Names: []string{"logs-*"}, Privileges: []string{"read", "view_index_metadata"}, Query: new(`{"term":{"team":"soc"}}`),
						FieldSecurity: &roles.FieldSecurity{Grant: []string{"*"}, Except: []string{"secret"}},
					},
					{Names: []string{".alerts-security.alerts-soc"}, Privileges: []string{"read"}, AllowRestrictedIndices: true},
				},
				RemoteIndices: []roles.Indices{{
					Clusters: []string{"eu-*"}, Names: []string{"logs-*"}, Privileges: []string{"read"}, Query: new(`{"match_all":{}}`),
					FieldSecurity: &roles.FieldSecurity{Grant: []string{"message"}},
				}},
				RemoteCluster: []roles.RemoteCluster{{Clusters: []string{"eu-*"}, Privileges: []string{"monitor_enrich"}}},
			},
		}
		if !r.Equal(want) {
			return fmt.Errorf("Kibana holds %+v", r)
		}
		return nil
	}
	first, second := ownName(t, "rich"), ownName(t, "richer")
	named := func(name string) string { return strings.Replace(richRole, `"rich"`, strconv.Quote(name), 1) }
	replaced := beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionReplace))
	k.runCLI(t,
		resource.TestStep{Config: named(first), Check: k.stores(first, whole)},
		resource.TestStep{Config: named(second), ConfigPlanChecks: replaced, Check: resource.ComposeAggregateTestCheckFunc(k.stores(second, whole), k.gone(first))},
		resource.TestStep{Config: "# nothing", Check: k.gone(second)},
	)
}

// What says nothing means the same as what is left out, and stays as it is
// written.
func TestRoleSaysNothing(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string]string{
		"left out": ``,
		"null": `
			description = null
			spaces      = null
			metadata    = null`,
		"empty": `
			description = ""
			spaces      = {}
			metadata    = "{}"
			elasticsearch {}`,
		"empty inside": `
			spaces = { soc = { security = { access = "none", sub_features = null }, features = {} } }
			elasticsearch {
			  cluster = []
			  run_as  = []
			}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onKibana(t)
			own := ownName(t, "rich")
			configured := fmt.Sprintf(`
				resource "cases_role" "test" {
				  name = %q
				  %s
				}`, own, arguments)
			nothing := k.stores(own, func(r roles.Role) error {
				if !r.Equal(roles.Role{Name: own}) {
					return fmt.Errorf("Kibana holds %+v", r)
				}
				return nil
			})
			k.runProtocol(t,
				resource.TestStep{Config: configured, Check: nothing},
				resource.TestStep{Config: strings.Replace(richRole, `"rich"`, strconv.Quote(own), 1)},
				resource.TestStep{Config: configured, Check: nothing},
			)
		})
	}
}

// Nulls and empty values beside others change nothing.
func TestRoleWithNulls(t *testing.T) {
	t.Parallel()
	k := onKibana(t)
	k.runCLI(t, resource.TestStep{
		Config: fmt.Sprintf(`
		resource "cases_role" "test" {
		  name = %q
		  spaces = {
		    soc = {
		      base          = null
		      security      = { access = "view", sub_features = { add_comments = null, delete_cases = true } }
		      observability = { access = "assignee", sub_features = {} }
		      stack         = null
		      connectors    = null
		      features      = { discover_v2 = [], dashboard_v2 = null }
		    }
		  }
		  elasticsearch {
		    cluster = null
		    indices {
		      names                    = ["logs"]
		      privileges               = ["read"]
		      query                    = null
		      allow_restricted_indices = false
		    }
		  }
		}`, ownName(t, "nulls")),
	})
}
