package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var _ planner[featurePrivilegeModel, *parsedGrant] = (*featurePrivilegeResource)(nil)

const (
	// plannedKey is the key in private data that marks a planned grant. If a plan without
	// prior state finds it, the grant is replaced: this is the plan of the second half.
	plannedKey = "planned"
	// leftKey is the key in private data for the parts that a destroyed grant leaves to
	// other owners. Terraform passes the data from the plan to the apply.
	leftKey = "left"
)

// plannedMark is the private data of a planned grant, as the framework encodes it.
var plannedMark = []byte(`{"planned":"dHJ1ZQ=="}`)

func (r *featurePrivilegeResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config featurePrivilegeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.validate(ctx, r.kibana)...)
	}
}

// validate applies the rules that need no server.
func (m *featurePrivilegeModel) validate(context.Context, *kibana) diag.Diagnostics {
	return findings(m.parse().check())
}

func (r *featurePrivilegeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	modifyPlan(ctx, r.kibana, r, req, resp)
}

func (m *featurePrivilegeModel) planIsNoop(ctx context.Context, k *kibana, f facts, _ objectPrivate) bool {
	before, plan := *m, m.parse()
	prior := *plan
	prior.featurePrivilegeModel = &before
	return len(plan.checkName()) == 0 && len(planComputed(ctx, k, f, &prior, plan)) == 0 && reflect.DeepEqual(before, *m) &&
		len(k.owners.planGrant(f.catalogue, m.Role.ValueString(), plan.grantPlan(&prior), true)) == 0
}

func (m *featurePrivilegeModel) planNew(ctx context.Context, k *kibana, private privateData) (record func() (ok bool), ok bool) {
	return planNew(ctx, k, &featurePrivilegeResource{managed{k}}, m, private)
}

func (r *featurePrivilegeResource) parse(_ context.Context, m *featurePrivilegeModel) (*parsedGrant, diag.Diagnostics) {
	return m.parse(), nil
}

// readPrivate does nothing: the plan of a grant needs no private data here.
func (r *featurePrivilegeResource) readPrivate(context.Context, *parsedGrant, privateReader) diag.Diagnostics {
	return nil
}

// planDestroy plans the destruction of a grant: the parts that it removes, and the parts
// that it leaves to other owners.
func (r *featurePrivilegeResource) planDestroy(ctx context.Context, prior *parsedGrant, private privateWriter) diag.Diagnostics {
	diags := r.kibana.expectedRefusals(ctx, nil, prior)
	diags.Append(r.planLeft(ctx, prior, private)...)
	return diags
}

// planLeft stores the parts that a destroyed grant leaves to other owners, and warns
// about them. It replaces what an earlier plan, whose destruction failed, has stored.
func (r *featurePrivilegeResource) planLeft(ctx context.Context, prior *parsedGrant, private privateWriter) diag.Diagnostics {
	left := r.kibana.owners.planDestroy(ctx, prior.Role.ValueString(), prior.grant)
	if len(left) == 0 {
		return private.SetKey(ctx, leftKey, nil)
	}
	diags := storeLeft(ctx, private, left)
	diags.Append(partsLeftWarning(prior.Role.ValueString(), prior.Space.ValueString(), left))
	return diags
}

// planOwnership records the plan of a grant for the other owners of its role, and returns
// the conflicts with them and the errors that an apply would return.
func (r *featurePrivilegeResource) planOwnership(ctx context.Context, f facts, prior, plan *parsedGrant, private planPrivate, ifNoConflict bool) (diags diag.Diagnostics) {
	if prior == nil || !reflect.DeepEqual(*prior.featurePrivilegeModel, *plan.featurePrivilegeModel) {
		diags.Append(r.kibana.expectedRefusals(ctx, plan, prior)...)
	}
	plannedBefore, problems := wasPlanned(ctx, private.prior)
	diags.Append(problems...)
	diags.Append(markPlanned(ctx, private.planned)...)
	if f.catalogue == nil || plan.Role.IsUnknown() || plan.Space.IsUnknown() || prior == nil && plannedBefore {
		return diags
	}
	if prior != nil && !plan.isUpdateOf(prior) {
		// A replacement destroys the prior grant. Its destruction uses this plan's data.
		diags.Append(r.planLeft(ctx, prior, private.planned)...)
		prior = nil
	}
	if prior == nil && !diags.HasError() {
		if role, ok := r.kibana.roleAtPlan(ctx, plan.Role.ValueString()); ok && !plan.Privileges.IsUnknown() {
			diags.Append(plan.changeOf(role, nil).check(f.catalogue)...)
		}
	}
	if ifNoConflict && len(diags) > 0 {
		return diags
	}
	diags.Append(r.kibana.owners.planGrant(f.catalogue, plan.Role.ValueString(), plan.grantPlan(prior), ifNoConflict)...)
	return diags
}

