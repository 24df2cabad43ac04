package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestDataFeatureCatalog: what each Kibana has to grant.
func TestDataFeatureCatalog(t *testing.T) {
	t.Parallel()
	const everywhere = "security observability stack"
	for name, test := range map[string]struct {
		version, flavor, solutions string
		generations                string // as suffixes, the oldest without
		subFeatures                string
	}{
		"8.11":                     {"8.11.4", "traditional", everywhere, "", "delete_cases"},
		"8.16":                     {"8.16.6", "traditional", everywhere, "", "delete_cases edit_settings"},
		"8.17":                     {"8.17.10", "traditional", everywhere, " V2", "delete_cases edit_settings add_comments reopen_cases"},
		"8.18":                     {"8.18.8", "traditional", everywhere, " V2 V3", "delete_cases edit_settings add_comments reopen_cases assign_users"},
		"9.2":                      {"9.2.0", "traditional", everywhere, " V2 V3", "delete_cases edit_settings add_comments reopen_cases assign_users"},
		"9.5":                      {"9.5.4", "traditional", everywhere, " V2 V3", allSubFeatures},
		"9.6":                      {"9.6.0", "traditional", everywhere, " V2 V3", allSubFeatures},
		"serverless-security":      {"9.5.0", "serverless", "security", " V2 V3", allSubFeatures},
		"serverless-observability": {"9.5.0", "serverless", "observability", " V2 V3", allSubFeatures},
		"serverless-search":        {"9.5.0", "serverless", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, name))
			p := start(t, k.settings(nil))
			solutions := map[string]any{}
			for solution := range strings.FieldsSeq(test.solutions) {
				solutions[solution] = catalogEntry(casesFeatures[solution], test.generations, test.subFeatures)
			}
			want := map[string]any{"kibana_version": test.version, "build_flavor": test.flavor, "license": "trial", "solutions": solutions}
			if diff := cmp.Diff(want, p.reads("cases_feature_catalog", nil)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			p.wantNoDiagnostics()
		})
	}
}

const allSubFeatures = "delete_cases edit_settings add_comments reopen_cases assign_users manage_templates"

// catalogEntry is what the catalogue says of a solution.
func catalogEntry(first, generations, subFeatures string) any {
	suffixes := strings.Split(generations, " ")
	newest := len(suffixes) - 1
	deprecated, sub := []any{}, []any{}
	for _, suffix := range suffixes[:newest] {
		deprecated = append(deprecated, first+suffix)
	}
	for name := range strings.FieldsSeq(subFeatures) {
		sub = append(sub, name)
	}
	return map[string]any{"feature_id": first + suffixes[newest], "deprecated_feature_ids": deprecated, "sub_features": sub}
}

// The licence is null where it cannot be had, and never decides what there is.
func TestDataFeatureCatalogLicense(t *testing.T) {
	t.Parallel()
	silent := func(status int) func(target) {
		return func(k target) { k.Hook(kibanatest.On("GET", "/api/licensing/info").Answer(status, "")) }
	}
	for name, test := range map[string]struct {
		prepare func(target)
		want    any
	}{
		"trial":    {func(target) {}, "trial"},
		"basic":    {func(k target) { k.SetLicense("basic") }, "basic"},
		"platinum": {func(k target) { k.SetLicense("platinum") }, "platinum"},
		"hidden":   {silent(404), nil},
		"broken":   {silent(500), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			test.prepare(k)
			p := start(t, k.settings(nil))
			data := p.reads("cases_feature_catalog", nil)
			p.wantNoDiagnostics()
			if data["license"] != test.want {
				t.Errorf("license %v, want %v", data["license"], test.want)
			}
			solutions, _ := data["solutions"].(map[string]any)
			if diff := cmp.Diff(catalogEntry("generalCases", " V2 V3", allSubFeatures), solutions["stack"]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
