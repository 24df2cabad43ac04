package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	// plannedKey marks the private data of a grant that was planned before. A plan
	// without prior state that finds it is the second half of a replacement.
	plannedKey = "planned"
	// leftKey holds the parts of a grant that its destruction leaves to others.
	// Terraform keeps it from the plan to the apply.
	leftKey = "left"
)

// plannedMark is the private data of a planned grant, as the framework encodes it.
var plannedMark = []byte(`{"planned":"dHJ1ZQ=="}`)

// planDestroy plans what the destruction of a grant takes away, and what it leaves
// to other objects that hold the same.
func (r *featurePrivilegeResource) planDestroy(ctx context.Context, prior *featurePrivilegeModel, private privateWriter) diag.Diagnostics {
	if prior == nil {
		return nil
	}
	left := r.kibana.owners.planDestroy(ctx, prior.Role.ValueString(), prior.grant())
	if len(left) == 0 {
		return nil
	}
	diags := keepLeft(ctx, private, left)
	diags.Append(leavesToOthers(prior.Role.ValueString(), prior.Space.ValueString(), left))
	return diags
}

// planBeside plans a grant beside the other owners of its role.
func (r *featurePrivilegeResource) planBeside(ctx context.Context, f facts, prior, plan *featurePrivilegeModel, private privateWriter) (diags diag.Diagnostics) {
	if f.catalogue == nil || plan.Role.IsUnknown() || plan.Space.IsUnknown() {
		return nil
	}
	if prior != nil && !prior.inPlaceOf(plan) {
		// The replacement destroys the prior grant with what its plan kept.
		diags.Append(r.planDestroy(ctx, prior, private)...)
		prior = nil
	}
	if prior == nil {
		diags.Append(r.planTakeover(ctx, f.catalogue, plan)...)
	}
	diags.Append(r.kibana.owners.planGrant(f.catalogue, plan.Role.ValueString(), plan.beside(prior), false)...)
	return diags
}

// planTakeover says what a new grant takes away from what the role holds now.
func (r *featurePrivilegeResource) planTakeover(ctx context.Context, c *cases.Catalogue, plan *featurePrivilegeModel) diag.Diagnostics {
	role, ok := r.kibana.roleAtPlan(ctx, plan.Role.ValueString())
	if !ok || plan.Privileges.IsUnknown() {
		return nil
	}
	before := c.Capabilities(plan.grant().StoredIn(roles.PrivilegesOf(role.Kibana)))
	return lostCapabilities("space", role.Name, before, c.Capabilities(plan.stored()))
}

// inPlaceOf reports whether a plan changes the grant without replacing it.
func (m *featurePrivilegeModel) inPlaceOf(plan *featurePrivilegeModel) bool {
	return m.Role.Equal(plan.Role) && m.Space.Equal(plan.Space)
}

// beside is the grant as the other owners of its role see it.
func (m *featurePrivilegeModel) beside(prior *featurePrivilegeModel) grantPlan {
	g := grantPlan{planned: m.grant()}
	if prior != nil {
		g.prior = prior.grant()
	}
	if !m.Privileges.IsUnknown() {
		g.stored = m.stored()
	}
	return g
}

func markPlanned(ctx context.Context, private privateWriter) diag.Diagnostics {
	return private.SetKey(ctx, plannedKey, []byte("true"))
}

// isReplanned reports whether a grant was planned before.
func isReplanned(ctx context.Context, private privateReader) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, plannedKey)
	return value != nil, diags
}

func keepLeft(ctx context.Context, private privateWriter, left []string) diag.Diagnostics {
	value, err := json.Marshal(left)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Keeping what is left to other grants failed", err.Error())}
	}
	return private.SetKey(ctx, leftKey, value)
}

// leftToOthers returns the parts of a grant that its destruction leaves.
func leftToOthers(ctx context.Context, private privateReader) (left []string, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, leftKey)
	if value != nil && json.Unmarshal(value, &left) != nil {
		diags.AddError("The plan of this grant cannot be read", fmt.Sprintf("What it leaves to other grants is %q. Nothing was written. Run terraform plan again.", value))
	}
	return left, diags
}

// everythingRestored explains what a write did to a role that held the privilege "*".
func everythingRestored(role string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("Role %q holds base \"all\" in place of \"*\"", role), (&client.RestoredError{Role: role}).Error()+
		". Kibana shows the privilege \"*\" of its own application, and drops it from every role that it writes. The access is the same. A cases_role of this role shows it in its next plan: write spaces = { \"*\" = { base = \"all\" } } to keep it.")
}

func (*featurePrivilegeResource) newModel() fastModel { return &featurePrivilegeModel{} }

func (*featurePrivilegeResource) plannedPrivate(prior []byte) (planned []byte, ok bool) {
	return plannedMark, len(prior) == 0 || bytes.Equal(prior, plannedMark)
}
