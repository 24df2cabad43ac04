package cases

import "testing"

// TestRuleFullAccess: full includes connector management, so that it needs
// Connectors All.
func TestRuleFullAccess(t *testing.T) {
	t.Parallel()
	full := security(SolutionAccess{Access: Full})
	assignee := security(SolutionAccess{Access: Assignee})
	const summary = "Full access needs Connectors All"
	refused := []string{`error at spaces["soc"].connectors: ` + summary}
	bothWaysOut := []string{`Write connectors = "all" or leave it out, or write access = "assignee"`}
	runRules(t, map[string]ruleCase{
		"connectors left out":        {spaces: Spaces{"soc": {Cases: full}}},
		"connectors all":             {spaces: Spaces{"soc": {Cases: full, Connectors: "all"}}},
		"connectors read":            {spaces: Spaces{"soc": {Cases: full, Connectors: "read"}}, want: refused, says: bothWaysOut},
		"connectors none":            {spaces: Spaces{"soc": {Cases: full, Connectors: "none"}}, want: refused, says: bothWaysOut},
		"assignee, connectors read":  {spaces: Spaces{"soc": {Cases: assignee, Connectors: "read"}}},
		"assignee, connectors none":  {spaces: Spaces{"soc": {Cases: assignee, Connectors: "none"}}},
		"full in another space":      {spaces: Spaces{"soc": {Cases: assignee, Connectors: "none"}, "b": {Cases: full}}},
		"one of two solutions":       {spaces: Spaces{"soc": {Cases: map[Solution]SolutionAccess{Security: {Access: View}, Stack: {Access: Full}}, Connectors: "read"}}, want: refused},
		"access not known yet":       {spaces: Spaces{"soc": {Cases: security(SolutionAccess{AccessUnknown: true}), Connectors: "none", Partial: true}}},
		"connectors not known yet":   {spaces: Spaces{"soc": {Cases: full, Partial: true}}},
		"all spaces have connectors": {spaces: Spaces{"*": {Connectors: "all"}, "soc": {Cases: full}}},
		"all spaces have connectors, read here": {
			spaces: Spaces{"*": {Connectors: "all"}, "soc": {Cases: full, Connectors: "read"}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces have base all, read here": {
			spaces: Spaces{"*": {Base: "all"}, "soc": {Cases: full, Connectors: "read"}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces have full, read here": {
			spaces: Spaces{"*": {Cases: full}, "soc": {Cases: full, Connectors: "read"}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces have raw connectors, read here": {
			spaces: Spaces{"*": {Features: featureIDs{"actions": {"all"}}}, "soc": {Cases: full, Connectors: "read"}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces may use connectors": {
			spaces: Spaces{"*": {Connectors: "read"}, "soc": {Cases: full, Connectors: "read"}},
			want:   refused,
		},
		"all spaces have base read": {
			spaces: Spaces{"*": {Base: "read"}, "soc": {Cases: full, Connectors: "read"}},
			want:   refused,
		},
		"all spaces are not known yet": {
			spaces: Spaces{"*": {Partial: true}, "soc": {Cases: full, Connectors: "read"}},
		},
		"another space has connectors": {
			spaces: Spaces{"b": {Connectors: "all"}, "soc": {Cases: full, Connectors: "none"}},
			want:   refused,
		},
		"full for all spaces without connectors": {
			spaces: Spaces{"*": {Cases: full, Connectors: "none"}},
			want:   []string{`error at spaces["*"].connectors: ` + summary},
		},
		"full for all spaces without connectors, rest not known yet": {
			spaces: Spaces{"*": {Cases: full, Connectors: "read", Partial: true}},
			want:   []string{`error at spaces["*"].connectors: ` + summary},
		},
		"raw connectors alone": {
			spaces: Spaces{"soc": {Cases: full, Features: featureIDs{"actions": {"all"}}}},
			want:   []string{`error at spaces["soc"].features["actions"]: ` + summary},
			says:   []string{`Write connectors = "all"`},
		},
		"raw connectors beside connectors": {
			spaces: Spaces{"soc": {Cases: full, Connectors: "all", Features: featureIDs{"actions": {"all"}}}},
			want:   []string{`error at spaces["soc"].features["actions"]: Feature is set twice`},
		},
		"raw connectors with assignee": {
			spaces: Spaces{"soc": {Cases: assignee, Features: featureIDs{"actions": {"all"}}}},
		},
	})
}
