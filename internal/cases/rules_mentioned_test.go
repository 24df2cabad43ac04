package cases

import "testing"

// TestRuleMentioned: what is mentioned without a value is still held against
// its spelling, and an empty text is no value.
func TestRuleMentioned(t *testing.T) {
	t.Parallel()
	undecided := func(access Access, keys ...SubFeature) Spaces {
		return Spaces{"soc": {Cases: map[Solution]SolutionAccess{Security: {Access: access, Undecided: keys}}}}
	}
	for name, test := range map[string]struct {
		spaces Spaces
		want   []string
		says   []string
	}{
		"null sub-feature":          {spaces: undecided(View, "delete_cases")},
		"misspelt null sub-feature": {undecided(View, "delete_case"), []string{`error at spaces["soc"].security.sub_features["delete_case"]: Unknown sub-feature`}, []string{`Did you mean "delete_cases"?`}},
		"null sub-feature of none":  {spaces: undecided(None, "delete_cases")},
		"empty access":              {Spaces{"soc": {Cases: map[Solution]SolutionAccess{Security: {}}}}, []string{`error at spaces["soc"].security.access: Invalid access level`}, []string{`"full", "assignee", "view", "none"`}},
		"empty base":                {Spaces{"soc": {Blank: []Attribute{"base"}}}, []string{`error at spaces["soc"].base: Invalid base privilege`}, []string{`Write "all" or "read"`}},
		"empty connectors":          {Spaces{"soc": {Blank: []Attribute{"connectors"}}}, []string{`error at spaces["soc"].connectors: Invalid connectors level`}, []string{`"none", "read", "all"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckSpaces(test.spaces), test.want, test.says)
		})
	}
}
