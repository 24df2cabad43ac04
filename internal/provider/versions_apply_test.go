package provider_test

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestUpgradeBetweenPlanAndApply: what was planned for the old Kibana is either
// right for the new one too, or refused before anything is written.
func TestUpgradeBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to string
		soc      object
		right    bool
	}{
		"newer ids":           {"8.17", "8.19", object{"security": object{"access": "full"}}, false},
		"newer sub-feature":   {"9.2", "9.4", object{"security": object{"access": "full", "sub_features": object{"delete_cases": false}}}, false},
		"newer capability":    {"9.2", "9.4", object{"security": object{"access": "full"}}, false},
		"newer in base":       {"9.2", "9.4", object{"base": "all"}, false},
		"not any more":        {"8.11", "8.12", object{"features": object{"securitySolutionCases": []string{"minimal_all"}}}, false},
		"nothing that counts": {"9.0", "9.2", object{"security": object{"access": "full"}, "features": object{"ml": []string{"read"}}}, true},
		"nothing for viewers": {"9.2", "9.5", object{"base": "read"}, true},
		"nothing for anybody": {"9.5", "9.6", object{"security": object{"access": "full", "sub_features": object{"delete_cases": false}}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, test.from))
			role := object{"name": "test", "spaces": inSoc(test.soc)}
			before := start(t, k.settings(nil)).plan(role)
			k.SetProfile(profile(t, test.to))
			p := start(t, k.settings(nil))
			p.applies(role, before)
			if test.right {
				p.wantNoDiagnostics()
				return
			}
			p.wantDiagnostic("ERROR", "Kibana is not the one that this plan was made for", "Nothing was written")
			wantNone(t, k.requests("PUT"))
		})
	}
}

// TestUpgradeBeforeApply: Terraform plans once more before it applies, and
// refuses by itself what the provider plans otherwise then. The next plan is
// made for the new Kibana.
func TestUpgradeBeforeApply(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.17"))
	e := example{newCLI(t, k.Server), t.TempDir()}
	configure := func(access string) {
		e.write(t, "main.tf", withRequirements+rolesWith(map[string]object{"test": {"soc": object{"security": object{"access": access}}}}))
	}
	refusesOnNewest := func() {
		t.Helper()
		e.must(t, 0, "plan", "-out=plan")
		k.SetProfile(kibanatest.Newest())
		k.ResetJournal()
		if output := e.must(t, 1, "apply", "plan"); !strings.Contains(output, "inconsistent final plan") {
			t.Errorf("Terraform does not refuse the plan:\n%s", output)
		}
		wantNone(t, k.requests("PUT"))
	}
	configure("full")
	refusesOnNewest()
	k.SetProfile(profile(t, "8.17"))
	configure("view")
	e.must(t, 0, "apply", "-auto-approve")
	configure("full")
	refusesOnNewest()
	e.must(t, 0, "apply", "-auto-approve")
	e.must(t, 0, "plan", "-detailed-exitcode")
}
