package cases

import "testing"

// TestFilter: which roles a filter chooses, by what they let people do.
func TestFilter(t *testing.T) {
	t.Parallel()
	type held = map[string][]Capability
	lead := held{"soc/security": works, "soc/connectors": {UseConnectors, ManageConnectors}}
	viewer := held{"*/security": {ReadCases}, "*/observability": {ReadCases}, "*/stack": {ReadCases}, "*/connectors": {UseConnectors}}
	mixed := held{"soc/security": {ReadCases}, "noc/observability": works}
	split := held{"soc/security": works, "noc/connectors": {UseConnectors}}
	connectors := held{"soc/connectors": {UseConnectors}}
	for name, test := range map[string]struct {
		filter Filter
		held   held
		want   bool
	}{
		"everybody with cases":               {Filter{}, lead, true},
		"nothing held":                       {Filter{}, nil, false},
		"connectors alone are no cases":      {Filter{}, connectors, false},
		"the space":                          {Filter{Space: Known("soc")}, lead, true},
		"another space":                      {Filter{Space: Known("noc")}, lead, false},
		"all spaces are every space":         {Filter{Space: Known("noc")}, viewer, true},
		"all spaces themselves":              {Filter{Space: Known("*")}, viewer, true},
		"one space is not all spaces":        {Filter{Space: Known("*")}, lead, false},
		"the solution":                       {Filter{Solution: Known(Security)}, lead, true},
		"another solution":                   {Filter{Solution: Known(Stack)}, lead, false},
		"the solution in another space":      {Filter{Space: Known("soc"), Solution: Known(Observability)}, mixed, false},
		"the capability":                     {Filter{Capability: Known(DeleteCases)}, lead, true},
		"another capability":                 {Filter{Capability: Known(DeleteCases)}, viewer, false},
		"the capability in another space":    {Filter{Space: Known("soc"), Capability: Known(DeleteCases)}, mixed, false},
		"the capability in another solution": {Filter{Solution: Known(Security), Capability: Known(DeleteCases)}, mixed, false},
		"all of it":                          {Filter{Space: Known("noc"), Solution: Known(Observability), Capability: Known(DeleteCases)}, mixed, true},
		"all of it through all spaces":       {Filter{Space: Known("noc"), Solution: Known(Observability), Capability: Known(ReadCases)}, viewer, true},
		"a connector beside cases":           {Filter{Capability: Known(ManageConnectors)}, lead, true},
		"a connector beside the solution":    {Filter{Solution: Known(Security), Capability: Known(UseConnectors)}, lead, true},
		"a connector beside no such cases":   {Filter{Solution: Known(Stack), Capability: Known(UseConnectors)}, lead, false},
		"a connector in another space":       {Filter{Space: Known("soc"), Capability: Known(UseConnectors)}, split, false},
		"a connector of somebody without":    {Filter{Capability: Known(UseConnectors)}, connectors, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.filter.Matches(test.held); got != test.want {
				t.Errorf("%+v chooses %v: %v", test.filter, test.held, got)
			}
		})
	}
}

// TestFilterRefused: what a filter cannot ask for, and what to write instead.
func TestFilterRefused(t *testing.T) {
	t.Parallel()
	for _, filter := range []Filter{{}, {Space: Known("*")}, {Space: Known("soc"), Solution: Known(Security), Capability: Known(DeleteCases)}, {Capability: Known(ManageConnectors)}, {Capability: Known(ManageTemplates)}} {
		expectFindings(t, filter.Check(), nil, nil)
	}
	expectFindings(t, Filter{Space: Known("SOC")}.Check(), []string{"error at space: Invalid space id"}, []string{`"SOC"`})
	expectFindings(t, Filter{Solution: Known[Solution]("securty")}.Check(), []string{"error at solution: Unknown solution"}, []string{`Did you mean "security"?`})
	expectFindings(t, Filter{Capability: Known[Capability]("delete_case")}.Check(), []string{"error at capability: Unknown capability"}, []string{`Did you mean "delete_cases"?`})
	expectFindings(t, Filter{Space: Known("a b"), Solution: Known[Solution]("cases"), Capability: Known[Capability]("delete")}.Check(),
		[]string{"error at space: Invalid space id", "error at solution: Unknown solution", "error at capability: Unknown capability"},
		[]string{"URL", `"security", "observability", "stack"`, `"manage_connectors"`})
	expectFindings(t, Filter{Capability: Known(DeleteCases), Space: Known(""), Solution: Known[Solution]("")}.Check(),
		[]string{"error at space: Empty filter", "error at solution: Empty filter"},
		[]string{"leave space out (null)", "leave solution out (null)"})
}
