package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// withPatterns starts a double with roles that hold patterns of spaces.
func withPatterns(t *testing.T) target {
	t.Helper()
	k := onDouble(t, kibanatest.Newest())
	const security = "feature_securitySolutionCasesV3."
	k.Plant("prod", granting("space:default space:*-prod: "+security+"all"))
	k.Plant("lab", granting("space:lab-?: "+security+"read feature_actions.all"))
	k.Plant("base", granting("space:lab-p*: space_read"))
	k.Plant("named", granting("space:lab-prod: "+security+"minimal_all"))
	k.Plant("each", granting("space:*: "+security+"cases_delete"))
	k.Plant("slashes", granting("space:/a|b/*: "+security+"read"))
	k.Plant("regexp", granting("/space:.*-prod/: "+security+"all")) // Kibana cannot decode it
	return k
}

// A role counts in every space that its patterns match.
func TestFiltersMatchPatterns(t *testing.T) {
	t.Parallel()
	k := withPatterns(t)
	for name, test := range map[string]struct {
		filter object
		want   string
	}{
		"a space":            {object{"space": "lab-prod"}, "base each named prod"},
		"a capability":       {object{"space": "lab-prod", "capability": "delete_cases"}, "each prod"},
		"one character":      {object{"space": "lab-1"}, "each lab"},
		"the default space":  {object{"space": "default", "solution": "security"}, "each prod"},
		"a solution":         {object{"space": "lab-prod", "solution": "stack"}, "base"},
		"all spaces":         {object{"space": "*"}, "each"},
		"no pattern matches": {object{"space": "soc"}, "each"},
		"any space":          {nil, "base each lab named prod slashes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			found, _ := p.reads("cases_roles", test.filter)["roles"].(map[string]any)
			if got := strings.Join(slices.Sorted(maps.Keys(found)), " "); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
			p.wantDiagnostic("WARNING", "Role cannot be decoded", "regexp")
		})
	}
}

// The lists find these roles, and name them: Kibana does not take a pattern back.
func TestListsMatchPatterns(t *testing.T) {
	t.Parallel()
	k := withPatterns(t)
	for _, of := range []string{roleType, grantType} {
		for space, want := range map[string][]string{"lab-prod": {"base", "prod"}, "lab-1": {"lab"}, "soc": nil} {
			p := start(t, k.settings(nil))
			got := names(p.lists(of, object{"space": space}, false, 0))
			said := strings.Join(p.diagnostics, "")
			for _, role := range []string{"base", "prod", "lab"} {
				isGrant := of == grantType && role == "base" // a base privilege is no grant
				if left := strings.Contains(said, fmt.Sprintf("* Role %q", role)); left != (slices.Contains(want, role) && !isGrant) {
					t.Errorf("%s in %s: role %s is left out: %v, of %q: %s", of, space, role, left, got, said)
				}
			}
		}
	}
}

// The key of a space includes what matching patterns give, and sources name the
// patterns. They have keys of their own.
func TestDataAccessAddsUpPatterns(t *testing.T) {
	t.Parallel()
	k := withPatterns(t)
	data := k.access(t, "prod", "named", "lab", "slashes")
	expectJSON(t, data, `{"capabilities": {
		"default/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users"],
		"*-prod/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users"],
		"lab-prod/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users"],
		"lab-?/security": ["read_cases"],
		"lab-?/connectors": ["use_connectors", "manage_connectors"],
		"/a|b/*/security": ["read_cases"]
	}}`)
	sources, _ := data["sources"].(map[string]any)["lab-prod/security"].(map[string]any)
	if diff := cmp.Diff([]any{map[string]any{"role": "prod", "space": "*-prod", "privilege": "securitySolutionCasesV3.all"}}, sources["delete_cases"]); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	markdown, _ := data["markdown"].(string)
	for _, want := range []string{"### Space `lab-prod`", "### Spaces that match `lab-?`", "role `prod`, spaces that match `*-prod`: "} {
		if !strings.Contains(markdown, want) {
			t.Errorf("no %q in:\n%s", want, markdown)
		}
	}
}

// Both names of all spaces look alike: Kibana shows the resource "space:*" as "*".
func TestDataRoleShowsPatternsAsWritten(t *testing.T) {
	t.Parallel()
	k := withPatterns(t)
	for role, want := range map[string][]string{"prod": {"*-prod", "default"}, "lab": {"lab-?"}, "base": {"lab-p*"}, "each": {"*"}, "slashes": {"/a|b/*"}} {
		p := start(t, k.settings(nil))
		data := p.reads("cases_role", object{"name": role})
		p.wantNoDiagnostics()
		spaces, _ := data["spaces"].(map[string]any)
		if got := slices.Sorted(maps.Keys(spaces)); !slices.Equal(got, want) {
			t.Errorf("%s: spaces %q, want %q", role, got, want)
		}
		capabilities, _ := data["capabilities"].(map[string]any)
		if capabilities[want[0]+"/security"] == nil {
			t.Errorf("%s: capabilities %v", role, capabilities)
		}
	}
	p := start(t, k.settings(nil))
	p.reads("cases_role", object{"name": "regexp"})
	p.wantDiagnostic("ERROR", "Role cannot be decoded")
}
