package provider_test

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// kept is what Terraform keeps of an object; the zero value is none.
type kept struct {
	state   *tfprotov6.DynamicValue
	private []byte
}

// planChange plans to create, change or, without a configuration, destroy an
// object.
func (p *process) planChange(of string, prior kept, config object) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	if prior.state == nil {
		prior.state = p.value(nil)
	}
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, Config: p.value(config), ProposedNewState: p.value(config), PriorState: prior.state, PriorPrivate: prior.private,
	})
	p.heard(err, resp.Diagnostics)
	return resp
}

// change plans and applies, and returns what Terraform keeps then. Something may
// happen between the two.
func (p *process) change(of string, prior kept, config object, meanwhile func()) kept {
	p.t.Helper()
	if prior.state == nil {
		prior.state = p.value(nil)
	}
	plan := p.planChange(of, prior, config)
	if slices.ContainsFunc(plan.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError }) {
		return prior
	}
	meanwhile()
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: of, Config: p.value(config), PriorState: prior.state,
		PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	p.heard(err, resp.Diagnostics)
	return kept{resp.NewState, resp.Private}
}

// refresh reads an object.
func (p *process) refresh(of string, prior kept) kept {
	p.t.Helper()
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: of, CurrentState: prior.state, Private: prior.private})
	p.heard(err, resp.Diagnostics)
	return kept{resp.NewState, resp.Private}
}

// failed reports whether the provider has said that something went wrong.
func (p *process) failed() bool {
	return slices.ContainsFunc(p.said, func(text string) bool { return strings.HasPrefix(text, tfprotov6.DiagnosticSeverityError.String()) })
}
