package cases

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestDeprecatedListsOldFeatureIDsOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version string
		held    featureIDs
		want    []string
	}{
		"nothing":                          {"9.2", nil, nil},
		"the newest":                       {"9.2", featureIDs{"generalCasesV3": {"all"}, "actions": {"all"}}, nil},
		"the first":                        {"9.2", featureIDs{"generalCases": {"all"}}, []string{"generalCases"}},
		"both, and the newest":             {"9.2", featureIDs{"generalCasesV2": {"all"}, "generalCasesV3": {"all"}, "generalCases": {"read"}}, []string{"generalCases", "generalCasesV2"}},
		"several solutions":                {"9.2", featureIDs{"securitySolutionCases": {"all"}, "observabilityCasesV2": {"odd"}}, []string{"observabilityCasesV2", "securitySolutionCases"}},
		"none before 8.17":                 {"8.16", featureIDs{"generalCases": {"all"}}, nil},
		"the second in 8.17":               {"8.17", featureIDs{"generalCases": {"all"}, "generalCasesV2": {"all"}}, []string{"generalCases"}},
		"a later generation":               {"8.17", featureIDs{"generalCasesV3": {"all"}}, nil},
		"a missing solution on serverless": {"serverless", featureIDs{"generalCases": {"all"}}, nil},
		"on serverless":                    {"serverless", featureIDs{"securitySolutionCasesV2": {"all"}}, []string{"securitySolutionCasesV2"}},
		"other features":                   {"9.2", featureIDs{"siem": {"all"}, "discover": {"all"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored := roles.Privileges{"soc": {Features: test.held}, "*": {Features: test.held}, "base": {Base: []string{"all"}}}
			if diff := cmp.Diff(test.want, builtIn(t, test.version).Deprecated(stored), ignoreEmpty); diff != "" {
				t.Errorf("deprecated (-want +got):\n%s", diff)
			}
		})
	}
	newer := listed(t, "9.5", featureIDs{"generalCasesV4": {"all"}})
	if diff := cmp.Diff([]string{"generalCasesV3"}, newer.Deprecated(inSoc(featureIDs{"generalCasesV3": {"all"}, "generalCasesV4": {"all"}}))); diff != "" {
		t.Errorf("with an unrecognized generation (-want +got):\n%s", diff)
	}
}

// Each access that an unrecognized id concerns gets a warning.
func TestUnrecognizedIDsGiveWarnings(t *testing.T) {
	t.Parallel()
	levels := []string{"all", "read", "minimal_all", "minimal_read"}
	with := func(ids ...string) []string { return append(append([]string{}, levels...), ids...) }
	in := func(s Solution, access SolutionAccess) Spaces {
		return Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{s: access})}}
	}
	const warning = `warning at spaces["soc"].stack: Kibana is newer than the provider for Stack Management cases`
	for name, test := range map[string]struct {
		more     featureIDs
		want     []string
		spaces   Spaces
		warnings []string
		detail   string
	}{
		"nothing":                           {nil, nil, in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
		"a generation":                      {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Stack, SolutionAccess{Access: Known(View)}), []string{warning}, "Kibana 9.5 has generalCasesV4, which"},
		"a generation, access none":         {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Stack, SolutionAccess{Access: Known(None)}), nil, ""},
		"a generation, other solution":      {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Security, SolutionAccess{Access: Known(Full)}), nil, ""},
		"a generation, level unknown":       {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Stack, SolutionAccess{Access: Unknown[Access]()}), nil, ""},
		"a sub-feature":                     {featureIDs{"generalCasesV3": with("cases_paint")}, []string{"generalCasesV3.cases_paint"}, in(Stack, SolutionAccess{Access: Known(Assignee)}), []string{warning}, "has generalCasesV3.cases_paint, which"},
		"both":                              {featureIDs{"generalCasesV4": with("cases_paint", "cases_delete", "cases_draw")}, []string{"generalCasesV4", "generalCasesV4.cases_draw", "generalCasesV4.cases_paint"}, in(Stack, SolutionAccess{Access: Known(Full)}), []string{warning}, "generalCasesV4, generalCasesV4.cases_draw, generalCasesV4.cases_paint"},
		"a sub-feature of a deprecated one": {featureIDs{"generalCasesV2": with("cases_paint")}, nil, in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
		"another feature with that prefix":  {featureIDs{"generalCasesV3x": levels, "generalCasesPlus": levels}, nil, in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := listed(t, "9.5", test.more)
			if diff := cmp.Diff(test.want, c.Unrecognized(Stack), ignoreEmpty); diff != "" {
				t.Errorf("unrecognized (-want +got):\n%s", diff)
			}
			if unrecognized := c.Unrecognized(Security); len(unrecognized) > 0 {
				t.Errorf("unrecognized ids of another solution: %q", unrecognized)
			}
			expectFindings(t, c.CheckSpaces(test.spaces, nil), test.warnings, []string{test.detail}[:len(test.warnings)])
		})
	}
	none, err := NewCatalogue(Serverless, builtInListing(Serverless, featureIDs{"discover": levels}))
	if err != nil || none.Unrecognized(Stack) != nil {
		t.Errorf("a Kibana without cases has unrecognized ids: %v", err)
	}
}

