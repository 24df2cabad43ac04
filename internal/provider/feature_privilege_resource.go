package provider

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ resource.ResourceWithConfigure      = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithIdentity       = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithImportState    = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithValidateConfig = (*featurePrivilegeResource)(nil)
)

func newFeaturePrivilegeResource() resource.Resource { return &featurePrivilegeResource{} }

// featurePrivilegeResource is cases_feature_privilege, which owns the features
// that it names in one space of a role that something else owns.
type featurePrivilegeResource struct{ managed }

// featurePrivilegeIdentity is what identifies a grant in Kibana.
type featurePrivilegeIdentity struct {
	Role  types.String `tfsdk:"role"`
	Space types.String `tfsdk:"space"`
}

func (m *featurePrivilegeModel) identity() any {
	return featurePrivilegeIdentity{m.Role, m.Space}
}

func (r *featurePrivilegeResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_feature_privilege"
}

func (r *featurePrivilegeResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config featurePrivilegeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.check(ctx)...)
	}
}

func (r *featurePrivilegeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var prior, plan *featurePrivilegeModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() || r.kibana == nil {
		return
	}
	if plan == nil {
		resp.Diagnostics.Append(r.kibana.refusedAtPlan(ctx, nil, prior)...)
		resp.Diagnostics.Append(r.planDestroy(ctx, prior, resp.Private)...)
		return
	}
	resp.Diagnostics.Append(findings(cases.CheckReserved("role", plan.Role.ValueString()))...)
	if resp.Diagnostics.HasError() {
		return
	}
	known, err := r.kibana.facts(ctx)
	if err != nil {
		resp.Diagnostics.Append(failure(readingFacts, err))
		return
	}
	proposed := *plan
	resp.Diagnostics.Append(plan.plan(ctx, r.kibana, known, prior)...)
	if prior == nil || !reflect.DeepEqual(prior, plan) {
		resp.Diagnostics.Append(r.kibana.refusedAtPlan(ctx, plan, prior)...)
	}
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.Plan, proposed, *plan)...)
	if replanned, diags := isReplanned(ctx, req.Private); prior != nil || !replanned {
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(r.planBeside(ctx, known, prior, plan, resp.Private)...)
	}
	resp.Diagnostics.Append(markPlanned(ctx, resp.Private)...)
}

// ImportState takes "role/space", split at the last slash: a role's name can
// have slashes, and a space's id cannot.
func (r *featurePrivilegeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var id featurePrivilegeIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
	} else {
		slash := strings.LastIndex(req.ID, "/")
		if slash < 1 || slash == len(req.ID)-1 {
			resp.Diagnostics.AddError("Invalid import id", fmt.Sprintf(
				`%q does not name a role and a space. Write "<role>/<space>", such as "soc-tier1/soc", or "soc-tier1/*" for all spaces.`, req.ID))
			return
		}
		id = featurePrivilegeIdentity{types.StringValue(req.ID[:slash]), types.StringValue(req.ID[slash+1:])}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("role"), id.Role)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("space"), id.Space)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, id)...)
}

func (r *featurePrivilegeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var config, plan featurePrivilegeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.write(ctx, &config, &plan, nil)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	}
}

func (r *featurePrivilegeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state featurePrivilegeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	role, catalogue, ok := r.refresh(ctx, "role", state.Role.ValueString(), resp)
	if !ok {
		return
	}
	r.kibana.atPlan.refreshed(role)
	before := state
	found, unsayable := state.decode(catalogue, role)
	if len(unsayable) > 0 {
		resp.Diagnostics.Append(noLevelFits(unsayable))
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	if importing := before.grant().Empty(); importing {
		resp.Diagnostics.Append(writable("role", role)...)
	} else if later := refusalLater(role); later != nil {
		resp.Diagnostics.Append(later)
	}
	if base := baseInTheWay(role, state.Space.ValueString()); base != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("space"), fmt.Sprintf("%s: role %q, space %q", base.Summary(), role.Name, state.Space.ValueString()), base.Detail())
	}
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.State, before, state)...)
}

func (r *featurePrivilegeResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var config, plan, prior featurePrivilegeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.write(ctx, &config, &plan, &prior)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	}
}

func (r *featurePrivilegeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var state featurePrivilegeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	left, diags := leftToOthers(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	name, withdrawn := state.Role.ValueString(), state.grant().Except(left)
	var now cases.Grant // what no other object of this run has written
	err := r.kibana.client.ModifyRole(ctx, name, client.Change{
		Remove: func(role roles.Role) (roles.Role, error) {
			now = r.kibana.owners.unclaimed(name, withdrawn)
			if diags := withdrawable(role, now); diags.HasError() {
				return roles.Role{}, &refusal{diags}
			}
			role.Kibana = cases.RemoveGrant(role.Kibana, now)
			return role, nil
		},
		Removed: func() { r.kibana.owners.withdrew(name, now) },
	})
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(changeFailure(name, err)...)
	}
}

