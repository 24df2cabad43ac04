package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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
	upgraded := beforeApply(meanwhile(func() { k.SetProfile(kibanatest.Newest()) }), meanwhile(k.ResetJournal))
	role := func(soc object) string { return rolesWith(map[string]object{"test": {"soc": soc}}) }
	full := role(object{"security": object{"access": "full"}})
	refused := resource.TestStep{Config: full, ConfigPlanChecks: upgraded, ExpectError: acrossLines("inconsistent final plan")}
	downgraded := func() {
		wantNone(t, k.requests("PUT"))
		k.SetProfile(profile(t, "8.17"))
	}
	k.runCLI(t,
		refused,
		resource.TestStep{PreConfig: downgraded, Config: role(object{"security": object{"access": "view"}})},
		refused,
		resource.TestStep{PreConfig: downgraded, Config: full},
		k.upgrade(t, "9.5", resource.TestStep{Config: full}),
	)
}
