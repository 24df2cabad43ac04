package provider_test

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A pattern of actions grants access to cases, and Kibana does not show it. No data source
// says that such a role grants nothing.
func TestDataWarnsOfHiddenPrivileges(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("hides", granting("*: cases:*"))
	k.Plant("hides-some", granting("*: cases:*", "space:soc: feature_securitySolutionCasesV3.read"))
	k.Plant("shows", granting("space:soc: feature_securitySolutionCasesV3.read"))
	for name, test := range map[string]struct {
		source string
		config object
		names  string
	}{
		"a role":                    {"cases_role", object{"name": "hides"}, "hides."},
		"a role that shows all":     {"cases_role", object{"name": "shows"}, ""},
		"some roles":                {"cases_access", object{"roles": []string{"shows", "hides-some", "hides"}}, "hides, hides-some."},
		"all roles":                 {"cases_roles", object{}, "hides, hides-some."},
		"roles that grant too much": {"cases_roles", object{"capability": "delete_cases"}, "hides, hides-some."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			data := p.reads(test.source, test.config)
			if test.names == "" {
				p.wantNoDiagnostics()
				return
			}
			p.wantDiagnostic("WARNING", "Kibana does not show all privileges of a role", "are not counted: "+test.names)
			if markdown, ok := data["markdown"].(string); ok && !strings.Contains(markdown, "Kibana does not show all privileges of these roles: `hides`, `hides-some`.") {
				t.Error(markdown)
			}
			if listed, ok := data["roles"].(map[string]any); ok && listed["hides"] != nil {
				t.Errorf("roles: %v", listed)
			}
		})
	}
}
