package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// After an upgrade by which the same privileges let people do more, a plan without a
// refresh shows what a refresh finds: other capabilities, and nothing else. Applying
// it writes nothing, and then there is no difference left.
func TestUpgradeWithoutRefresh(t *testing.T) {
	t.Parallel()
	for of, config := range map[string]object{
		ownRole:          {"name": "shared", "spaces": inSoc(grantTo("stack", "assignee", nil))},
		featurePrivilege: grantOn("shared", object{"stack": access("assignee")}),
	} {
		t.Run(of, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, "9.2"))
			if of == featurePrivilege {
				k.Plant("shared", kibanatest.ESRole{})
			}
			before := k.created(t, of, config)
			if of == ownRole { // with the newest ids from the start
				before = start(t, k.settings(nil)).refresh(of, before)
			}
			k.SetProfile(profile(t, "9.5"))
			k.ResetJournal()

			refreshing := start(t, k.settings(nil))
			refreshed := refreshing.refresh(of, before)
			if refreshing.same(of, before.state, refreshed.state) {
				t.Fatal("the upgrade changes nothing")
			}
			p := start(t, k.settings(nil))
			plan := p.planChange(of, before, config)
			if !p.same(of, refreshed.state, plan.PlannedState) {
				t.Errorf("planned without a refresh:\n%v\nrefreshed:\n%v", p.valueOf(of, plan.PlannedState), p.valueOf(of, refreshed.state))
			}
			applier := start(t, k.settings(nil))
			after := applier.applyChange(of, before, config, plan)
			next := start(t, k.settings(nil))
			if again := next.planChange(of, after, config); !next.same(of, after.state, again.PlannedState) {
				t.Error("the next plan has a difference")
			}
			wantNone(t, k.requests("PUT"))
			if applier.failed() || p.failed() {
				t.Errorf("diagnostics %q and %q", p.diagnostics, applier.diagnostics)
			}
		})
	}
}
