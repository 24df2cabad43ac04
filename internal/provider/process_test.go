package provider_test

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// kept is what Terraform keeps of an object; the zero value is none.
type kept struct {
	state    *tfprotov6.DynamicValue
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// planChange plans to create, change or, without a configuration, destroy an
// object.
func (p *process) planChange(of string, prior kept, config object) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	if prior.state == nil {
		prior.state = p.value(of, nil)
	}
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, Config: p.value(of, config), ProposedNewState: p.proposed(of, prior.state, config),
		PriorState: prior.state, PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	p.heard(err, resp.Diagnostics)
	return resp
}

// change plans and applies, and returns what Terraform keeps then. Something may
// happen between the two.
func (p *process) change(of string, prior kept, config object, meanwhile ...func()) kept {
	p.t.Helper()
	plan := p.planChange(of, prior, config)
	if planFailed(plan) {
		return prior
	}
	for _, happens := range meanwhile {
		happens()
	}
	return p.applyChange(of, prior, config, plan)
}

// planFailed reports whether there is an error in a plan.
func planFailed(plan *tfprotov6.PlanResourceChangeResponse) bool {
	return slices.ContainsFunc(plan.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}

// applyChange applies a plan.
func (p *process) applyChange(of string, prior kept, config object, plan *tfprotov6.PlanResourceChangeResponse) kept {
	p.t.Helper()
	if prior.state == nil {
		prior.state = p.value(of, nil)
	}
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: of, Config: p.value(of, config), PriorState: prior.state,
		PlannedState: p.handedBack(of, plan.PlannedState), PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	p.heard(err, resp.Diagnostics)
	return kept{p.handedBack(of, resp.NewState), resp.Private, resp.NewIdentity}
}

// refresh reads an object.
func (p *process) refresh(of string, prior kept) kept {
	p.t.Helper()
	if prior.state == nil || p.isNull(prior.state) {
		return prior
	}
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: of, CurrentState: prior.state, Private: prior.private, CurrentIdentity: prior.identity,
	})
	p.heard(err, resp.Diagnostics)
	return kept{p.handedBack(of, resp.NewState), resp.Private, resp.NewIdentity}
}

// roleDiffers reports whether taking a role to a configuration is a change.
func (p *process) roleDiffers(prior kept, config object) bool {
	p.t.Helper()
	if config == nil || prior.state == nil || p.isNull(prior.state) {
		return (config == nil) != (prior.state == nil || p.isNull(prior.state))
	}
	return !p.valueOf("cases_role", prior.state).Equal(p.valueOf("cases_role", p.planChange("cases_role", prior, config).PlannedState))
}

// valueOf decodes a state or a plan.
func (p *process) valueOf(of string, data *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	value, err := data.Unmarshal(p.typeOf(of))
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}

// proposed is the configuration with the state's computed values, which is what
// Terraform proposes.
func (p *process) proposed(of string, state *tfprotov6.DynamicValue, config object) *tfprotov6.DynamicValue {
	p.t.Helper()
	if config == nil || p.isNull(state) {
		return p.value(of, config)
	}
	attributes := func(data *tfprotov6.DynamicValue) map[string]tftypes.Value {
		var attributes map[string]tftypes.Value
		if err := p.valueOf(of, data).As(&attributes); err != nil {
			p.t.Fatal(err)
		}
		return attributes
	}
	all, prior := attributes(p.value(of, config)), attributes(state)
	for _, computed := range []string{"id", "capabilities", "privileges"} {
		all[computed] = prior[computed]
	}
	proposed, err := tfprotov6.NewDynamicValue(p.typeOf(of), tftypes.NewValue(p.typeOf(of), all))
	if err != nil {
		p.t.Fatal(err)
	}
	return &proposed
}

// failed reports whether the provider has said that something went wrong.
func (p *process) failed() bool {
	return slices.ContainsFunc(p.said, func(text string) bool { return strings.HasPrefix(text, tfprotov6.DiagnosticSeverityError.String()) })
}
