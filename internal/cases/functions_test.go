package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestFeaturePrivilegesInEachRelease(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version  string
		solution Solution
		access   SolutionAccess
		want     featureIDs
		findings []string
		details  []string
	}{
		"full":                       {version: "9.2", solution: Security, access: SolutionAccess{Access: Known(Full)}, want: featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}},
		"full in 8.11":               {version: "8.11", solution: Stack, access: SolutionAccess{Access: Known(Full)}, want: featureIDs{"generalCases": {"all"}, "actions": {"all"}}},
		"assignee in 8.17":           {version: "8.17", solution: Observability, access: SolutionAccess{Access: Known(Assignee)}, want: featureIDs{"observabilityCasesV2": {"all"}}},
		"view":                       {version: "serverless", solution: Security, access: SolutionAccess{Access: Known(View)}, want: featureIDs{"securitySolutionCasesV3": {"read"}}},
		"view with comments":         {version: "9.2", solution: Stack, access: SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAddComments: true})}, want: featureIDs{"generalCasesV3": {"minimal_read", "create_comment"}}},
		"null follows the level":     {version: "9.2", solution: Stack, access: SolutionAccess{Access: Known(Assignee), SubFeatures: map[SubFeature]Value[bool]{SubDeleteCases: {}}}, want: featureIDs{"generalCasesV3": {"all"}}},
		"no level known":             {version: "9.2", solution: Stack, access: SolutionAccess{Access: Unknown[Access]()}},
		"none":                       {version: "9.2", solution: Stack, access: SolutionAccess{Access: Known(None)}},
		"none of a missing solution": {version: "serverless", solution: Stack, access: SolutionAccess{Access: Known(None)}},
		"customised full": {
			version: "8.12", solution: Stack, access: SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{SubDeleteCases: false})},
			want: featureIDs{"generalCases": {"minimal_all", "cases_settings"}, "actions": {"all"}},
		},

		"unknown solution": {
			version: "9.2", solution: "securitas", access: SolutionAccess{Access: Known(Full)},
			findings: []string{"error at solution: Unknown solution"}, details: []string{`Did you mean "security"?`},
		},
		"blank solution": {
			version: "9.2", access: SolutionAccess{Access: Known(Full)},
			findings: []string{"error at solution: Unknown solution"}, details: []string{`Write one of "security", "observability", "stack"`},
		},
		"no stack cases": {
			version: "serverless", solution: Stack, access: SolutionAccess{Access: Known(View)},
			findings: []string{"error at solution: Solution is not available"}, details: []string{`has no Stack Management cases. Write one of "security", "observability", or access = "none".`},
		},
		"unknown access level": {
			version: "9.2", solution: Stack, access: SolutionAccess{Access: Known[Access]("asignee")},
			findings: []string{"error at access: Invalid access level"}, details: []string{`Did you mean "assignee"?`},
		},
		"customised none": {
			version: "9.2", solution: Stack, access: SolutionAccess{Access: Known(None), SubFeatures: choose(choice{SubAddComments: true})},
			findings: []string{"error at sub_features: Sub-features without access"}, details: []string{"Remove sub_features"},
		},
		"unknown sub-feature": {
			version: "9.2", solution: Stack, access: SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"add_comment": true})},
			findings: []string{`error at sub_features["add_comment"]: Unknown sub-feature`}, details: []string{`Did you mean "add_comments"?`},
		},
		"withheld too early": {
			version: "8.17", solution: Stack, access: SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{SubAssignUsers: false})},
			findings: []string{`error at sub_features["assign_users"]: Sub-feature is not available`}, details: []string{"cannot withhold assign_users: that needs Kibana 8.18 or newer"},
		},
		"granted too early": {
			version: "9.2", solution: Stack, access: SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubManageTemplates: true})},
			findings: []string{`error at sub_features["manage_templates"]: Sub-feature is not available`}, details: []string{"cannot grant manage_templates: that needs Kibana 9.4 or newer"},
		},
		"a sub-feature that the level grants": {version: "8.17", solution: Stack, access: SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubAssignUsers: true})}, want: featureIDs{"generalCasesV2": {"all"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := builtIn(t, test.version).FeaturePrivileges(test.solution, test.access)
			expectFindings(t, found, test.findings, test.details)
			if diff := cmp.Diff(test.want, got, ignoreEmpty, ignoreOrder); diff != "" {
				t.Errorf("privileges (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFeatureCapabilitiesOfOneFeature(t *testing.T) {
	t.Parallel()
	unknownFeature, unknownPrivilege := []string{"error at feature_id: Unknown feature"}, []string{"error at privileges: Unknown privilege"}
	for name, test := range map[string]struct {
		version    string
		feature    string
		privileges []string
		want       []Capability
		findings   []string
		details    []string
	}{
		"all pushes without connectors": {version: "9.2", feature: "generalCasesV3", privileges: []string{"all"}, want: append(capabilities(assigneeCapabilities...), PushCases)},
		"templates":                     {version: "9.4", feature: "securitySolutionCasesV3", privileges: []string{"all"}, want: append(capabilities(assigneeCapabilitiesWithTemplates...), PushCases)},
		"read":                          {version: "8.11", feature: "observabilityCases", privileges: []string{"read"}, want: capabilities(ReadCases)},
		"parts":                         {version: "9.2", feature: "generalCasesV3", privileges: []string{"minimal_read", "cases_delete"}, want: capabilities(ReadCases, DeleteCases)},
		"a deprecated feature":          {version: "9.2", feature: "generalCases", privileges: []string{"minimal_all"}, want: capabilities(ReadCases, CreateCases, UpdateCases, AddComments, ReopenCases, AssignUsers, PushCases)},
		"nothing":                       {version: "9.2", feature: "generalCasesV3"},
		"connectors all":                {version: "9.2", feature: "actions", privileges: []string{"all"}, want: capabilities(UseConnectors, ManageConnectors)},
		"connectors read":               {version: "8.11", feature: "actions", privileges: []string{"read"}, want: capabilities(UseConnectors)},
		"connectors of endpoints":       {version: "9.1", feature: "actions", privileges: []string{"endpoint_security_execute"}},

		"not about cases":          {version: "9.2", feature: "discover_v2", privileges: []string{"read"}, findings: unknownFeature, details: []string{`Kibana 9.2 has no feature "discover_v2" for cases or connectors. Write one of "securitySolutionCasesV3", "securitySolutionCasesV2"`}},
		"misspelt":                 {version: "9.2", feature: "generalCaseV3", privileges: []string{"all"}, findings: unknownFeature, details: []string{`Did you mean "generalCasesV3"?`}},
		"of a later release":       {version: "8.17", feature: "generalCasesV3", privileges: []string{"all"}, findings: unknownFeature, details: []string{`Did you mean "generalCasesV2"?`}},
		"not in serverless":        {version: "serverless", feature: "generalCasesV3", privileges: []string{"all"}, findings: unknownFeature, details: []string{"This serverless project has no feature"}},
		"a sub-feature's name":     {version: "9.2", feature: "generalCasesV3", privileges: []string{"delete_cases"}, findings: unknownPrivilege, details: []string{`Write any of "all", "read", "minimal_all", "minimal_read", "cases_delete"`}},
		"misspelt privilege":       {version: "9.2", feature: "actions", privileges: []string{"al"}, findings: unknownPrivilege, details: []string{`Did you mean "all"?`}},
		"privilege of a later one": {version: "9.2", feature: "generalCasesV2", privileges: []string{"all", "cases_assign"}, findings: unknownPrivilege, details: []string{`The feature "generalCasesV2" of Kibana 9.2 has no privilege "cases_assign"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := builtIn(t, test.version).FeatureCapabilities(test.feature, test.privileges)
			expectFindings(t, found, test.findings, test.details)
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("capabilities (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGrantSpacesAndHoldsIn(t *testing.T) {
	t.Parallel()
	held := roles.Privileges{
		"soc":     {Features: featureIDs{"generalCasesV3": {"all"}, "securitySolutionCases": {"read"}}},
		"dev":     {Features: featureIDs{"actions": {"read"}}},
		"sandbox": {Base: []string{"read"}},
		"both":    {Base: []string{"read"}, Features: featureIDs{"generalCasesV3": {"all"}}},
		"logs":    {Features: featureIDs{"discover_v2": {"read"}}},
	}
	if diff := cmp.Diff([]string{"dev", "soc"}, GrantSpaces(held)); diff != "" {
		t.Errorf("grant spaces (-want +got):\n%s", diff)
	}
	for space, want := range map[string]bool{"": true, "soc": true, "sandbox": true, "logs": true, "other": false, "*": false} {
		if got := held.HoldsIn(space); got != want {
			t.Errorf("holds something in %q: %t", space, got)
		}
	}
	everywhere := roles.Privileges{"*": {Base: []string{"all"}}}
	if !everywhere.HoldsIn("other") || !everywhere.HoldsIn("*") {
		t.Error("privileges for all spaces do not hold in one")
	}
}
