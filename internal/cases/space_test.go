package cases

import (
	"slices"
	"testing"
)

// Kibana lists the features that a solution view hides among the disabled ones.
func TestSolutionsThatASpaceShows(t *testing.T) {
	t.Parallel()
	all := []Solution{Security, Observability, Stack}
	for name, test := range map[string]struct {
		release string
		space   Space
		want    []Solution
	}{
		"nothing hidden":               {"9.5", Space{}, all},
		"classic":                      {"9.5", Space{View: "classic"}, all},
		"another feature hidden":       {"9.5", Space{DisabledFeatures: []string{"actions", "securitySolutionCasesUI"}}, all},
		"security hidden":              {"9.5", Space{DisabledFeatures: []string{"actions", "securitySolutionCasesV3"}}, []Solution{Observability, Stack}},
		"everything hidden":            {"9.5", Space{DisabledFeatures: []string{"generalCasesV3", "securitySolutionCasesV3", "observabilityCasesV3"}}, nil},
		"hidden by a view":             {"9.5", Space{View: "oblt", DisabledFeatures: []string{"securitySolutionCasesV3"}}, []Solution{Observability, Stack}},
		"a view that hides nothing":    {"9.5", Space{View: "oblt"}, all},
		"a view lists older ids, too":  {"8.19", Space{View: "es", DisabledFeatures: []string{"observabilityCases", "observabilityCasesV2", "observabilityCasesV3", "securitySolutionCases", "securitySolutionCasesV2", "securitySolutionCasesV3"}}, []Solution{Stack}},
		"the only generation":          {"8.11", Space{DisabledFeatures: []string{"generalCases"}}, []Solution{Security, Observability}},
		"a newer Kibana than is known": {"8.11", Space{DisabledFeatures: []string{"generalCasesV4"}}, []Solution{Security, Observability}},
		"serverless":                   {"serverless", Space{}, []Solution{Security, Observability}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := builtIn(t, test.release).ShownIn(test.space); !slices.Equal(got, test.want) {
				t.Errorf("shown: %q, want %q", got, test.want)
			}
		})
	}
}
