package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The rows are the replacedBy tables of Kibana's deprecated cases features.
func TestDeprecatedPrivilegesAreEquivalentToTheirReplacements(t *testing.T) {
	t.Parallel()
	type row struct{ old, id string }
	fromV1 := map[row][]string{
		{"", "all"}: {"all"}, {"", "read"}: {"read"}, {"", "minimal_read"}: {"minimal_read"},
		{"", "cases_delete"}: {"cases_delete"}, {"", "cases_settings"}: {"cases_settings"},
	}
	fromV2 := map[row][]string{
		{"V2", "all"}: {"all"}, {"V2", "read"}: {"read"}, {"V2", "minimal_read"}: {"minimal_read"},
		{"V2", "cases_delete"}: {"cases_delete"}, {"V2", "cases_settings"}: {"cases_settings"},
		{"V2", "create_comment"}: {"create_comment"}, {"V2", "case_reopen"}: {"case_reopen"},
	}
	v3 := map[row][]string{
		{"", "minimal_all"}:   {"minimal_all", "create_comment", "case_reopen", "cases_assign"},
		{"V2", "minimal_all"}: {"minimal_all", "cases_assign"},
	}
	v3Templates := map[row][]string{
		{"", "minimal_all"}:              {"minimal_all", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"},
		{"V2", "minimal_all"}:            {"minimal_all", "cases_assign", "cases_manage_templates"},
		{"V2", "cases_manage_templates"}: {"cases_manage_templates"},
	}
	for release, era := range map[string]struct {
		newest string
		tables []map[row][]string
	}{
		"8.17":       {"V2", []map[row][]string{fromV1, {{"", "minimal_all"}: {"minimal_all", "create_comment", "case_reopen"}}}},
		"8.18":       {"V3", []map[row][]string{fromV1, fromV2, v3}},
		"9.3":        {"V3", []map[row][]string{fromV1, fromV2, v3}},
		"9.4":        {"V3", []map[row][]string{fromV1, fromV2, v3Templates}},
		"9.5":        {"V3", []map[row][]string{fromV1, fromV2, v3Templates}},
		"serverless": {"V3", []map[row][]string{fromV1, fromV2, v3Templates}},
	} {
		c := builtIn(t, release)
		for _, solution := range Solutions() {
			if !c.Has(solution) {
				continue
			}
			first := accessFeatures[solution]
			for _, table := range era.tables {
				for from, to := range table {
					old := inSoc(featureIDs{first + from.old: {from.id}})
					replaced := inSoc(featureIDs{first + era.newest: to})
					if !c.Equivalent(old, replaced) {
						t.Errorf("%s: %s.%s is not equivalent to %s %v", release, first+from.old, from.id, era.newest, to)
					}
					if diff := cmp.Diff(c.Capabilities(replaced), c.Capabilities(old)); diff != "" {
						t.Errorf("%s: %s.%s gives other capabilities (-replacement +old):\n%s", release, first+from.old, from.id, diff)
					}
				}
			}
		}
	}
}

func TestEquivalentComparesMeaning(t *testing.T) {
	t.Parallel()
	const v1, v2, v3 = "securitySolutionCases", "securitySolutionCasesV2", "securitySolutionCasesV3"
	everySub := []string{"cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign"}
	with := func(level string, subs ...string) []string { return append([]string{level}, subs...) }
	for name, test := range map[string]struct {
		version string
		a, b    featureIDs
		want    bool
	}{
		"all has every sub-feature":               {"9.3", featureIDs{v3: {"all"}}, featureIDs{v3: with("all", everySub...)}, true},
		"minimal_all with every sub-feature":      {"9.3", featureIDs{v3: {"all"}}, featureIDs{v3: with("minimal_all", everySub...)}, true},
		"minimal_all without templates in 9.4":    {"9.4", featureIDs{v3: {"all"}}, featureIDs{v3: with("minimal_all", everySub...)}, false},
		"minimal_all alone is less":               {"9.3", featureIDs{v3: {"all"}}, featureIDs{v3: {"minimal_all"}}, false},
		"read is minimal_read":                    {"9.3", featureIDs{v3: {"read"}}, featureIDs{v3: {"minimal_read"}}, true},
		"all covers read":                         {"9.3", featureIDs{v3: {"all"}}, featureIDs{v3: {"read", "minimal_read", "minimal_all", "all"}}, true},
		"read does not cover all":                 {"9.3", featureIDs{v3: {"read"}}, featureIDs{v3: {"read", "all"}}, false},
		"order and duplicates do not count":       {"9.3", featureIDs{v3: {"minimal_read", "case_reopen"}}, featureIDs{v3: {"case_reopen", "minimal_read", "case_reopen"}}, true},
		"a sub-feature counts":                    {"9.3", featureIDs{v3: {"minimal_read", "case_reopen"}}, featureIDs{v3: {"minimal_read"}}, false},
		"old and new add up":                      {"9.3", featureIDs{v1: {"read"}, v3: {"all"}}, featureIDs{v3: {"all"}}, true},
		"three generations add up":                {"9.3", featureIDs{v1: {"minimal_all"}, v2: {"cases_delete"}, v3: {"cases_settings"}}, featureIDs{v3: {"all"}}, true},
		"an old minimal_all gains templates":      {"9.4", featureIDs{v2: {"minimal_all"}}, featureIDs{v3: {"minimal_all", "cases_assign"}}, false},
		"a sub-privilege of a later generation":   {"9.3", featureIDs{v1: {"create_comment"}}, featureIDs{v3: {"create_comment"}}, false},
		"8.16 minimal_all holds comments":         {"8.16", featureIDs{v1: {"minimal_all", "cases_delete", "cases_settings"}}, featureIDs{v1: {"all"}}, true},
		"8.11 minimal_all holds settings":         {"8.11", featureIDs{v1: {"minimal_all", "cases_delete"}}, featureIDs{v1: {"all"}}, true},
		"an unknown privilege counts":             {"9.3", featureIDs{v3: {"all", "update"}}, featureIDs{v3: {"all"}}, false},
		"an unknown generation counts":            {"9.3", featureIDs{"securitySolutionCasesV4": {"all"}}, featureIDs{v3: {"all"}}, false},
		"an unknown generation is its own":        {"9.3", featureIDs{"securitySolutionCasesV4": {"all"}}, featureIDs{"securitySolutionCasesV4": {"all", "all"}}, true},
		"V3 before its release":                   {"8.17", featureIDs{v3: {"all"}}, featureIDs{v2: {"all"}}, false},
		"another solution, generation V3":         {"9.3", featureIDs{v3: {"all"}}, featureIDs{"generalCasesV3": {"all"}}, false},
		"connectors all is minimal_all until 9.0": {"8.17", featureIDs{"actions": {"all"}}, featureIDs{"actions": {"minimal_all"}}, true},
		"connectors minimal_all from 9.1 is less": {"9.2", featureIDs{"actions": {"all"}}, featureIDs{"actions": {"minimal_all"}}, false},
		"connectors minimal_all with everything":  {"9.2", featureIDs{"actions": {"all"}}, featureIDs{"actions": {"minimal_all", "endpoint_security_execute"}}, true},
		"connectors read is minimal_read":         {"9.2", featureIDs{"actions": {"read"}}, featureIDs{"actions": {"minimal_read"}}, true},
		"the sub-feature is not part of read":     {"9.2", featureIDs{"actions": {"read"}}, featureIDs{"actions": {"read", "endpoint_security_execute"}}, false},
		"other features are compared by id":       {"9.2", featureIDs{"discover": {"all"}}, featureIDs{"discover": {"minimal_all"}}, false},
		"other features have no replacement":      {"9.2", featureIDs{"discover": {"all"}}, featureIDs{"discover_v2": {"all"}}, false},
		"other features, order and duplicates":    {"9.2", featureIDs{"siemV5": {"b", "a"}}, featureIDs{"siemV5": {"a", "b", "a"}}, true},
		"other features, one more":                {"9.2", featureIDs{"discover": {"read"}}, featureIDs{"discover": {"read"}, "ml": {"read"}}, false},
		"another solution, read":                  {"9.2", featureIDs{"generalCasesV3": {"read"}}, featureIDs{"observabilityCasesV3": {"read"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, test.version)
			if got := c.Equivalent(inSoc(test.a), inSoc(test.b)); got != test.want {
				t.Errorf("Equivalent(%v, %v) = %v, want %v", test.a, test.b, got, test.want)
			}
			if c.Equivalent(inSoc(test.b), inSoc(test.a)) != test.want {
				t.Error("not symmetric")
			}
		})
	}
}

func TestEquivalentComparesSpaces(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "9.2")
	read := roles.SpacePrivileges{Features: featureIDs{"generalCasesV3": {"read"}}}
	for name, test := range map[string]struct {
		a, b roles.Privileges
		want bool
	}{
		"absent and empty":                  {nil, roles.Privileges{"soc": {}}, true},
		"another space":                     {roles.Privileges{"a": read}, roles.Privileges{"b": read}, false},
		"one more space":                    {roles.Privileges{"a": read}, roles.Privileges{"a": read, "b": read}, false},
		"all spaces and one space":          {roles.Privileges{"*": read}, roles.Privileges{"a": read}, false},
		"base all is more than read":        {roles.Privileges{"a": {Base: []string{"all"}}}, roles.Privileges{"a": {Base: []string{"read"}}}, false},
		"base all covers base read":         {roles.Privileges{"a": {Base: []string{"all"}}}, roles.Privileges{"a": {Base: []string{"read", "all"}}}, true},
		"base read is more than cases read": {roles.Privileges{"a": {Base: []string{"read"}}}, roles.Privileges{"a": read}, false},
	} {
		if got := c.Equivalent(test.a, test.b); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
