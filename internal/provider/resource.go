package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// managed holds the Kibana whose roles a resource changes. Both resources embed it.
type managed struct{ kibana *kibana }

// values is a state or a plan.
type values interface {
	Set(ctx context.Context, model any) diag.Diagnostics
}

// computed points to the computed attributes of a model.
type computed struct {
	id                       *types.String
	capabilities, privileges *wholeMap
}

func (m *managed) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	m.kibana, _ = req.ProviderData.(*kibana)
}

// set sets the values that follow from the stored privileges. Nil means that they are
// unknown.
func (v computed) set(c *cases.Catalogue, id types.String, stored roles.Privileges) {
	*v.id = id
	if stored == nil {
		*v.capabilities = wholeMap{types.MapUnknown(capabilitiesType.ElemType)}
		*v.privileges = wholeMap{types.MapUnknown(privilegesType.ElemType)}
		return
	}
	*v.capabilities = wholeMap{capabilitiesValue(c.Capabilities(stored))}
	*v.privileges = wholeMap{privilegesValue(stored)}
}

// keep sets the prior values. Only the capabilities may differ: an upgrade of Kibana
// can change the capabilities of the same privileges.
func (v computed) keep(c *cases.Catalogue, prior computed, stored roles.Privileges) {
	*v.id, *v.capabilities, *v.privileges = *prior.id, *prior.capabilities, *prior.privileges
	if c == nil {
		return
	}
	if now := (wholeMap{capabilitiesValue(c.Capabilities(stored))}); !now.Equal(*prior.capabilities) {
		*v.capabilities = now
	}
}

// setIfChanged writes a model to the state or plan that it was read from, if it has
// changed. Writing takes as much time as all the rest of a request.
func setIfChanged(ctx context.Context, to values, before, now any) diag.Diagnostics {
	if reflect.DeepEqual(before, now) {
		return nil
	}
	return to.Set(ctx, now)
}
