package cases

import (
	"strings"
	"testing"
)

// TestRuleName: 1 to 507 printable ASCII characters, no space at either end, no
// comma.
func TestRuleName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"soc-tier1", "a", "SOC tier 1", "a/b", "a:b", "~", "!", strings.Repeat("x", 507), `"quoted"`, "_leading", "1", "a%20b",
	} {
		expectFindings(t, CheckName("name", name), nil, nil)
	}
	for name, says := range map[string]string{
		"":                       "1 to 507",
		strings.Repeat("x", 508): "507 at most",
		" a":                     "Remove it",
		"a ":                     "Remove it",
		" ":                      "Remove it",
		"a,b":                    "comma",
		"rôle":                   "ASCII",
		"a\tb":                   "ASCII",
		"a\n":                    "ASCII",
		"a\x7f":                  "ASCII",
		"a\u00a0b":               "ASCII",
	} {
		expectFindings(t, CheckName("name", name), []string{"error at name: Invalid role name"}, []string{says})
	}
}

// TestRuleDescription: at most 1,000 characters, as Elasticsearch counts them.
func TestRuleDescription(t *testing.T) {
	t.Parallel()
	for _, description := range []string{"", "Works cases", strings.Repeat("x", 1000), strings.Repeat("ü", 1000), strings.Repeat("😀", 500), "two\nlines"} {
		expectFindings(t, CheckDescription(description), nil, nil)
	}
	for _, description := range []string{strings.Repeat("x", 1001), strings.Repeat("ü", 1001), strings.Repeat("😀", 501)} {
		expectFindings(t, CheckDescription(description), []string{"error at description: Description is too long"}, []string{"1000 at most"})
	}
}

// TestRuleMetadata: a JSON object whose keys Elasticsearch does not keep for
// itself.
func TestRuleMetadata(t *testing.T) {
	t.Parallel()
	for _, metadata := range []string{`{}`, `{"team":"secops"}`, `{"a_b":1,"nested":{"_inner":true}}`, ` {"a": [1, null]} `} {
		expectFindings(t, CheckMetadata(metadata), nil, nil)
	}
	for _, metadata := range []string{``, `null`, `[]`, `"x"`, `1`, `{`, `{} {}`, `{"a":}`} {
		expectFindings(t, CheckMetadata(metadata), []string{"error at metadata: Metadata is not a JSON object"}, []string{"jsonencode({"})
	}
	expectFindings(t, CheckMetadata(`{"_reserved":true,"a":1}`), []string{"error at metadata: Reserved metadata key"}, []string{`"_reserved" begins with "_"`})
	for range 20 { // in one order, however a map is walked
		expectFindings(t, CheckMetadata(`{"_c":1,"_a":1,"_b":1}`), []string{
			"error at metadata: Reserved metadata key", "error at metadata: Reserved metadata key", "error at metadata: Reserved metadata key",
		}, []string{`"_a"`, `"_b"`, `"_c"`})
	}
}

// TestRuleReserved: roles that Elasticsearch reserves cannot be managed.
func TestRuleReserved(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"superuser", "kibana_admin", "kibana_system", "kibana_user", "editor", "viewer"} {
		for _, at := range []Attribute{"name", "role"} {
			expectFindings(t, CheckReserved(at, name), []string{"error at " + string(at) + ": Reserved role"}, []string{"Choose another name"})
		}
	}
	for _, name := range []string{"soc-tier1", "Superuser", "editors", ""} {
		expectFindings(t, CheckReserved("name", name), nil, nil)
	}
}
