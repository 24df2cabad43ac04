package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Without a prior configuration, Decode returns the shortest equivalent one, with raw
// feature privileges where there is no access or connector level.
func TestDecodeWithoutPriorConfiguration(t *testing.T) {
	t.Parallel()
	const v1, v2, v3 = "securitySolutionCases", "securitySolutionCasesV2", "securitySolutionCasesV3"
	security := func(access SolutionAccess) SpaceConfig {
		return SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: access})}
	}
	raw := func(features featureIDs) SpaceConfig { return SpaceConfig{Features: rawOf(features)} }
	for name, test := range map[string]struct {
		version string
		stored  featureIDs
		want    SpaceConfig
	}{
		"all":           {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Known(Assignee)})},
		"read":          {"9.3", featureIDs{v3: {"read"}}, security(SolutionAccess{Access: Known(View)})},
		"minimal_read":  {"9.3", featureIDs{v3: {"minimal_read"}}, security(SolutionAccess{Access: Known(View)})},
		"all with read": {"9.3", featureIDs{v3: {"read", "all"}}, security(SolutionAccess{Access: Known(Assignee)})},
		"all and connectors": {"9.3", featureIDs{v3: {"all"}, "actions": {"all"}}, SpaceConfig{
			Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Full)}}), Connectors: Known(ConnectorsAll),
		}},
		"all and some connectors": {"9.3", featureIDs{v3: {"all"}, "actions": {"read"}}, SpaceConfig{
			Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Connectors: Known(ConnectorsRead),
		}},
		"read and connectors": {"9.3", featureIDs{v3: {"read"}, "actions": {"all"}}, SpaceConfig{
			Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}}), Connectors: Known(ConnectorsAll),
		}},
		"all with sub ids": {"9.3", featureIDs{v3: {"all", "cases_delete", "case_reopen"}}, security(SolutionAccess{Access: Known(Assignee)})},
		"minimal_all with every sub id": {
			"9.3",
			featureIDs{v3: {"cases_assign", "case_reopen", "create_comment", "cases_settings", "cases_delete", "minimal_all"}},
			security(SolutionAccess{Access: Known(Assignee)}),
		},
		"minimal_all with every sub id except templates": {
			"9.4",
			featureIDs{v3: {"minimal_all", "cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign"}},
			security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubManageTemplates: false})}),
		},
		"minimal_all alone": {"8.18", featureIDs{v3: {"minimal_all"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{
			SubDeleteCases: false, SubEditSettings: false, SubAddComments: false, SubReopenCases: false, SubAssignUsers: false,
		})})},
		"minimal_all in 8.11":    {"8.11", featureIDs{v1: {"minimal_all"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"minimal_all in 8.12":    {"8.12", featureIDs{v1: {"minimal_all", "cases_delete"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubEditSettings: false})})},
		"read with a sub id":     {"9.3", featureIDs{v3: {"read", "create_comment"}}, security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAddComments: true})})},
		"duplicates and order":   {"9.3", featureIDs{v3: {"create_comment", "read", "create_comment", "read"}}, security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAddComments: true})})},
		"V1 all":                 {"9.3", featureIDs{v1: {"all"}}, security(SolutionAccess{Access: Known(Assignee)})},
		"V1 minimal_all":         {"9.3", featureIDs{v1: {"minimal_all", "cases_settings"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"V1 minimal_all in 8.17": {"8.17", featureIDs{v1: {"minimal_all", "cases_settings"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"V2 minimal_all": {"9.4", featureIDs{v2: {"minimal_all", "create_comment", "cases_delete", "cases_settings"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{
			SubReopenCases: false,
		})})},
		"V1 with V3":             {"9.3", featureIDs{v1: {"read", "cases_delete"}, v3: {"read", "create_comment"}}, security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: true, SubAddComments: true})})},
		"V1, V2 and V3 add up":   {"9.3", featureIDs{v1: {"minimal_all"}, v2: {"cases_delete"}, v3: {"cases_settings"}}, security(SolutionAccess{Access: Known(Assignee)})},
		"connectors minimal_all": {"8.17", featureIDs{"actions": {"minimal_all"}}, SpaceConfig{Connectors: Known(ConnectorsAll)}},
		"connectors in parts":    {"9.2", featureIDs{"actions": {"minimal_all", "endpoint_security_execute"}}, SpaceConfig{Connectors: Known(ConnectorsAll)}},
		"connectors twice":       {"9.2", featureIDs{"actions": {"read", "all"}}, SpaceConfig{Connectors: Known(ConnectorsAll)}},
		"other features":         {"9.2", featureIDs{"discover_v2": {"url_create", "minimal_read"}}, raw(featureIDs{"discover_v2": {"minimal_read", "url_create"}})},

		// No access or connector level is equivalent.
		"a sub id alone":              {"9.3", featureIDs{v3: {"cases_delete"}}, raw(featureIDs{v3: {"cases_delete"}})},
		"an unknown id":               {"9.3", featureIDs{v3: {"all", "update"}}, raw(featureIDs{v3: {"all", "update"}})},
		"an id of a later generation": {"9.3", featureIDs{v1: {"read", "case_reopen"}}, raw(featureIDs{v1: {"read", "case_reopen"}})},
		"an unknown generation":       {"9.3", featureIDs{v3 + "1": {"all"}, v3: {"read"}}, raw(featureIDs{v3 + "1": {"all"}, v3: {"read"}})},
		"a solution that is missing":  {"serverless", featureIDs{"generalCasesV3": {"all"}}, raw(featureIDs{"generalCasesV3": {"all"}})},
		"connectors without their sub-feature": {
			"9.2",
			featureIDs{"actions": {"minimal_all"}},
			raw(featureIDs{"actions": {"minimal_all"}}),
		},
		"the sub-feature of connectors alone": {
			"9.2",
			featureIDs{"actions": {"endpoint_security_execute"}},
			raw(featureIDs{"actions": {"endpoint_security_execute"}}),
		},
		"one raw, two with levels": {"9.2", featureIDs{v3: {"cases_delete"}, "generalCasesV2": {"read"}, "actions": {"read"}}, SpaceConfig{
			Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(View)}}), Connectors: Known(ConnectorsRead), Features: rawOf(featureIDs{v3: {"cases_delete"}}),
		}},
		"cases with raw connectors": {"9.2", featureIDs{v3: {"all"}, "actions": {"minimal_all"}}, SpaceConfig{
			Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Features: rawOf(featureIDs{"actions": {"minimal_all"}}),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, test.version)
			got := c.Decode(inSoc(test.stored), nil)
			if diff := cmp.Diff(Spaces{"soc": test.want}, got, ignoreEmpty, ignoreOrder); diff != "" {
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
			if back := c.Encode(got); !c.Equivalent(inSoc(test.stored), back) {
				t.Errorf("not equivalent: %v", back)
			}
		})
	}
}

