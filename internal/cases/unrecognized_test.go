package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The provider writes an unrecognized generation and treats it like the newest one
// that it knows.
func TestUnrecognizedGenerationIsWritten(t *testing.T) {
	t.Parallel()
	const v1, v2, v3, v4 = "generalCases", "generalCasesV2", "generalCasesV3", "generalCasesV4"
	subs := []string{"cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"}
	c := listed(t, "9.5", featureIDs{v4: append([]string{"all", "read", "minimal_all", "minimal_read"}, subs...)})

	for access, want := range map[Access]featureIDs{
		Assignee: {v4: {"all"}}, View: {v4: {"read"}}, None: nil,
	} {
		stored := c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(access)}})}})
		if diff := cmp.Diff(inSoc(want), stored, ignoreEmpty); diff != "" {
			t.Errorf("%s (-want +got):\n%s", access, diff)
		}
	}
	if diff := cmp.Diff(assigneeCapabilitiesWithTemplates, c.Capabilities(inSoc(featureIDs{v4: {"all"}}))["soc/stack"]); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	for name, pair := range map[string][2]featureIDs{
		"V1 all":         {{v1: {"all"}}, {v4: {"all"}}},
		"V3 all":         {{v3: {"all"}}, {v4: {"all"}}},
		"V3 minimal_all": {{v3: {"minimal_all"}}, {v4: {"minimal_all"}}},
		"V2 minimal_all": {{v2: {"minimal_all"}}, {v4: {"minimal_all", "cases_assign", "cases_manage_templates"}}},
		"V3 read":        {{v3: {"read"}}, {v4: {"minimal_read"}}},
		"V3 sub":         {{v3: {"read", "case_reopen"}}, {v4: {"read", "case_reopen"}}},
		"V3 with V4":     {{v3: {"minimal_all"}, v4: subs}, {v4: {"all"}}},
	} {
		if !c.Equivalent(inSoc(pair[0]), inSoc(pair[1])) {
			t.Errorf("%s: %v is not equivalent to %v", name, pair[0], pair[1])
		}
	}
	if builtIn(t, "9.5").Equivalent(inSoc(featureIDs{v4: {"all"}}), inSoc(featureIDs{v3: {"all"}})) {
		t.Error("a generation that the server does not list is equivalent to another")
	}
}

// An unrecognized sub-feature follows the access level.
func TestUnrecognizedSubFeatureFollowsLevel(t *testing.T) {
	t.Parallel()
	const feature = "securitySolutionCasesV3"
	c := listed(t, "9.5", featureIDs{feature: {
		"all", "read", "minimal_all", "minimal_read",
		"cases_archive", "case_reopen", "create_comment", "cases_delete", "cases_settings", "cases_assign", "cases_manage_templates",
	}})
	for name, test := range map[string]struct {
		access SolutionAccess
		want   []string
	}{
		"part of all":                      {SolutionAccess{Access: Known(Assignee)}, []string{"all"}},
		"no part of read":                  {SolutionAccess{Access: Known(View)}, []string{"read"}},
		"kept where another is withheld":   {SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}, []string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates", "cases_archive"}},
		"not added where another is added": {SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: true})}, []string{"minimal_read", "cases_delete"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored := c.Encode(securityInSoc(test.access))
			if diff := cmp.Diff(inSoc(featureIDs{feature: test.want}), stored); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(securityInSoc(test.access), c.Decode(stored, nil), ignoreEmpty); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
	// No configuration withholds it. Without it, the privileges become raw ones.
	without := featureIDs{feature: {"minimal_all", "cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"}}
	if diff := cmp.Diff(Spaces{"soc": {Features: rawOf(without)}}, c.Decode(inSoc(without), securityInSoc(SolutionAccess{Access: Known(Full)})), ignoreEmpty, ignoreOrder); diff != "" {
		t.Errorf("withheld (-want +got):\n%s", diff)
	}
}

func TestListedFeaturesDecideNotTheRelease(t *testing.T) {
	t.Parallel()
	const feature = "observabilityCasesV3"
	known := []string{
		"all", "read", "minimal_all", "minimal_read", "cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign",
	}
	access := SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubManageTemplates: false})}

	without := listed(t, "9.4", featureIDs{feature: known}) // 9.4 with templates switched off
	if got := without.Encode(Spaces{"a": {Cases: casesOf(map[Solution]SolutionAccess{Observability: access})}}); len(got["a"].Features[feature]) != 1 || got["a"].Features[feature][0] != "all" {
		t.Errorf("switched off: %v", got)
	}
	if got := without.Unsupported(Observability, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubManageTemplates: true})}); len(got) != 1 || !got[0].Granted {
		t.Errorf("switched off: %v", got)
	}

	with := listed(t, "9.3", featureIDs{feature: append(known, "cases_manage_templates")})
	if got := with.Unsupported(Observability, access); got != nil {
		t.Errorf("9.3 with templates: %v", got)
	}
	if diff := cmp.Diff(assigneeCapabilitiesWithTemplates, with.Capabilities(roles.Privileges{"a": {Features: featureIDs{feature: {"all"}}}})["a/observability"]); diff != "" {
		t.Errorf("9.3 with templates (-want +got):\n%s", diff)
	}

	none, err := NewCatalogue(version(t, "9.2"), builtInListing(version(t, "9.2"), featureIDs{"discover": {"all"}}))
	if err != nil || none.Has(Security) || none.Has(Stack) {
		t.Errorf("a server without cases has some: %v", err)
	}
}
