package provider_test

import (
	"context"
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

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// row is a row of Elastic's tables of access to cases: what is written for the
// solution's cases in a space, what Kibana stores for that, and what it lets
// people do. Lists are separated by spaces.
type row struct {
	words string
	// Privileges of the solution's feature and of "actions".
	cases, connectors string
	// Capabilities on the solution's cases and on connectors.
	can, canConnect string
}

// What people can do with all privileges and a connector, and without one.
const (
	everything    = "read_cases create_cases update_cases delete_cases edit_settings add_comments reopen_cases assign_users manage_templates push_cases"
	allButPushing = "read_cases create_cases update_cases delete_cases edit_settings add_comments reopen_cases assign_users manage_templates"
)

// documentedRows hold for every solution.
func documentedRows() map[string]row {
	return map[string]row{
		"full":     {`%s = { access = "full" }`, "all", "all", everything, "use_connectors manage_connectors"},
		"assignee": {`%s = { access = "assignee" }`, "all", "", allButPushing, ""},
		"view":     {`%s = { access = "view" }`, "read", "", "read_cases", ""},
		"revoke":   {`%s = { access = "none" }`, "", "", "", ""},

		"full_connectors_written": {
			`%s = { access = "full" }, connectors = "all"`,
			"all", "all", everything, "use_connectors manage_connectors",
		},
		"assignee_who_pushes": {
			`%s = { access = "assignee" }, connectors = "read"`,
			"all", "read", everything, "use_connectors",
		},
		"view_without_connectors": {
			`%s = { access = "view" }, connectors = "none"`,
			"read", "", "read_cases", "",
		},
		"full_but_delete": {
			`%s = { access = "full", sub_features = { delete_cases = false } }`,
			"minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates", "all",
			"read_cases create_cases update_cases edit_settings add_comments reopen_cases assign_users manage_templates push_cases",
			"use_connectors manage_connectors",
		},
		"assignee_but_settings_and_reopen": {
			`%s = { access = "assignee", sub_features = { edit_settings = false, reopen_cases = false } }`,
			"minimal_all cases_delete create_comment cases_assign cases_manage_templates", "",
			"read_cases create_cases update_cases delete_cases add_comments assign_users manage_templates", "",
		},
		"assignee_but_everything": {
			`%s = {
			  access       = "assignee"
			  sub_features = {
			    delete_cases = false, edit_settings = false, add_comments = false
			    reopen_cases = false, assign_users = false, manage_templates = false
			  }
			}`,
			"minimal_all", "", "read_cases create_cases update_cases", "",
		},
		"view_and_comment": {
			`%s = { access = "view", sub_features = { add_comments = true } }`,
			"minimal_read create_comment", "", "read_cases add_comments", "",
		},
		"view_and_delete": {
			`%s = { access = "view", sub_features = { delete_cases = true } }`,
			"minimal_read cases_delete", "", "read_cases delete_cases", "",
		},
		// What is left out, null, or says the same as the level changes nothing.
		"assignee_nothing_customised": {
			`%s = { access = "assignee", sub_features = { delete_cases = null, add_comments = true } }`,
			"all", "", allButPushing, "",
		},
		"view_nothing_customised": {
			`%s = { access = "view", sub_features = { delete_cases = false, add_comments = null } }`,
			"read", "", "read_cases", "",
		},
	}
}

// TestRoleRows: every documented row for every solution.
func TestRoleRows(t *testing.T) {
	t.Parallel()
	for solution, feature := range map[string]string{
		"security":      "securitySolutionCasesV3",
		"observability": "observabilityCasesV3",
		"stack":         "generalCasesV3",
	} {
		t.Run(solution, func(t *testing.T) {
			t.Parallel()
			applyRows(t, solution, feature, documentedRows())
		})
	}
}

// TestRoleSubFeatures: each sub-feature by itself, withheld from full access
// and added to view-only access.
func TestRoleSubFeatures(t *testing.T) {
	t.Parallel()
	rows := map[string]row{}
	for _, s := range []struct{ key, privileges, full, view string }{
		{
			"delete_cases", "cases_settings create_comment case_reopen cases_assign cases_manage_templates",
			"create_cases update_cases edit_settings add_comments reopen_cases assign_users manage_templates", "cases_delete",
		},
		{
			"edit_settings", "cases_delete create_comment case_reopen cases_assign cases_manage_templates",
			"create_cases update_cases delete_cases add_comments reopen_cases assign_users manage_templates", "cases_settings",
		},
		{
			"add_comments", "cases_delete cases_settings case_reopen cases_assign cases_manage_templates",
			"create_cases update_cases delete_cases edit_settings reopen_cases assign_users manage_templates", "create_comment",
		},
		{
			"reopen_cases", "cases_delete cases_settings create_comment cases_assign cases_manage_templates",
			"create_cases update_cases delete_cases edit_settings add_comments assign_users manage_templates", "case_reopen",
		},
		{
			"assign_users", "cases_delete cases_settings create_comment case_reopen cases_manage_templates",
			"create_cases update_cases delete_cases edit_settings add_comments reopen_cases manage_templates", "cases_assign",
		},
		{
			"manage_templates", "cases_delete cases_settings create_comment case_reopen cases_assign",
			"create_cases update_cases delete_cases edit_settings add_comments reopen_cases assign_users", "cases_manage_templates",
		},
	} {
		rows["full_but_"+s.key] = row{
			fmt.Sprintf(`%%s = { access = "full", sub_features = { %s = false } }`, s.key),
			"minimal_all " + s.privileges, "all", "read_cases push_cases " + s.full, "use_connectors manage_connectors",
		}
		rows["view_and_"+s.key] = row{
			fmt.Sprintf(`%%s = { access = "view", sub_features = { %s = true } }`, s.key),
			"minimal_read " + s.view, "", "read_cases " + s.key, "",
		}
	}
	applyRows(t, "security", "securitySolutionCasesV3", rows)
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
		r, address, role := rows[name], "cases_role."+name, strings.ToLower(t.Name())+"/"+name
		fmt.Fprintf(&config, `
			resource "cases_role" %q {
			  name   = %q
			  spaces = { default = { %s } }
			}`, name, role, fmt.Sprintf(r.words, solution))
		for attribute, value := range map[string]knownvalue.Check{
			"id":           knownvalue.StringExact(role),
			"capabilities": knownSets(map[string]string{"default/" + solution: r.can, "default/connectors": r.canConnect}),
			"privileges":   r.knownPrivileges(feature),
		} {
			planned = append(planned, plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value))
			state = append(state, statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value))
		}
		stored = append(stored, k.stores(role, func(held roles.Role) error { return r.differs(name, feature, held) }))
		gone = append(gone, k.gone(role))
	}
	noChanges := []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}
	k.run(t,
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

// needs skips a test on a real Kibana that is older than what it expects.
func (k target) needs(t *testing.T, major, minor int) {
	t.Helper()
	status, err := k.client.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	version, err := cases.ParseVersion(status.Version)
	if err != nil {
		t.Fatal(err)
	}
	if !version.AtLeast(major, minor) {
		t.Skipf("needs Kibana %d.%d, and this is %s", major, minor, status.Version)
	}
}

// all makes every check, so that one failure does not hide the next.
func all(checks []resource.TestCheckFunc) resource.TestCheckFunc {
	return resource.ComposeAggregateTestCheckFunc(checks...)
}

// knownSets expects a map of sets; an empty set is an absent key.
func knownSets(sets map[string]string) knownvalue.Check {
	expected := map[string]knownvalue.Check{}
	for key, texts := range sets {
		var elements []knownvalue.Check
		for text := range strings.FieldsSeq(texts) {
			elements = append(elements, knownvalue.StringExact(text))
		}
		if len(elements) > 0 {
			expected[key] = knownvalue.SetExact(elements)
		}
	}
	return knownvalue.MapExact(expected)
}

func (r row) knownPrivileges(feature string) knownvalue.Check {
	spaces := map[string]knownvalue.Check{}
	if r.cases != "" || r.connectors != "" {
		spaces["default"] = knownSets(map[string]string{feature: r.cases, "actions": r.connectors})
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
