package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestDecodeKeepsEquivalentWordingOfEachPart(t *testing.T) {
	t.Parallel()
	const v1, v2, v3 = "securitySolutionCases", "securitySolutionCasesV2", "securitySolutionCasesV3"
	security := func(access SolutionAccess) SpaceConfig {
		return SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: access})}
	}
	everything := choice{
		SubDeleteCases: true, SubEditSettings: true, SubAddComments: true, SubReopenCases: true, SubAssignUsers: true,
	}
	for name, test := range map[string]struct {
		version string
		stored  featureIDs
		prior   SpaceConfig
		want    SpaceConfig
	}{
		"assignee stays assignee":         {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Known(Assignee)}), security(SolutionAccess{Access: Known(Assignee)})},
		"implied connectors stay implied": {"9.3", featureIDs{v3: {"all"}, "actions": {"all"}}, security(SolutionAccess{Access: Known(Full)}), security(SolutionAccess{Access: Known(Full)})},
		"set connectors stay set":         {"9.3", featureIDs{v3: {"all"}, "actions": {"all"}}, SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Connectors: Known[Connectors]("all")}, SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Connectors: Known[Connectors]("all")}},
		"redundant sub-features":          {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(everything)}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(everything)})},
		"a role editor's form":            {"9.3", featureIDs{v3: {"minimal_all", "cases_assign", "cases_settings", "create_comment", "case_reopen"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false, SubAssignUsers: true})}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false, SubAssignUsers: true})})},
		"a deprecated form":               {"9.3", featureIDs{v1: {"minimal_all", "cases_settings"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"two generations":                 {"9.3", featureIDs{v2: {"minimal_all", "cases_settings"}, v3: {"create_comment", "case_reopen"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"access none stays set":           {"9.3", nil, security(SolutionAccess{Access: Known(None)}), security(SolutionAccess{Access: Known(None)})},
		"connectors none stay set":        {"9.3", nil, SpaceConfig{Connectors: Known[Connectors]("none")}, SpaceConfig{Connectors: Known[Connectors]("none")}},
		"none with another":               {"9.3", featureIDs{"generalCasesV3": {"read"}}, security(SolutionAccess{Access: Known(None)}), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(None)}, Stack: {Access: Known(View)}})}},
		"none on a missing solution":      {"serverless", nil, SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}, SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}},
		"raw cases stay raw":              {"9.3", featureIDs{v3: {"all"}}, SpaceConfig{Features: rawOf(featureIDs{v3: {"all"}})}, SpaceConfig{Features: rawOf(featureIDs{v3: {"all"}})}},
		"raw cases of an old generation":  {"9.3", featureIDs{v3: {"all"}}, SpaceConfig{Features: rawOf(featureIDs{v1: {"all"}})}, SpaceConfig{Features: rawOf(featureIDs{v1: {"all"}})}},
		"raw connectors stay raw":         {"9.3", featureIDs{"actions": {"all"}}, SpaceConfig{Features: rawOf(featureIDs{"actions": {"all"}})}, SpaceConfig{Features: rawOf(featureIDs{"actions": {"all"}})}},
		"a feature without a privilege":   {"9.3", featureIDs{"ml": {"read"}}, SpaceConfig{Features: rawOf(featureIDs{"ml": {"read"}, "canvas": {}})}, SpaceConfig{Features: rawOf(featureIDs{"ml": {"read"}, "canvas": {}})}},
		"an unset part stays unset":       {"9.3", featureIDs{v3: {"read"}}, security(SolutionAccess{Access: Known(View)}), security(SolutionAccess{Access: Known(View)})},
		"everything was removed":          {"9.3", nil, security(SolutionAccess{Access: Known(Assignee)}), SpaceConfig{}},

		// Only a real difference shows.
		"less access":                    {"9.3", featureIDs{v3: {"read"}}, security(SolutionAccess{Access: Known(Assignee)}), security(SolutionAccess{Access: Known(View)})},
		"one sub-feature less":           {"9.3", featureIDs{v3: {"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}, "actions": {"all"}}, security(SolutionAccess{Access: Known(Full)}), security(SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"one sub-feature more":           {"9.3", featureIDs{v3: {"read", "case_reopen"}}, security(SolutionAccess{Access: Known(View)}), security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubReopenCases: true})})},
		"more than none":                 {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Known(None)}), security(SolutionAccess{Access: Known(Assignee)})},
		"implied connectors removed":     {"9.3", featureIDs{v3: {"all"}}, security(SolutionAccess{Access: Known(Full)}), security(SolutionAccess{Access: Known(Assignee)})},
		"implied connectors reduced":     {"9.3", featureIDs{v3: {"all"}, "actions": {"read"}}, security(SolutionAccess{Access: Known(Full)}), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Connectors: Known[Connectors]("read")}},
		"connectors added":               {"9.3", featureIDs{v3: {"all"}, "actions": {"read"}}, security(SolutionAccess{Access: Known(Assignee)}), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Connectors: Known[Connectors]("read")}},
		"set connectors removed":         {"9.3", featureIDs{v3: {"all"}}, SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Connectors: Known[Connectors]("read")}, security(SolutionAccess{Access: Known(Assignee)})},
		"another solution added":         {"9.3", featureIDs{v3: {"read"}, "generalCasesV3": {"all"}}, security(SolutionAccess{Access: Known(View)}), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}, Stack: {Access: Known(Assignee)}})}},
		"a feature added":                {"9.3", featureIDs{v3: {"read"}, "ml": {"all"}}, security(SolutionAccess{Access: Known(View)}), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}}), Features: rawOf(featureIDs{"ml": {"all"}})}},
		"an unknown id added":            {"9.3", featureIDs{v3: {"read", "odd"}}, security(SolutionAccess{Access: Known(View)}), SpaceConfig{Features: rawOf(featureIDs{v3: {"read", "odd"}})}},
		"raw cases changed":              {"9.3", featureIDs{v3: {"read"}}, SpaceConfig{Features: rawOf(featureIDs{v3: {"all"}})}, SpaceConfig{Features: rawOf(featureIDs{v3: {"read"}})}},
		"an upgrade brought templates":   {"9.4", featureIDs{v3: {"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false, SubManageTemplates: false})})},
		"an upgrade took settings away":  {"8.12", featureIDs{v1: {"minimal_all"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false, SubEditSettings: false})})},
		"an upgrade gave templates":      {"9.4", featureIDs{v2: {"minimal_all", "cases_settings", "create_comment", "case_reopen"}}, security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false, SubManageTemplates: false})}), security(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})},
		"raw connectors replace implied": {"9.3", featureIDs{v3: {"all"}, "actions": {"endpoint_security_execute"}}, security(SolutionAccess{Access: Known(Full)}), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}), Features: rawOf(featureIDs{"actions": {"endpoint_security_execute"}})}},
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
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
			if back := c.Encode(got); !c.Equivalent(inSoc(test.stored), back) {
				t.Errorf("not equivalent: %v", back)
			}
		})
	}
}

