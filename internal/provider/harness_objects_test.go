package provider_test

import (
	"encoding/json"
	"testing"

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
	configured := p.value(of, config)
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, Config: configured, ProposedNewState: p.proposed(of, prior.state, configured),
		PriorState: prior.state, PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	p.collect(err, resp.Diagnostics)
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
	p.collect(err, resp.Diagnostics)
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
	p.collect(err, resp.Diagnostics)
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

// computed are the attributes of both resources that a configuration cannot set.
var computed = []string{"id", "capabilities", "privileges"}

// proposed is the configuration with the state's computed values, which is what
// Terraform proposes. For a new object it is the configuration to the byte.
func (p *process) proposed(of string, state, config *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	p.t.Helper()
	if p.isNull(config) || p.isNull(state) {
		return config
	}
	attributes := func(data *tfprotov6.DynamicValue) map[string]tftypes.Value {
		var attributes map[string]tftypes.Value
		if err := p.valueOf(of, data).As(&attributes); err != nil {
			p.t.Fatal(err)
		}
		return attributes
	}
	all, prior := attributes(config), attributes(state)
	for _, name := range computed {
		all[name] = prior[name]
	}
	proposed, err := tfprotov6.NewDynamicValue(p.typeOf(of), tftypes.NewValue(p.typeOf(of), all))
	if err != nil {
		p.t.Fatal(err)
	}
	return &proposed
}

// validates hands over what is configured for a role, as Terraform does right
// before it plans the role: without what ignore_changes puts in its place.
func (p *process) validates(config object) {
	p.t.Helper()
	valid, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: ownRole, Config: p.value(ownRole, config)})
	p.collect(err, valid.Diagnostics)
}

// begins hands over a state, as Terraform does when it begins with an object.
func (p *process) begins(of string, o kept) {
	p.t.Helper()
	text, err := json.Marshal(plainValue(p.t, p.valueOf(of, o.state)))
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := p.server.UpgradeResourceState(p.t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: of, RawState: &tfprotov6.RawState{JSON: text}})
	p.collect(err, resp.Diagnostics)
}

// keeps plans an object that is configured as its state has it, which is what the
// provider answers without the framework.
func (p *process) keeps(of string, o kept) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, Config: o.state, ProposedNewState: o.state, PriorState: o.state, PriorPrivate: o.private, PriorIdentity: o.identity,
	})
	p.collect(err, resp.Diagnostics)
	return resp
}

// replaces plans a grant anew in the place of another: in the place of what there
// is, and then, with what that plan has kept, as a new object.
func (p *process) replaces(held kept, config object) {
	p.t.Helper()
	plan := p.planChange(featurePrivilege, held, config)
	p.planChange(featurePrivilege, kept{private: plan.PlannedPrivate}, config)
}

// imports brings a role into the state as Terraform does: import, then read.
func (p *process) imports(req *tfprotov6.ImportResourceStateRequest) *tfprotov6.DynamicValue {
	p.t.Helper()
	imported, err := p.server.ImportResourceState(p.t.Context(), req)
	if p.collect(err, imported.Diagnostics) {
		p.t.FailNow()
	}
	found := imported.ImportedResources[0]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "cases_role", CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	if !p.collect(err, read.Diagnostics) && !p.isNull(read.NewState) && p.identity(read.NewIdentity) != p.text(read.NewState, "name") {
		p.t.Errorf("identity after read: %q", p.identity(read.NewIdentity))
	}
	return read.NewState
}

// importGrant imports a grant as Terraform does, and returns its role and space.
func (p *process) importGrant(req *tfprotov6.ImportResourceStateRequest) (role, space string) {
	p.t.Helper()
	req.TypeName = featurePrivilege
	imported, err := p.server.ImportResourceState(p.t.Context(), req)
	if p.collect(err, imported.Diagnostics) {
		return "", ""
	}
	found := imported.ImportedResources[0]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: featurePrivilege, CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	if p.collect(err, read.Diagnostics) || p.isNull(read.NewState) {
		return "", ""
	}
	identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"role": tftypes.String, "space": tftypes.String}}
	of := func(attribute string) string { return p.textOf(read.NewIdentity.IdentityData, identity, attribute) }
	return of("role"), of("space")
}

// read refreshes a role that is in the state by its name alone, and returns
// what the state is then.
func (p *process) read(name string) *tfprotov6.ReadResourceResponse {
	p.t.Helper()
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "cases_role", CurrentState: p.value("cases_role", object{"name": name}),
	})
	p.collect(err, resp.Diagnostics)
	return resp
}

// plan plans to create a role.
func (p *process) plan(config object) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	configured := p.value("cases_role", config)
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "cases_role", Config: configured, ProposedNewState: configured, PriorState: p.value("cases_role", nil),
	})
	p.collect(err, resp.Diagnostics)
	return resp
}

// create plans a role, and creates it if it can be planned.
func (p *process) create(config object) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	planned := p.plan(config)
	if planFailed(planned) {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: p.value("cases_role", nil)}
	}
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "cases_role", Config: p.value("cases_role", config), PriorState: p.value("cases_role", nil),
		PlannedState: p.handedBack("cases_role", planned.PlannedState), PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	p.collect(err, resp.Diagnostics)
	return resp
}

// update plans a change of a role, or to destroy it where there is no
// configuration.
func (p *process) update(state *tfprotov6.DynamicValue, config object) {
	p.t.Helper()
	p.planChange("cases_role", kept{state: state}, config)
}

// apply changes a role from one configuration to another.
func (p *process) apply(prior, planned object) error {
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "cases_role", Config: p.value("cases_role", planned), PriorState: p.value("cases_role", prior), PlannedState: p.value("cases_role", planned),
	})
	p.collect(err, resp.Diagnostics)
	return err
}

// applies creates a role that another process has planned.
func (p *process) applies(role object, planned *tfprotov6.PlanResourceChangeResponse) {
	p.t.Helper()
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "cases_role", Config: p.value("cases_role", role), PriorState: p.value("cases_role", nil),
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	p.collect(err, resp.Diagnostics)
}

// planGrant plans a grant; without a prior state it is to be created.
func (p *process) planGrant(prior *tfprotov6.DynamicValue, config object) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	return p.planChange(featurePrivilege, kept{state: prior}, config)
}

// applyGrant plans and applies a grant, and returns its state; without a
// configuration it is destroyed.
func (p *process) applyGrant(prior *tfprotov6.DynamicValue, config object) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.change(featurePrivilege, kept{state: prior}, config).state
}

// readGrant refreshes a grant.
func (p *process) readGrant(state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.refresh(featurePrivilege, kept{state: state}).state
}

// isChange reports whether a plan changes a state.
func (p *process) isChange(state, planned *tfprotov6.DynamicValue) bool {
	p.t.Helper()
	return !p.valueOf(featurePrivilege, state).Equal(p.valueOf(featurePrivilege, planned))
}

// refuses checks that a plan for a new role has these errors, and no others.
func (k target) refuses(t *testing.T, config object, says []string) {
	t.Helper()
	p := start(t, k.settings(nil))
	p.plan(config)
	p.wantDiagnostics(tfprotov6.DiagnosticSeverityError, says...)
}

// created is a grant or a role that an earlier command has created, refreshed.
func (k target) created(t *testing.T, of string, config object) kept {
	t.Helper()
	p := start(t, k.settings(nil))
	o := p.refresh(of, p.change(of, kept{}, config))
	p.wantNoDiagnostics()
	return o
}
