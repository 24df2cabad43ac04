package cases

import "testing"

// Every match of a regular expression begins with its literal beginning.
func TestLiteralBeginning(t *testing.T) {
	t.Parallel()
	for regexp, want := range map[string]string{
		"": "", "abc": "abc", "abc.*": "abc", "abc+": "abc", "ab?c": "a", "ab*c": "a", "ab{0,1}c": "a", "?": "", "*a": "", "a|b": "", `a\|b`: "",
		"a(b)": "a", "a[bc]": "a", `a"b"`: "a", "a#": "a", "a@": "a", "a&b": "a", "a<1-2>": "a", "a~b": "a", "a^b": "a", "a$": "a", "a}": "a", "a]": "a", "a)": "a",
		`\.kibana`: ".kibana", `\.a\.b.*`: ".a.b", `a\\b`: `a\b`, `a\?b`: "a?b", `a\*`: "a*", `ab\*?`: "ab", `a\.`: "a.",
		`a\d`: "a", `a\w`: "a", `a\s`: "a", `a\D`: "a", `a\W`: "a", `a\S`: "a", `a\dbc`: "a", "adwsDWS": "adwsDWS", `a\n`: "an",
	} {
		if got := literalBeginning(regexp); got != want {
			t.Errorf("%s: %q, want %q", regexp, got, want)
		}
	}
}

func TestMayBegin(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern string
		want    bool
	}{
		{".kibana", true},
		{".kib*", true},
		{"?kibana*", true},
		{"*", true},
		{".kib", false},
		{".kiba?", false},
		{"logs-*", false},
		{`\.kibana`, true}, // an escape counts
		{"/.*/", true},
		{`/\.kib.*/`, true},
		{`/\.kibana_alerting.*/`, true},
		{`/\.kix.*/`, false},
		{"/logs/", false},
		{"/lo?.*/", false},
		{"/l?.*/", true},
	} {
		if got := mayBegin(test.pattern, ".kibana"); got != test.want {
			t.Errorf("%s: %v", test.pattern, got)
		}
	}
}

// Features of Kibana open two ways, and Elasticsearch opens the others.
func TestWaysInKibana(t *testing.T) {
	t.Parallel()
	for way, want := range map[string]bool{
		WaySavedObjects: true, WayFiles: true, WayManageSecurity: false, WayServiceAccounts: false, WayDelegatePKI: false,
		WayApplicationPrivileges: false, WayRunAs: false, WayKibanaIndices: false, WaySecurityIndices: false, WayCaseAnalytics: false,
	} {
		if got := (WayAround{Way: way}).InKibana(); got != want {
			t.Errorf("%s: %v", way, got)
		}
	}
}
