package provider_test

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// kept is what Terraform keeps of a role from one call to the next.
type kept struct {
	state    *tfprotov6.DynamicValue
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// nothing is kept of a role that is not there.
func (p *process) nothing() kept { return kept{state: p.value(nil)} }

// planRole plans to take a role to a configuration; nil is to destroy it.
func (p *process) planRole(prior kept, config object) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	proposed := p.value(config)
	if config != nil && !p.isNull(prior.state) {
		proposed = p.proposed(prior.state, config)
	}
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "cases_role", Config: p.value(config), ProposedNewState: proposed,
		PriorState: prior.state, PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	p.heard(err, resp.Diagnostics)
	return resp
}

// applyRole plans to take a role to a configuration, and does.
func (p *process) applyRole(prior kept, config object) kept {
	p.t.Helper()
	planned := p.planRole(prior, config)
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "cases_role", Config: p.value(config), PriorState: prior.state,
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	p.heard(err, resp.Diagnostics)
	return kept{resp.NewState, resp.Private, resp.NewIdentity}
}

// refreshRole reads what there is of a role.
func (p *process) refreshRole(prior kept) kept {
	p.t.Helper()
	if p.isNull(prior.state) {
		return prior
	}
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "cases_role", CurrentState: prior.state, Private: prior.private, CurrentIdentity: prior.identity,
	})
	p.heard(err, resp.Diagnostics)
	return kept{resp.NewState, resp.Private, resp.NewIdentity}
}

// changesRole reports whether taking a role to a configuration is a change.
func (p *process) changesRole(prior kept, config object) bool {
	p.t.Helper()
	if config == nil {
		return !p.isNull(prior.state)
	}
	return !p.roleValue(prior.state).Equal(p.roleValue(p.planRole(prior, config).PlannedState))
}

func (p *process) roleValue(data *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	value, err := data.Unmarshal(schemas.ResourceSchemas["cases_role"].ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}
