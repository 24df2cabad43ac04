package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// sameEverywhere are configurations of the space soc, and what they come to by
// release.
func sameEverywhere() map[string]struct {
	space    object
	outcomes map[string]outcome
} {
	type rows = map[string]struct {
		space    object
		outcomes map[string]outcome
	}
	noObservability, noStack := fmt.Sprintf(noSolution, "Observability"), fmt.Sprintf(noSolution, "Stack Management")
	return rows{
		"full": {object{"security": object{"access": "full"}}, map[string]outcome{
			"8.11 8.15":                {stored: "securitySolutionCases: all; actions: all", can: "security: " + classic + pushing + manage},
			"8.17":                     {stored: "securitySolutionCasesV2: all; actions: all", can: "security: " + classic + pushing + manage},
			"8.19 9.0 9.2":             {stored: "securitySolutionCasesV3: all; actions: all", can: "security: " + classic + pushing + manage},
			withSecurity:               {stored: "securitySolutionCasesV3: all; actions: all", can: "security: " + everything + manage},
			"serverless-observability": refused(noSecurity),
		}},
		"assignee": {object{"observability": object{"access": "assignee"}}, map[string]outcome{
			"8.11 8.15":    {stored: "observabilityCases: all", can: "observability: " + classic},
			"8.17":         {stored: "observabilityCasesV2: all", can: "observability: " + classic},
			"8.19 9.0 9.2": {stored: "observabilityCasesV3: all", can: "observability: " + classic},
			newReleases + " serverless-observability": {stored: "observabilityCasesV3: all", can: "observability: " + allButPushing},
			"serverless-security":                     refused(noObservability),
		}},
		"view": {object{"security": object{"access": "view"}}, map[string]outcome{
			"8.11 8.15":                    {stored: "securitySolutionCases: read", can: "security: read_cases"},
			"8.17":                         {stored: "securitySolutionCasesV2: read", can: "security: read_cases"},
			"8.19 9.0 9.2 " + withSecurity: {stored: "securitySolutionCasesV3: read", can: "security: read_cases"},
			"serverless-observability":     refused(noSecurity),
		}},
		"none": {object{"security": object{"access": "none"}, "observability": object{"access": "none"}, "stack": object{"access": "none"}}, map[string]outcome{
			strings.Join(versionProfiles(), " "): {},
		}},
		"full_but_delete": {object{"security": object{"access": "full", "sub_features": object{"delete_cases": false}}}, map[string]outcome{
			"8.11":         {stored: "securitySolutionCases: minimal_all; actions: all", can: "security: " + noDeleting + manage},
			"8.15":         {stored: "securitySolutionCases: minimal_all cases_settings; actions: all", can: "security: " + noDeleting + manage},
			"8.17":         {stored: "securitySolutionCasesV2: minimal_all cases_settings create_comment case_reopen; actions: all", can: "security: " + noDeleting + manage},
			"8.19 9.0 9.2": {stored: "securitySolutionCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign; actions: all", can: "security: " + noDeleting + manage},
			withSecurity: {
				stored: "securitySolutionCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates; actions: all",
				can:    "security: " + noDeletingNow + manage,
			},
			"serverless-observability": refused(noSecurity),
		}},
		"assignee_but_settings_and_reopen": {object{"observability": object{"access": "assignee", "sub_features": object{"edit_settings": false, "reopen_cases": false}}}, map[string]outcome{
			"8.11": refused("Kibana 8.11 cannot withhold edit_settings: that needs Kibana 8.12 or newer", "Kibana 8.11 cannot withhold reopen_cases"+fmt.Sprintf(late817, "reopen_cases")),
			"8.15": refused("Kibana 8.15 cannot withhold reopen_cases" + fmt.Sprintf(late817, "reopen_cases")),
			"8.17": {stored: "observabilityCasesV2: minimal_all cases_delete create_comment", can: "observability: read_cases create_cases update_cases delete_cases add_comments assign_users"},
			"8.19 9.0 9.2": {
				stored: "observabilityCasesV3: minimal_all cases_delete create_comment cases_assign",
				can:    "observability: read_cases create_cases update_cases delete_cases add_comments assign_users",
			},
			newReleases + " serverless-observability": {
				stored: "observabilityCasesV3: minimal_all cases_delete create_comment cases_assign cases_manage_templates",
				can:    "observability: read_cases create_cases update_cases delete_cases add_comments manage_templates assign_users",
			},
			"serverless-security": refused(noObservability),
		}},
		"view_and_comment": {object{"security": object{"access": "view", "sub_features": object{"add_comments": true}}}, map[string]outcome{
			"8.11":                         refused("Kibana 8.11 cannot grant add_comments" + fmt.Sprintf(late817, "add_comments")),
			"8.15":                         refused("Kibana 8.15 cannot grant add_comments" + fmt.Sprintf(late817, "add_comments")),
			"8.17":                         {stored: "securitySolutionCasesV2: minimal_read create_comment", can: "security: read_cases add_comments"},
			"8.19 9.0 9.2 " + withSecurity: {stored: "securitySolutionCasesV3: minimal_read create_comment", can: "security: read_cases add_comments"},
			"serverless-observability":     refused(noSecurity),
		}},
		"stack_but_templates": {object{"stack": object{"access": "assignee", "sub_features": object{"manage_templates": false}}, "connectors": "read"}, map[string]outcome{
			"8.11 8.15":    {stored: "generalCases: all; actions: read", can: "stack: " + classic + pushing + connect},
			"8.17":         {stored: "generalCasesV2: all; actions: read", can: "stack: " + classic + pushing + connect},
			"8.19 9.0 9.2": {stored: "generalCasesV3: all; actions: read", can: "stack: " + classic + pushing + connect},
			newReleases: {
				stored: "generalCasesV3: minimal_all cases_delete cases_settings create_comment case_reopen cases_assign; actions: read",
				can:    "stack: " + classic + pushing + connect,
			},
			"serverless-security serverless-observability": refused(noStack),
		}},
		"base": {object{"base": "read"}, map[string]outcome{
			"8.11 8.15 8.17 8.19 9.0 9.2 " + newReleases: {stored: "base: read", can: "security: read_cases; observability: read_cases; stack: read_cases" + connect},
			"serverless-security":                        {stored: "base: read", can: "security: read_cases" + connect},
			"serverless-observability":                   {stored: "base: read", can: "observability: read_cases" + connect},
		}},
		"raw": {object{"features": object{"securitySolutionCases": []string{"minimal_all", "cases_delete"}, "actions": []string{"read"}, "ml": []string{"read"}}}, map[string]outcome{
			"8.11":                     {stored: "securitySolutionCases: minimal_all cases_delete; actions: read; ml: read", can: "security: " + classic + pushing + connect},
			"8.15 8.17 8.19 9.0 9.2":   {stored: "securitySolutionCases: minimal_all cases_delete; actions: read; ml: read", can: "security: " + noSettings + connect},
			withSecurity:               {stored: "securitySolutionCases: minimal_all cases_delete; actions: read; ml: read", can: "security: " + noSettingsNow + connect},
			"serverless-observability": refused(`This serverless project has no feature "securitySolutionCases"`),
		}},
	}
}

