package cases

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestUnionAddsUpPatterns(t *testing.T) {
	t.Parallel()
	type flatUnion = map[string][]string
	in := func(space, feature string, ids ...string) roles.Privileges {
		return roles.Privileges{space: {Features: featureIDs{feature: ids}}}
	}
	base := func(space, id string) roles.Privileges { return roles.Privileges{space: {Base: []string{id}}} }
	const security, connectors = "securitySolutionCasesV3", "actions"
	for name, test := range map[string]struct {
		roles []roles.Role
		want  flatUnion
		not   []string // prefixes
	}{
		"a pattern reaches the spaces that it matches": {
			[]roles.Role{roleWith("a", in("*-prod", security, "cases_delete")), roleWith("b", in("lab-prod", security, "read")), roleWith("c", in("lab-dev", security, "read"))},
			flatUnion{
				"lab-prod/security delete_cases": {"a *-prod " + security + ".cases_delete"},
				"lab-prod/security read_cases":   {"b lab-prod " + security + ".read"},
				"*-prod/security delete_cases":   {"a *-prod " + security + ".cases_delete"},
			},
			[]string{"lab-dev/security delete", "*-prod/security read"},
		},
		"a pattern, all spaces and the space add up": {
			[]roles.Role{
				roleWith("a", roles.Privileges{"lab-?": {Features: featureIDs{security: {"minimal_all"}}}, "lab-1": {Features: featureIDs{security: {"cases_delete"}}}}),
				roleWith("b", in("*", connectors, "read")),
			},
			flatUnion{
				"lab-1/security delete_cases": {"a lab-1 " + security + ".cases_delete"},
				"lab-1/security push_cases":   {"a lab-? " + security + ".minimal_all", "b * actions.read"},
				"lab-?/security push_cases":   {"a lab-? " + security + ".minimal_all", "b * actions.read"},
			},
			[]string{"*/security", "lab-?/security delete"},
		},
		"a base privilege by a pattern": {
			[]roles.Role{roleWith("a", base("*-prod", "read")), roleWith("b", in("lab-prod", security, "minimal_all"))},
			flatUnion{"lab-prod/security push_cases": {"a *-prod base.read", "b lab-prod " + security + ".minimal_all"}, "*-prod/stack read_cases": {"a *-prod base.read"}},
			[]string{"*-prod/security push"},
		},
		"patterns are not compared": {
			[]roles.Role{roleWith("a", in("*-prod", security, "read")), roleWith("b", in("lab-*", security, "cases_delete"))},
			nil,
			[]string{"*-prod/security delete", "lab-*/security read"},
		},
		"a pattern with slashes": {
			[]roles.Role{roleWith("a", in("/a|b/*", security, "read"))}, flatUnion{"/a|b/*/security read_cases": {"a /a|b/* " + security + ".read"}}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectUnion(t, test.roles, test.want, test.not)
		})
	}
}

// A space that no role names has keys if somebody asks for it.
func TestUnionInGivenSpaces(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "9.5")
	stored := func(space, id string) roles.Privileges {
		return roles.Privileges{space: {Features: featureIDs{"securitySolutionCasesV3": {id}}}}
	}
	all := []roles.Role{roleWith("a", stored("*", "read")), roleWith("b", stored("*-prod", "cases_delete"))}
	if keys := slices.Sorted(maps.Keys(c.Union(all))); !slices.Equal(keys, []string{"*-prod/security", "*/security"}) {
		t.Errorf("keys without spaces: %q", keys)
	}
	given := c.Union(all, "lab-prod", "lab-dev", "*").Capabilities()
	want := map[string][]Capability{
		"*/security": {ReadCases}, "*-prod/security": {ReadCases, DeleteCases},
		"lab-prod/security": {ReadCases, DeleteCases}, "lab-dev/security": {ReadCases},
	}
	if diff := cmp.Diff(want, given); diff != "" {
		t.Errorf("with spaces (-want +got):\n%s", diff)
	}
	if none := c.Union(nil, "soc").Capabilities(); len(none) > 0 {
		t.Errorf("no role gives %v", none)
	}
}

// Connectors of a pattern count for pushing in a space only if the pattern matches it and gives connectors. One pattern is
// not compared with another.
func TestPatternsThatGiveNothing(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "9.5")
	in := func(feature, id string) roles.SpacePrivileges {
		return roles.SpacePrivileges{Features: featureIDs{feature: {id}}}
	}
	for name, test := range map[string]struct {
		held   roles.Privileges
		key    string
		pushes bool
		reads  bool
	}{
		"connectors of the pattern":     {roles.Privileges{"soc": in("securitySolutionCasesV3", "all"), "s*": in("actions", "read")}, "soc/security", true, true},
		"connectors of another pattern": {roles.Privileges{"soc": in("securitySolutionCasesV3", "all"), "x*": in("actions", "read")}, "soc/security", false, true},
		"another feature of it":         {roles.Privileges{"soc": in("securitySolutionCasesV3", "all"), "s*": in("discover", "read")}, "soc/security", false, true},
		"a pattern in a pattern":        {roles.Privileges{"a*-prod": in("securitySolutionCasesV3", "cases_delete"), "*-prod": in("securitySolutionCasesV3", "read")}, "a*-prod/security", false, false},
	} {
		for kind, capabilities := range map[string][]Capability{
			"role": c.Capabilities(test.held)[test.key], "union": c.Union([]roles.Role{roleWith("a", test.held)}).Capabilities()[test.key],
		} {
			if slices.Contains(capabilities, PushCases) != test.pushes || slices.Contains(capabilities, ReadCases) != test.reads {
				t.Errorf("%s, %s: %q", name, kind, capabilities)
			}
		}
	}
}