// A catalogue describes the newest feature of a solution, the older ones and what can be granted in part.
func TestDescribe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		catalogue  Catalogue
		solution   Solution
		feature    string
		deprecated []string
		sub        []SubFeature
	}{
		"one generation": {builtIn(t, "8.15"), Stack, "generalCases", nil, []SubFeature{SubDeleteCases, SubEditSettings}},
		"three generations": {
			builtIn(t, "9.1"), Security, "securitySolutionCasesV3",
			[]string{"securitySolutionCases", "securitySolutionCasesV2"},
			[]SubFeature{SubDeleteCases, SubEditSettings, SubAddComments, SubReopenCases, SubAssignUsers},
		},
		"an unrecognized sub-feature": {
			listed(t, "9.1", featureIDs{"generalCasesV3": {"all", "read", "minimal_all", "minimal_read", "cases_delete", "cases_archive"}}), Stack,
			"generalCasesV3",
			[]string{"generalCases", "generalCasesV2"},
			[]SubFeature{"delete_cases"},
		},
		"no cases": {Catalogue{}, Stack, "", nil, nil},
	} {
		feature, deprecated, sub := test.catalogue.Describe(test.solution)
		if diff := cmp.Diff(test.sub, sub, ignoreEmpty); feature != test.feature || !slices.Equal(deprecated, test.deprecated) || diff != "" {
			t.Errorf("%s: %s, %q (-want +got):\n%s", name, feature, deprecated, diff)
		}
	}
}

// The operations are those of one privilege of one generation.
func TestOperationsOfAPrivilege(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "9.1")
	for name, test := range map[string]struct {
		feature, privilege string
		want               []string
	}{
		"a sub-feature":        {"generalCasesV3", "cases_delete", []string{"deleteCase", "deleteComment"}},
		"reopening":            {"securitySolutionCasesV3", "case_reopen", []string{"reopenCase"}},
		"an unknown privilege": {"generalCasesV3", "odd", nil},
		"an unknown feature":   {"generalCasesV9", "all", nil},
		"no cases":             {"discover", "all", nil},
	} {
		if got := c.Operations(test.feature, test.privilege); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// Levels come first, then sub-features in the order of their release, then unrecognized ones by name.
func TestPrivilegeOrder(t *testing.T) {
	t.Parallel()
	got := privilegeOrder([]string{"zz", "case_reopen", "aa", "minimal_all", "cases_delete", "mm", "all"})
	if want := []string{"all", "minimal_all", "cases_delete", "case_reopen", "aa", "mm", "zz"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
