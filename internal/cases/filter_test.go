package cases

import "testing"

func TestFilterMatchesCapabilities(t *testing.T) {
	t.Parallel()
	type byKey = map[string][]Capability
	lead := byKey{"soc/security": assigneeCapabilities, "soc/connectors": {UseConnectors, ManageConnectors}}
	viewer := byKey{"*/security": {ReadCases}, "*/observability": {ReadCases}, "*/stack": {ReadCases}, "*/connectors": {UseConnectors}}
	mixed := byKey{"soc/security": {ReadCases}, "noc/observability": assigneeCapabilities}
	split := byKey{"soc/security": assigneeCapabilities, "noc/connectors": {UseConnectors}}
	connectors := byKey{"soc/connectors": {UseConnectors}}
	for name, test := range map[string]struct {
		filter       Filter
		capabilities byKey
		want         bool
	}{
		"no filter":                          {Filter{}, lead, true},
		"no capability":                      {Filter{}, nil, false},
		"connectors without cases":           {Filter{}, connectors, false},
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
		"every field":                        {Filter{Space: Known("noc"), Solution: Known(Observability), Capability: Known(DeleteCases)}, mixed, true},
		"every field, through all spaces":    {Filter{Space: Known("noc"), Solution: Known(Observability), Capability: Known(ReadCases)}, viewer, true},
		"a connector with cases":             {Filter{Capability: Known(ManageConnectors)}, lead, true},
		"a connector with the solution":      {Filter{Solution: Known(Security), Capability: Known(UseConnectors)}, lead, true},
		"a connector with other cases":       {Filter{Solution: Known(Stack), Capability: Known(UseConnectors)}, lead, false},
		"a connector in another space":       {Filter{Space: Known("soc"), Capability: Known(UseConnectors)}, split, false},
		"a connector without cases":          {Filter{Capability: Known(UseConnectors)}, connectors, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.filter.Matches(test.capabilities); got != test.want {
				t.Errorf("%+v matches %v: %v", test.filter, test.capabilities, got)
			}
		})
	}
}

func TestFilterCheckRefusesUnknownValues(t *testing.T) {
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
