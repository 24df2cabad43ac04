package cases

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// eras holds the releases of each era in testdata/operations_by_era.json.
var eras = map[string][]string{
	"8.4-8.11":  {"8.11"},
	"8.12-8.16": {"8.12", "8.13", "8.14", "8.15", "8.16"},
	"8.17":      {"8.17"},
	"8.18-9.3":  {"8.18", "8.19", "9.0", "9.1", "9.2", "9.3"},
	"9.4":       {"9.4"},
	"9.5+":      {"9.5", "9.6", "10.0", "serverless"},
}

// namedOperations maps Kibana's names to operations.
var namedOperations = map[string]operations{
	"createCase": createCase, "getCase": getCase, "updateCase": updateCase, "deleteCase": deleteCase, "pushCase": pushCase,
	"createComment": createComment, "getComment": getComment, "updateComment": updateComment, "deleteComment": deleteComment,
	"createConfiguration": createConfiguration, "findConfigurations": findConfigurations, "updateConfiguration": updateConfiguration,
	"reopenCase": reopenCase, "assignCase": assignCase, "manageTemplate": manageTemplate, "getFieldDefinitions": getFieldDefinitions,
	"getTags": getTags, "getReporters": getReporters, "getUserActions": getUserActions,
}

func namesOf(o operations) []string {
	names := []string{}
	for name, bit := range namedOperations {
		if o.has(bit) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// The facts come from Kibana's feature definitions: operations by era, generation and
// privilege id.
func TestOperationsAgreeWithKibanaSource(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/operations_by_era.json")
	if err != nil {
		t.Fatal(err)
	}
	var facts map[string]map[string]map[string][]string
	if err := json.Unmarshal(data, &facts); err != nil {
		t.Fatal(err)
	}
	if len(facts) != len(eras) {
		t.Fatalf("%d eras in the facts, %d in this test", len(facts), len(eras))
	}
	for era, releases := range eras {
		for _, release := range releases {
			t.Run(release, func(t *testing.T) {
				t.Parallel()
				c := builtIn(t, release)
				for _, solution := range Solutions() {
					if release == "serverless" && solution == Stack {
						continue
					}
					got := map[string]map[string][]string{}
					for _, g := range c.generations[solution] {
						generation := "V" + string(rune('0'+g.number))
						got[generation] = map[string][]string{}
						everyFeature := []string{"all", "read", "minimal_all", "minimal_read"}
						for _, id := range append(everyFeature, g.subFeatures...) {
							got[generation][id] = namesOf(g.builtInOperations(id, c.version))
						}
					}
					if diff := cmp.Diff(facts[era], got); diff != "" {
						t.Errorf("%s (-facts +got):\n%s", solution, diff)
					}
				}
			})
		}
	}
}

func TestBuiltInFeatureIDsOfEachRelease(t *testing.T) {
	t.Parallel()
	firsts := map[Solution]string{Security: "securitySolutionCases", Observability: "observabilityCases", Stack: "generalCases"}
	for release, suffixes := range map[string][]string{
		"8.11": {""}, "8.16": {""},
		"8.17": {"", "V2"},
		"8.18": {"", "V2", "V3"}, "8.19": {"", "V2", "V3"}, "9.0": {"", "V2", "V3"}, "9.3": {"", "V2", "V3"}, "9.4": {"", "V2", "V3"},
		"serverless": {"", "V2", "V3"},
	} {
		c := builtIn(t, release)
		for _, solution := range Solutions() {
			var want, got []string
			for _, suffix := range suffixes {
				if release != "serverless" || solution != Stack {
					want = append(want, firsts[solution]+suffix)
				}
			}
			for _, g := range c.generations[solution] {
				got = append(got, g.feature)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", release, solution, diff)
			}
			if c.Has(solution) != (len(want) > 0) {
				t.Errorf("%s: Has(%s) = %v", release, solution, c.Has(solution))
			}
		}
	}
}

func TestSolutionOfFeatureIDs(t *testing.T) {
	t.Parallel()
	for feature, want := range map[string]Solution{
		"generalCases": Stack, "generalCasesV2": Stack, "generalCasesV3": Stack, "generalCasesV12": Stack,
		"observabilityCases": Observability, "observabilityCasesV4": Observability,
		"securitySolutionCases": Security, "securitySolutionCasesV3": Security,
		"securitySolutionCasesV1": "", "securitySolutionCasesV0": "", "securitySolutionCasesV03": "", "securitySolutionCasesV": "",
		"securitySolutionCasesV+3": "", "securitySolutionCasesv3": "", "securitySolutionCases3": "", "securitySolutionCasesV2x": "",
		"siemV5": "", "actions": "", "": "", "V2": "", "xgeneralCases": "",
	} {
		got, ok := SolutionOf(feature)
		if got != want || ok != (want != "") {
			t.Errorf("SolutionOf(%q) = %q, %v, want %q", feature, got, ok, want)
		}
	}
}
