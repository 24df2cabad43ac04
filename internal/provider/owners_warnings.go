package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// twoGrants reports that two grants name the same parts of a role. It is a warning if
// they configure the same access.
func twoGrants(role, space string, parts []string, same bool) diag.Diagnostic {
	summary := "Two grants on " + describeParts(role, space, parts)
	if same {
		return diag.NewAttributeWarningDiagnostic(path.Root("space"), summary,
			"Another cases_feature_privilege of this configuration names the same. An update of one of the two takes from the other what it no longer names. "+
				"Keep one of them, or give them different spaces or solutions.")
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("space"), summary,
		"Another cases_feature_privilege of this configuration names the same with other access, so that each apply would undo the other. "+
			"Keep one of them, or give them different spaces or solutions.")
}

// partsLeftWarning warns that a destroyed grant leaves parts to other owners. Terraform
// shows the whole grant as destroyed.
func partsLeftWarning(role, space string, parts []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("space"), "Grant leaves to another owner: "+describeParts(role, space, parts),
		"Another object of this configuration holds the same. Destroying this grant takes nothing of that away. "+
			"One case is different: a deposed object (create_before_destroy) is planned once more at apply, where the other object is not seen. Then plan and apply again, which gives it back.")
}

// removedByGrant warns that another grant removes parts of a grant. The other grant is
// destroyed, or no longer names the parts.
func removedByGrant(role, space string, parts []string, destroyed bool) diag.Diagnostic {
	summary := "Grant is taken away: " + describeParts(role, space, parts)
	if destroyed {
		return diag.NewAttributeWarningDiagnostic(path.Root("space"), summary,
			"Another cases_feature_privilege, which this plan destroys, holds the same and takes it away. The next plan gives it back. "+
				"To keep it without a gap, take the other out of the state: a removed block with lifecycle { destroy = false }.")
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("space"), summary,
		"One cases_feature_privilege of this plan no longer names what another one holds, and takes it away. The next plan gives it back: apply once more.")
}

// removedByRole warns that the plan of the cases_role removes a grant.
func removedByRole(role string, grant cases.Grant, r *rolePlan) diag.Diagnostic {
	summary := "Grant is taken away: " + describeParts(role, grant.Space.Get(), grant.Parts())
	switch {
	case r.destroyed:
		return diag.NewAttributeWarningDiagnostic(path.Root("role"), summary,
			"The cases_role of this role is destroyed, and everything that it grants goes with it. Destroy the grant too, or keep the role.")
	case r.recreated:
		return diag.NewAttributeWarningDiagnostic(path.Root("role"), summary,
			"The cases_role of this role is replaced, and the new role is created without what grants have added. Where this plan replaces the grant too, it comes back in the same apply. "+
				"Otherwise replace both (terraform apply -replace=ADDRESS for the role and for the grant), or plan and apply once more.")
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("role"), summary,
		"The cases_role of this role plans to remove or change what the grant holds. The two fight: the next plan of the grant gives it back. "+
			"Add ignore_changes = [spaces] to the role, and leave its spaces to grants; or remove the grant.")
}

// removedFromRole warns that a destroyed grant removes parts that the cases_role sets.
func removedFromRole(role, space string, parts []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("spaces"), "Access is taken away: "+describeParts(role, space, parts),
		"A cases_feature_privilege that this plan destroys holds the same, and takes it from the role. The next plan of the role gives it back. "+
			"To keep it without a gap, take the grant out of the state: a removed block with lifecycle { destroy = false }.")
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
