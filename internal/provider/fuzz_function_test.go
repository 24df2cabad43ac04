package provider_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// What the functions know, in the words of their documentation.
var (
	abilities    = []string{"delete_cases", "edit_settings", "add_comments", "reopen_cases", "assign_users", "manage_templates"}
	everyAbility = append(slices.Clone(abilities), "read_cases", "create_cases", "update_cases", "push_cases", "use_connectors", "manage_connectors")
	aVersion     = regexp.MustCompile(`^(serverless$|\d+\.\d+)`)
)

// FuzzFeaturePrivileges: what the privileges that one function returns let people
// do, by the other, is what was asked for. A refusal points at an argument that
// is wrong.
func FuzzFeaturePrivileges(f *testing.F) {
	for _, seed := range [][4]string{
		{"security", "full", `{"delete_cases":false}`, "9.2.0"},
		{"observability", "assignee", `{"assign_users":false,"edit_settings":false}`, "8.18"},
		{"stack", "view", `{"add_comments":true}`, "8.11.4"},
		{"stack", "none", `{}`, "serverless"},
		{"security", "view", `null`, "serverless"},
		{"security", "full", `{"manage_templates":false,"reopen_cases":null}`, "9.4.0"},
		{"observability", "view", `{"manage_templates":true}`, "9.3"},
		{"siem", "full", `{}`, "9.2.0"},
		{"security", "all", `{}`, "9.2.0"},
		{"security", "full", `{"delete_case":false}`, "9.2.0"},
		{"security", "full", `{}`, "8.10.4"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	f.Fuzz(func(t *testing.T, solution, access, subFeatures, version string) {
		var customised map[string]*bool
		if json.Unmarshal([]byte(subFeatures), &customised) != nil || !allValid(append(slices.Collect(maps.Keys(customised)), solution, access, version)...) {
			t.Skip("Terraform sends nothing like it")
		}
		unknown := slices.ContainsFunc(slices.Collect(maps.Keys(customised)), func(key string) bool { return !slices.Contains(abilities, key) })
		wrong := []bool{
			casesFeatures[solution] == "", !slices.Contains([]string{"full", "assignee", "view", "none"}, access), unknown, !aVersion.MatchString(version),
		}
		result, problem := call(t, "feature_privileges", solution, access, customised, version)
		if problem != nil {
			pointsAt(t, problem, 4)
			if slices.Contains(wrong, true) && *problem.FunctionArgument != 3 && !wrong[*problem.FunctionArgument] {
				t.Errorf("argument %d is blamed, and wrong are %v: %s", *problem.FunctionArgument, wrong, problem.Text)
			}
			return
		}
		if slices.Contains(wrong, true) {
			t.Fatalf("taken although wrong are %v: %s", wrong, result)
		}
		var stored map[string][]string
		if err := json.Unmarshal([]byte(result), &stored); err != nil {
			t.Fatal(err)
		}
		held := map[string]bool{}
		for feature, privileges := range stored {
			if feature != "actions" && !strings.HasPrefix(feature, casesFeatures[solution]) || len(privileges) == 0 {
				t.Errorf("%s: %v", feature, privileges)
			}
			for _, ability := range capabilitiesOf(t, feature, privileges, version) {
				held[ability] = true
			}
		}
		wants := map[string]bool{
			"read_cases": access != "none", "create_cases": access == "full" || access == "assignee", "update_cases": access == "full" || access == "assignee",
			"manage_connectors": access == "full",
		}
		for key, granted := range customised {
			if granted != nil {
				wants[key] = *granted
			}
		}
		for ability, want := range wants {
			if held[ability] != want {
				t.Errorf("%s of %s %s %s on %s: %v, by %v", ability, solution, access, subFeatures, version, held[ability], stored)
			}
		}
	})
}

// FuzzCapabilities: privileges add up, in whatever order and however often they
// are listed. A refusal points at an argument that is wrong.
func FuzzCapabilities(f *testing.F) {
	for _, seed := range [][3]string{
		{"securitySolutionCasesV3", "minimal_all cases_delete", "9.2.0"},
		{"generalCases", "all", "8.11.0"},
		{"observabilityCasesV2", "read create_comment read", "8.19"},
		{"actions", "all", "serverless"},
		{"actions", "read endpoint_security_execute", "9.5"},
		{"generalCases", "all", "serverless"},
		{"generalCasesV2", "cases_manage_templates minimal_read", "9.4"},
		{"siemV5", "all", "9.2"},
		{"actions", "write", "9.2"},
		{"actions", "", "newest"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, feature, listed, version string) {
		if !allValid(feature, listed, version) {
			t.Skip("Terraform sends nothing like it")
		}
		privileges := strings.Fields(listed)
		slices.Sort(privileges)
		privileges = slices.Compact(privileges) // a set
		result, problem := call(t, "capabilities", feature, privileges, version)
		if problem != nil {
			pointsAt(t, problem, 3)
			return
		}
		known := feature == "actions" || slices.ContainsFunc(slices.Collect(maps.Values(casesFeatures)), func(id string) bool { return strings.HasPrefix(feature, id) })
		if !known || !aVersion.MatchString(version) {
			t.Fatalf("%q on %q is taken: %s", feature, version, result)
		}
		sum := []string{}
		for _, privilege := range privileges {
			sum = append(sum, capabilitiesOf(t, feature, []string{privilege}, version)...)
		}
		slices.Sort(sum)
		if all := capabilitiesOf(t, feature, privileges, version); !slices.Equal(all, slices.Compact(sum)) {
			t.Errorf("%q of %s on %s give %q together, and %q one by one", privileges, feature, version, all, sum)
		}
	})
}

// capabilitiesOf are those of privileges that there are.
func capabilitiesOf(t *testing.T, feature string, privileges []string, version string) (held []string) {
	t.Helper()
	result, problem := call(t, "capabilities", feature, privileges, version)
	if problem != nil {
		t.Fatalf("%q of %q on %q: %s", privileges, feature, version, problem.Text)
	}
	if err := json.Unmarshal([]byte(result), &held); err != nil {
		t.Fatal(err)
	}
	for _, ability := range held {
		if !slices.Contains(everyAbility, ability) {
			t.Errorf("nobody knows what %q is", ability)
		}
	}
	return held
}

func allValid(texts ...string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !utf8.ValidString(text) })
}

// pointsAt checks that a refusal says what is wrong, of which of the parameters.
func pointsAt(t *testing.T, problem *tfprotov6.FunctionError, parameters int64) {
	t.Helper()
	if at := problem.FunctionArgument; at == nil || *at < 0 || *at >= parameters || problem.Text == "" || strings.HasSuffix(problem.Text, ".") {
		t.Fatalf("argument %v: %q", at, problem.Text)
	}
}
