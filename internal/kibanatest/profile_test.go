package kibanatest

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestProfileNames(t *testing.T) {
	t.Parallel()
	for _, name := range ProfileNames() {
		p := profileOf(t, name)
		equal(t, p.Name, name)
		equal(t, p.Serverless, strings.HasPrefix(name, "serverless-"))
		if !p.Serverless && !strings.HasPrefix(p.Version, name+".") {
			t.Errorf("%s has version %s", name, p.Version)
		}
	}
	if _, err := ProfileFor("7.17"); err == nil {
		t.Error("profile 7.17 exists")
	}
	equal(t, Newest().Name, "9.5")
}

// TestCasesOperations compares the operations of each cases privilege with
// testdata/cases-operations.json, for each era and owner. An era is a range of
// releases with the same operations.
func TestCasesOperations(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/cases-operations.json")
	if err != nil {
		t.Fatal(err)
	}
	var eras map[string]map[string]map[string][]string
	if err := json.Unmarshal(data, &eras); err != nil {
		t.Fatal(err)
	}
	eraOf := map[string]string{
		"8.11": "8.11", "8.12": "8.12", "8.15": "8.12", "8.16": "8.12", "8.17": "8.17",
		"8.18": "8.18", "8.19": "8.18", "9.0": "8.18", "9.2": "8.18", "9.3": "8.18", "9.4": "9.4", "9.5": "9.5", "9.6": "9.5",
	}
	owners := map[string]string{"generalCases": "cases", "observabilityCases": "observability", "securitySolutionCases": "securitySolution"}
	for name, era := range eraOf {
		p := profileOf(t, name)
		for solution, owner := range owners {
			var ids []string
			for generation, want := range eras[era] {
				id := solution + strings.TrimPrefix(generation, "V1")
				ids = append(ids, id)
				f, ok := p.feature(id)
				if !ok {
					t.Fatalf("%s has no %s", name, id)
				}
				equal(t, f.Owner, owner)
				got := make(map[string][]string)
				for _, privilege := range f.privilegeIDs(true) {
					got[privilege] = operations(p, f, privilege)
				}
				equal(t, got, want)
				if newest := generation == "V3" || era == "8.17" && generation == "V2" || len(eras[era]) == 1; f.Deprecated == newest {
					t.Errorf("%s: %s deprecated: %v", name, id, f.Deprecated)
				}
			}
			for _, f := range p.Features {
				if strings.HasPrefix(f.ID, solution) && !slices.Contains(ids, f.ID) {
					t.Errorf("%s has %s", name, f.ID)
				}
			}
		}
	}
}

// TestReplacements checks that every deprecated privilege has a replacement, and that
// the replacement exists and is not deprecated. Kibana's registry requires both.
func TestReplacements(t *testing.T) {
	t.Parallel()
	for _, name := range ProfileNames() {
		p := profileOf(t, name)
		for _, f := range p.Features {
			if f.Deprecated && !p.hasReplacements() {
				t.Errorf("%s: %s is deprecated", name, f.ID)
			}
			for _, id := range f.privilegeIDs(true) {
				replacements, err := p.replacement(f.ID, id)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				for _, replacement := range replacements {
					successor, ok := p.feature(replacement.Feature)
					if !ok || successor.Deprecated {
						t.Errorf("%s: %s.%s is replaced by %s", name, f.ID, id, replacement.Feature)
					}
					for _, privilege := range replacement.Privileges {
						if !slices.Contains(successor.privilegeIDs(true), privilege) {
							t.Errorf("%s: %s.%s is replaced by %s.%s", name, f.ID, id, replacement.Feature, privilege)
						}
					}
				}
			}
		}
	}
}

