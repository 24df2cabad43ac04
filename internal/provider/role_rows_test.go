package provider_test

import (
	"fmt"
	"testing"
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
			"read_cases create_cases update_cases edit_settings add_comments manage_templates reopen_cases assign_users push_cases",
			"use_connectors manage_connectors",
		},
		"assignee_but_settings_and_reopen": {
			`%s = { access = "assignee", sub_features = { edit_settings = false, reopen_cases = false } }`,
			"minimal_all cases_delete create_comment cases_assign cases_manage_templates", "",
			"read_cases create_cases update_cases delete_cases add_comments manage_templates assign_users", "",
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
			"create_cases update_cases edit_settings add_comments manage_templates reopen_cases assign_users", "cases_delete",
		},
		{
			"edit_settings", "cases_delete create_comment case_reopen cases_assign cases_manage_templates",
			"create_cases update_cases delete_cases add_comments manage_templates reopen_cases assign_users", "cases_settings",
		},
		{
			"add_comments", "cases_delete cases_settings case_reopen cases_assign cases_manage_templates",
			"create_cases update_cases delete_cases edit_settings manage_templates reopen_cases assign_users", "create_comment",
		},
		{
			"reopen_cases", "cases_delete cases_settings create_comment cases_assign cases_manage_templates",
			"create_cases update_cases delete_cases edit_settings add_comments manage_templates assign_users", "case_reopen",
		},
		{
			"assign_users", "cases_delete cases_settings create_comment case_reopen cases_manage_templates",
			"create_cases update_cases delete_cases edit_settings add_comments manage_templates reopen_cases", "cases_assign",
		},
		{
			"manage_templates", "cases_delete cases_settings create_comment case_reopen cases_assign",
			"create_cases update_cases delete_cases edit_settings add_comments reopen_cases assign_users", "cases_manage_templates",
		},
	} {
		rows["full_but_"+s.key] = row{
			fmt.Sprintf(`%%s = { access = "full", sub_features = { %s = false } }`, s.key),
			"minimal_all " + s.privileges, "all", "read_cases " + s.full + " push_cases", "use_connectors manage_connectors",
		}
		rows["view_and_"+s.key] = row{
			fmt.Sprintf(`%%s = { access = "view", sub_features = { %s = true } }`, s.key),
			"minimal_read " + s.view, "", "read_cases " + s.key, "",
		}
	}
	applyRows(t, "security", "securitySolutionCasesV3", rows)
}
