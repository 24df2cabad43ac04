package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const unwritableSummary = "Role cannot be written back"

// unwritable explains why a role cannot be written back, and what to do. It returns ""
// if the role can be written back.
func unwritable(role *roles.Stored) string {
	reasons := role.Obstacles()
	if len(reasons) == 0 {
		return ""
	}
	return fmt.Sprintf("Role %q %s. Kibana can write only the whole role, so the provider cannot change it. "+
		"Change that with Elasticsearch's role API (PUT _security/role/), then plan again.", role.Name, strings.Join(reasons, "; it "))
}

// writable refuses roles that cannot be written back. At is the attribute for the error.
func writable(at string, role *roles.Stored) diag.Diagnostics {
	reason := unwritable(role)
	if reason == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(at), unwritableSummary, reason)}
}

// unwritableWarning warns, on refresh, that a later change to a grant will be refused. It
// returns nil if the role can be written back.
func unwritableWarning(role *roles.Stored, grant cases.Grant) diag.Diagnostic {
	reason := unwritable(role)
	if reason == "" {
		return nil
	}
	refused := "changing or destroying"
	if !removable(role, grant).HasError() {
		refused = "changing"
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("role"), fmt.Sprintf("%s: role %q", unwritableSummary, role.Name),
		fmt.Sprintf("%s Until then, %s this grant will be refused.", reason, refused))
}

// expectedRefusals returns the errors with which an apply would refuse a change to a
// grant. It returns none if the role cannot be read yet. Plan is nil for a destroyed
// grant, and prior is nil for a new one.
func (k *kibana) expectedRefusals(ctx context.Context, plan, prior *parsedGrant) diag.Diagnostics {
	var diags diag.Diagnostics
	if prior != nil && (plan == nil || !plan.ID.Equal(prior.ID)) {
		if role, ok := k.cachedRole(prior.Role.ValueString()); ok {
			diags.Append(removable(role, prior.grant)...)
		}
	}
	if plan == nil {
		return diags
	}
	role, ok := k.cachedRole(plan.Role.ValueString())
	if !ok && (prior == nil || !plan.ID.Equal(prior.ID)) {
		role, ok = k.roleAtPlan(ctx, plan.Role.ValueString())
	}
	var refused diag.Diagnostics
	switch {
	case !ok:
	case k.owners.rolePlanned(role.Name): // the cases_role may remove the obstacle in the same apply
		refused = manageable("role", role.Role)
	default:
		refused = grantable(role, plan.Space.ValueString())
	}
	if prior != nil {
		refused = withDetail(refused, "To give this grant up instead, remove its resource block. terraform destroy plans every object before it destroys it, and so needs -refresh=false here.")
	}
	diags.Append(refused...)
	return diags
}

// withDetail adds a paragraph to the detail of errors about attributes.
func withDetail(diags diag.Diagnostics, more string) (extended diag.Diagnostics) {
	for _, d := range diags {
		at := path.Empty()
		if located, ok := d.(diag.DiagnosticWithPath); ok {
			at = located.Path()
		}
		extended.AddAttributeError(at, d.Summary(), d.Detail()+"\n\n"+more)
	}
	return extended
}

// lostByUpdate warns, on refresh, about entries that no plan shows. The next update of
// the whole role erases them.
func lostByUpdate(role roles.Role) diag.Diagnostics {
	hidden := roles.SpacesWithHiddenPrivileges(role.Kibana)
	if len(hidden) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("spaces"), fmt.Sprintf("Role %q holds something that Kibana does not show", role.Name), fmt.Sprintf(
		"Role %q has an entry for %s whose privileges Kibana does not show, so no plan shows them. The next update of the role erases them. "+
			"Elasticsearch's role API (GET _security/role/) shows them.", role.Name, joined(hidden)))}
}

// grantsMore warns, on refresh, that a role grants everything in Kibana by privileges that
// Kibana's role API neither changes nor removes: no plan shows them.
func grantsMore(role roles.Role) diag.Diagnostics {
	var spaces []string
	for _, e := range role.Kibana {
		if slices.Contains(e.Base, "*") {
			spaces = append(spaces, e.Spaces...)
		}
	}
	if len(spaces) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("spaces"), fmt.Sprintf("Role %q grants more than its plan shows", role.Name), fmt.Sprintf(
		"Elasticsearch stores the privilege \"*\" for role %q (spaces: %s). It lets people do everything in Kibana, including everything with cases. Kibana's role API neither changes nor removes it, so capabilities and privileges do not include it. "+
			"The data sources cases_role, cases_roles and cases_access include it. To remove it, change the role's applications with Elasticsearch's role API (PUT _security/role/).", role.Name, joined(spaces)))}
}
