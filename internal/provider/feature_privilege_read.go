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
	role, catalogue, ok := r.refresh(ctx, "role", state.Role.ValueString(), resp)
	if !ok {
		return
	}
	r.kibana.atPlan.refreshed(role)
	before, p := state, state.parse()
	importing := p.grant.Empty()
	found, onlyIDs := p.decode(catalogue, role)
	if len(onlyIDs) > 0 {
		resp.Diagnostics.Append(noLevelFits(onlyIDs))
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	if importing {
		resp.Diagnostics.Append(writable("role", role)...)
	} else if later := refusalLater(role); later != nil {
		resp.Diagnostics.Append(later)
	}
	if base := baseInTheWay(role, state.Space.ValueString()); base != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("space"), fmt.Sprintf("%s: role %q, space %q", base.Summary(), role.Name, state.Space.ValueString()), base.Detail())
	}
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.State, before, state)...)
}

func (m *featurePrivilegeModel) refreshIsNoop(_ context.Context, k *kibana, f facts, _ string) bool {
	role, listed := k.client.ListedRole(m.Role.ValueString())
	if !listed || len(grantable(role, m.Space.ValueString())) > 0 {
		return false
	}
	before := *m
	found, onlyIDs := m.parse().decode(f.catalogue, role)
	return found && len(onlyIDs) == 0 && reflect.DeepEqual(before, *m)
}

// decode sets the grant to what Kibana stores of it. The prior wording is kept where
// it is equivalent. An import takes over all that the grant could own: then found is
// false where there is nothing, and onlyIDs names features with ids for which no
// level stands.
func (p *parsedGrant) decode(c *cases.Catalogue, role roles.Role) (found bool, onlyIDs []string) {
	stored := roles.PrivilegesOf(role.Kibana)
	decoded := c.DecodeGrant(stored, p.grant)
	if p.grant.Empty() {
		onlyIDs = slices.Sorted(maps.Keys(decoded.Config.Features.Get()))
		p.grant = decoded
	}
	decoded.Config.Features = cases.SpaceConfig{}.Features // a grant has none
	p.setConfiguration(spaceConfigValue(decoded.Config, p.configuration()))
	p.setComputed(c, p.grant.StoredIn(stored))
	return !p.grant.Empty(), onlyIDs
}

// noLevelFits refuses to take over what a grant could not configure.
func noLevelFits(features []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("No access level fits", fmt.Sprintf(
		"The role holds privilege ids of %s that no access level and no sub-feature stands for. Import the role as cases_role, which keeps ids as they are, or correct them in Kibana.", joined(features)))
}
