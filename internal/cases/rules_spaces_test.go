package cases

import (
	"testing"
)

// ruleCase is a configuration and the expected findings; see expectFindings.
type ruleCase struct {
	spaces  Spaces
	want    []string
	details []string
}

func runRules(t *testing.T, table map[string]ruleCase) {
	t.Helper()
	for name, test := range table {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckSpaces(test.spaces), test.want, test.details)
		})
	}
}

func security(access SolutionAccess) map[Solution]SolutionAccess {
	return map[Solution]SolutionAccess{Security: access}
}

// A space must grant something, a base privilege must be the only setting, and
// sub-features need an access level.
func TestCheckSpacesRefusesContradictions(t *testing.T) {
	t.Parallel()
	runRules(t, map[string]ruleCase{
		"no spaces at all":    {},
		"access":              {spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(View)}))}}},
		"access none":         {spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(None)}))}}},
		"connectors":          {spaces: Spaces{"soc": {Connectors: Known[Connectors]("read")}}},
		"connectors none":     {spaces: Spaces{"soc": {Connectors: Known[Connectors]("none")}}},
		"features":            {spaces: Spaces{"soc": {Features: rawOf(featureIDs{"discover": {"read"}})}}},
		"base all":            {spaces: Spaces{"soc": {Base: Known("all")}}},
		"base read":           {spaces: Spaces{"*": {Base: Known("read")}}},
		"unknown":             {spaces: Spaces{"soc": UnknownSpace()}},
		"base, not all known": {spaces: Spaces{"soc": {Base: Known("read"), Connectors: Unknown[Connectors]()}}},
		"access unknown": {
			spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Unknown[Access](), SubFeatures: choose(choice{SubDeleteCases: false})}))}},
		},
		"nothing": {
			spaces:  Spaces{"soc": {}},
			want:    []string{`error at spaces["soc"]: Nothing is granted in this space`},
			details: []string{"security, observability, stack, connectors, features or base"},
		},
		"only an empty map of features": {
			spaces:  Spaces{"soc": {Features: Known(map[string]Value[[]string]{})}},
			want:    []string{`error at spaces["soc"].features: Nothing is granted in this space`},
			details: []string{"features is set, but is empty"},
		},
		"only features without privileges": {
			spaces:  Spaces{"soc": {Features: rawOf(featureIDs{"discover_v2": {}, "dashboard_v2": {}})}},
			want:    []string{`error at spaces["soc"].features: Nothing is granted in this space`},
			details: []string{`features names no privilege of "dashboard_v2", "discover_v2". Write at least one privilege id, or remove the space to grant nothing.`},
		},
		"only one feature without privileges": {
			spaces:  Spaces{"soc": {Features: rawOf(featureIDs{"discover_v2": {}})}},
			want:    []string{`error at spaces["soc"].features: Nothing is granted in this space`},
			details: []string{`features names no privilege of "discover_v2". Write`},
		},
		"an empty map of features beside an unknown base": {
			spaces: Spaces{"soc": {Base: Unknown[string](), Features: Known(map[string]Value[[]string]{})}},
		},
		"an empty map of features beside unknown connectors": {
			spaces: Spaces{"soc": {Connectors: Unknown[Connectors](), Features: Known(map[string]Value[[]string]{})}},
		},
		"an empty map of features beside access": {
			spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(View)})), Features: Known(map[string]Value[[]string]{})}},
		},
		"a feature without privileges beside another": {spaces: Spaces{"soc": {Features: rawOf(featureIDs{"discover_v2": {}, "dashboard_v2": {"read"}})}}},
		"base with access": {
			spaces:  Spaces{"soc": {Base: Known("read"), Cases: casesOf(security(SolutionAccess{Access: Known(View)}))}},
			want:    []string{`error at spaces["soc"].base: Base privilege is not alone`},
			details: []string{"Remove base"},
		},
		"base with none": {
			spaces: Spaces{"soc": {Base: Known("read"), Cases: casesOf(security(SolutionAccess{Access: Known(None)}))}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base with connectors": {
			spaces: Spaces{"soc": {Base: Known("all"), Connectors: Known[Connectors]("all")}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base with features": {
			spaces: Spaces{"soc": {Base: Known("all"), Features: rawOf(featureIDs{"discover": {"read"}})}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"base with an empty map of features": {
			spaces: Spaces{"soc": {Base: Known("all"), Features: Known(map[string]Value[[]string]{})}},
		},
		"base with a feature without privileges": {
			spaces: Spaces{"soc": {Base: Known("all"), Features: rawOf(featureIDs{"discover": {}})}},
			want:   []string{`error at spaces["soc"].base: Base privilege is not alone`},
		},
		"unknown base privilege": {
			spaces:  Spaces{"soc": {Base: Known("write")}},
			want:    []string{`error at spaces["soc"].base: Invalid base privilege`},
			details: []string{`"all" or "read"`},
		},
		"sub-features with none": {
			spaces:  Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(None), SubFeatures: choose(choice{SubDeleteCases: false})}))}},
			want:    []string{`error at spaces["soc"].security.sub_features: Sub-features without access`},
			details: []string{`grant "view"`},
		},
		"every sub-feature with view": {
			spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{
				"delete_cases": true, "edit_settings": false, "add_comments": true, "reopen_cases": true, "assign_users": false, "manage_templates": true,
			})}))}},
		},
		"misspelt sub-feature": {
			spaces:  Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{"delete_case": false})}))}},
			want:    []string{`error at spaces["soc"].security.sub_features["delete_case"]: Unknown sub-feature`},
			details: []string{`Did you mean "delete_cases"?`},
		},
		"Kibana's own id as sub-feature": {
			spaces:  Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(View), SubFeatures: choose(choice{"cases_delete": true})}})}},
			want:    []string{`error at spaces["soc"].stack.sub_features["cases_delete"]: Unknown sub-feature`},
			details: []string{`"delete_cases", "edit_settings", "add_comments", "reopen_cases", "assign_users", "manage_templates"`},
		},
		"unknown sub-feature": {
			spaces:  Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"x": true})}))}},
			want:    []string{`error at spaces["soc"].security.sub_features["x"]: Unknown sub-feature`},
			details: []string{`"manage_templates".`},
		},
		"access as a plan shows an unknown value": {
			spaces:  Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known[Access]("(known after apply)")}))}},
			want:    []string{`error at spaces["soc"].security.access: Invalid access level`},
			details: []string{`"full", "assignee", "view", "none"`},
		},
		"misspelt access": {
			spaces:  Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: {Access: Known[Access]("Viewer")}})}},
			want:    []string{`error at spaces["soc"].observability.access: Invalid access level`},
			details: []string{`Write one of "full", "assignee", "view", "none". Did you mean "view"?`},
		},
		"misspelt connectors": {
			spaces:  Spaces{"soc": {Connectors: Known[Connectors]("al")}},
			want:    []string{`error at spaces["soc"].connectors: Invalid connectors level`},
			details: []string{`or leave connectors out (null). Did you mean "all"?`},
		},
	})
}

