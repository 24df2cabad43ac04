package cases

import (
	"strings"
	"testing"
)

// A role name has 1 to 507 printable ASCII characters, no space at either end, and no
// comma.
func TestCheckNameRefusesInvalidRoleNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"soc-tier1", "a", "SOC tier 1", "a/b", "a:b", "~", "!", strings.Repeat("x", 507), `"quoted"`, "_leading", "1", "a%20b",
	} {
		expectFindings(t, CheckName("name", name), nil, nil)
	}
	for name, detail := range map[string]string{
		"":                       "1 to 507",
		strings.Repeat("x", 508): "507 at most",
		strings.Repeat("ä", 300): "characters that a role name cannot have",
		" a":                     "Remove it",
		"a ":                     "Remove it",
		" ":                      "Remove it",
		"a,b":                    "comma",
		".":                      "path of a URL",
		"..":                     "path of a URL",
		"rôle":                   "ASCII",
		"a\tb":                   "ASCII",
		"a\n":                    "ASCII",
		"a\x7f":                  "ASCII",
		"a\u00a0b":               "ASCII",
	} {
		expectFindings(t, CheckName("name", name), []string{"error at name: Invalid role name"}, []string{detail})
	}
}

// Elasticsearch counts UTF-16 code units.
func TestCheckDescriptionRefusesMoreThan1000Characters(t *testing.T) {
	t.Parallel()
	for _, description := range []string{"", "Works cases", strings.Repeat("x", 1000), strings.Repeat("ü", 1000), strings.Repeat("😀", 500), "two\nlines"} {
		expectFindings(t, CheckDescription(description), nil, nil)
	}
	for _, description := range []string{strings.Repeat("x", 1001), strings.Repeat("ü", 1001), strings.Repeat("😀", 501)} {
		expectFindings(t, CheckDescription(description), []string{"error at description: Description is too long"}, []string{"at most 1000"})
	}
}

func TestCheckMetadataRefusesOtherJSONAndReservedKeys(t *testing.T) {
	t.Parallel()
	for _, metadata := range []string{`{}`, `{"team":"secops"}`, `{"a_b":1,"nested":{"_inner":true}}`, ` {"a": [1, null]} `} {
		expectFindings(t, CheckMetadata(metadata), nil, nil)
	}
	for _, metadata := range []string{``, `null`, `[]`, `"x"`, `1`, `{`, `{} {}`, `{"a":}`} {
		expectFindings(t, CheckMetadata(metadata), []string{"error at metadata: Metadata is not a JSON object"}, []string{"jsonencode({"})
	}
	expectFindings(t, CheckMetadata(`{"_reserved":true,"a":1}`), []string{"error at metadata: Reserved metadata key"}, []string{`"_reserved" begins with "_"`})
	for range 20 { // the order does not depend on the iteration of maps
		expectFindings(t, CheckMetadata(`{"_c":1,"_a":1,"_b":1}`), []string{
			"error at metadata: Reserved metadata key", "error at metadata: Reserved metadata key", "error at metadata: Reserved metadata key",
		}, []string{`"_a"`, `"_b"`, `"_c"`})
	}
}

// Kibana reads numbers as 64-bit floats. A number that becomes null or 0 gives an
// error, an integer that loses digits a warning.
func TestCheckMetadataNumbers(t *testing.T) {
	t.Parallel()
	in := func(number string) string { return `{"team":{"list":["secops",` + number + `]}}` }
	for _, number := range []string{
		"0", "-0", "0.0", "0e400", "1", "-1.50", "1e2", "1e21", "1e22", "1e23", "1e308", "5e-324", "0.1", "0.3333333333333333333333333333333333333333",
		"9007199254740991", "9007199254740992", "9007199254740994", "12345678901234567000", "-9007199254740992.0", `"1e400"`, `"12345678901234567890"`,
	} {
		expectFindings(t, CheckMetadata(in(number)), nil, nil)
	}
	for _, number := range []string{"1e400", "-1e400", "1E309", "1e999999999999", "1e-400", "-1e-999999999999"} {
		expectFindings(t, CheckMetadata(in(number)), []string{"error at metadata: Number cannot be kept"}, []string{number + " in metadata"})
		expectFindings(t, CheckMetadata(in(number)), []string{"error at metadata: Number cannot be kept"}, []string{`Write it as a string: "` + number + `"`})
	}
	for number, becomes := range map[string]string{
		"9007199254740993": "9007199254740992", "-9007199254740993": "-9007199254740992", "12345678901234567890": "12345678901234567000",
		"9007199254740993.0": "9007199254740992", "123456789012345678901234567890": "1.2345678901234568e+29",
	} {
		expectFindings(t, CheckMetadata(in(number)), []string{"warning at metadata: Number " + number + " loses digits"}, []string{number + " in metadata becomes " + becomes})
	}
	expectFindings(t, CheckMetadata(`{"_n":1e400}`), []string{"error at metadata: Reserved metadata key", "error at metadata: Number cannot be kept"}, nil)
}

func TestCheckBuiltInRoleRefusesBuiltInRoles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"superuser", "kibana_admin", "kibana_system", "kibana_user", "editor", "viewer"} {
		for _, at := range []Attribute{"name", "role"} {
			expectFindings(t, CheckBuiltInRole(at, name), []string{"error at " + string(at) + ": Reserved role"}, []string{"Choose another name"})
		}
	}
	for _, name := range []string{"soc-tier1", "Superuser", "editors", ""} {
		expectFindings(t, CheckBuiltInRole("name", name), nil, nil)
	}
}