// write sets what the plan names and withdraws what it no longer names, and
// completes the plan's computed values. It repeats the rules, for values of the
// configuration that were not known when the plan was made; the plan may hold
// others, which ignore_changes has put in their place. Prior is nil for a grant to
// be created.
func (r *featurePrivilegeResource) write(ctx context.Context, config, plan, prior *featurePrivilegeModel) diag.Diagnostics {
	known, err := r.kibana.serverFacts(ctx)
	if err != nil {
		return diag.Diagnostics{failure(readingFacts, err)}
	}
	planned := *plan
	diags := findings(config.withoutRepeated(cases.CheckGrant(config.grant()), prior))
	diags.Append(plan.plan(ctx, r.kibana, known, prior)...)
	diags.Append(asPlanned(planned.Privileges, plan.Privileges)...)
	diags.Append(asPlanned(planned.Capabilities, plan.Capabilities)...)
	diags = diags.Errors() // warnings were shown with the plan
	if diags.HasError() {
		return diags
	}
	stored := toStore(known.catalogue.EncodeGrant(plan.grant()), plan.stored())
	diags.Append(r.modify(ctx, plan, prior, stored)...)
	return diags
}

// modify makes the change in Kibana: stored takes the place of what the role holds
// of the grant.
func (r *featurePrivilegeResource) modify(ctx context.Context, plan, prior *featurePrivilegeModel, stored roles.Privileges) diag.Diagnostics {
	name, share := plan.Role.ValueString(), plan.grant()
	var given cases.Grant // what the grant gives up
	if prior != nil {
		given = prior.grant().Except(share.Parts())
	}
	allowed := func(role roles.Role) error {
		if diags := grantable(role, share.Space); diags.HasError() {
			return &refusal{diags}
		}
		return nil
	}
	var now cases.Grant // what of it no other object of this run has written
	var undo func()     // where it was written
	err := r.kibana.client.ModifyRole(ctx, name, client.Change{
		Remove: func(role roles.Role) (roles.Role, error) {
			now = r.kibana.owners.unclaimed(name, given)
			role.Kibana = cases.RemoveGrant(role.Kibana, now)
			return role, allowed(role)
		},
		Add: func(role roles.Role) (roles.Role, error) {
			role.Kibana = cases.SetGrant(role.Kibana, share, stored)
			return role, allowed(role)
		},
		Removed: func() { r.kibana.owners.withdrew(name, now) },
		Added:   func() { undo = r.kibana.owners.set(name, share, stored) },
	})
	if err == nil {
		return nil
	}
	diags := changeFailure(name, err)
	if diags.HasError() && undo != nil {
		undo()
	}
	return diags
}

// grantable refuses the roles to which nothing can be added in a space.
func grantable(role roles.Role, space string) diag.Diagnostics {
	diags := manageable("role", role)
	diags.Append(writable("role", role)...)
	if base := baseInTheWay(role, space); base != nil {
		diags.Append(base)
	}
	return diags
}

// baseInTheWay explains why a role with a base privilege in a space takes nothing
// beside it there; nil where there is none.
func baseInTheWay(role roles.Role, space string) diag.Diagnostic {
	base := roles.BaseIn(role.Kibana, space)
	if base == "" {
		return nil
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("space"), "Base privilege in the way", fmt.Sprintf(
		"Role %q holds the base privilege %q for %q, and Kibana takes no feature privileges beside it. It grants access to cases already; to grant less or more, replace it by feature privileges on the role.",
		role.Name, base, space))
}

// noWordsFit refuses to take over what words would leave out.
func noLevelFits(features []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("No words fit", fmt.Sprintf(
		"The role holds ids of %s that no access level and no sub-feature stands for. Import the role as cases_role, which takes ids as they are, or correct them in Kibana.", joined(features)))
}

// refusal is why a role is left alone. It travels as an error through the client.
type refusal struct{ reasons diag.Diagnostics }

func (r *refusal) Error() string { return r.reasons[0].Summary() }

// changeFailure explains why a change to a role that others own was not made.
func changeFailure(role string, err error) diag.Diagnostics {
	var refused *refusal
	var unverified *client.UnverifiedError
	var restored *client.RestoredError
	switch {
	case errors.As(err, &restored):
		return diag.Diagnostics{everythingRestored(role)}
	case errors.As(err, &unverified):
		return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("Change could not be verified: role %q", role), fmt.Sprintf(
			"Kibana accepted the change to role %q, but could not be asked afterwards whether somebody overwrote it. The next plan shows what is there.\n\n%s", role, sentence(err)))}
	case errors.As(err, &refused):
		return refused.reasons
	case client.IsNotFound(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("role"), "Role does not exist", fmt.Sprintf(
			"There is no role %q to add privileges to. Create it first; where Terraform creates it too, refer to it: role = cases_role.example.name.", role))}
	}
	return diag.Diagnostics{failure(fmt.Sprintf("Changing role %q", role), err)}
}
