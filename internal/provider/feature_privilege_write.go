package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func (r *featurePrivilegeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create[featurePrivilegeModel](ctx, r.kibana, req, resp)
}

func (m *featurePrivilegeModel) create(ctx context.Context, k *kibana, config fastModel, _ privateWriter) diag.Diagnostics {
	r := &featurePrivilegeResource{managed{k}}
	configured, _ := config.(*featurePrivilegeModel)
	return r.write(ctx, configured, m, nil)
}

func (r *featurePrivilegeResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, r.kibana, req, resp, func(config, plan, prior *featurePrivilegeModel) diag.Diagnostics {
		return r.write(ctx, config, plan, prior)
	})
}

func (r *featurePrivilegeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !r.kibana.requireReachable(&resp.Diagnostics) {
		return
	}
	var state featurePrivilegeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	left, diags := readLeft(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	name, owned := state.Role.ValueString(), state.parse().grant.Except(left)
	var removed cases.Grant // the parts that no other object of this run has written
	err := r.kibana.client.ModifyRole(ctx, name, client.Change{
		Remove: func(role roles.Role) (roles.Role, error) {
			removed = r.kibana.owners.unclaimed(name, owned)
			if diags := removable(roles.NewStored(role), removed); diags.HasError() {
				return roles.Role{}, &refusal{diags}
			}
			role.Kibana = cases.RemoveGrant(role.Kibana, removed)
			return role, nil
		},
		Removed: func() { r.kibana.owners.grantRemoved(name, removed) },
	})
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(changeFailure(name, err, roleMissing(name))...)
	}
}

// write sets the parts that the plan names, and removes the parts that it no longer names.
// It completes the computed values of the plan. It applies the rules again, because values
// of the configuration may have been unknown to the plan. Config differs from plan if
// ignore_changes has replaced values. Prior is nil for a new grant.
func (r *featurePrivilegeResource) write(ctx context.Context, config, plan, prior *featurePrivilegeModel) diag.Diagnostics {
	known, err := r.kibana.serverFacts(ctx)
	if err != nil {
		return diag.Diagnostics{failure(readingFacts, err)}
	}
	configured, planned, before := config.parse(), plan.parse(), prior.parse()
	diags := findings(withoutRepeated(cases.CheckGrant(configured.grant), configured.repeats(before))).Errors() // warnings were shown with the plan
	stored, problems := replan(ctx, r.kibana, known, before, planned)
	diags.Append(problems...)
	if !diags.HasError() {
		diags.Append(r.modify(ctx, planned, before, stored)...)
	}
	return diags
}

// modify changes the role in Kibana: stored replaces the privileges of the grant's parts.
func (r *featurePrivilegeResource) modify(ctx context.Context, plan, prior *parsedGrant, stored roles.Privileges) diag.Diagnostics {
	name, grant := plan.Role.ValueString(), plan.grant
	var dropped cases.Grant // the parts that the grant no longer names
	if prior != nil {
		dropped = prior.grant.Except(grant.Parts())
	}
	allowed := func(role roles.Role) error {
		if diags := grantable(roles.NewStored(role), grant.Space.Get()); diags.HasError() {
			return &refusal{diags}
		}
		return nil
	}
	var removed cases.Grant // the dropped parts that no other object of this run has written
	var undo func()         // deletes the record of the write; nil until it is recorded
	err := r.kibana.client.ModifyRole(ctx, name, client.Change{
		Remove: func(role roles.Role) (roles.Role, error) {
			removed = r.kibana.owners.unclaimed(name, dropped)
			role.Kibana = cases.RemoveGrant(role.Kibana, removed)
			return role, allowed(role)
		},
		Add: func(role roles.Role) (roles.Role, error) {
			role.Kibana = cases.SetGrant(role.Kibana, grant, stored)
			return role, allowed(role)
		},
		Removed: func() { r.kibana.owners.grantRemoved(name, removed) },
		Added:   func() { undo = r.kibana.owners.grantWritten(name, grant, stored) },
	})
	if err == nil {
		return nil
	}
	diags := changeFailure(name, err, roleMissing(name))
	if diags.HasError() && undo != nil {
		undo()
	}
	return diags
}

// grantable refuses roles to which no privilege can be added in a space.
func grantable(role *roles.Stored, space string) diag.Diagnostics {
	diags := manageable("role", role.Role)
	diags.Append(writable("role", role)...)
	if base := baseInTheWay(role, space); base != nil {
		diags.Append(base)
	}
	return diags
}

// removable refuses roles from which a grant cannot be removed. If the role stores no
// privilege of the grant, the removal needs no write.
func removable(role *roles.Stored, grant cases.Grant) diag.Diagnostics {
	diags := manageable("role", role.Role)
	if len(grant.StoredIn(role.Privileges())) > 0 {
		diags.Append(writable("role", role)...)
	}
	return diags
}

// baseInTheWay returns an error if the role has a base privilege in a space: Kibana then
// accepts no feature privileges there. It returns nil otherwise.
func baseInTheWay(role *roles.Stored, space string) diag.Diagnostic {
	base := role.BaseIn(space)
	if base == "" {
		return nil
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("space"), "Space has a base privilege", fmt.Sprintf(
		"Role %q holds the base privilege %q for %q, and Kibana accepts no feature privileges beside it. The base privilege already grants access to cases. To grant less or more, replace it by feature privileges on the role.",
		role.Name, base, space))
}

// roleMissing is the error for a grant on a role that does not exist.
func roleMissing(role string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("role"), "Role does not exist", fmt.Sprintf(
		"Kibana has no role %q to add privileges to. Create it first. If Terraform creates it, refer to it: role = cases_role.example.name.", role))
}
