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
	waysAround := v.noWaysAround
	if len(role.waysAround) > 0 {
		waysAround = waysAroundRaw(v.waysAroundType, v.wayAroundType, role.waysAround)
	}
	return tftypes.NewValue(v.roleType, map[string]tftypes.Value{
		"description":  optionalText(role.description),
		"reserved":     tftypes.NewValue(tftypes.Bool, role.reserved),
		"disabled":     tftypes.NewValue(tftypes.Bool, role.disabled),
		"capabilities": v.capabilities(role.capabilities),
		"ways_around":  waysAround,
	})
}

// capabilities returns the value of an attribute capabilities.
func (v foundRoleValues) capabilities(held map[string][]cases.Capability) tftypes.Value {
	elements := make(map[string]tftypes.Value, len(held))
	for key, list := range held {
		elements[key] = v.list(list)
	}
	return tftypes.NewValue(v.capabilitiesType, elements)
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
