package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// form is a way in which Kibana holds a role: for each entry the spaces, a
// colon and the privileges; and the configuration that is equivalent to it.
type form struct {
	held   []string
	config object
}

// allForms are odd but legal ways to store what the newest Kibana would write in
// one way only. S, O and G stand for the features of the three solutions.
func allForms() map[string]form {
	const sixSubs = " S3.cases_delete S3.cases_settings S3.create_comment S3.case_reopen S3.cases_assign S3.cases_manage_templates"
	soc := func(privileges string) []string { return []string{"soc: " + privileges} }
	raw := func(feature string, ids ...string) object {
		return inSoc(object{"features": object{feature: ids}})
	}
	assignee, view := inSoc(security("assignee")), inSoc(security("view"))
	return map[string]form{
		// Everything, or nothing but reading.
		"all":                           {soc("S3.all"), assignee},
		"all_and_subs":                  {soc("S3.all" + sixSubs), assignee},
		"all_and_read":                  {soc("S3.read S3.minimal_read S3.all S3.minimal_all"), assignee},
		"minimal_all_and_every_sub":     {soc("S3.minimal_all" + sixSubs), assignee},
		"reordered_and_duplicated":      {soc(sixSubs[1:] + " S3.minimal_all" + sixSubs), assignee},
		"read":                          {soc("S3.read"), view},
		"read_twice":                    {soc("S3.read S3.minimal_read"), view},
		"minimal_read":                  {soc("S3.minimal_read"), view},
		"read_by_three_generations":     {soc("S1.read S2.minimal_read S3.read"), view},
		"all_by_the_first":              {soc("S1.all"), assignee},
		"all_by_the_second":             {soc("S2.all"), assignee},
		"all_by_the_first_and_third":    {soc("S1.all S3.all"), assignee},
		"all_by_the_first_and_subs":     {soc("S1.all S1.cases_delete S3.cases_assign"), assignee},
		"first_minimal_all_and_its_own": {soc("S1.minimal_all S1.cases_delete S1.cases_settings"), assignee},
		"first_and_third_add_up":        {soc("S1.minimal_all S1.cases_delete S3.cases_settings"), assignee},

		// Something in between. An old minimal_all holds what newer ones split off.
		"first_minimal_all": {soc("S1.minimal_all"), inSoc(security("assignee", object{"delete_cases": false, "edit_settings": false}))},
		"second_minimal_all": {soc("S2.minimal_all"), inSoc(security("assignee", object{
			"delete_cases": false, "edit_settings": false, "add_comments": false, "reopen_cases": false,
		}))},
		"third_minimal_all": {soc("S3.minimal_all"), inSoc(security("assignee", object{
			"delete_cases": false, "edit_settings": false, "add_comments": false, "reopen_cases": false, "assign_users": false, "manage_templates": false,
		}))},
		"first_reader_who_deletes":     {soc("S1.minimal_read S1.cases_delete"), inSoc(security("view", object{"delete_cases": true}))},
		"read_and_sub":                 {soc("S3.read S2.create_comment"), inSoc(security("view", object{"add_comments": true}))},
		"minimal_read_beside_another":  {soc("S3.minimal_all S1.minimal_read" + strings.Replace(sixSubs, " S3.cases_delete", "", 1)), inSoc(security("assignee", object{"delete_cases": false}))},
		"sub_without_a_level":          {soc("S3.cases_delete"), raw("securitySolutionCasesV3", "cases_delete")},
		"old_sub_without_a_level":      {soc("S1.cases_delete"), raw("securitySolutionCases", "cases_delete")},
		"unknown_privilege":            {soc("S3.all S3.cases_paint"), raw("securitySolutionCasesV3", "all", "cases_paint")},
		"unknown_privilege_of_the_old": {soc("S1.all S1.case_reopen"), raw("securitySolutionCases", "all", "case_reopen")},
		"unknown_generation":           {soc("S9.all"), raw("securitySolutionCasesV9", "all")},

		// Connectors, and whose they are.
		"connectors_all":          {soc("actions.all"), inSoc(object{"connectors": "all"})},
		"connectors_in_parts":     {soc("actions.minimal_all actions.endpoint_security_execute"), inSoc(object{"connectors": "all"})},
		"connectors_all_and_more": {soc("actions.read actions.all actions.endpoint_security_execute"), inSoc(object{"connectors": "all"})},
		"connectors_minimal_read": {soc("actions.minimal_read"), inSoc(object{"connectors": "read"})},
		"connectors_minimal_all":  {soc("actions.minimal_all"), raw("actions", "minimal_all")},
		"connectors_of_endpoints": {soc("actions.endpoint_security_execute"), raw("actions", "endpoint_security_execute")},
		"full":                    {soc("S1.all actions.all"), inSoc(object{"security": object{"access": "full"}, "connectors": "all"})},
		"full_by_all_spaces": {[]string{"*: actions.all", "soc: S2.all"}, object{
			"*": object{"connectors": "all"}, "soc": security("full"),
		}},

		// Spaces and entries.
		"grouped": {[]string{"soc sandbox: S3.all"}, object{"soc": security("assignee"), "sandbox": security("assignee")}},
		"apart":   {[]string{"sandbox: S1.all", "soc: S3.all"}, object{"soc": security("assignee"), "sandbox": security("assignee")}},
		"everywhere_and_here": {[]string{"soc: S3.all", "*: S3.read O1.read"}, object{
			"soc": security("assignee"), "*": object{"security": object{"access": "view"}, "observability": object{"access": "view"}},
		}},
		"an_empty_entry":     {[]string{"sandbox: ", "soc: S3.read"}, view},
		"base":               {[]string{"soc: space_all"}, inSoc(object{"base": "all"})},
		"base_twice":         {[]string{"soc: space_read space_all"}, inSoc(object{"base": "all"})},
		"base_everywhere":    {[]string{"*: all read"}, object{"*": object{"base": "all"}}},
		"base_grouped":       {[]string{"sandbox soc: space_read"}, object{"soc": object{"base": "read"}, "sandbox": object{"base": "read"}}},
		"every_solution":     {soc("G2.read O2.all S2.read"), inSoc(object{"security": object{"access": "view"}, "observability": object{"access": "assignee"}, "stack": object{"access": "view"}})},
		"beside_other_kinds": {soc("ml.read S3.all discover_v2.read ml.read"), inSoc(object{"security": object{"access": "assignee"}, "features": object{"ml": []string{"read"}, "discover_v2": []string{"read"}}})},
	}
}

