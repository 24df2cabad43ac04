package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestForms: every form is imported with the simplest wording, which plans no change.
func TestForms(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.importsForms(t, allForms())
}

// TestFormsBefore: on an older Kibana, a form means what it meant there.
func TestFormsBefore(t *testing.T) {
	t.Parallel()
	for version, forms := range map[string]map[string]form{
		"8.11": {
			"everything":    {[]string{"soc: S1.minimal_all S1.cases_delete"}, inSoc(security("assignee"))},
			"all_but_one":   {[]string{"soc: S1.minimal_all"}, inSoc(security("assignee", object{"delete_cases": false}))},
			"not_there_yet": {[]string{"soc: S3.all"}, inSoc(object{"features": object{"securitySolutionCasesV3": []string{"all"}}})},
		},
		"8.15": {
			"everything":  {[]string{"soc: S1.cases_settings S1.cases_delete S1.minimal_all"}, inSoc(security("assignee"))},
			"all_but_two": {[]string{"soc: S1.minimal_all"}, inSoc(security("assignee", object{"delete_cases": false, "edit_settings": false}))},
		},
		"8.17": {
			"first_minimal_all":  {[]string{"soc: S1.minimal_all"}, inSoc(security("assignee", object{"delete_cases": false, "edit_settings": false}))},
			"second_minimal_all": {[]string{"soc: S2.minimal_all S1.cases_delete S2.case_reopen"}, inSoc(security("assignee", object{"edit_settings": false, "add_comments": false}))},
		},
		"9.2": {
			"second_minimal_all": {[]string{"soc: S2.minimal_all S2.cases_delete S2.cases_settings S2.create_comment S1.cases_delete"}, inSoc(security("assignee", object{"reopen_cases": false}))},
			"every_sub":          {[]string{"soc: S3.minimal_all S3.cases_delete S3.cases_settings S3.create_comment S3.case_reopen S3.cases_assign"}, inSoc(security("assignee"))},
		},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, version))
			k.importsForms(t, forms)
		})
	}
}