// One space can have its connectors from the entry for all spaces.
func TestDecodeKeepsEquivalentWordingAcrossSpaces(t *testing.T) {
	t.Parallel()
	all := featureIDs{"generalCasesV3": {"all"}}
	both := featureIDs{"generalCasesV3": {"all"}, "actions": {"all"}}
	connectors := featureIDs{"actions": {"all"}}
	full := map[Solution]SolutionAccess{Stack: {Access: Known(Full)}}
	for name, test := range map[string]struct {
		stored roles.Privileges
		prior  Spaces
		want   Spaces
	}{
		"nothing changed": {
			roles.Privileges{"*": {Features: connectors}, "a": {Features: all}},
			Spaces{"*": {Connectors: Known[Connectors]("all")}, "a": {Cases: casesOf(full)}},
			Spaces{"*": {Connectors: Known[Connectors]("all")}, "a": {Cases: casesOf(full)}},
		},
		"full for all spaces, and again for one": {
			roles.Privileges{"*": {Features: both}, "a": {Features: all}},
			Spaces{"*": {Cases: casesOf(full)}, "a": {Cases: casesOf(full)}},
			Spaces{"*": {Cases: casesOf(full)}, "a": {Cases: casesOf(full)}},
		},
		"all spaces lost connectors": {
			roles.Privileges{"a": {Features: all}},
			Spaces{"*": {Connectors: Known[Connectors]("all")}, "a": {Cases: casesOf(full)}},
			Spaces{"a": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee)}})}},
		},
		"all spaces lost them with full access": {
			roles.Privileges{"*": {Features: all}, "a": {Features: all}},
			Spaces{"*": {Cases: casesOf(full)}, "a": {Cases: casesOf(full)}},
			Spaces{
				"*": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee)}})},
				"a": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee)}})},
			},
		},
		"all spaces have odd connectors": {
			roles.Privileges{"*": {Features: featureIDs{"generalCasesV3": {"all"}, "actions": {"odd"}}}, "a": {Features: all}},
			Spaces{"*": {Cases: casesOf(full)}, "a": {Cases: casesOf(full)}},
			Spaces{
				"*": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee)}}), Features: rawOf(featureIDs{"actions": {"odd"}})},
				"a": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee)}})},
			},
		},
		"assignee lost a sub-feature beside connectors": {
			roles.Privileges{"a": {Features: featureIDs{"generalCasesV3": {"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}, "actions": {"all"}}}},
			Spaces{"a": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee)}}), Connectors: Known[Connectors]("all")}},
			Spaces{"a": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}}), Connectors: Known[Connectors]("all")}},
		},
		"connectors moved from all spaces into one": {
			roles.Privileges{"a": {Features: both}},
			Spaces{"*": {Connectors: Known[Connectors]("all")}, "a": {Cases: casesOf(full)}},
			Spaces{"a": {Cases: casesOf(full), Connectors: Known[Connectors]("all")}},
		},
		"all spaces gained connectors": {
			roles.Privileges{"*": {Features: connectors}, "a": {Features: both}},
			Spaces{"a": {Cases: casesOf(full)}},
			Spaces{"*": {Connectors: Known[Connectors]("all")}, "a": {Cases: casesOf(full), Connectors: Known[Connectors]("all")}},
		},
		"a space removed, access none stays": {
			roles.Privileges{},
			Spaces{"a": {Cases: casesOf(full)}, "b": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}, "*": {Connectors: Known[Connectors]("none")}},
			Spaces{"b": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}, "*": {Connectors: Known[Connectors]("none")}},
		},
		"a base privilege added": {
			roles.Privileges{"a": {Base: []string{"all"}}},
			Spaces{"a": {Cases: casesOf(full)}},
			Spaces{"a": {Base: Known("all")}},
		},
		"a base privilege removed": {
			roles.Privileges{"a": {Features: both}},
			Spaces{"a": {Base: Known("all")}},
			Spaces{"a": {Cases: casesOf(full), Connectors: Known[Connectors]("all")}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, "9.2")
			got := c.Decode(test.stored, test.prior)
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
			if back := c.Encode(got); !c.Equivalent(test.stored, back) {
				t.Errorf("not equivalent: %v", back)
			}
		})
	}
}

