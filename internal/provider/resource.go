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

// managed is what both resources have in common: the Kibana whose roles they change.
type managed struct{ kibana *kibana }

func (m *managed) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	m.kibana, _ = req.ProviderData.(*kibana)
}

// computed are the computed attributes of a model.
type computed struct {
	id                       *types.String
	capabilities, privileges *wholeMap
}

// set sets the values that follow from what is stored; nil is not known yet.
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

// keep keeps the prior values. What the stored privileges let people do may have
// changed with an upgrade of Kibana.
func (v computed) keep(c *cases.Catalogue, prior computed, stored roles.Privileges) {
	*v.id, *v.capabilities, *v.privileges = *prior.id, *prior.capabilities, *prior.privileges
	if c == nil {
		return
	}
	if now := (wholeMap{capabilitiesValue(c.Capabilities(stored))}); !now.Equal(*prior.capabilities) {
		*v.capabilities = now
	}
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