// grantPlan returns the record of the plan for [owners].
func (p *parsedGrant) grantPlan(prior *parsedGrant) grantPlan {
	g := grantPlan{planned: p.grant}
	if prior != nil {
		g.prior = prior.grant
	}
	if !p.Privileges.IsUnknown() {
		g.stored = p.stored
	}
	return g
}

func (p *parsedGrant) subject() (role, attribute string) { return p.Role.ValueString(), "space" }

func (p *parsedGrant) encode(c *cases.Catalogue) roles.Privileges {
	if !p.grant.Complete() {
		return nil
	}
	return c.EncodeGrant(p.grant)
}

func (p *parsedGrant) setComputed(c *cases.Catalogue, stored roles.Privileges) {
	p.computed().set(c, p.newID(), stored)
	p.stored = stored
}

func (p *parsedGrant) keepComputed(c *cases.Catalogue, prior *parsedGrant) {
	p.computed().keep(c, prior.computed(), prior.stored)
	p.stored = prior.stored
}

func (p *parsedGrant) checkName() diag.Diagnostics {
	return findings(cases.CheckBuiltInRole("role", p.Role.ValueString()))
}

func (p *parsedGrant) checkChange(context.Context, *kibana, *cases.Catalogue, roles.Privileges, *parsedGrant) diag.Diagnostics {
	return nil
}

// checkLoss compares the whole role if the plan has read it, and the grant alone otherwise.
func (p *parsedGrant) checkLoss(k *kibana, c *cases.Catalogue, prior *parsedGrant) diag.Diagnostics {
	if role, ok := k.cachedRole(p.Role.ValueString()); ok {
		return p.changeOf(role, prior).check(c)
	}
	return lostCapabilities("space", p.Role.ValueString(), c.Capabilities(prior.held()), c.Capabilities(p.stored))
}

// keepWording keeps the prior wording if it names the same features. Terraform allows a
// plan to do so for a configured value, but not for null.
func (p *parsedGrant) keepWording(_ context.Context, prior *parsedGrant, sameAccess bool) {
	if !sameAccess {
		return
	}
	configuration := prior.configuration()
	before := configuration.Attributes()
	for name, value := range p.configuration().Attributes() {
		if value.IsNull() != before[name].IsNull() {
			return
		}
	}
	p.setConfiguration(configuration)
	p.grant = prior.grant
}

func (p *parsedGrant) configurationEqual(prior *parsedGrant) bool {
	return p.isUpdateOf(prior) && p.configuration().Equal(prior.configuration())
}

func (p *parsedGrant) isUpdateOf(prior *parsedGrant) bool {
	return p.Role.Equal(prior.Role) && p.Space.Equal(prior.Space)
}

// markPlanned marks the private data of a planned grant.
func markPlanned(ctx context.Context, private privateWriter) diag.Diagnostics {
	return private.SetKey(ctx, plannedKey, []byte("true"))
}

// wasPlanned reports whether the private data is marked by markPlanned.
func wasPlanned(ctx context.Context, private privateReader) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, plannedKey)
	return value != nil, diags
}

// storeLeft stores the parts that a destroyed grant leaves to other owners.
func storeLeft(ctx context.Context, private privateWriter, left []string) diag.Diagnostics {
	value, err := json.Marshal(left)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Storing what other grants keep failed", err.Error())}
	}
	return private.SetKey(ctx, leftKey, value)
}

// readLeft returns the parts that storeLeft has stored.
func readLeft(ctx context.Context, private privateReader) (left []string, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, leftKey)
	if value != nil && json.Unmarshal(value, &left) != nil {
		diags.AddError("The plan of this grant cannot be read", fmt.Sprintf("It says that other grants keep %q. Nothing was written. Run terraform plan again.", value))
	}
	return left, diags
}
