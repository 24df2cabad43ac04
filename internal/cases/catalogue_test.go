package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// TestLost: what people lose is what they held and nothing grants them any
// more, in the space or in all spaces.
func TestLost(t *testing.T) {
	t.Parallel()
	type held = map[string][]Capability
	for name, test := range map[string]struct{ before, after, want held }{
		"nothing":                    {nil, nil, nil},
		"nothing was held":           {nil, held{"soc/security": {ReadCases}}, nil},
		"the same, in any order":     {held{"soc/security": {ReadCases, PushCases}}, held{"soc/security": {PushCases, ReadCases}}, nil},
		"one of them":                {held{"soc/security": {ReadCases, PushCases}}, held{"soc/security": {ReadCases}}, held{"soc/security": {PushCases}}},
		"in the order of before":     {held{"soc/security": {ReadCases, DeleteCases, PushCases}}, held{"soc/security": {DeleteCases}}, held{"soc/security": {ReadCases, PushCases}}},
		"a space":                    {held{"soc/security": {ReadCases}, "ops/security": {ReadCases}}, held{"ops/security": {ReadCases}}, held{"soc/security": {ReadCases}}},
		"one solution for another":   {held{"soc/security": {ReadCases}}, held{"soc/stack": {ReadCases}}, held{"soc/security": {ReadCases}}},
		"connectors":                 {held{"soc/connectors": {UseConnectors, ManageConnectors}}, held{"soc/connectors": {UseConnectors}}, held{"soc/connectors": {ManageConnectors}}},
		"all spaces make up for it":  {held{"soc/security": {ReadCases, PushCases}}, held{"*/security": {ReadCases}}, held{"soc/security": {PushCases}}},
		"they did so before as well": {held{"soc/stack": {ReadCases}, "*/stack": {ReadCases}}, held{"*/stack": {ReadCases}}, nil},
		"another solution's do not":  {held{"soc/security": {ReadCases}}, held{"*/stack": {ReadCases}}, held{"soc/security": {ReadCases}}},
		"one space does not for all": {held{"*/security": {ReadCases}}, held{"soc/security": {ReadCases}}, held{"*/security": {ReadCases}}},
		"from all spaces":            {held{"*/security": {ReadCases, PushCases}}, held{"*/security": {ReadCases}}, held{"*/security": {PushCases}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, Lost(test.before, test.after), ignoreEmpty); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDeprecated: the old ids that a role holds are those that this Kibana
// still lists, once each, whatever space they are in.
func TestDeprecated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version string
		held    featureIDs
		want    []string
	}{
		"nothing":              {"9.2", nil, nil},
		"the newest":           {"9.2", featureIDs{"generalCasesV3": {"all"}, "actions": {"all"}}, nil},
		"the first":            {"9.2", featureIDs{"generalCases": {"all"}}, []string{"generalCases"}},
		"both, and the newest": {"9.2", featureIDs{"generalCasesV2": {"all"}, "generalCasesV3": {"all"}, "generalCases": {"read"}}, []string{"generalCases", "generalCasesV2"}},
		"several solutions":    {"9.2", featureIDs{"securitySolutionCases": {"all"}, "observabilityCasesV2": {"odd"}}, []string{"observabilityCasesV2", "securitySolutionCases"}},
		"not before 8.17":      {"8.16", featureIDs{"generalCases": {"all"}}, nil},
		"the second in 8.17":   {"8.17", featureIDs{"generalCases": {"all"}, "generalCasesV2": {"all"}}, []string{"generalCases"}},
		"not there yet":        {"8.17", featureIDs{"generalCasesV3": {"all"}}, nil},
		"not on serverless":    {"serverless", featureIDs{"generalCases": {"all"}}, nil},
		"on serverless":        {"serverless", featureIDs{"securitySolutionCasesV2": {"all"}}, []string{"securitySolutionCasesV2"}},
		"other features":       {"9.2", featureIDs{"siem": {"all"}, "discover": {"all"}}, nil},
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
		t.Errorf("by an unknown generation (-want +got):\n%s", diff)
	}
}

// TestUnknown: what a Kibana has more than the provider knows is named, and
// each grant that it concerns is worth a warning.
func TestUnknown(t *testing.T) {
	t.Parallel()
	levels := []string{"all", "read", "minimal_all", "minimal_read"}
	with := func(ids ...string) []string { return append(append([]string{}, levels...), ids...) }
	in := func(s Solution, g SolutionAccess) Spaces {
		return Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{s: g})}}
	}
	const warning = `warning at spaces["soc"].stack: Kibana is newer than the provider for Stack Management cases`
	for name, test := range map[string]struct {
		more   featureIDs
		want   []string
		spaces Spaces
		warns  []string
		says   string
	}{
		"nothing":                             {nil, nil, in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
		"a generation":                        {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Stack, SolutionAccess{Access: Known(View)}), []string{warning}, "Kibana 9.5 has generalCasesV4, which"},
		"a generation, and none":              {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Stack, SolutionAccess{Access: Known(None)}), nil, ""},
		"a generation, elsewhere":             {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Security, SolutionAccess{Access: Known(Full)}), nil, ""},
		"a generation, level not known":       {featureIDs{"generalCasesV4": levels}, []string{"generalCasesV4"}, in(Stack, SolutionAccess{Access: Unknown[Access]()}), nil, ""},
		"a sub-feature":                       {featureIDs{"generalCasesV3": with("cases_paint")}, []string{"generalCasesV3.cases_paint"}, in(Stack, SolutionAccess{Access: Known(Assignee)}), []string{warning}, "has generalCasesV3.cases_paint, which"},
		"both":                                {featureIDs{"generalCasesV4": with("cases_paint", "cases_delete", "cases_draw")}, []string{"generalCasesV4", "generalCasesV4.cases_draw", "generalCasesV4.cases_paint"}, in(Stack, SolutionAccess{Access: Known(Full)}), []string{warning}, "generalCasesV4, generalCasesV4.cases_draw, generalCasesV4.cases_paint"},
		"a sub-feature of a deprecated one":   {featureIDs{"generalCasesV2": with("cases_paint")}, nil, in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
		"another feature that begins like it": {featureIDs{"generalCasesV3x": levels, "generalCasesPlus": levels}, nil, in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := listed(t, "9.5", test.more)
			if diff := cmp.Diff(test.want, c.Unrecognized(Stack), ignoreEmpty); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
			if unknown := c.Unrecognized(Security); len(unknown) > 0 {
				t.Errorf("unknown of another solution: %q", unknown)
			}
			expectFindings(t, c.CheckSpaces(test.spaces, nil), test.warns, []string{test.says}[:len(test.warns)])
		})
	}
	none, err := NewCatalogue(Serverless, featureIDs{"discover": levels})
	if err != nil || none.Unrecognized(Stack) != nil {
		t.Errorf("a Kibana without cases has unknown ones: %v", err)
	}
}
