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
		"the space":                          {Filter{Space: "soc"}, lead, true},
		"another space":                      {Filter{Space: "noc"}, lead, false},
		"all spaces are every space":         {Filter{Space: "noc"}, viewer, true},
		"all spaces themselves":              {Filter{Space: "*"}, viewer, true},
		"one space is not all spaces":        {Filter{Space: "*"}, lead, false},
		"the solution":                       {Filter{Solution: Security}, lead, true},
		"another solution":                   {Filter{Solution: Stack}, lead, false},
		"the solution in another space":      {Filter{Space: "soc", Solution: Observability}, mixed, false},
		"the capability":                     {Filter{Capability: DeleteCases}, lead, true},
		"another capability":                 {Filter{Capability: DeleteCases}, viewer, false},
		"the capability in another space":    {Filter{Space: "soc", Capability: DeleteCases}, mixed, false},
		"the capability in another solution": {Filter{Solution: Security, Capability: DeleteCases}, mixed, false},
		"all of it":                          {Filter{Space: "noc", Solution: Observability, Capability: DeleteCases}, mixed, true},
		"all of it through all spaces":       {Filter{Space: "noc", Solution: Observability, Capability: ReadCases}, viewer, true},
		"a connector beside cases":           {Filter{Capability: ManageConnectors}, lead, true},
		"a connector beside the solution":    {Filter{Solution: Security, Capability: UseConnectors}, lead, true},
		"a connector beside no such cases":   {Filter{Solution: Stack, Capability: UseConnectors}, lead, false},
		"a connector in another space":       {Filter{Space: "soc", Capability: UseConnectors}, split, false},
		"a connector of somebody without":    {Filter{Capability: UseConnectors}, connectors, false},
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
	for _, filter := range []Filter{{}, {Space: "*"}, {Space: "soc", Solution: Security, Capability: DeleteCases}, {Capability: ManageConnectors}, {Capability: ManageTemplates}} {
		expectFindings(t, filter.Check(), nil, nil)
	}
	expectFindings(t, Filter{Space: "SOC"}.Check(), []string{"error at space: Invalid space id"}, []string{`"SOC"`})
	expectFindings(t, Filter{Solution: "securty"}.Check(), []string{"error at solution: Unknown solution"}, []string{`Did you mean "security"?`})
	expectFindings(t, Filter{Capability: "delete_case"}.Check(), []string{"error at capability: Unknown capability"}, []string{`Did you mean "delete_cases"?`})
	expectFindings(t, Filter{Space: "a b", Solution: "cases", Capability: "delete"}.Check(),
		[]string{"error at space: Invalid space id", "error at solution: Unknown solution", "error at capability: Unknown capability"},
		[]string{"URL", `"security", "observability", "stack"`, `"manage_connectors"`})
	expectFindings(t, Filter{Capability: DeleteCases, Blank: []Attribute{"space", "solution"}}.Check(),
		[]string{"error at space: Empty filter", "error at solution: Empty filter"},
		[]string{"leave space out (null)", "leave solution out (null)"})
}
