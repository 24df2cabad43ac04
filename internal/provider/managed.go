package provider

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// managed is what both resources are made of: a Kibana whose roles they change.
type managed struct{ kibana *kibana }

func (m *managed) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	m.kibana, _ = req.ProviderData.(*kibana)
}

// refresh reads a role for a refresh; attribute is the one that holds its name.
// It is not ok where there is nothing to take over: the role is gone, which
// removes the object from the state, or cannot be managed, which is an error, or
// Kibana is created in the same apply, and the state stands.
func (m *managed) refresh(ctx context.Context, attribute, name string, resp *resource.ReadResponse) (role roles.Role, c *cases.Catalogue, ok bool) {
	if resp.Diagnostics.HasError() || !m.kibana.reachable() {
		return role, nil, false
	}
	role, err := m.kibana.client.RefreshRole(ctx, name)
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return role, nil, false
	}
	if err != nil {
		resp.Diagnostics.Append(failure(fmt.Sprintf("Reading role %q", name), err))
		return role, nil, false
	}
	resp.Diagnostics.Append(manageable(attribute, role)...)
	known, err := m.kibana.facts(ctx)
	if err != nil {
		resp.Diagnostics.Append(failure(readingFacts, err))
	}
	return role, known.catalogue, !resp.Diagnostics.HasError()
}

// values is a state or a plan.
type values interface {
	Set(ctx context.Context, model any) diag.Diagnostics
}

// setIfChanged writes a model to where it was read from, unless it is there
// already: writing costs as much as all the rest.
func setIfChanged(ctx context.Context, to values, before, now any) diag.Diagnostics {
	if reflect.DeepEqual(before, now) {
		return nil
	}
	return to.Set(ctx, now)
}
