package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ resource.ResourceWithConfigure      = (*roleResource)(nil)
	_ resource.ResourceWithIdentity       = (*roleResource)(nil)
	_ resource.ResourceWithImportState    = (*roleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*roleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*roleResource)(nil)
)

const readingFacts = "Reading which privileges this Kibana has"

func newRoleResource() resource.Resource { return &roleResource{} }

// roleResource is cases_role, which owns a whole Kibana role.
type roleResource struct{ managed }

func (r *roleResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_role"
}

func (r *roleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("name"), path.Root("name"), req, resp)
}

// roleIdentity is what identifies a role in Kibana.
type roleIdentity struct {
	Name types.String `tfsdk:"name"`
}

func (m *roleModel) identity() any { return roleIdentity{m.Name} }

func (r *roleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var config, plan roleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	role, own, diags := r.desired(ctx, &config, &plan, nil)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.kibana.client.CreateRole(ctx, role); err != nil {
		resp.Diagnostics.Append(r.createFailure(ctx, role.Name, err))
		return
	}
	r.kibana.owners.wroteRole(role.Name, own)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(keepFingerprint(ctx, resp.Private, role)...)
}

func (r *roleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state roleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	role, catalogue, ok := r.refresh(ctx, "name", state.Name.ValueString(), resp)
	if !ok {
		return
	}
	before := state
	resp.Diagnostics.Append(state.decode(ctx, catalogue, role)...)
	resp.Diagnostics.Append(lostByUpdate(role)...)
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.State, before, state)...)
	resp.Diagnostics.Append(keepFingerprint(ctx, resp.Private, role)...)
}

// Update reads the role first: what changed since the plan was made must not be
// overwritten, and keys that the provider does not know are sent back.
func (r *roleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var config, plan, prior roleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	role, own, diags := r.desired(ctx, &config, &plan, &prior)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.kibana.client.UpdateRole(ctx, role.Name, func(reading client.Reading) (roles.Role, error) {
		current, wanted := reading.Role, role
		diags := manageable("name", current)
		wanted.Kibana = r.kibana.owners.withGrants(role.Name, role.Kibana, own)
		if !wanted.Equal(current) { // what is there already may be our own write
			diags.Append(unchangedSincePlan(ctx, req.Private, reading)...)
		}
		if diags.HasError() {
			return roles.Role{}, &refusal{diags}
		}
		return wanted.Adopting(current), nil
	})
	if err != nil {
		resp.Diagnostics.Append(updateFailure(role.Name, err)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	r.kibana.owners.wroteRole(role.Name, own)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(keepFingerprint(ctx, resp.Private, role)...)
}

func (r *roleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !r.kibana.required(&resp.Diagnostics) {
		return
	}
	var name types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("name"), &name)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.kibana.client.DeleteRole(ctx, name.ValueString()); err != nil {
		resp.Diagnostics.Append(failure(fmt.Sprintf("Deleting role %q", name.ValueString()), err))
		return
	}
	r.kibana.owners.deleted(name.ValueString())
}

// desired is the role to write, and what of it the configuration sets; prior is nil
// for a role to be created. It repeats the rules, for values of the configuration
// that were not known when the plan was made, and completes the plan's computed
// values. The plan may hold other values, which ignore_changes has put in the place
// of those.
func (r *roleResource) desired(ctx context.Context, config, plan, prior *roleModel) (roles.Role, ownParts, diag.Diagnostics) {
	known, err := r.kibana.serverFacts(ctx)
	if err != nil {
		return roles.Role{}, nil, diag.Diagnostics{failure(readingFacts, err)}
	}
	found, diags := config.violations(ctx)
	diags.Append(findings(config.withoutRepeated(found, prior))...)
	planned := *plan
	diags.Append(plan.plan(ctx, r.kibana, known, prior)...)
	diags.Append(asPlanned(planned.Privileges, plan.Privileges)...)
	diags.Append(asPlanned(planned.Capabilities, plan.Capabilities)...)
	diags = diags.Errors() // warnings were shown with the plan
	if diags.HasError() {
		return roles.Role{}, nil, diags
	}
	words, _ := spacesOf(plan.Spaces)
	stored := toStore(known.catalogue.Encode(words), plan.stored())
	role, problems := plan.role(ctx, stored)
	diags.Append(problems...)
	return role, r.kibana.owners.ownOf(known.catalogue, role.Name, stored), diags
}

// updateFailure explains why a role could not be changed.
func updateFailure(name string, err error) diag.Diagnostics {
	var refused *refusal
	var restored *client.RestoredError
	switch {
	case errors.As(err, &restored):
		return diag.Diagnostics{everythingRestored(name)}
	case errors.As(err, &refused):
		return refused.reasons
	case client.IsNotFound(err):
		return diag.Diagnostics{diag.NewErrorDiagnostic(changedSincePlan,
			fmt.Sprintf("Somebody deleted role %q after this plan was made, and an update does not create it again. Run terraform plan again.", name))}
	}
	return diag.Diagnostics{failure(fmt.Sprintf("Changing role %q", name), err)}
}

// createFailure explains why a role could not be created; one that exists
// already above all.
func (r *roleResource) createFailure(ctx context.Context, name string, err error) diag.Diagnostic {
	if !client.IsConflict(err) {
		return failure(fmt.Sprintf("Creating role %q", name), err)
	}
	existing, err := r.kibana.client.Role(ctx, name)
	if err != nil {
		existing = roles.Role{Name: name} // it is there, whatever it is
	}
	return roleExists(existing)
}

// roleExists explains why a role cannot be created that is there already.
func roleExists(role roles.Role) diag.Diagnostic {
	if role.BuiltIn() {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), "Reserved role", cases.ReservedRole(role.Name))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "Role exists already", fmt.Sprintf(
		"Kibana has a role named %q, and creating it would overwrite what it grants. To manage the existing role, import it; its differences then show in the plan:\n\n"+
			"  import {\n    to = cases_role.example # the address of this resource\n    id = %s\n  }\n\nTo have a new role, choose another name. "+
			"If this replaces a role of the same name, create_before_destroy (of this resource, or of one that refers to it) cannot work: the old role has to go first.", role.Name, hclString(role.Name)))
}
