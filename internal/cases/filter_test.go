package cases

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestFilterMatchesPrivileges(t *testing.T) {
	t.Parallel()
	const security, observability = "securitySolutionCasesV3", "observabilityCasesV3"
	in := func(feature string, ids ...string) roles.SpacePrivileges {
		return roles.SpacePrivileges{Features: featureIDs{feature: ids}}
	}
	lead := roles.Privileges{"soc": {Features: featureIDs{security: {"all"}, "actions": {"all"}}}}
	viewer := roles.Privileges{"*": {Base: []string{"read"}}}
	mixed := roles.Privileges{"soc": in(security, "read"), "noc": in(observability, "all")}
	split := roles.Privileges{"soc": in(security, "all"), "noc": in("actions", "read")}
	apart := roles.Privileges{"soc": in(security, "all"), "*": in("actions", "read")}
	beside := roles.Privileges{"*": in(security, "all"), "soc": in("actions", "read")}
	connectors := roles.Privileges{"soc": in("actions", "read")}
	pattern := roles.Privileges{"*-prod": in(security, "all"), "lab-?": in("actions", "read"), "lab": in(security, "read")}
	for name, test := range map[string]struct {
		filter Filter
		held   roles.Privileges
		want   bool
	}{
		"no filter":                                        {Filter{}, lead, true},
		"no capability":                                    {Filter{}, nil, false},
		"connectors without cases":                         {Filter{}, connectors, false},
		"the space":                                        {Filter{Space: Known("soc")}, lead, true},
		"another space":                                    {Filter{Space: Known("noc")}, lead, false},
		"all spaces are every space":                       {Filter{Space: Known("noc")}, viewer, true},
		"all spaces themselves":                            {Filter{Space: Known("*")}, viewer, true},
		"one space is not all spaces":                      {Filter{Space: Known("*")}, lead, false},
		"the solution":                                     {Filter{Solution: Known(Security)}, lead, true},
		"another solution":                                 {Filter{Solution: Known(Stack)}, lead, false},
		"the solution in another space":                    {Filter{Space: Known("soc"), Solution: Known(Observability)}, mixed, false},
		"the capability":                                   {Filter{Capability: Known(DeleteCases)}, lead, true},
		"another capability":                               {Filter{Capability: Known(DeleteCases)}, viewer, false},
		"the capability in another space":                  {Filter{Space: Known("soc"), Capability: Known(DeleteCases)}, mixed, false},
		"the capability in another solution":               {Filter{Solution: Known(Security), Capability: Known(DeleteCases)}, mixed, false},
		"every field":                                      {Filter{Space: Known("noc"), Solution: Known(Observability), Capability: Known(DeleteCases)}, mixed, true},
		"every field, through all spaces":                  {Filter{Space: Known("noc"), Solution: Known(Observability), Capability: Known(ReadCases)}, viewer, true},
		"a connector with cases":                           {Filter{Capability: Known(ManageConnectors)}, lead, true},
		"a connector with the solution":                    {Filter{Solution: Known(Security), Capability: Known(UseConnectors)}, lead, true},
		"a connector with other cases":                     {Filter{Solution: Known(Stack), Capability: Known(UseConnectors)}, lead, false},
		"a connector in another space":                     {Filter{Space: Known("soc"), Capability: Known(UseConnectors)}, split, false},
		"a connector without cases":                        {Filter{Capability: Known(UseConnectors)}, connectors, false},
		"pushing with a connector in all spaces":           {Filter{Space: Known("soc"), Capability: Known(PushCases)}, apart, true},
		"pushing in all spaces, with a connector in one":   {Filter{Space: Known("soc"), Capability: Known(PushCases)}, beside, true},
		"pushing somewhere":                                {Filter{Capability: Known(PushCases)}, beside, true},
		"pushing without a connector there":                {Filter{Space: Known("noc"), Capability: Known(PushCases)}, beside, false},
		"pushing with a connector elsewhere":               {Filter{Capability: Known(PushCases)}, split, false},
		"a pattern":                                        {Filter{Space: Known("soc-prod"), Capability: Known(DeleteCases)}, pattern, true},
		"a pattern that does not match":                    {Filter{Space: Known("soc-dev")}, pattern, false},
		"a pattern beside the space":                       {Filter{Space: Known("lab"), Capability: Known(DeleteCases)}, pattern, false},
		"a pattern is not all spaces":                      {Filter{Space: Known("*")}, pattern, false},
		"a pattern without filter":                         {Filter{Solution: Known(Security), Capability: Known(DeleteCases)}, pattern, true},
		"two patterns for pushing":                         {Filter{Space: Known("a-prod"), Capability: Known(PushCases)}, pattern, false},
		"connectors of a pattern do not count":             {Filter{Space: Known("lab-1")}, pattern, false},
		"pushing in a space with a connector by a pattern": {Filter{Space: Known("lab-1"), Capability: Known(PushCases)}, roles.Privileges{"*-1": in(security, "all"), "lab-?": in("actions", "read")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.filter.Matches(builtIn(t, "9.2"), test.held); got != test.want {
				t.Errorf("%+v matches %v: %v", test.filter, test.held, got)
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
	expectFindings(t, Filter{Capability: Known[Capability]("")}.Check(), []string{"error at capability: Empty filter"}, []string{"leave capability out (null)"})
}
