// Package policies tests the policies below examples/policies with OPA.
package policies

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"
)

const (
	folder = "../../examples/policies"
	// reviews holds what cases-review writes, which the tests of the main module compare.
	reviews = "../../internal/review/testdata/golden"
)

// TestPolicies: each policy denies the change that it is about, and no other.
func TestPolicies(t *testing.T) {
	t.Parallel()
	const nothing = `"space": "soc", "solution": "security", "before": [], "after": [], "gains": [], "loses": [], "unknown": false, "widens": []`
	access := func(changes string) string { return "{" + nothing + ", " + changes + "}" }
	role := func(name, access string) string {
		return `{"name": "` + name + `", "action": "update", "resources": [{"address": "cases_role.a"}], "access": [` + access + `], "ways_around": [], "notes": []}`
	}
	review := func(roles ...string) string {
		return `{"format_version": "1.0", "complete": true, "roles": [` + strings.Join(roles, ",") + `], "outside": [], "notes": []}`
	}
	for name, test := range map[string]struct {
		policy, review, denied string
	}{
		"the lead may delete":        {"lead_deletes", review(role("soc-lead", access(`"gains": ["delete_cases"]`))), ""},
		"somebody else may not":      {"lead_deletes", review(role("soc-tier1", access(`"gains": ["read_cases", "delete_cases"]`))), `Role "soc-tier1" gains delete_cases in soc/security.`},
		"a name like the lead's":     {"lead_deletes", review(role("soc-lead2", access(`"gains": ["delete_cases"]`))), `Role "soc-lead2"`},
		"losing it is fine":          {"lead_deletes", review(role("soc-tier1", access(`"loses": ["delete_cases"]`))), ""},
		"connectors in a space":      {"connectors_everywhere", review(role("a", access(`"solution": "connectors", "gains": ["manage_connectors"]`))), ""},
		"connectors in all spaces":   {"connectors_everywhere", review(role("a", access(`"space": "*", "gains": ["manage_connectors"], "widens": ["all_spaces"]`))), `spaces "*"`},
		"connectors by a pattern":    {"connectors_everywhere", review(role("a", access(`"space": "soc*", "gains": ["manage_connectors"], "widens": ["all_spaces"]`))), `spaces "soc*"`},
		"reading in all spaces":      {"connectors_everywhere", review(role("a", access(`"space": "*", "gains": ["read_cases"], "widens": ["all_spaces"]`))), ""},
		"a base privilege":           {"no_base", review(role("a", access(`"gains": ["read_cases"], "widens": ["base_privilege"]`))), "base privilege"},
		"no base privilege":          {"no_base", review(role("a", access(`"gains": ["read_cases"], "widens": ["raw_ids"]`))), ""},
		"an unknown access":          {"no_unknown", review(role("a", access(`"unknown": true`))), `What role "a" gives in soc/security`},
		"an unknown name":            {"no_unknown", review(role("", access(`"gains": ["read_cases"]`))), "The name of the role of cases_role.a"},
		"an incomplete plan":         {"no_unknown", strings.Replace(review(), `"complete": true`, `"complete": false`, 1), "not complete"},
		"everything known":           {"no_unknown", review(role("a", access(`"gains": ["read_cases"]`))), ""},
		"a way around":               {"no_ways_around", review(strings.Replace(role("a", access("\"gains\": []")), `"ways_around": []`, `"ways_around": [{"way": "run_as", "why": "because", "change": "gain"}]`, 1)), "run_as: because"},
		"a way around that is lost":  {"no_ways_around", review(strings.Replace(role("a", access("\"gains\": []")), `"ways_around": []`, `"ways_around": [{"way": "run_as", "why": "because", "change": "lose"}]`, 1)), ""},
		"what changed outside, only": {"", strings.Replace(review(), `"outside": []`, `"outside": [`+role("a", access(`"gains": ["delete_cases"]`))+`]`, 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			denied := evaluate(t, test.policy, test.review)
			if (len(denied) == 0) != (test.denied == "") || !strings.Contains(strings.Join(denied, "\n"), test.denied) {
				t.Errorf("denied %q, want %q", denied, test.denied)
			}
		})
	}
}

// TestPoliciesOnReviews: the policies understand what cases-review writes.
func TestPoliciesOnReviews(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"unchanged":  "",
		"everywhere": "base privilege",
		"unknown":    "known only after apply",
		"picture":    `Role "soc-automation" gains delete_cases in */security`,
	} {
		text, err := os.ReadFile(filepath.Join(reviews, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		denied := evaluate(t, "", string(text))
		if (len(denied) == 0) != (want == "") || !strings.Contains(strings.Join(denied, "\n"), want) {
			t.Errorf("%s: denied %q, want %q", name, denied, want)
		}
	}
}

// evaluate returns what a policy, or all of them, deny in a review.
func evaluate(t *testing.T, policy, review string) []string {
	t.Helper()
	var input any
	if err := json.Unmarshal([]byte(review), &input); err != nil {
		t.Fatalf("%s in %s", err, review)
	}
	files := []string{folder}
	if policy != "" {
		files = []string{filepath.Join(folder, policy+".rego")}
	}
	results, err := rego.New(rego.Query("data.main.deny"), rego.Load(files, nil), rego.Input(input)).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var denied []string
	for _, message := range results[0].Expressions[0].Value.([]any) {
		denied = append(denied, message.(string))
	}
	slices.Sort(denied)
	return denied
}
