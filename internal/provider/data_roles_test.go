package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestDataRoles: which roles a filter finds. Connectors alone do not count, and
// neither do built-in roles unless they are asked for.
func TestDataRoles(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	for name, test := range map[string]struct {
		filter object
		want   string
	}{
		"everybody":                 {nil, "base cleaner lead old tier1"},
		"and the built-in":          {object{"include_reserved": true}, "base cleaner editor kibana_admin lead old superuser tier1 viewer"},
		"not the built-in":          {object{"include_reserved": false}, "base cleaner lead old tier1"},
		"a space":                   {object{"space": "soc"}, "base cleaner lead tier1"},
		"a space that nobody names": {object{"space": "sandbox"}, "base cleaner"},
		"all spaces":                {object{"space": "*"}, "base cleaner"},
		"a solution":                {object{"solution": "stack"}, "base old"},
		"a solution in a space":     {object{"space": "soc", "solution": "observability"}, "base tier1"},
		"a capability":              {object{"capability": "delete_cases"}, "cleaner lead old"},
		"a capability in a space":   {object{"capability": "delete_cases", "space": "soc"}, "cleaner lead"},
		"a capability of a built-in role": {
			object{"capability": "delete_cases", "space": "soc", "solution": "security", "include_reserved": true}, "cleaner editor kibana_admin lead superuser",
		},
		"connectors beside cases": {object{"capability": "manage_connectors"}, "lead"},
		"pushing":                 {object{"capability": "push_cases"}, "lead tier1"},
		"nobody":                  {object{"capability": "manage_templates", "space": "sandbox"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			found, _ := p.reads("cases_roles", test.filter)["roles"].(map[string]any)
			p.wantNoDiagnostics()
			if got := strings.Join(slices.Sorted(maps.Keys(found)), " "); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

// A role comes with what it is for and what it lets people do, and all of them
// with one request.
func TestDataRolesShow(t *testing.T) {
	t.Parallel()
	k := withRoles(t)
	p := start(t, k.settings(nil))
	expectJSON(t, p.reads("cases_roles", object{"capability": "delete_cases", "solution": "security"}), `{"roles": {
		"lead": {"description": "Leads", "reserved": false, "disabled": false, "capabilities": {
			"soc/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users", "push_cases"],
			"soc/connectors": ["use_connectors", "manage_connectors"]
		}, "ways_around": []},
		"cleaner": {"reserved": false, "disabled": false, "capabilities": {"*/security": ["delete_cases"]}, "ways_around": []}
	}}`)
	p.wantNoDiagnostics()
	if diff := cmp.Diff([]string{"GET /api/security/role"}, k.requests("GET /api/security/role")); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// A role that Kibana cannot decode may grant anything: it is left out, and
// named.
func TestDataRolesLeaveOutWhatCannotBeDecoded(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"8.11", "9.2", "9.5"} {
		k := onDouble(t, profile(t, version))
		k.Plant("fine", everywhere("feature_generalCases.read"))
		k.Plant("broken", brokenRole())
		k.Plant("also-broken", brokenRole())
		p := start(t, k.settings(nil))
		found, _ := p.reads("cases_roles", nil)["roles"].(map[string]any)
		p.wantDiagnostic("WARNING", "Role cannot be decoded", "also-broken, broken", "left out")
		if names := slices.Collect(maps.Keys(found)); !slices.Equal(names, []string{"fine"}) {
			t.Errorf("%s: found %q", version, names)
		}
	}
}

// A filter that cannot find anything is refused rather than obeyed: the answer
// "nobody" has to mean nobody.
func TestDataRolesRefused(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for name, test := range map[string]struct {
		filter object
		says   []string
	}{
		"space":            {object{"space": "SOC"}, []string{"ERROR", `AttributeName("space")`, "not a space id"}},
		"solution":         {object{"solution": "siem"}, []string{"ERROR", `AttributeName("solution")`, `"security", "observability", "stack"`}},
		"capability":       {object{"capability": "delete_case"}, []string{"ERROR", `AttributeName("capability")`, `Did you mean "delete_cases"?`}},
		"empty space":      {object{"space": ""}, []string{"ERROR", `AttributeName("space")`, "leave space out"}},
		"empty solution":   {object{"solution": ""}, []string{"ERROR", `AttributeName("solution")`, "leave solution out"}},
		"empty capability": {object{"capability": ""}, []string{"ERROR", `AttributeName("capability")`, "leave capability out"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			p.reads("cases_roles", test.filter)
			p.wantDiagnostic(test.says...)
		})
	}
	t.Cleanup(func() { wantNone(t, k.requests("")) })
}
