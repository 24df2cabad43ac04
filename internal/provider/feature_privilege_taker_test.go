package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestFailedTakerLeavesNothing: a grant lets go of a feature, and the grant that
// takes it up in the same apply fails first. What nobody owns is withdrawn.
func TestFailedTakerLeavesNothing(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]kibanatest.Hook{
		"refused":          kibanatest.On("PUT", rolePath).Once().Answer(400, envelope(400), "Content-Type", "application/json"),
		"failed":           kibanatest.On("PUT", rolePath).Once().Answer(500, envelope(500), "Content-Type", "application/json"),
		"not even begun":   kibanatest.On("GET", rolePath).Once().Answer(500, envelope(500), "Content-Type", "application/json"),
		"kept overwriting": {Match: kibanatest.On("PUT", rolePath).Match, Times: 8, After: func(x *kibanatest.Exchange) { x.Server.Plant("rich", withView()) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("rich", kibanatest.ESRole{})
			giver := start(t, k.settings(nil)).change(featurePrivilege, kept{}, views("rich", "soc"))
			takes := object{"role": "rich", "space": "soc", "security": object{"access": "assignee"}, "connectors": "read"}
			p := start(t, k.settings(nil))
			destroyed, taken := p.planChange(featurePrivilege, giver, nil), p.planGrant(nil, takes)
			k.Hook(fails)
			p.diagnostics = nil
			p.applyChange(featurePrivilege, kept{}, takes, taken)
			if !p.failed() {
				t.Fatalf("the taker does not fail: %q", p.diagnostics)
			}
			p.diagnostics = nil
			p.applyChange(featurePrivilege, giver, nil, destroyed)
			p.wantNoDiagnostics()
			if held, _ := k.Stored("rich"); len(held.Applications) > 0 {
				t.Errorf("left behind: %v", held.Applications)
			}
		})
	}
}

// withView is a role with what views grants.
func withView() kibanatest.ESRole {
	return kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
		Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"feature_securitySolutionCasesV3.read"},
	}}}
}

// A plan whose private data does not say what it leaves takes nothing away.
func TestFeaturePrivilegeDestroyedByAPlanThatCannotBeRead(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("shared", kibanatest.ESRole{})
	held := k.created(t, featurePrivilege, grantOn("shared", object{"security": access("view")}))
	p := start(t, k.settings(nil))
	plan := p.planChange(featurePrivilege, held, nil)
	plan.PlannedPrivate = []byte(`{"left":"IngiIA=="}`) // a text where a list belongs
	k.ResetJournal()
	p.applyChange(featurePrivilege, held, nil, plan)
	p.wantDiagnostic("ERROR", "cannot be read", "Nothing was written")
	wantNone(t, k.requests("PUT"))
}
