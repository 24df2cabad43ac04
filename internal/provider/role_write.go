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

func (r *roleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create[roleModel](ctx, r.kibana, req, resp)
}

func (m *roleModel) create(ctx context.Context, k *kibana, config fastModel, private privateWriter) diag.Diagnostics {
	r := &roleResource{managed{k}}
	configured, _ := config.(*roleModel)
	role, own, diags := r.desired(ctx, configured, m, nil, nil)
	if diags.HasError() {
		return diags
	}
	if err := k.client.CreateRole(ctx, role); err != nil {
		return diag.Diagnostics{r.createFailure(ctx, role.Name, err)}
	}
	k.owners.roleWritten(role.Name, own)
	diags.Append(storeFingerprint(ctx, private, role)...)
	diags.Append(storeReplacements(ctx, private, r.replacedBySave(ctx, m, role, nil))...)
	return diags
}

// Update reads the role first, for two reasons: it must not overwrite changes since the
// plan, and it must send back keys that the provider does not know.
func (r *roleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, r.kibana, req, resp, func(config, plan, prior *roleModel) diag.Diagnostics {
		kept, problems := replacementsIn(ctx, req.Private)
		role, own, diags := r.desired(ctx, config, plan, prior, kept)
		diags.Append(problems...)
		if diags.HasError() {
			return diags
		}
		err := r.kibana.client.UpdateRole(ctx, role.Name, func(reading client.Reading) (roles.Role, error) {
			found, wanted := reading.Role, role
			diags := manageable("name", found)
			wanted.Kibana = r.kibana.owners.withGrants(role.Name, role.Kibana, own)
			if !wanted.Equal(found) { // an equal role may be the result of an earlier attempt
				diags.Append(unchangedSincePlan(ctx, req.Private, reading)...)
			}
			if diags.HasError() {
				return roles.Role{}, &refusal{diags}
			}
			return wanted.WithUnrecognizedKeysOf(found), nil
		})
		if err != nil {
			diags.Append(changeFailure(role.Name, err, roleDeleted(role.Name))...)
		}
		if diags.HasError() {
			return diags
		}
		r.kibana.owners.roleWritten(role.Name, own)
		diags.Append(storeFingerprint(ctx, resp.Private, role)...)
		if !plan.equalOtherFeatures(prior) {
			diags.Append(storeReplacements(ctx, resp.Private, r.replacedBySave(ctx, plan, role, kept))...)
		}
		return diags
	})
}

func (r *roleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !r.kibana.requireReachable(&resp.Diagnostics) {
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
	r.kibana.owners.roleDeleted(name.ValueString())
}

// desired returns the role to write, and the parts of it that the configuration sets. It
// completes the computed values of the plan. It applies the rules again, because values
// of the configuration may have been unknown to the plan. Config differs from plan if
// ignore_changes has replaced values. Prior is nil for a new role. Kept are the replacements
// in its private data.
func (r *roleResource) desired(ctx context.Context, config, plan, prior *roleModel, kept cases.Replacements) (roles.Role, ownParts, diag.Diagnostics) {
	known, err := r.kibana.serverFacts(ctx)
	if err != nil {
		return roles.Role{}, nil, diag.Diagnostics{failure(readingFacts, err)}
	}
	configured, diags := config.parse(ctx)
	planned, problems := plan.parse(ctx)
	before, priorProblems := prior.parse(ctx)
	if before != nil {
		before.replaced = kept
	}
	diags.Append(problems...)
	diags.Append(priorProblems...)
	diags.Append(findings(withoutRepeated(configured.check(), configured.repeats(before)))...)
	diags = diags.Errors() // warnings were shown with the plan
	stored, refused := replan(ctx, r.kibana, known, before, planned)
	diags.Append(refused...)
	if diags.HasError() {
		return roles.Role{}, nil, diags
	}
	role := planned.role(stored)
	return role, r.kibana.owners.ownParts(known.catalogue, role.Name, stored), diags
}

// roleDeleted is the error for an update of a role that does not exist any more.
func roleDeleted(name string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(changedSincePlanSummary,
		fmt.Sprintf("Somebody deleted role %q after this plan was made, and an update does not create it again. Run terraform plan again.", name))
}

// createFailure explains why a role could not be created. The usual reason is that it
// exists already. If an answer was lost, it may be this apply that has created it.
func (r *roleResource) createFailure(ctx context.Context, name string, err error) diag.Diagnostic {
	if _, lost := errors.AsType[*client.LostAnswerError](err); lost || !client.IsConflict(err) {
		return failure(fmt.Sprintf("Creating role %q", name), err)
	}
	existing, err := r.kibana.client.Role(ctx, name)
	if err != nil {
		existing = roles.Role{Name: name} // it exists, but could not be read
	}
	return roleExists(existing)
}

// roleExists explains why a role that exists already cannot be created.
func roleExists(role roles.Role) diag.Diagnostic {
	if role.BuiltIn() {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), "Reserved role", cases.ExplainBuiltInRole(role.Name))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "Role exists already", fmt.Sprintf(
		"Kibana already has a role named %q, and creating it would overwrite what that role grants. To manage the existing role, import it; the plan then shows the differences:\n\n"+
			"  import {\n    to = cases_role.example # the address of this resource\n    id = %s\n  }\n\nTo create another role, choose another name. "+
			"If this apply replaces a role of the same name, create_before_destroy (on this resource, or on one that refers to it) cannot work: the old role must be deleted first.", role.Name, hclString(role.Name)))
}
