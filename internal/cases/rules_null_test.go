package cases

import "testing"

// A null sub-feature must have a known key. An empty string is not null.
func TestRulesCheckNullAndEmptyValues(t *testing.T) {
	t.Parallel()
	withNull := func(access Access, keys ...SubFeature) Spaces {
		null := map[SubFeature]Value[bool]{}
		for _, key := range keys {
			null[key] = Value[bool]{}
		}
		return Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(access), SubFeatures: null}})}}
	}
	for name, test := range map[string]struct {
		spaces  Spaces
		want    []string
		details []string
	}{
		"null sub-feature":          {spaces: withNull(View, "delete_cases")},
		"misspelt null sub-feature": {withNull(View, "delete_case"), []string{`error at spaces["soc"].security.sub_features["delete_case"]: Unknown sub-feature`}, []string{`Did you mean "delete_cases"?`}},
		"null sub-feature of none":  {spaces: withNull(None, "delete_cases")},
		"empty access":              {Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known[Access]("")}})}}, []string{`error at spaces["soc"].security.access: Invalid access level`}, []string{`"full", "assignee", "view", "none"`}},
		"empty base":                {Spaces{"soc": {Base: Known("")}}, []string{`error at spaces["soc"].base: Invalid base privilege`}, []string{`Write "all" or "read"`}},
		"empty connectors":          {Spaces{"soc": {Connectors: Known[Connectors]("")}}, []string{`error at spaces["soc"].connectors: Invalid connectors level`}, []string{`"none", "read", "all"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckSpaces(test.spaces), test.want, test.details)
		})
	}
}
