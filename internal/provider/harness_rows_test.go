package provider_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// row is a row of Elastic's tables of access to cases: the configuration of the
// solution's cases in a space, what Kibana stores for that, and what it lets
// people do. Lists are separated by spaces.
type row struct {
	config string
	// Privileges of the solution's feature and of "actions".
	cases, connectors string
	// Capabilities on the solution's cases and on connectors.
	can, canConnect string
}

// What people can do with all privileges and a connector, and without one.
const (
	everything    = "read_cases create_cases update_cases delete_cases edit_settings add_comments manage_templates reopen_cases assign_users push_cases"
	allButPushing = "read_cases create_cases update_cases delete_cases edit_settings add_comments manage_templates reopen_cases assign_users"
)

// knownPrivileges are the privilege ids of cases features that Kibana has had.
var knownPrivileges = strings.Fields(`
	all read minimal_all minimal_read
	cases_delete cases_settings create_comment case_reopen cases_assign cases_manage_templates`)

func (r row) knownPrivileges(feature string) knownvalue.Check {
	spaces := map[string]knownvalue.Check{}
	if r.cases != "" || r.connectors != "" {
		spaces["default"] = knownIDs(map[string]string{feature: r.cases, "actions": r.connectors})
	}
	return knownvalue.MapExact(spaces)
}

// differs says what Kibana holds in place of the row.
func (r row) differs(name, feature string, held roles.Role) error {
	var want []roles.Entry
	privileges := map[string][]string{}
	for id, list := range map[string]string{feature: r.cases, "actions": r.connectors} {
		if list != "" {
			privileges[id] = slices.Sorted(strings.FieldsSeq(list))
		}
	}
	if len(privileges) > 0 {
		want = []roles.Entry{{Spaces: []string{"default"}, Base: []string{}, Feature: privileges}}
	}
	for _, entry := range held.Kibana {
		for _, ids := range entry.Feature {
			slices.Sort(ids)
		}
	}
	if len(want) == 0 && len(held.Kibana) == 0 {
		return nil
	}
	if diff := cmp.Diff(want, held.Kibana); diff != "" {
		return errors.New(name + " is stored differently (-want +got):\n" + diff)
	}
	return nil
}

// applyRows applies a role for each row, and holds the plan, the state and
// Kibana against it; then it removes them all.
func applyRows(t *testing.T, solution, feature string, rows map[string]row) {
	t.Helper()
	k := onKibana(t)
	k.needs(t, 9, 4)
	var (
		config       strings.Builder
		planned      []plancheck.PlanCheck
		state        []statecheck.StateCheck
		stored, gone []resource.TestCheckFunc
	)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		r, address, role := rows[name], "cases_role."+name, ownName(t, name)
		fmt.Fprintf(&config, `
			resource "cases_role" %q {
			  name   = %q
			  spaces = { default = { %s } }
			}`, name, role, fmt.Sprintf(r.config, solution))
		for attribute, value := range map[string]knownvalue.Check{
			"id":           knownvalue.StringExact(role),
			"capabilities": knownLists(map[string]string{"default/" + solution: r.can, "default/connectors": r.canConnect}),
			"privileges":   r.knownPrivileges(feature),
		} {
			planned = append(planned, plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value))
			state = append(state, statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value))
		}
		stored = append(stored, k.stores(role, func(held roles.Role) error { return r.differs(name, feature, held) }))
		gone = append(gone, k.gone(role))
	}
	noChanges := []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}
	run := k.runProtocol
	if solution == "stack" { // one solution goes through Terraform
		run = k.runCLI
	}
	run(t,
		resource.TestStep{
			Config: config.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: planned, PostApplyPreRefresh: noChanges, PostApplyPostRefresh: noChanges,
			},
			ConfigStateChecks: state,
			Check:             all(stored),
		},
		resource.TestStep{Config: "\n# No role is left.", Check: all(gone)},
	)
}