func TestCasesReplacements(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		profile, feature, privilege, successor string
		want                                   []string
	}{
		{"8.16", "generalCases", "minimal_all", "generalCases", []string{"minimal_all"}},
		{"8.17", "generalCases", "all", "generalCasesV2", []string{"all"}},
		{"8.17", "generalCases", "minimal_all", "generalCasesV2", []string{"minimal_all", "create_comment", "case_reopen"}},
		{"8.17", "generalCases", "minimal_read", "generalCasesV2", []string{"minimal_read"}},
		{"8.18", "observabilityCases", "minimal_all", "observabilityCasesV3", []string{"minimal_all", "create_comment", "case_reopen", "cases_assign"}},
		{"9.3", "observabilityCasesV2", "minimal_all", "observabilityCasesV3", []string{"minimal_all", "cases_assign"}},
		{"9.3", "observabilityCasesV2", "create_comment", "observabilityCasesV3", []string{"create_comment"}},
		{"9.4", "securitySolutionCases", "minimal_all", "securitySolutionCasesV3", []string{"minimal_all", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"}},
		{"9.4", "securitySolutionCasesV2", "minimal_all", "securitySolutionCasesV3", []string{"minimal_all", "cases_assign", "cases_manage_templates"}},
		{"9.5", "securitySolutionCasesV2", "cases_manage_templates", "securitySolutionCasesV3", []string{"cases_manage_templates"}},
		{"9.5", "securitySolutionCasesV3", "minimal_all", "securitySolutionCasesV3", []string{"minimal_all"}},
	} {
		got, err := profileOf(t, tt.profile).replacement(tt.feature, tt.privilege)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, []FeaturePrivileges{{tt.successor, tt.want}})
	}
}

// TestFeaturesByVersion checks some features that releases added, changed or removed.
func TestFeaturesByVersion(t *testing.T) {
	t.Parallel()
	four := []string{"all", "read", "minimal_all", "minimal_read"}
	for _, tt := range []struct {
		profile, feature string
		want             []string
	}{
		{"8.16", "actions", four},
		{"9.2", "actions", append(slices.Clone(four), "endpoint_security_execute")},
		{"8.16", "savedQueryManagement", []string{"all", "minimal_all"}},
		{"8.17", "savedQueryManagement", four},
		{"8.17", "discover_v2", nil},
		{"8.18", "discover_v2", append(slices.Clone(four), "url_create", "store_search_session", "generate_report")},
		{"8.17", "siemV2", nil},
		{"9.3", "securitySolutionRulesV2", nil},
		{"9.4", "securitySolutionRulesV2", append(slices.Clone(four), "security_solution_exceptions_all")},
		{"9.2", "onechat", four},
		{"9.4", "onechat", nil},
	} {
		f, ok := profileOf(t, tt.profile).feature(tt.feature)
		if ok != (tt.want != nil) {
			t.Errorf("%s has %s: %v", tt.profile, tt.feature, ok)
		} else if ok {
			equal(t, f.privilegeIDs(true), tt.want)
		}
	}
}

func TestServerlessProjects(t *testing.T) {
	t.Parallel()
	for project, want := range map[string][]string{
		"security":      {"securitySolutionCases", "securitySolutionCasesV2", "securitySolutionCasesV3"},
		"observability": {"observabilityCases", "observabilityCasesV2", "observabilityCasesV3"},
		"search":        nil,
	} {
		var got []string
		for _, f := range profileOf(t, "serverless-"+project).Features {
			if strings.Contains(f.ID, "Cases") {
				got = append(got, f.ID)
			}
		}
		equal(t, got, want)
	}
}

func TestProfileWithAndWithout(t *testing.T) {
	t.Parallel()
	p := Newest()
	future := Feature{ID: "generalCasesV4", Owner: "cases"}
	q := p.With(future, Feature{ID: "discover", Name: "changed"}).Without("graph")
	if _, ok := p.feature("generalCasesV4"); ok {
		t.Error("With changed its receiver")
	}
	if _, ok := p.feature("graph"); !ok {
		t.Error("Without changed its receiver")
	}
	got, _ := q.feature("generalCasesV4")
	equal(t, got, future)
	changed, _ := q.feature("discover")
	equal(t, changed.Name, "changed")
	if _, ok := q.feature("graph"); ok {
		t.Error("graph is still there")
	}
}
