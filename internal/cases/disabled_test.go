package cases

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestExplainDisabledNamesTheReason(t *testing.T) {
	t.Parallel()
	for want, features := range map[string][]string{
		`role "a", because the licence does not cover document level security (dls): it grants nothing`:  {"dls"},
		`does not cover document level security (dls) and field level security (fls): it grants nothing`: {"fls", "dls"},
		`does not cover new: it grants nothing`:                                                          {"new"},
		`role "a": it grants nothing`:                                                                    nil,
	} {
		if got := ExplainDisabled(roles.Role{Name: "a", Disabled: true, UnlicensedFeatures: features}); !strings.Contains(got, want) {
			t.Errorf("%q: %s", features, got)
		}
	}
}

// What helps against the reason comes with it.
func TestExplainDisabledSaysWhatHelps(t *testing.T) {
	t.Parallel()
	const advice = "Remove query and field_security from the role's indices"
	for feature, want := range map[string]bool{"dls": true, "fls": true, "": false} {
		role := roles.Role{Name: "a", Disabled: true}
		if feature != "" {
			role.UnlicensedFeatures = []string{feature}
		}
		if got := ExplainDisabled(role); strings.Contains(got, advice) != want {
			t.Errorf("%q: %s", feature, got)
		}
	}
}

// A switched-off role gives nothing, and an audit names it.
func TestUnionLeavesOutDisabledRoles(t *testing.T) {
	t.Parallel()
	everything := roles.Privileges{"*": {Base: []string{"all"}}}
	off := roleWith("off", everything)
	off.Disabled, off.UnlicensedFeatures = true, []string{"dls"}
	read := roleWith("reader", roles.Privileges{"soc": {Features: featureIDs{"securitySolutionCasesV3": {"read"}}}})
	c := builtIn(t, "9.5")
	union := flat(c.Union([]roles.Role{off, read}))
	if len(union) != 1 || union["soc/security read_cases"] == nil {
		t.Errorf("union: %q", union)
	}
	for _, all := range [][]roles.Role{{off, read}, {off}} {
		text := c.Audit(all).Markdown()
		if want := "\nSwitched off by Elasticsearch, and counted nowhere: role `off` (the licence does not cover document level security (dls)).\n"; !strings.HasSuffix(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if text := c.Audit([]roles.Role{off}).Markdown(); !strings.HasPrefix(text, "No access to cases.\n") {
		t.Error(text)
	}
	if got := c.Audit([]roles.Role{read, off}).Disabled(); len(got) != 1 || got[0] != "off" {
		t.Errorf("disabled: %q", got)
	}
}

// An audit names roles in their order, and only those with ways around case privileges there.
func TestAuditIsSorted(t *testing.T) {
	t.Parallel()
	all := []roles.Role{{Name: "plain"}, {Name: "way", Elasticsearch: roles.Elasticsearch{RunAs: []string{"a"}}}}
	for _, name := range []string{"e", "b", "d", "a", "c"} {
		all = append(all, roles.Role{Name: name, Disabled: true})
	}
	audit := builtIn(t, "9.5").Audit(all)
	if got := strings.Join(audit.Disabled(), ""); got != "abcde" {
		t.Errorf("disabled: %s", got)
	}
	if _, listed := audit.WaysAround["plain"]; listed || len(audit.WaysAround["way"]) != 1 {
		t.Errorf("ways around: %v", audit.WaysAround)
	}
	text := builtIn(t, "9.5").Audit(all[:1]).Markdown()
	if strings.Contains(text, "Ways around") || strings.Contains(text, "Switched off") {
		t.Error(text)
	}
}

// A switched-off role lets nobody do anything, so that it has no capability. It is found
// where no capability is asked for.
func TestFilterMatchesDisabledRoles(t *testing.T) {
	t.Parallel()
	role := roleWith("a", roles.Privileges{"soc": {Features: featureIDs{"securitySolutionCasesV3": {"all"}}}})
	role.Disabled = true
	c := builtIn(t, "9.5")
	for filter, want := range map[Filter]bool{
		{}: true, {Space: Known("soc")}: true, {Space: Known("noc")}: false, {Solution: Known(Security)}: true,
		{Capability: Known(ReadCases)}: false, {Space: Known("soc"), Capability: Known(DeleteCases)}: false,
	} {
		if got := filter.MatchesRole(c, role); got != want {
			t.Errorf("%+v matches: %v", filter, got)
		}
	}
	role.Disabled = false
	if !(Filter{Capability: Known(ReadCases)}).MatchesRole(c, role) {
		t.Error("a role that is not switched off does not match its capability")
	}
}
