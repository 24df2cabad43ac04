package provider_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// richRole says something in every part of a role.
const richRole = `
	resource "cases_role" "test" {
	  name        = "rich"
	  description = "Works cases"
	  spaces = {
	    soc = {
	      security      = { access = "full", sub_features = { delete_cases = false } }
	      observability = { access = "view", sub_features = { add_comments = true } }
	      stack         = { access = "none" }
	      connectors    = "all"
	      features      = { discover_v2 = ["read"] }
	    }
	    dev = {
	      stack      = { access = "assignee" }
	      connectors = "read"
	    }
	    sandbox = { base = "read" }
	  }
` + richElasticsearch + `
	  metadata = jsonencode({ team = "secops" })
	}`

const richElasticsearch = `
	  elasticsearch {
	    cluster = ["monitor"]
	    run_as  = ["reporter"]
	    indices {
	      names      = ["logs-*"]
	      privileges = ["read", "view_index_metadata"]
	      query      = jsonencode({ term = { team = "soc" } })
	      field_security {
	        grant  = ["*"]
	        except = ["secret"]
	      }
	    }
	    indices {
	      names                    = [".alerts-security.alerts-soc"]
	      privileges               = ["read"]
	      allow_restricted_indices = true
	    }
	    remote_indices {
	      clusters   = ["eu-*"]
	      names      = ["logs-*"]
	      privileges = ["read"]
	      query      = jsonencode({ match_all = {} })
	      field_security { grant = ["message"] }
	    }
	    remote_cluster {
	      clusters   = ["eu-*"]
	      privileges = ["monitor_enrich"]
	    }
	  }`

const role = "cases_role.test"

// planned checks the action that is planned for the role, and what changes: one
// line for each path, with what goes ("-") and what comes ("+"), and no other.
func planned(action plancheck.ResourceActionType, lines string) resource.ConfigPlanChecks {
	return beforeApply(plancheck.ExpectResourceAction(role, action), changes(lines))
}

func beforeApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// changes are the lines of a planned change of the role.
type changes string

func (want changes) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, r := range req.Plan.ResourceChanges {
		if r.Address == role {
			after := leaves(r.Change.After)
			after.addUnknown("", r.Change.AfterUnknown)
			resp.Error = sameLines("planned", leaves(r.Change.Before).to(after), string(want))
		}
	}
}

// document holds the values in a JSON document by path. The elements of a set
// share a path; what is null or empty has none.
type document map[string][]string

func leaves(value any) document {
	d := document{}
	d.add("", value)
	return d
}

func (d document) add(at string, value any) {
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for key, part := range value {
			d.add(at+"."+key, part)
		}
	case []any:
		for i, element := range value {
			if block, ok := element.(map[string]any); ok {
				d.add(fmt.Sprintf("%s.%d", at, i), block)
			} else {
				d.add(at, element)
			}
		}
	default:
		d[at] = append(d[at], fmt.Sprint(value))
	}
}

// addUnknown adds what is known after apply, as "?".
func (d document) addUnknown(at string, value any) {
	switch value := value.(type) {
	case bool:
		if value {
			d[at] = append(d[at], "?")
		}
	case map[string]any:
		for key, part := range value {
			d.addUnknown(at+"."+key, part)
		}
	case []any:
		for _, element := range value {
			d.addUnknown(at, element)
		}
	}
}

// to lists what differs in another document, sorted by path.
func (d document) to(after document) string {
	all := maps.Clone(d)
	maps.Copy(all, after)
	var lines []string
	for _, at := range slices.Sorted(maps.Keys(all)) {
		line := ""
		for _, value := range d[at] {
			if !slices.Contains(after[at], value) {
				line += " -" + value
			}
		}
		for _, value := range after[at] {
			if !slices.Contains(d[at], value) {
				line += " +" + value
			}
		}
		if line != "" {
			lines = append(lines, at[1:]+":"+line)
		}
	}
	return strings.Join(lines, "\n")
}

// sameLines compares lines, however they are indented.
func sameLines(what, got, want string) error {
	want = strings.TrimSpace(indentation.ReplaceAllString(want, "\n"))
	if got == want {
		return nil
	}
	return fmt.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
}

var indentation = regexp.MustCompile(`\n\s*`)

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
	renamed := strings.Replace(richRole, `"rich"`, `"richer"`, 1)
	replaced := beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionReplace))
	k.run(t,
		resource.TestStep{Config: richRole, Check: k.stores("rich", whole)},
		resource.TestStep{Config: renamed, ConfigPlanChecks: replaced, Check: k.stores("richer", whole)},
		resource.TestStep{Config: renamed, Check: k.gone("rich")},
		resource.TestStep{Config: "# nothing", Check: k.gone("richer")},
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
			said := fmt.Sprintf(`
				resource "cases_role" "test" {
				  name = "rich"
				  %s
				}`, arguments)
			nothing := k.stores("rich", func(r roles.Role) error {
				if !r.Equal(roles.Role{Name: "rich"}) {
					return fmt.Errorf("Kibana holds %+v", r)
				}
				return nil
			})
			k.run(t,
				resource.TestStep{Config: said, Check: nothing},
				resource.TestStep{Config: richRole},
				resource.TestStep{Config: said, Check: nothing},
			)
		})
	}
}

// Nulls and empty values beside others change nothing.
func TestRoleWithNulls(t *testing.T) {
	t.Parallel()
	k := onKibana(t)
	k.run(t, resource.TestStep{
		Config: `
		resource "cases_role" "test" {
		  name = "nulls"
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
		}`,
	})
}
