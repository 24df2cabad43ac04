package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// TestPriorWords keeps the words of a configuration as long as they mean what
// is stored, part by part.
func TestPriorWords(t *testing.T) {
	t.Parallel()
	const v1, v2, v3 = "securitySolutionCases", "securitySolutionCasesV2", "securitySolutionCasesV3"
	security := func(g SolutionAccess) SpaceConfig {
		return SpaceConfig{Cases: map[Solution]SolutionAccess{Security: g}}
	}
	everything := choice{
		DeleteCasesFeature: true, EditSettingsFeature: true, AddCommentsFeature: true, ReopenCasesFeature: true, AssignUsersFeature: true,
	}
	for name, test := range map[string]struct {
		version string
		stored  featureIDs
		prior   SpaceConfig
		want    SpaceConfig
	}{
		"assignee stays assignee":          {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Assignee}), security(SolutionAccess{Access: Assignee})},
		"full implied connectors":          {"9.3", featureIDs{v3: {"all"}, "actions": {"all"}}, security(SolutionAccess{Access: Full}), security(SolutionAccess{Access: Full})},
		"assignee wrote connectors":        {"9.3", featureIDs{v3: {"all"}, "actions": {"all"}}, SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: Assignee}}, Connectors: "all"}, SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: Assignee}}, Connectors: "all"}},
		"redundant sub-features":           {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Assignee, SubFeatures: everything}), security(SolutionAccess{Access: Assignee, SubFeatures: everything})},
		"a role editor's form":             {"9.3", featureIDs{v3: {"minimal_all", "cases_assign", "cases_settings", "create_comment", "case_reopen"}}, security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false, AssignUsersFeature: true}}), security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false, AssignUsersFeature: true}})},
		"a deprecated form":                {"9.3", featureIDs{v1: {"minimal_all", "cases_settings"}}, security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}}), security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}})},
		"two generations":                  {"9.3", featureIDs{v2: {"minimal_all", "cases_settings"}, v3: {"create_comment", "case_reopen"}}, security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}}), security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}})},
		"none stays said":                  {"9.3", nil, security(SolutionAccess{Access: None}), security(SolutionAccess{Access: None})},
		"no connectors stays said":         {"9.3", nil, SpaceConfig{Connectors: "none"}, SpaceConfig{Connectors: "none"}},
		"none beside another":              {"9.3", featureIDs{"generalCasesV3": {"read"}}, security(SolutionAccess{Access: None}), SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: None}, Stack: {Access: View}}}},
		"none on a solution not there":     {"serverless", nil, SpaceConfig{Cases: map[Solution]SolutionAccess{Stack: {Access: None}}}, SpaceConfig{Cases: map[Solution]SolutionAccess{Stack: {Access: None}}}},
		"raw cases stay raw":               {"9.3", featureIDs{v3: {"all"}}, SpaceConfig{Features: featureIDs{v3: {"all"}}}, SpaceConfig{Features: featureIDs{v3: {"all"}}}},
		"raw cases of an old generation":   {"9.3", featureIDs{v3: {"all"}}, SpaceConfig{Features: featureIDs{v1: {"all"}}}, SpaceConfig{Features: featureIDs{v1: {"all"}}}},
		"raw connectors stay raw":          {"9.3", featureIDs{"actions": {"all"}}, SpaceConfig{Features: featureIDs{"actions": {"all"}}}, SpaceConfig{Features: featureIDs{"actions": {"all"}}}},
		"a feature without a privilege":    {"9.3", featureIDs{"ml": {"read"}}, SpaceConfig{Features: featureIDs{"ml": {"read"}, "canvas": {}}}, SpaceConfig{Features: featureIDs{"ml": {"read"}, "canvas": {}}}},
		"an unset part stays unset":        {"9.3", featureIDs{v3: {"read"}}, security(SolutionAccess{Access: View}), security(SolutionAccess{Access: View})},
		"all of it went, and none is left": {"9.3", nil, security(SolutionAccess{Access: Assignee}), SpaceConfig{}},

		// A real difference shows, and only that.
		"less than was said":             {"9.3", featureIDs{v3: {"read"}}, security(SolutionAccess{Access: Assignee}), security(SolutionAccess{Access: View})},
		"one sub-feature less":           {"9.3", featureIDs{v3: {"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}, "actions": {"all"}}, security(SolutionAccess{Access: Full}), security(SolutionAccess{Access: Full, SubFeatures: choice{DeleteCasesFeature: false}})},
		"one more for viewers":           {"9.3", featureIDs{v3: {"read", "case_reopen"}}, security(SolutionAccess{Access: View}), security(SolutionAccess{Access: View, SubFeatures: choice{ReopenCasesFeature: true}})},
		"more than none":                 {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: None}), security(SolutionAccess{Access: Assignee})},
		"connectors went":                {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Full}), security(SolutionAccess{Access: Assignee})},
		"connectors went down":           {"9.3", featureIDs{v3: {"all"}, "actions": {"read"}}, security(SolutionAccess{Access: Full}), SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: Assignee}}, Connectors: "read"}},
		"connectors came":                {"9.3", featureIDs{v3: {"all"}, "actions": {"read"}}, security(SolutionAccess{Access: Assignee}), SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: Assignee}}, Connectors: "read"}},
		"written connectors went":        {"9.3", featureIDs{v3: {"all"}}, SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: Assignee}}, Connectors: "read"}, security(SolutionAccess{Access: Assignee})},
		"another solution came":          {"9.3", featureIDs{v3: {"read"}, "generalCasesV3": {"all"}}, security(SolutionAccess{Access: View}), SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: View}, Stack: {Access: Assignee}}}},
		"a feature came":                 {"9.3", featureIDs{v3: {"read"}, "ml": {"all"}}, security(SolutionAccess{Access: View}), SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: View}}, Features: featureIDs{"ml": {"all"}}}},
		"an unknown id came":             {"9.3", featureIDs{v3: {"read", "odd"}}, security(SolutionAccess{Access: View}), SpaceConfig{Features: featureIDs{v3: {"read", "odd"}}}},
		"raw cases changed":              {"9.3", featureIDs{v3: {"read"}}, SpaceConfig{Features: featureIDs{v3: {"all"}}}, SpaceConfig{Features: featureIDs{v3: {"read"}}}},
		"an upgrade brought templates":   {"9.4", featureIDs{v3: {"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}}, security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}}), security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false, ManageTemplatesFeature: false}})},
		"an upgrade took settings away":  {"8.12", featureIDs{v1: {"minimal_all"}}, security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}}), security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false, EditSettingsFeature: false}})},
		"an upgrade gave templates":      {"9.4", featureIDs{v2: {"minimal_all", "cases_settings", "create_comment", "case_reopen"}}, security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false, ManageTemplatesFeature: false}}), security(SolutionAccess{Access: Assignee, SubFeatures: choice{DeleteCasesFeature: false}})},
		"raw connectors replace implied": {"9.3", featureIDs{v3: {"all"}, "actions": {"endpoint_security_execute"}}, security(SolutionAccess{Access: Full}), SpaceConfig{Cases: map[Solution]SolutionAccess{Security: {Access: Assignee}}, Features: featureIDs{"actions": {"endpoint_security_execute"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, test.version)
			want := Spaces{"soc": test.want}
			if test.want.empty() {
				want = nil
			}
			got := c.Decode(inSoc(test.stored), Spaces{"soc": test.prior})
			if diff := cmp.Diff(want, got, ignoreEmpty); diff != "" {
				t.Errorf("words (-want +got):\n%s", diff)
			}
			if back := c.Encode(got); !c.Equivalent(inSoc(test.stored), back) {
				t.Errorf("the words mean %v", back)
			}
		})
	}
}

