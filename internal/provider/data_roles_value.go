package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// foundRoleValues converts found roles to Terraform's values. Equal lists of capabilities
// share one value: a large server has thousands of them.
type foundRoleValues struct {
	roleType, capabilitiesType, listType tftypes.Type
	waysAroundType, wayAroundType        tftypes.Type

	noWaysAround tftypes.Value            // of most roles
	lists        map[string]tftypes.Value // by the joined capabilities
}

func newFoundRoleValues(ctx context.Context) foundRoleValues {
	v := foundRoleValues{
		roleType: foundRoleType.TerraformType(ctx), capabilitiesType: capabilitiesType.TerraformType(ctx), listType: stringListType.TerraformType(ctx),
		waysAroundType: waysAroundType.TerraformType(ctx), wayAroundType: wayAroundType.TerraformType(ctx),
		lists: map[string]tftypes.Value{},
	}
	v.noWaysAround = waysAroundRaw(v.waysAroundType, v.wayAroundType, nil)
	return v
}

// role returns the value of one role.
func (v foundRoleValues) role(role foundRole) tftypes.Value {
	capabilities := make(map[string]tftypes.Value, len(role.capabilities))
	for key, list := range role.capabilities {
		capabilities[key] = v.list(list)
	}
	waysAround := v.noWaysAround
	if len(role.waysAround) > 0 {
		waysAround = waysAroundRaw(v.waysAroundType, v.wayAroundType, role.waysAround)
	}
	var description any
	if role.description != "" {
		description = role.description
	}
	return tftypes.NewValue(v.roleType, map[string]tftypes.Value{
		"description":  tftypes.NewValue(tftypes.String, description),
		"reserved":     tftypes.NewValue(tftypes.Bool, role.reserved),
		"disabled":     tftypes.NewValue(tftypes.Bool, role.disabled),
		"capabilities": tftypes.NewValue(v.capabilitiesType, capabilities),
		"ways_around":  waysAround,
	})
}

func (v foundRoleValues) list(capabilities []cases.Capability) tftypes.Value {
	var key strings.Builder
	for _, capability := range capabilities {
		key.WriteString(string(capability) + " ")
	}
	list, known := v.lists[key.String()]
	if !known {
		elements := make([]tftypes.Value, 0, len(capabilities))
		for _, capability := range capabilities {
			elements = append(elements, tftypes.NewValue(tftypes.String, string(capability)))
		}
		list = tftypes.NewValue(v.listType, elements)
		v.lists[key.String()] = list
	}
	return list
}
