package cases

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestMarkdownOfTwoRoles(t *testing.T) {
	t.Parallel()
	tier1 := roleWith("soc-tier1", roles.Privileges{"soc": {Features: featureIDs{
		"securitySolutionCasesV3": {"minimal_all", "create_comment"},
		"observabilityCasesV3":    {"read"},
		"actions":                 {"read"},
	}}})
	auditor := roleWith("auditor", roles.Privileges{"*": {Base: []string{"read"}}})
	const want = "### All spaces\n" + `
| | Security | Observability | Stack Management | Connectors |
|---|---|---|---|---|
| read cases | ✓ (1) | ✓ (1) | ✓ (1) |  |
| use connectors |  |  |  | ✓ (1) |

### Space §soc§

| | Security | Observability | Stack Management | Connectors |
|---|---|---|---|---|
| read cases | ✓ (1, 5) | ✓ (1, 3) | ✓ (1) |  |
| create cases | ✓ (5) |  |  |  |
| update cases | ✓ (5) |  |  |  |
| add comments | ✓ (4) |  |  |  |
| push cases | ✓ (1, 2, 5) |  |  |  |
| use connectors |  |  |  | ✓ (1, 2) |

1. role §auditor§, all spaces: §base.read§
2. role §soc-tier1§, space §soc§: §actions.read§
3. role §soc-tier1§, space §soc§: §observabilityCasesV3.read§
4. role §soc-tier1§, space §soc§: §securitySolutionCasesV3.create_comment§
5. role §soc-tier1§, space §soc§: §securitySolutionCasesV3.minimal_all§
`
	got := builtIn(t, "9.5").Union([]roles.Role{tier1, auditor}).Markdown()
	if diff := cmp.Diff(strings.ReplaceAll(want, "§", "`"), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A pattern has a table of its own, and its slashes do not end the space.
func TestMarkdownNamesPatterns(t *testing.T) {
	t.Parallel()
	read := roles.SpacePrivileges{Features: featureIDs{"securitySolutionCasesV3": {"read"}}}
	text := builtIn(t, "9.5").Union([]roles.Role{roleWith("a", roles.Privileges{"*-prod": read, "/a|b/*": read, "lab-prod": {Features: featureIDs{"actions": {"read"}}}})}).Markdown()
	for _, want := range []string{
		"### Spaces that match `*-prod`\n\n|", "### Spaces that match <code>&#47;a&#124;b&#47;&#42;</code>\n\n|",
		"\n1. role `a`, spaces that match `*-prod`: `securitySolutionCasesV3.read`\n", "### Space `lab-prod`\n\n", "| read cases | ✓ (1) |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

func TestMarkdownWithoutAccess(t *testing.T) {
	t.Parallel()
	for name, role := range map[string]roles.Role{
		"no privileges":  {Name: "a"},
		"other features": roleWith("a", roles.Privileges{"soc": {Features: featureIDs{"discover_v2": {"all"}}}}),
		"Security alone": roleWith("a", roles.Privileges{"soc": {Features: featureIDs{"siemV5": {"all"}}}}),
	} {
		if got := builtIn(t, "9.5").Union([]roles.Role{role}).Markdown(); got != "No access to cases.\n" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestMarkdownHasOneRowForEachCapability(t *testing.T) {
	t.Parallel()
	text := builtIn(t, "9.5").Union([]roles.Role{roleWith("a", roles.Privileges{"*": {Base: []string{"all"}}})}).Markdown()
	for _, capability := range append(capabilities(assigneeCapabilitiesWithTemplates...), PushCases, UseConnectors, ManageConnectors) {
		if row := "\n| " + strings.ReplaceAll(string(capability), "_", " ") + " | "; strings.Count(text, row) != 1 {
			t.Errorf("%s is not one row of:\n%s", capability, text)
		}
	}
	if rows := strings.Count(text, "✓"); rows != 3*len(assigneeCapabilitiesWithTemplates)+3+2 {
		t.Errorf("%d ticks in:\n%s", rows, text)
	}
}

// A role name may contain any printable ASCII character.
func TestMarkdownQuotesRoleNames(t *testing.T) {
	t.Parallel()
	for name, shown := range map[string]string{
		"SOC tier 1 | lead": "<code>SOC&#32;tier&#32;1&#32;&#124;&#32;lead</code>",
		"a`b":               "``a`b``",
		"``":                "``` `` ```",
		"`*`":               "`` `*` ``",
	} {
		text := builtIn(t, "9.5").Union([]roles.Role{roleWith(name, roles.Privileges{"*": {Base: []string{"read"}}})}).Markdown()
		if line := "\n1. role " + shown + ", all spaces: `base.read`\n"; !strings.HasSuffix(text, line) {
			t.Errorf("%q does not end in%s, but:\n%s", name, line, text)
		}
	}
}

// Ways around have their own list: they are no capabilities.
func TestMarkdownListsWaysAround(t *testing.T) {
	t.Parallel()
	way := wayRole{cluster: []string{"manage_security"}, runAs: []string{"ops_*"}}.role()
	off := wayRole{runAs: []string{"nobody"}}.role()
	off.Name, off.Disabled = "off", true
	text := builtIn(t, "9.5").Audit([]roles.Role{way, off, {Name: "none"}}).Markdown()
	const want = "No access to cases.\n\nWays around case privileges:\n\n" +
		"* role `a`, `manage_security`: The cluster privilege `\"manage_security\"` lets people change roles and users, and so give themselves any access.\n" +
		"* role `a`, `run_as`: `run_as` `\"ops_*\"` lets people act as these users, with all that the roles of these users allow.\n" +
		"\nSwitched off by Elasticsearch, and counted nowhere: role `off`.\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
