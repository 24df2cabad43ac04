package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	wayAroundType  = types.ObjectType{AttrTypes: map[string]attr.Type{"way": types.StringType, "why": types.StringType}}
	waysAroundType = types.ListType{ElemType: wayAroundType}
)

// waysAroundDescription describes the attribute ways_around of one role.
const waysAroundDescription = "How the role reaches cases without case privileges: a sorted list of objects with `way` and `why`. `way` is one of `saved_objects_management`, `files_management`, " +
	"`manage_security` (also for the cluster privilege `all`), `manage_service_account`, `delegate_pki`, `manage_application_privileges`, `run_as`, `kibana_indices`, `security_indices` and " +
	"`case_analytics`. `why` is a sentence that says what the role holds and what that lets people do. `capabilities` does not include these ways. " +
	"[Auditing case access](../guides/auditing-case-access.md#ways-around-case-privileges) explains them."

// waysAroundValue returns the value of an attribute ways_around.
func waysAroundValue(ways []cases.WayAround) types.List {
	elements := make([]attr.Value, 0, len(ways))
	for _, way := range ways {
		elements = append(elements, types.ObjectValueMust(wayAroundType.AttrTypes, map[string]attr.Value{
			"way": types.StringValue(way.Way), "why": types.StringValue(way.Why),
		}))
	}
	return types.ListValueMust(wayAroundType, elements)
}

// waysAroundByRole returns the value of the attribute ways_around of cases_access.
func waysAroundByRole(ways map[string][]cases.WayAround) types.Map {
	elements := make(map[string]attr.Value, len(ways))
	for role, list := range ways {
		elements[role] = waysAroundValue(list)
	}
	return types.MapValueMust(waysAroundType, elements)
}

// waysAroundRaw is waysAroundValue as a value of terraform-plugin-go. The types are those of
// the list and of its elements.
func waysAroundRaw(listType, elementType tftypes.Type, ways []cases.WayAround) tftypes.Value {
	elements := make([]tftypes.Value, 0, len(ways))
	for _, way := range ways {
		elements = append(elements, tftypes.NewValue(elementType, map[string]tftypes.Value{
			"way": tftypes.NewValue(tftypes.String, way.Way), "why": tftypes.NewValue(tftypes.String, way.Why),
		}))
	}
	return tftypes.NewValue(listType, elements)
}

// checkWaysAround warns if a plan adds ways around case privileges to a role. It skips
// values that are not known yet. Prior is nil for a new role.
func (p *parsedRole) checkWaysAround(c *cases.Catalogue, stored roles.Privileges, prior *parsedRole) diag.Diagnostics {
	var version cases.Version
	if c != nil {
		version = c.Version()
	}
	var before []cases.WayAround
	if prior != nil && p.isUpdateOf(prior) {
		before = cases.WaysAround(prior.role(prior.stored), version)
	}
	return addedWaysAround(p.Name.ValueString(), before, cases.WaysAround(p.role(stored), version))
}

// addedWaysAround warns if a change adds ways around case privileges to a role.
func addedWaysAround(role string, before, after []cases.WayAround) diag.Diagnostics {
	added := cases.AddedWays(before, after)
	if len(added) == 0 {
		return nil
	}
	at := "elasticsearch"
	if added[0].InKibana() {
		at = "spaces"
	}
	summary := fmt.Sprintf("Role %q gets a way around case privileges: %s", role, added[0].Way)
	var lines strings.Builder
	names := map[string]bool{}
	for _, way := range added {
		names[way.Way] = true
		fmt.Fprintf(&lines, "\n  %s: %s", way.Way, way.Why)
	}
	if more := len(names) - 1; more > 0 {
		summary += fmt.Sprintf(", and %d more", more)
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root(at), summary,
		fmt.Sprintf("People with role %q will reach cases in ways that capabilities does not show:\n%s", role, &lines))}
}
