package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// rewrites reports whether deprecated ids alone are a reason to write a role, and
// warns where they are not. Ids that the configuration itself names are wanted.
func (k *kibana) rewrites(c *cases.Catalogue, at, role string, stored, wanted roles.Privileges, diags *diag.Diagnostics) bool {
	if c == nil {
		return false
	}
	named := c.Deprecated(wanted)
	deprecated := slices.DeleteFunc(c.Deprecated(stored), func(id string) bool { return slices.Contains(named, id) })
	if len(deprecated) == 0 || k.rewriteDeprecated {
		return len(deprecated) > 0
	}
	diags.AddAttributeWarning(path.Root(at), "Deprecated feature ids are in use", fmt.Sprintf(
		"Role %q holds %s, which Kibana has replaced. They mean the same until Kibana drops them: the next change to the role writes the newest ids, and rewrite_deprecated = true in the provider's configuration does so now.",
		role, joined(deprecated)))
	return false
}

// lostCapabilities warns when a change takes something from people who hold the
// role. At is the attribute that grants it.
func lostCapabilities(at, role string, before, after map[string][]cases.Capability) diag.Diagnostics {
	var diags diag.Diagnostics
	lost := cases.Lost(before, after)
	if len(lost) == 0 {
		return nil
	}
	var lines strings.Builder
	for _, key := range slices.Sorted(maps.Keys(lost)) {
		fmt.Fprintf(&lines, "\n  %s: %s", key, joined(lost[key]))
	}
	diags.AddAttributeWarning(path.Root(at), cases.SummarizeLoss(role, lost),
		fmt.Sprintf("Whoever holds role %q loses, unless another role gives it:\n%s", role, &lines))
	return diags
}

// capabilitiesNow is what stored privileges let people do on this Kibana, which an
// upgrade may have changed. The value in the state is kept where it is the same.
func capabilitiesNow(c *cases.Catalogue, stored roles.Privileges, before wholeMap) wholeMap {
	if c == nil {
		return before
	}
	now := wholeMap{capabilitiesValue(c.Capabilities(stored))}
	if now.Equal(before) {
		return before
	}
	return now
}

// toStore returns what an apply stores: the privileges of the plan, in the order in
// which they are encoded where they are the same.
func toStore(encoded, planned roles.Privileges) roles.Privileges {
	if privilegesValue(encoded).Equal(privilegesValue(planned)) {
		return encoded
	}
	return planned
}

// asPlanned refuses to write what the plan did not show: the server may have been
// upgraded, or kibana_version may not be its version.
func asPlanned(planned, now wholeMap) diag.Diagnostics {
	if planned.IsUnknown() || planned.Equal(now) {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Kibana is not the one that this plan was made for",
		"On this Kibana the role would store other privileges, or let people do other things, than the plan shows: Kibana was upgraded since, or the provider's kibana_version is not its version. "+
			"Nothing was written. Correct kibana_version if it is set, and run terraform plan again.")}
}

// manageable refuses the roles that Kibana would not let the provider change,
// or that it cannot show. Attribute is the one that holds the role's name.
func manageable(attribute string, role roles.Role) diag.Diagnostics {
	var diags diag.Diagnostics
	if role.BuiltIn() {
		diags.AddAttributeError(path.Root(attribute), "Reserved role", cases.ReservedRole(role.Name))
	}
	if role.Undecodable() {
		diags.AddAttributeError(path.Root(attribute), undecodableSummary, undecodable(role))
	}
	return diags
}

const undecodableSummary = "Role cannot be decoded"

// undecodable explains why a role cannot be read, and what to do.
func undecodable(role roles.Role) string {
	return fmt.Sprintf("Kibana cannot decode the privileges that role %q stores (%s), and shows none of them. Writing the role back would erase them all, so that it is left alone. "+
		"Repair or remove the role's privileges of the applications \"kibana-.kibana\", \"kibana-*\" and \"*\" with Elasticsearch's role API (GET _security/role/), then plan again; "+
		"or leave the role alone, with a removed block or terraform state rm.",
		role.Name, joined(role.TransformErrors))
}