// An empty map of features stays, and so do raw ids of connectors that mean the same.
func TestDecodeKeepsTheWordingOfFeatures(t *testing.T) {
	t.Parallel()
	raw := func(ids ...string) SpaceConfig { return SpaceConfig{Features: rawOf(featureIDs{"actions": ids})} }
	view := casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(View)}})
	cases := featureIDs{"generalCasesV3": {"read"}}
	for name, test := range map[string]struct {
		stored      featureIDs
		prior, want SpaceConfig
	}{
		"an empty map":            {cases, SpaceConfig{Cases: view, Features: Known(map[string]Value[[]string]{})}, SpaceConfig{Cases: view, Features: Known(map[string]Value[[]string]{})}},
		"null":                    {cases, SpaceConfig{Cases: view}, SpaceConfig{Cases: view}},
		"the same connectors":     {featureIDs{"actions": {"all"}}, raw("read", "all"), raw("read", "all")},
		"other connectors":        {featureIDs{"actions": {"read"}}, raw("read", "all"), raw("read")},
		"a level became raw":      {featureIDs{"actions": {"odd"}}, SpaceConfig{Connectors: Known(ConnectorsAll)}, raw("odd")},
		"a feature gained ids":    {featureIDs{"ml": {"all"}}, SpaceConfig{Features: rawOf(featureIDs{"ml": {}})}, SpaceConfig{Features: rawOf(featureIDs{"ml": {"all"}})}},
		"a feature without ids":   {cases, SpaceConfig{Cases: view, Features: rawOf(featureIDs{"ml": {}})}, SpaceConfig{Cases: view, Features: rawOf(featureIDs{"ml": {}})}},
		"raw connectors are gone": {cases, SpaceConfig{Cases: view, Features: raw("all").Features}, SpaceConfig{Cases: view}},
	} {
		got := builtIn(t, "9.2").Decode(inSoc(test.stored), Spaces{"soc": test.prior})["soc"]
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Full access includes managing connectors. A grant of it without them shows as what is left.
func TestDecodeGrantOfFullAccess(t *testing.T) {
	t.Parallel()
	full := casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Full)}})
	for name, test := range map[string]struct {
		connectors []string
		prior      Value[Connectors]
		want       Access
	}{
		"with connectors":    {[]string{"all"}, Known(ConnectorsAll), Full},
		"connectors not set": {nil, Value[Connectors]{}, Full},
		"odd connectors":     {[]string{"odd"}, Known(ConnectorsAll), Assignee},
	} {
		stored := featureIDs{"generalCasesV3": {"all"}, "actions": test.connectors}
		got := builtIn(t, "9.2").DecodeGrant(inSoc(stored), Grant{Space: Known("soc"), Config: SpaceConfig{Cases: full, Connectors: test.prior}})
		if level := got.Config.Cases[Stack].Get().Access.Get(); level != test.want {
			t.Errorf("%s: %s, want %s", name, level, test.want)
		}
	}
}

// An imported grant takes over cases and connectors, and no other features.
func TestDecodeGrantLeavesOtherFeatures(t *testing.T) {
	t.Parallel()
	stored := featureIDs{"generalCasesV3": {"read"}, "actions": {"read"}, "discover": {"all"}}
	got := builtIn(t, "9.2").DecodeGrant(inSoc(stored), Grant{Space: Known("soc")})
	want := SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(View)}}), Connectors: Known(ConnectorsRead)}
	if diff := cmp.Diff(want, got.Config); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}