// A space id consists of lower-case letters, digits, "_" and "-", or is "*".
func TestCheckSpacesRefusesInvalidSpaceIDs(t *testing.T) {
	t.Parallel()
	view := SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(View)}))}
	for _, id := range []string{"soc", "default", "a", "0", "a_b-c", "-", "_x", "*"} {
		expectFindings(t, CheckSpaces(Spaces{id: view}), nil, nil)
	}
	for _, id := range []string{"", "SOC", "so c", "soc/1", "s*", "**", "söc", "soc\n", "a.b", "space:soc"} {
		expectFindings(t, CheckSpaces(Spaces{id: view}), []string{
			"error at " + Path{Attribute("spaces"), Key(id)}.text() + ": Invalid space id",
		}, []string{`"*" for all spaces`})
	}
}

func TestCheckSpacesRefusesInvalidAndDuplicateFeatures(t *testing.T) {
	t.Parallel()
	view := security(SolutionAccess{Access: Known(View)})
	const invalidFeature, invalidPrivilege, twice = "Invalid feature id", "Invalid privilege id", "Feature is set twice"
	at := func(key string) string { return `error at spaces["soc"].features["` + key + `"]: ` }
	runRules(t, map[string]ruleCase{
		"other features with everything": {
			spaces: Spaces{"soc": {Cases: casesOf(view), Connectors: Known[Connectors]("read"), Features: rawOf(featureIDs{"discover_v2": {"read"}, "siemV5": {"minimal_all", "x-Y_9"}})}},
		},
		"raw cases of another solution": {
			spaces: Spaces{"soc": {Cases: casesOf(view), Features: rawOf(featureIDs{"generalCasesV3": {"all"}, "observabilityCases": {"read"}})}},
		},
		"two generations of raw cases": {
			spaces: Spaces{"soc": {Features: rawOf(featureIDs{"generalCasesV2": {"minimal_all"}, "generalCasesV3": {"read"}})}},
		},
		"raw connectors": {spaces: Spaces{"soc": {Cases: casesOf(view), Features: rawOf(featureIDs{"actions": {"read"}})}}},
		"feature id with a dot": {
			spaces:  Spaces{"soc": {Features: rawOf(featureIDs{"feature_discover.all": {"read"}})}},
			want:    []string{at("feature_discover.all") + invalidFeature},
			details: []string{`letters, digits, "_" and "-"`},
		},
		"empty feature id": {
			spaces: Spaces{"soc": {Features: rawOf(featureIDs{"": {"read"}})}},
			want:   []string{at("") + invalidFeature},
		},
		"privilege id with a space": {
			spaces:  Spaces{"soc": {Features: rawOf(featureIDs{"discover": {"read", "url create"}})}},
			want:    []string{at("discover") + invalidPrivilege},
			details: []string{`"url create"`},
		},
		"empty privilege id": {
			spaces: Spaces{"soc": {Features: rawOf(featureIDs{"discover": {""}})}},
			want:   []string{at("discover") + invalidPrivilege},
		},
		"cases twice": {
			spaces:  Spaces{"soc": {Cases: casesOf(view), Features: rawOf(featureIDs{"securitySolutionCasesV3": {"all"}})}},
			want:    []string{at("securitySolutionCasesV3") + twice},
			details: []string{"Remove one of the two"},
		},
		"an old generation of cases twice": {
			spaces: Spaces{"soc": {Cases: casesOf(view), Features: rawOf(featureIDs{"securitySolutionCases": {"read"}})}},
			want:   []string{at("securitySolutionCases") + twice},
		},
		"an unrecognized generation of cases twice": {
			spaces: Spaces{"soc": {Cases: casesOf(view), Features: rawOf(featureIDs{"securitySolutionCasesV7": {"read"}})}},
			want:   []string{at("securitySolutionCasesV7") + twice},
		},
		"cases with none": {
			spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Known(None)})), Features: rawOf(featureIDs{"securitySolutionCasesV3": {"read"}})}},
			want:   []string{at("securitySolutionCasesV3") + twice},
		},
		"cases with access that is unknown": {
			spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()})), Features: rawOf(featureIDs{"securitySolutionCasesV3": {"read"}})}},
			want:   []string{at("securitySolutionCasesV3") + twice},
		},
		"connectors twice": {
			spaces:  Spaces{"soc": {Connectors: Known[Connectors]("read"), Features: rawOf(featureIDs{"actions": {"read"}})}},
			want:    []string{at("actions") + twice},
			details: []string{"connectors sets"},
		},
	})
}
