package provider_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"
)

// answersAlike refreshes an object and plans to leave it as it is then, and
// reports which of both the provider answered by itself: with what it was asked.
func answersAlike(t *testing.T, own, framework *process, typeName string, prior kept) (refreshed, planned bool) {
	t.Helper()
	var refreshes []*tfprotov6.ReadResourceResponse
	for _, p := range []*process{own, framework} {
		for range 4 { // reads until there is a list
			p.read("filler")
		}
		p.diagnostics = nil
		refresh, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: typeName, CurrentState: prior.state, Private: prior.private, CurrentIdentity: prior.identity,
		})
		p.collect(err, refresh.Diagnostics)
		refreshes = append(refreshes, refresh)
	}
	after := compareAnswers(t, own, framework, typeName, "refreshed", kept{refreshes[0].NewState, refreshes[0].Private, refreshes[0].NewIdentity}, kept{refreshes[1].NewState, refreshes[1].Private, refreshes[1].NewIdentity})
	if after.state == nil || own.failed() || own.isNull(after.state) {
		return false, false
	}
	return after.state == prior.state, plansAlike(t, own, framework, typeName, after)
}

// plansAlike plans to leave an object as it is, and reports whether the provider
// answered that by itself.
func plansAlike(t *testing.T, own, framework *process, typeName string, prior kept) (planned bool) {
	t.Helper()
	var plans []kept
	for _, p := range []*process{own, framework} {
		p.diagnostics = nil
		plan, err := p.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: typeName, Config: prior.state, ProposedNewState: prior.state, PriorState: prior.state,
			PriorPrivate: prior.private, PriorIdentity: prior.identity,
		})
		p.collect(err, plan.Diagnostics)
		plans = append(plans, kept{plan.PlannedState, plan.PlannedPrivate, plan.PlannedIdentity})
	}
	return compareAnswers(t, own, framework, typeName, "planned", plans[0], plans[1]).state == prior.state
}

// compareAnswers holds what the provider answered against what the framework
// answered, and returns the former.
func compareAnswers(t rapid.TB, own, framework *process, typeName, what string, answer, want kept) kept {
	t.Helper()
	if diff := cmp.Diff(framework.diagnostics, own.diagnostics); diff != "" {
		t.Errorf("diagnostics of %s differ (-framework +own):\n%s", typeName, diff)
	}
	if !bytes.Equal(answer.private, want.private) {
		t.Errorf("%s private state of %s differs: %s, %s", what, typeName, answer.private, want.private)
	}
	alike := func(one, other *tfprotov6.DynamicValue, of tftypes.Type) {
		t.Helper()
		if one == nil || other == nil {
			if one != other {
				t.Errorf("%s %s: own %v, framework %v", what, typeName, one, other)
			}
			return
		}
		a, errA := one.Unmarshal(of)
		b, errB := other.Unmarshal(of)
		if errA != nil || errB != nil || !a.Equal(b) {
			t.Errorf("%s %s differs: %v %v\nown:       %s\nframework: %s", what, typeName, errA, errB, a, b)
		}
	}
	alike(answer.state, want.state, own.typeOf(typeName))
	alike(dataOf(answer.identity), dataOf(want.identity), own.identityTypeOf(typeName))
	return answer
}

// validateAlike hands both providers a configuration, and reports whether there
// is nothing to be said of it.
func validateAlike(t rapid.TB, own, framework *process, resource string, value tftypes.Value) (fine bool) {
	t.Helper()
	config, err := tfprotov6.NewDynamicValue(own.typeOf(resource), value)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*process{own, framework} {
		p.diagnostics = nil
		resp, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: resource, Config: &config})
		p.collect(err, resp.Diagnostics)
		slices.Sort(p.diagnostics) // The framework goes through attributes in no order.
	}
	if diff := cmp.Diff(framework.diagnostics, own.diagnostics); diff != "" {
		t.Errorf("diagnostics differ (-framework +own):\n%s\n%s", diff, value)
	}
	return len(own.diagnostics) == 0
}

// upgradeAlike hands both providers a state. What the framework makes of it differs from
// the provider's answer in the order of the capabilities, if at all.
func upgradeAlike(t rapid.TB, own, framework *process, request *tfprotov6.UpgradeResourceStateRequest) {
	t.Helper()
	var states []any
	for _, p := range []*process{own, framework} {
		p.diagnostics = nil
		req := *request // which the provider changes
		resp, err := p.server.UpgradeResourceState(p.t.Context(), &req)
		p.collect(err, resp.Diagnostics)
		var state any
		if resp.UpgradedState != nil {
			state = plainValue(p.t, p.valueOf(request.TypeName, resp.UpgradedState))
		}
		states = append(states, state)
	}
	if diff := cmp.Diff(framework.diagnostics, own.diagnostics); diff != "" {
		t.Errorf("diagnostics differ (-framework +own):\n%s", diff)
	}
	orderCapabilities(states[1])
	if diff := cmp.Diff(states[1], states[0]); diff != "" {
		t.Errorf("states differ (-framework +own):\n%s", diff)
	}
}
