package roles

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// app is an entry of Kibana's own application: "<resources>: <privileges>".
func app(text string) Application {
	resources, privileges, _ := strings.Cut(text, ": ")
	return Application{KibanaApplication, strings.Fields(privileges), strings.Fields(resources)}
}

func TestApplications(t *testing.T) {
	t.Parallel()
	got := Privileges{
		"soc": {Features: featureIDs{"ml": {"read"}, "actions": {"read", "all"}}},
		"*":   {Base: []string{"read"}},
		"dev": {Base: []string{"all"}},
	}.Applications()
	want := []Application{app("*: read"), app("space:dev: space_all"), app("space:soc: feature_actions.all feature_actions.read feature_ml.read")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("applications (-want +got):\n%s", diff)
	}
	if got := asJSON(t, Privileges{}.Applications()); got != "[]" {
		t.Errorf("no privileges: %s", got)
	}
}

// Kibana shows what it has written in Elasticsearch, and takes it back.
func TestEntriesOf(t *testing.T) {
	t.Parallel()
	entries, reasons := EntriesOf([]Application{
		app("*: feature_ml.all feature_ml.read"), app("space:soc space:noc: space_read"), app("space:dev: feature_a_b-C.minimal_all"),
	})
	if len(reasons) > 0 {
		t.Errorf("reasons: %q", reasons)
	}
	want := kibanaList(t, `[{"spaces":["*"],"base":[],"feature":{"ml":["all","read"]}},{"spaces":["soc","noc"],"base":["read"],"feature":{}},
		{"spaces":["dev"],"base":[],"feature":{"a_b-C":["minimal_all"]}}]`)
	if diff := cmp.Diff(want, entries, ignoreEmpty); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestEntriesOfReasons(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entries []Application
		want    []string
	}{
		"another application":   {[]Application{{"app", []string{"read"}, []string{"*"}}}, []string{`privileges of the application "app"`}},
		"every application":     {[]Application{{"*", []string{"*"}, []string{"*"}}}, []string{`the application "*"`}},
		"a pattern of spaces":   {[]Application{app("space:*-prod: feature_ml.all")}, []string{`the space pattern "*-prod"`}},
		"every space":           {[]Application{app("space:*: feature_ml.all")}, []string{`the space pattern "*"`}},
		"no space":              {[]Application{app("soc: feature_ml.all")}, []string{`the resource "soc"`}},
		"an invalid space id":   {[]Application{app("space:SOC: feature_ml.all")}, []string{`in "SOC", which is no space id`}},
		"an empty space id":     {[]Application{app("space:: feature_ml.all")}, []string{`the resource "space:"`}},
		"all spaces and one":    {[]Application{app("* space:soc: feature_ml.all")}, []string{`"*", "space:soc", and Kibana accepts all spaces only in an entry of their own`}},
		"a space twice":         {[]Application{app("space:soc: feature_ml.all"), app("space:dev space:soc: feature_apm.all")}, []string{`more than one entry for "soc"`}},
		"every action":          {[]Application{app("*: *")}, []string{`holds "*", a pattern of Elasticsearch's actions`}},
		"actions":               {[]Application{app("*: cases:* all")}, []string{`holds "cases:*", a pattern`}},
		"a wildcard in a name":  {[]Application{app("*: feature_generalCases*")}, []string{`holds "feature_generalCases*", a pattern`}},
		"a space's base on all": {[]Application{app("*: space_all")}, []string{`the base privilege "space_all" on "*"`}},
		"all's base on a space": {[]Application{app("space:soc: read")}, []string{`the base privilege "read" on "space:soc"`}},
		"base beside features":  {[]Application{app("space:soc: space_read feature_ml.all")}, []string{`the base privilege "read" beside features`}},
		"reserved privileges":   {[]Application{app("*: reserved_fleet-setup")}, []string{`the privilege "reserved_fleet-setup"`}},
		"those of a space":      {[]Application{app("space:soc: reserved_fleet-setup")}, []string{`the privilege "reserved_fleet-setup"`}},
		"several":               {[]Application{app("space:soc: read cases:*"), app("space:a*: feature_ml.all")}, []string{"base privilege", "cases:*", "space pattern"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, reasons := EntriesOf(test.entries)
			if len(reasons) != len(test.want) {
				t.Fatalf("reasons %q, want %q", reasons, test.want)
			}
			for i, text := range test.want {
				if !strings.Contains(reasons[i], text) || !strings.HasPrefix(reasons[i], "holds ") {
					t.Errorf("%q does not say %q", reasons[i], text)
				}
			}
		})
	}
}

func TestParsePrivilege(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]ApplicationPrivilege{
		"all": {Base: BaseAll, Global: true}, "space_read": {Base: BaseRead}, "feature_siemV5.minimal_all": {Feature: "siemV5", ID: "minimal_all"},
		"reserved_ml_user": {}, "feature_siem": {}, "feature_a.b.c": {}, "space_write": {}, "minimal_all": {},
	} {
		if got, isName := ParsePrivilege(name); got != want || !isName {
			t.Errorf("%s: %+v, %v", name, got, isName)
		}
	}
	for _, pattern := range []string{"*", "cases:cases/getCase", "space_*", "Feature_x.all", "/feature_.*/", "feature_x.a;;", "", "feature_é.all"} {
		if got, isName := ParsePrivilege(pattern); isName || got != (ApplicationPrivilege{}) {
			t.Errorf("%q is taken for a name: %+v", pattern, got)
		}
	}
}

func TestApplicationReaches(t *testing.T) {
	t.Parallel()
	for application, want := range map[string]bool{"kibana-.kibana": true, "kibana-*": true, "*": true, "kibana-.kibana*": true, "kibana-.kibana-9": false, "app": false, "kibana-b*": false, "kibana-": false} {
		if got := (Application{Application: application}).Reaches(); got != want {
			t.Errorf("%s: %v", application, got)
		}
	}
}
