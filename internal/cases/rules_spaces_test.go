package cases

import (
	"testing"
)

// ruleCase is a configuration of spaces, the findings on it in brief, and what
// each finding says to write.
type ruleCase struct {
	spaces Spaces
	want   []string
	says   []string
}

func runRules(t *testing.T, table map[string]ruleCase) {
	t.Helper()
	for name, test := range table {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckSpaces(test.spaces), test.want, test.says)
		})
	}
}

func security(g SolutionAccess) map[Solution]SolutionAccess {
	return map[Solution]SolutionAccess{Security: g}
}

// TestRuleSomethingIsSaid: a space says something, a base stands alone, and
// sub-features customise an access there is.
func TestRuleSomethingIsSaid(t *testing.T) {
	t.Parallel()
	runRules(t, map[string]ruleCase{
		"no spaces at all":    {},
		"access":              {spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: View})}}},
		"access none":         {spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: None})}}},
		"connectors":          {spaces: Spaces{"soc": {Connectors: "read"}}},
		"connectors none":     {spaces: Spaces{"soc": {Connectors: "none"}}},
		"features":            {spaces: Spaces{"soc": {Features: featureIDs{"discover": {"read"}}}}},
		"base all":            {spaces: Spaces{"soc": {Base: "all"}}},
		"base read":           {spaces: Spaces{"*": {Base: "read"}}},
		"not known yet":       {spaces: Spaces{"soc": {Partial: true}}},
		"base, not all known": {spaces: Spaces{"soc": {Base: "read", Partial: true}}},
		"access not known yet": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{AccessUnknown: true, SubFeatures: choice{DeleteCasesFeature: false}}), Partial: true}},
		},
		"nothing": {
			spaces: Spaces{"soc": {}},
			want:   []string{`error at spaces["soc"]: Nothing is granted in this space`},
			says:   []string{"security, observability, stack, connectors, features or base"},
		},
		"only an empty list of features": {
			spaces: Spaces{"soc": {Features: featureIDs{}}},
			want:   []string{`error at spaces["soc"]: Nothing is granted in this space`},
		},
		"base beside access": {
			spaces: Spaces{"soc": {Base: "read", Cases: security(SolutionAccess{Access: View})}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
			says:   []string{"Remove base"},
		},
		"base beside none": {
			spaces: Spaces{"soc": {Base: "read", Cases: security(SolutionAccess{Access: None})}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base beside connectors": {
			spaces: Spaces{"soc": {Base: "all", Connectors: "all"}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base beside features": {
			spaces: Spaces{"soc": {Base: "all", Features: featureIDs{"discover": {"read"}}}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base beside a feature without privileges": {
			spaces: Spaces{"soc": {Base: "all", Features: featureIDs{"discover": {}}}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base of another kind": {
			spaces: Spaces{"soc": {Base: "write"}},
			want:   []string{`error at spaces["soc"].base: Invalid base privilege`},
			says:   []string{`"all" or "read"`},
		},
		"sub-features with none": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: None, SubFeatures: choice{DeleteCasesFeature: false}})}},
			want:   []string{`error at spaces["soc"].security.sub_features: Sub-features without access`},
			says:   []string{`grant "view"`},
		},
		"every sub-feature with view": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: View, SubFeatures: choice{
				"delete_cases": true, "edit_settings": false, "add_comments": true, "reopen_cases": true, "assign_users": false, "manage_templates": true,
			}})}},
		},
		"misspelt sub-feature": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: Full, SubFeatures: choice{"delete_case": false}})}},
			want:   []string{`error at spaces["soc"].security.sub_features["delete_case"]: Unknown sub-feature`},
			says:   []string{`Did you mean "delete_cases"?`},
		},
		"Kibana's own id as sub-feature": {
			spaces: Spaces{"soc": {Cases: map[Solution]SolutionAccess{Stack: {Access: View, SubFeatures: choice{"cases_delete": true}}}}},
			want:   []string{`error at spaces["soc"].stack.sub_features["cases_delete"]: Unknown sub-feature`},
			says:   []string{`"delete_cases", "edit_settings", "add_comments", "reopen_cases", "assign_users", "manage_templates"`},
		},
		"sub-feature like nothing": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: View, SubFeatures: choice{"x": true}})}},
			want:   []string{`error at spaces["soc"].security.sub_features["x"]: Unknown sub-feature`},
			says:   []string{`"manage_templates".`},
		},
		"access as a plan shows what is not known": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: "(known after apply)"})}},
			want:   []string{`error at spaces["soc"].security.access: Invalid access level`},
			says:   []string{`"full", "assignee", "view", "none"`},
		},
		"misspelt access": {
			spaces: Spaces{"soc": {Cases: map[Solution]SolutionAccess{Observability: {Access: "Viewer"}}}},
			want:   []string{`error at spaces["soc"].observability.access: Invalid access level`},
			says:   []string{`Write one of "full", "assignee", "view", "none". Did you mean "view"?`},
		},
		"misspelt connectors": {
			spaces: Spaces{"soc": {Connectors: "al"}},
			want:   []string{`error at spaces["soc"].connectors: Invalid connectors level`},
			says:   []string{`or leave connectors out (null). Did you mean "all"?`},
		},
	})
}