// TestPriorSpaces follows connectors that one entry has from another.
func TestPriorSpaces(t *testing.T) {
	t.Parallel()
	all := featureIDs{"generalCasesV3": {"all"}}
	both := featureIDs{"generalCasesV3": {"all"}, "actions": {"all"}}
	connectors := featureIDs{"actions": {"all"}}
	full := map[Solution]SolutionAccess{Stack: {Access: Full}}
	for name, test := range map[string]struct {
		stored roles.Privileges
		prior  Spaces
		want   Spaces
	}{
		"nothing changed": {
			roles.Privileges{"*": {Features: connectors}, "a": {Features: all}},
			Spaces{"*": {Connectors: "all"}, "a": {Cases: full}},
			Spaces{"*": {Connectors: "all"}, "a": {Cases: full}},
		},
		"full for all spaces, and again for one": {
			roles.Privileges{"*": {Features: both}, "a": {Features: all}},
			Spaces{"*": {Cases: full}, "a": {Cases: full}},
			Spaces{"*": {Cases: full}, "a": {Cases: full}},
		},
		"all spaces lost connectors": {
			roles.Privileges{"a": {Features: all}},
			Spaces{"*": {Connectors: "all"}, "a": {Cases: full}},
			Spaces{"a": {Cases: map[Solution]SolutionAccess{Stack: {Access: Assignee}}}},
		},
		"all spaces gained connectors": {
			roles.Privileges{"*": {Features: connectors}, "a": {Features: both}},
			Spaces{"a": {Cases: full}},
			Spaces{"*": {Connectors: "all"}, "a": {Cases: full, Connectors: "all"}},
		},
		"a space went, what was none stays": {
			roles.Privileges{},
			Spaces{"a": {Cases: full}, "b": {Cases: map[Solution]SolutionAccess{Stack: {Access: None}}}, "*": {Connectors: "none"}},
			Spaces{"b": {Cases: map[Solution]SolutionAccess{Stack: {Access: None}}}, "*": {Connectors: "none"}},
		},
		"a base came": {
			roles.Privileges{"a": {Base: []string{"all"}}},
			Spaces{"a": {Cases: full}},
			Spaces{"a": {Base: "all"}},
		},
		"a base went": {
			roles.Privileges{"a": {Features: both}},
			Spaces{"a": {Base: "all"}},
			Spaces{"a": {Cases: full, Connectors: "all"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, "9.2")
			got := c.Decode(test.stored, test.prior)
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("words (-want +got):\n%s", diff)
			}
			if back := c.Encode(got); !c.Equivalent(test.stored, back) {
				t.Errorf("the words mean %v", back)
			}
		})
	}
}
