package cases

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The privileges on cases of Kibana 7.14 to 7.17 are refused with what replaces them, also
// where the catalogue does not know the feature. A role that holds one can be planned.
func TestFormerPrivilegesOfSIEM(t *testing.T) {
	t.Parallel()
	const at = ` at spaces["soc"].features["siem"]: Former privilege`
	for name, test := range map[string]struct {
		catalogue Catalogue
		ids, held []string
		want      []string
		details   []string
	}{
		"all": {
			builtIn(t, "9.2"),
			[]string{"minimal_all", "cases_all"},
			nil,
			[]string{"error" + at},
			[]string{`"cases_all" of the feature "siem" gave access to security cases before Kibana 8.0, and grants nothing now. Write security = { access = "assignee" } instead. Kibana 9.2 stores that as "all" of the feature "securitySolutionCasesV3".`},
		},
		"read, on an older Kibana": {
			builtIn(t, "8.15"),
			[]string{"cases_read"},
			nil,
			[]string{"error" + at},
			[]string{`Write security = { access = "view" } instead. Kibana 8.15 stores that as "read" of the feature "securitySolutionCases".`},
		},
		"a listed feature": {
			listed(t, "8.15", featureIDs{"siem": {"all", "minimal_all"}}),
			[]string{"cases_all", "minimal_all", "odd"},
			nil,
			[]string{"error" + at, `error at spaces["soc"].features["siem"]: Unknown privilege`},
			[]string{"access = \"assignee\"", `no privilege "odd"`},
		},
		"held": {builtIn(t, "9.2"), []string{"cases_all"}, []string{"cases_all"}, []string{"warning" + at + ` "cases_all" of siem`}, []string{"The role already holds it"}},
		"without security cases": {
			Catalogue{version: version(t, "serverless")}, []string{"cases_read"}, nil, []string{"error" + at}, []string{`access = "view" } instead.`},
		},
		"another privilege": {builtIn(t, "9.2"), []string{"all"}, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spaces := Spaces{"soc": {Features: rawOf(featureIDs{"siem": test.ids})}}
			expectFindings(t, test.catalogue.CheckSpaces(spaces, roles.Privileges{"soc": {Features: featureIDs{"siem": test.held}}}), test.want, test.details)
		})
	}
	if found := builtIn(t, "9.2").CheckSpaces(Spaces{"soc": {Features: rawOf(featureIDs{"siemV5": {"cases_all"}})}}, nil); len(found) > 0 {
		t.Errorf("only siem had them: %v", found)
	}
}
