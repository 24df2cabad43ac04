package provider

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// grantChange is what a planned grant changes in its role.
type grantChange struct {
	plan          *parsedGrant
	before, after roles.Privileges // of the role, as far as they have an effect in the grant's space
}

// changeOf returns the change to a role. Prior is nil for a new grant.
func (p *parsedGrant) changeOf(role *roles.Stored, prior *parsedGrant) grantChange {
	entries := role.Kibana
	if prior != nil {
		entries = cases.RemoveGrant(entries, prior.grant.Except(p.grant.Parts()))
	}
	after := roles.PrivilegesOf(cases.SetGrant(entries, p.grant, p.stored))
	space := p.Space.ValueString()
	return grantChange{p, effectiveIn(space, role.Privileges()), effectiveIn(space, after)}
}

// effectiveIn returns the privileges that have an effect in a space. All spaces, and a
// pattern of spaces, are not one space: every entry may have an effect there.
func effectiveIn(space string, p roles.Privileges) roles.Privileges {
	if space == roles.AllSpaces || roles.IsSpacePattern(space) {
		return p
	}
	p = maps.Clone(p)
	maps.DeleteFunc(p, func(other string, _ roles.SpacePrivileges) bool {
		return other != space && other != roles.AllSpaces && !roles.IsSpacePattern(other)
	})
	return p
}

// check warns of what people with the role lose, and of what they keep although the grant
// does not give it.
func (g grantChange) check(c *cases.Catalogue) diag.Diagnostics {
	role, after := g.plan.Role.ValueString(), c.Capabilities(g.after)
	diags := lostCapabilities("space", role, c.Capabilities(g.before), after)
	if kept := g.kept(c.Capabilities(g.plan.stored), after); len(kept) > 0 {
		diags.AddAttributeWarning(path.Root("space"), fmt.Sprintf("Privileges of all spaces hold in space %q too", g.plan.Space.ValueString()), fmt.Sprintf(
			"Privileges only add up. This grant does not give the following, but role %q gives it in all spaces or in spaces that match a pattern, so that people keep it:\n%s\n\nTo take it away, remove it there, and grant it space by space.",
			role, capabilityLines(kept)))
	}
	return diags
}

// kept returns the capabilities that people keep. A grant without connectors does not
// decide who pushes cases.
func (g grantChange) kept(granted, after map[string][]cases.Capability) map[string][]cases.Capability {
	var keys []string
	parts := g.plan.grant.Parts()
	for _, part := range parts {
		keys = append(keys, g.plan.Space.ValueString()+"/"+part)
	}
	kept := cases.InheritedCapabilities(keys, granted, after)
	if !slices.Contains(parts, cases.ConnectorsPart) {
		for key, capabilities := range kept {
			kept[key] = slices.DeleteFunc(capabilities, func(capability cases.Capability) bool { return capability == cases.PushCases })
		}
		maps.DeleteFunc(kept, func(_ string, capabilities []cases.Capability) bool { return len(capabilities) == 0 })
	}
	return kept
}