// TestRuleSpaceIDs: lower-case letters, digits, "_" and "-", or "*".
func TestRuleSpaceIDs(t *testing.T) {
	t.Parallel()
	view := SpaceConfig{Cases: security(SolutionAccess{Access: View})}
	for _, id := range []string{"soc", "default", "a", "0", "a_b-c", "-", "_x", "*"} {
		expectFindings(t, CheckSpaces(Spaces{id: view}), nil, nil)
	}
	for _, id := range []string{"", "SOC", "so c", "soc/1", "s*", "**", "söc", "soc\n", "a.b", "space:soc"} {
		expectFindings(t, CheckSpaces(Spaces{id: view}), []string{
			"error at " + Path{Attribute("spaces"), Key(id)}.text() + ": Invalid space id",
		}, []string{`"*" for all spaces`})
	}
}

// TestRuleFeatures: ids follow Kibana's grammar, and nothing is set twice.
func TestRuleFeatures(t *testing.T) {
	t.Parallel()
	view := security(SolutionAccess{Access: View})
	const invalidFeature, invalidPrivilege, twice = "Invalid feature id", "Invalid privilege id", "Feature is set twice"
	at := func(key string) string { return `error at spaces["soc"].features["` + key + `"]: ` }
	runRules(t, map[string]ruleCase{
		"other features beside everything": {
			spaces: Spaces{"soc": {Cases: view, Connectors: "read", Features: featureIDs{"discover_v2": {"read"}, "siemV5": {"minimal_all", "x-Y_9"}}}},
		},
		"raw cases of another solution": {
			spaces: Spaces{"soc": {Cases: view, Features: featureIDs{"generalCasesV3": {"all"}, "observabilityCases": {"read"}}}},
		},
		"two generations of raw cases": {
			spaces: Spaces{"soc": {Features: featureIDs{"generalCasesV2": {"minimal_all"}, "generalCasesV3": {"read"}}}},
		},
		"raw connectors": {spaces: Spaces{"soc": {Cases: view, Features: featureIDs{"actions": {"read"}}}}},
		"feature id with a dot": {
			spaces: Spaces{"soc": {Features: featureIDs{"feature_discover.all": {"read"}}}},
			want:   []string{at("feature_discover.all") + invalidFeature},
			says:   []string{`letters, digits, "_" and "-"`},
		},
		"empty feature id": {
			spaces: Spaces{"soc": {Features: featureIDs{"": {"read"}}}},
			want:   []string{at("") + invalidFeature},
		},
		"privilege id with a space": {
			spaces: Spaces{"soc": {Features: featureIDs{"discover": {"read", "url create"}}}},
			want:   []string{at("discover") + invalidPrivilege},
			says:   []string{`"url create"`},
		},
		"empty privilege id": {
			spaces: Spaces{"soc": {Features: featureIDs{"discover": {""}}}},
			want:   []string{at("discover") + invalidPrivilege},
		},
		"cases twice": {
			spaces: Spaces{"soc": {Cases: view, Features: featureIDs{"securitySolutionCasesV3": {"all"}}}},
			want:   []string{at("securitySolutionCasesV3") + twice},
			says:   []string{"Remove one of the two"},
		},
		"an old generation of cases twice": {
			spaces: Spaces{"soc": {Cases: view, Features: featureIDs{"securitySolutionCases": {"read"}}}},
			want:   []string{at("securitySolutionCases") + twice},
		},
		"an unknown generation of cases twice": {
			spaces: Spaces{"soc": {Cases: view, Features: featureIDs{"securitySolutionCasesV7": {"read"}}}},
			want:   []string{at("securitySolutionCasesV7") + twice},
		},
		"cases beside none": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{Access: None}), Features: featureIDs{"securitySolutionCasesV3": {"read"}}}},
			want:   []string{at("securitySolutionCasesV3") + twice},
		},
		"cases beside access that is not known yet": {
			spaces: Spaces{"soc": {Cases: security(SolutionAccess{AccessUnknown: true}), Features: featureIDs{"securitySolutionCasesV3": {"read"}}, Partial: true}},
			want:   []string{at("securitySolutionCasesV3") + twice},
		},
		"connectors twice": {
			spaces: Spaces{"soc": {Connectors: "read", Features: featureIDs{"actions": {"read"}}}},
			want:   []string{at("actions") + twice},
			says:   []string{"connectors sets"},
		},
	})
}
