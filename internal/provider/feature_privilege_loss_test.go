package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// The plan of a grant compares what the whole role lets people do, before and after. All
// spaces, or a pattern, may still give what the grant does not.
func TestGrantComparesTheWholeRole(t *testing.T) {
	t.Parallel()
	const (
		all, read             = "feature_securitySolutionCasesV3.all", "feature_securitySolutionCasesV3.read"
		allActions, allSpaces = "feature_actions.all", "Privileges of all spaces hold in space \"soc\" too"
	)
	holds := func(resource string, privileges ...string) kibanatest.ESApplication {
		return kibanatest.ESApplication{Application: "kibana-.kibana", Resources: []string{resource}, Privileges: privileges}
	}
	none := object{"security": access("none"), "connectors": "none"}
	for name, test := range map[string]struct {
		prior  object // nil for a new grant
		stored []kibanatest.ESApplication
		config object
		says   []string
	}{
		"the role loses what it grants in the space":   {nil, []kibanatest.ESApplication{holds("space:soc", all)}, object{"security": access("view")}, []string{"loses create_cases, update_cases, delete_cases and"}},
		"all spaces grant it too":                      {nil, []kibanatest.ESApplication{holds("*", all, allActions), holds("space:soc", read)}, none, []string{allSpaces}},
		"a base privilege for all spaces":              {nil, []kibanatest.ESApplication{holds("*", "all"), holds("space:soc", all)}, object{"security": access("none")}, []string{allSpaces}},
		"an update beside it":                          {object{"security": access("assignee")}, []kibanatest.ESApplication{holds("*", "all"), holds("space:soc", all)}, object{"security": access("none")}, []string{allSpaces}},
		"all spaces grant less":                        {nil, []kibanatest.ESApplication{holds("*", read), holds("space:soc", read)}, object{"security": access("assignee")}, nil},
		"all spaces grant another solution":            {nil, []kibanatest.ESApplication{holds("*", "feature_generalCasesV3.all")}, object{"security": access("view")}, nil},
		"all spaces grant connectors, not named here":  {nil, []kibanatest.ESApplication{holds("*", all, allActions)}, object{"security": access("assignee")}, nil},
		"without connectors, nobody pushes":            {nil, []kibanatest.ESApplication{holds("space:soc", all, allActions)}, object{"connectors": "none"}, []string{"\n  soc/connectors: use_connectors, manage_connectors\n  soc/security: push_cases"}},
		"an update, without connectors":                {object{"connectors": "all"}, []kibanatest.ESApplication{holds("space:soc", all, allActions)}, object{"connectors": "none"}, []string{"\n  soc/security: push_cases"}},
		"an update that no longer names a part":        {object{"security": access("assignee"), "stack": access("view")}, []kibanatest.ESApplication{holds("space:soc", all, "feature_generalCasesV3.read")}, object{"security": access("assignee")}, []string{"loses read_cases in soc/stack"}},
		"a grant for all spaces, and a space has more": {nil, []kibanatest.ESApplication{holds("*", all), holds("space:soc", all)}, object{"space": "*", "security": access("view")}, []string{"in */security"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("shared", kibanatest.ESRole{})
			var held kept
			if test.prior != nil {
				held = k.created(t, featurePrivilege, grantOn("shared", test.prior))
			}
			k.Plant("shared", kibanatest.ESRole{Applications: test.stored})
			p := start(t, k.settings(nil))
			held = p.refresh(featurePrivilege, held)
			p.planChange(featurePrivilege, held, grantOn("shared", test.config))
			p.wantDiagnostics(isWarning, test.says...)
			p.wantDiagnostics(isError)
		})
	}
}