func versionProfiles() []string {
	return []string{"8.11", "8.15", "8.17", "8.19", "9.0", "9.2", "9.4", "9.5", "9.6", "serverless-security", "serverless-observability"}
}

// TestVersions: the same configurations on every Kibana. What it can do is
// planned, stored and then no change any more; what it cannot do is refused
// with the release that can, or the solution that is missing.
func TestVersions(t *testing.T) {
	t.Parallel()
	for _, name := range versionProfiles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, name))
			accepted := map[string]object{}
			var planned []plancheck.PlanCheck
			var state []statecheck.StateCheck
			var stored []resource.TestCheckFunc
			for row, test := range sameEverywhere() {
				want, found := on(name, test.outcomes)
				if !found {
					t.Fatalf("%s says nothing about this Kibana", row)
				}
				spaces := object{"soc": test.space}
				if want.refused != nil {
					k.refuses(t, object{"name": row, "spaces": spaces}, want.refused)
					continue
				}
				accepted[row] = spaces
				for attribute, value := range map[string]knownvalue.Check{"capabilities": want.knownCapabilities(), "privileges": want.knownPrivileges()} {
					at := tfjsonpath.New(attribute)
					planned = append(planned, plancheck.ExpectKnownValue("cases_role."+row, at, value))
					state = append(state, statecheck.ExpectKnownValue("cases_role."+row, at, value))
				}
				stored = append(stored, k.stores(row, func(r roles.Role) error {
					return sameLines(row, inSpace(r, "soc"), want.lines())
				}))
			}
			noChanges := []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}
			run := k.runProtocol
			if name == "9.5" { // one row goes through Terraform
				run = k.runCLI
			}
			run(t, resource.TestStep{
				Config: rolesWith(accepted), ConfigStateChecks: state, Check: all(stored),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: planned, PostApplyPreRefresh: noChanges, PostApplyPostRefresh: noChanges},
			})
		})
	}
}