// importsForms plants the roles and imports them with the simplest wording.
func (k target) importsForms(t *testing.T, forms map[string]form) {
	t.Helper()
	var imports strings.Builder
	configs := map[string]object{}
	for name, f := range forms {
		k.Plant(name, kibanatest.ESRole{Applications: f.applications()})
		configs[name] = f.config
		fmt.Fprintf(&imports, "import {\n to = cases_role.%s\n id = %[1]q\n}\n", name)
	}
	config := rolesWith(configs)
	k.runProtocol(t,
		resource.TestStep{
			Config:           "\n" + imports.String() + config,
			ConfigPlanChecks: beforeApply(importsConfiguration(configs)),
			Check: func(*terraform.State) error {
				wantNone(t, k.requests("PUT"))
				return nil
			},
		},
		resource.TestStep{Config: config, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan())},
	)
}

// importsConfiguration checks that roles are imported with these configurations.
type importsConfiguration map[string]object

func (configs importsConfiguration) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	var wrong []string
	for _, r := range req.Plan.ResourceChanges {
		before, _ := r.Change.Before.(map[string]any)
		if differ := plain(configs[r.Name]).to(leaves(before["spaces"])); differ != "" || !r.Change.Actions.NoOp() || r.Change.Importing == nil {
			wrong = append(wrong, fmt.Sprintf("%s %v:\n%s", r.Name, r.Change.Actions, differ))
		}
	}
	if len(wrong) > 0 || len(req.Plan.ResourceChanges) != len(configs) {
		slices.Sort(wrong)
		resp.Error = fmt.Errorf("%d roles are imported, of %d; with another configuration:\n%s", len(req.Plan.ResourceChanges), len(configs), strings.Join(wrong, "\n"))
	}
}

// plain is a configuration as JSON has it.
func plain(o object) document {
	text, err := json.Marshal(o)
	var value any
	if err == nil {
		err = json.Unmarshal(text, &value)
	}
	if err != nil {
		panic(err)
	}
	return leaves(value)
}

// applications are a form's entries as Elasticsearch keeps them.
func (f form) applications() []kibanatest.ESApplication {
	long := map[string]string{"S": "securitySolutionCases", "O": "observabilityCases", "G": "generalCases"}
	var entries []kibanatest.ESApplication
	for _, held := range f.held {
		spaces, privileges, _ := strings.Cut(held, ":")
		entry := kibanatest.ESApplication{Application: "kibana-.kibana", Privileges: []string{}}
		for space := range strings.FieldsSeq(spaces) {
			if space != "*" {
				space = "space:" + space
			}
			entry.Resources = append(entry.Resources, space)
		}
		for privilege := range strings.FieldsSeq(privileges) {
			feature, id, isFeature := strings.Cut(privilege, ".")
			for short, name := range long {
				if number, ok := strings.CutPrefix(feature, short); ok && len(number) == 1 {
					feature = strings.TrimSuffix(name+"V"+number, "V1")
				}
			}
			if isFeature {
				privilege = "feature_" + feature + "." + id
			}
			entry.Privileges = append(entry.Privileges, privilege)
		}
		entries = append(entries, entry)
	}
	return entries
}
