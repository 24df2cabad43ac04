package provider

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func (r *featurePrivilegeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state featurePrivilegeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	role, catalogue, ok := r.refresh(ctx, "role", state.Role.ValueString(), state.ID.IsNull(), resp)
	if !ok {
		return
	}
	before, p := state, state.parse()
	importing := p.grant.Empty()
	found, unmatched := p.decode(catalogue, role)
	if len(unmatched) > 0 {
		resp.Diagnostics.Append(noLevelFits(unmatched))
		return
	}
	base := baseInTheWay(role, state.Space.ValueString())
	if !found {
		if importing && base != nil {
			resp.Diagnostics.Append(base)
		}
		resp.State.RemoveResource(ctx)
		return
	}
	if importing {
		resp.Diagnostics.Append(writable("role", role)...)
	} else if warning := unwritableWarning(role, p.grant); warning != nil {
		resp.Diagnostics.Append(warning)
	}
	if base != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("space"), fmt.Sprintf("%s: role %q, space %q", base.Summary(), role.Name, state.Space.ValueString()), base.Detail())
	}
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.State, before, state)...)
}

func (m *featurePrivilegeModel) hasOtherFeatures() bool { return false }

func (m *featurePrivilegeModel) refreshIsNoop(_ context.Context, c *cases.Catalogue, reading refreshReading, _ objectPrivate) bool {
	role := reading.role
	if len(grantable(role, m.Space.ValueString())) > 0 {
		return false
	}
	before := *m
	found, unmatched := m.parse().decode(c, role)
	return found && len(unmatched) == 0 && reflect.DeepEqual(before, *m)
}

// decode sets the grant to the privileges that Kibana stores. It keeps the prior wording
// where it is equivalent. After an import, the grant owns every part that the role has in
// the space: found is then false if there is none, and unmatched names the features whose
// privilege ids no access level matches.
func (p *parsedGrant) decode(c *cases.Catalogue, role *roles.Stored) (found bool, unmatched []string) {
	stored := role.Privileges()
	decoded := c.DecodeGrant(stored, p.grant)
	if p.grant.Empty() {
		unmatched = slices.Sorted(maps.Keys(decoded.Config.Features.Get()))
		p.grant = decoded
	}
	decoded.Config.Features = cases.SpaceConfig{}.Features // a grant has no such attribute
	p.setConfiguration(spaceConfigValue(decoded.Config, p.configuration()))
	p.setComputed(c, p.grant.StoredIn(stored))
	return !p.grant.Empty(), unmatched
}

// noLevelFits refuses to import privilege ids that a grant cannot configure.
func noLevelFits(features []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("No access level fits", fmt.Sprintf(
		"The role holds privilege ids of %s that no access level and no sub-feature stands for. Import the role as cases_role, which keeps ids as they are, or correct them in Kibana.", joined(features)))
}
