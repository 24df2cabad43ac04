package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// twoGrants reports that two grants name the same parts of a role. It is a warning if
// they configure the same access.
func twoGrants(role, space string, parts []string, same bool) diag.Diagnostic {
	summary := "Two grants on " + describeParts(role, space, parts)
	if same {
		return diag.NewAttributeWarningDiagnostic(path.Root("space"), summary,
			"Another cases_feature_privilege of this configuration names the same. If an update of one of them no longer names it, the other one loses it, too. "+
				"Keep one of them, or give them different spaces or solutions.")
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("space"), summary,
		"Another cases_feature_privilege of this configuration names the same with different access: each of them would undo the other. "+
			"Keep one of them, or give them different spaces or solutions.")
}

// partsLeftWarning warns that a destroyed grant leaves parts to other owners. Terraform
// shows the whole grant as destroyed.
func partsLeftWarning(role, space string, parts []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("space"), "Access stays with another owner: "+describeParts(role, space, parts),
		"Another object of this configuration holds the same, so destroying this grant does not remove it. "+
			"The exception is a deposed object (create_before_destroy): Terraform plans it once more during the apply, and that plan cannot see the other object. Then plan and apply again to restore the access.")
}

// removedByGrant warns that another grant removes parts of a grant. The other grant is
// destroyed, or no longer names the parts.
func removedByGrant(role, space string, parts []string, destroyed bool) diag.Diagnostic {
	summary := "Grant is taken away: " + describeParts(role, space, parts)
	if destroyed {
		return diag.NewAttributeWarningDiagnostic(path.Root("space"), summary,
			"This plan destroys another cases_feature_privilege that holds the same, and so removes it from the role. The next plan restores it. "+
				"To keep the access without interruption, remove the other grant from the state: a removed block with lifecycle { destroy = false }.")
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("space"), summary,
		"In this plan, one cases_feature_privilege no longer names it. Its update removes it from the role, although another cases_feature_privilege holds it, too. The next plan restores it: apply again.")
}

// removedByRole warns that the plan of the cases_role removes parts of a grant.
func removedByRole(role, space string, parts []string, r *rolePlan) diag.Diagnostic {
	summary := "Grant is taken away: " + describeParts(role, space, parts)
	switch {
	case r.destroyed:
		return diag.NewAttributeWarningDiagnostic(path.Root("role"), summary,
			"This plan destroys the cases_role of this role, and with it everything that the role grants. Destroy the grant, too, or keep the role.")
	case r.recreated:
		return diag.NewAttributeWarningDiagnostic(path.Root("role"), summary,
			"This plan replaces the cases_role of this role, and the new role lacks what grants added. If the plan also replaces the grant, the same apply restores it. "+
				"Otherwise replace both (terraform apply -replace=ADDRESS for the role and for the grant), or plan and apply again.")
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("role"), summary,
		"The cases_role of this role plans to remove or change what the grant holds. The next plan of the grant would restore it: the two resources undo each other's changes. "+
			"Add ignore_changes = [spaces] to the role and leave its spaces to grants, or remove the grant.")
}

// removedFromRole warns that a destroyed grant removes parts that the cases_role sets.
func removedFromRole(role, space string, parts []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("spaces"), "Access is taken away: "+describeParts(role, space, parts),
		"This plan destroys a cases_feature_privilege that holds the same, and so removes it from the role. The next plan of the role restores it. "+
			"To keep the access without interruption, remove the grant from the state: a removed block with lifecycle { destroy = false }.")
}

// describeParts names parts of a role for a summary. Of several warnings with the same
// summary Terraform shows only the first, so the summaries must differ.
func describeParts(role, space string, parts []string) string {
	in := fmt.Sprintf("space %q", space)
	if space == roles.AllSpaces {
		in = "all spaces"
	}
	return fmt.Sprintf("%s in %s of role %q", joined(parts), in, role)
}