// The connectors of all spaces decide whether one space can have full access.
func TestDecodeSeveralSpacesWithoutPriorConfiguration(t *testing.T) {
	t.Parallel()
	all, read := featureIDs{"generalCasesV3": {"all"}}, featureIDs{"generalCasesV3": {"read"}}
	stack := func(a Access) map[Solution]SolutionAccess {
		return map[Solution]SolutionAccess{Stack: {Access: Known(a)}}
	}
	for name, test := range map[string]struct {
		stored roles.Privileges
		want   Spaces
	}{
		"nothing": {nil, nil},
		"base":    {roles.Privileges{"a": {Base: []string{"read"}}, "*": {Base: []string{"all"}}}, Spaces{"a": {Base: Known("read")}, "*": {Base: Known("all")}}},
		"base in all its forms": {
			roles.Privileges{"a": {Base: []string{"read", "all"}}, "b": {Base: []string{"read", "read"}}},
			Spaces{"a": {Base: Known("all")}, "b": {Base: Known("read")}},
		},
		"connectors from all spaces": {
			roles.Privileges{"*": {Features: featureIDs{"actions": {"all"}}}, "a": {Features: all}, "b": {Features: read}},
			Spaces{"*": {Connectors: Known(ConnectorsAll)}, "a": {Cases: casesOf(stack(Full))}, "b": {Cases: casesOf(stack(View))}},
		},
		"connectors from base all": {
			roles.Privileges{"*": {Base: []string{"all"}}, "a": {Features: all}},
			Spaces{"*": {Base: Known("all")}, "a": {Cases: casesOf(stack(Full))}},
		},
		"some connectors from all spaces": {
			roles.Privileges{"*": {Features: featureIDs{"actions": {"read"}}}, "a": {Features: all}},
			Spaces{"*": {Connectors: Known(ConnectorsRead)}, "a": {Cases: casesOf(stack(Assignee))}},
		},
		"connectors of another space": {
			roles.Privileges{"a": {Features: featureIDs{"actions": {"all"}}}, "b": {Features: all}},
			Spaces{"a": {Connectors: Known(ConnectorsAll)}, "b": {Cases: casesOf(stack(Assignee))}},
		},
		"raw connectors where all spaces have all": {
			roles.Privileges{
				"*": {Features: featureIDs{"actions": {"all"}}},
				"a": {Features: featureIDs{"generalCasesV3": {"all"}, "actions": {"endpoint_security_execute"}}},
			},
			Spaces{
				"*": {Connectors: Known(ConnectorsAll)},
				"a": {Cases: casesOf(stack(Assignee)), Features: rawOf(featureIDs{"actions": {"endpoint_security_execute"}})},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, "9.2")
			got := c.Decode(test.stored, nil)
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
			for _, f := range CheckSpaces(got) {
				if !f.Warning {
					t.Errorf("the configuration is refused: %s", brief(f))
				}
			}
		})
	}
}

// Kibana's role editor writes entries for several spaces.
func TestDecodeEntriesForSeveralSpaces(t *testing.T) {
	t.Parallel()
	grouped := []roles.Entry{
		{Spaces: []string{"b", "a"}, Feature: featureIDs{"generalCasesV3": {"read"}, "actions": {"all"}, "ml": {}}},
		{Spaces: []string{"*"}, Base: []string{"*"}}, // foreign, as in superuser
		{Spaces: []string{"c"}, Base: []string{"read"}, Feature: featureIDs{}},
	}
	view := SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(View)}}), Connectors: Known(ConnectorsAll)}
	want := Spaces{"a": view, "b": view, "c": {Base: Known("read")}}
	if diff := cmp.Diff(want, builtIn(t, "9.2").Decode(roles.PrivilegesOf(grouped), nil), ignoreEmpty); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}
