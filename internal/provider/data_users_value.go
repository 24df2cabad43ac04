package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

var (
	userType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"full_name":           types.StringType,
		"email":               types.StringType,
		"realm":               types.StringType,
		"enabled":             types.BoolType,
		"reserved":            types.BoolType,
		"roles":               stringListType,
		"roles_at_last_login": stringListType,
		"capabilities":        capabilitiesType,
		"logged_in":           types.BoolType,
		"assignable":          stringListType,
	}}
	mappedRolesType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"enabled":        types.BoolType,
		"roles":          stringListType,
		"role_templates": stringListType,
		"capabilities":   capabilitiesType,
	}}
	usersType    = rawMapType{types.MapType{ElemType: userType}}
	mappingsType = rawMapType{types.MapType{ElemType: mappedRolesType}}
)

// peopleValues converts people to Terraform's values. People with the same roles share
// the values of what their roles give: a large directory has thousands of people.
type peopleValues struct {
	foundRoleValues

	userType, mappingType tftypes.Type
	sets                  map[*cases.RoleSet]roleSetValues
}

type roleSetValues struct{ roles, capabilities, assignable tftypes.Value }

func newPeopleValues(ctx context.Context) peopleValues {
	return peopleValues{
		foundRoleValues: newFoundRoleValues(ctx),
		userType:        userType.TerraformType(ctx), mappingType: mappedRolesType.TerraformType(ctx),
		sets: map[*cases.RoleSet]roleSetValues{},
	}
}

func (v peopleValues) users(ctx context.Context, people map[string]cases.Person) rawMap {
	elements := make(map[string]tftypes.Value, len(people))
	for key, person := range people {
		elements[key] = v.user(person)
	}
	return newRawMap(ctx, usersType, elements)
}

func (v peopleValues) user(p cases.Person) tftypes.Value {
	held := v.set(p.Held)
	capabilities, assignable := held.capabilities, v.texts(nil)
	if !p.Enabled {
		capabilities = tftypes.NewValue(v.capabilitiesType, map[string]tftypes.Value{})
	}
	atLogin := tftypes.NewValue(v.listType, nil)
	if p.AtLogin != nil {
		atLogin = v.set(p.AtLogin).roles
	}
	if len(p.Assignable()) > 0 {
		assignable = v.set(p.AtLogin).assignable
	}
	return tftypes.NewValue(v.userType, map[string]tftypes.Value{
		"full_name":           optionalText(p.FullName),
		"email":               optionalText(p.Email),
		"realm":               tftypes.NewValue(tftypes.String, p.Realm),
		"enabled":             tftypes.NewValue(tftypes.Bool, p.Enabled),
		"reserved":            tftypes.NewValue(tftypes.Bool, p.Reserved),
		"roles":               held.roles,
		"roles_at_last_login": atLogin,
		"capabilities":        capabilities,
		"logged_in":           tftypes.NewValue(tftypes.Bool, p.LoggedIn),
		"assignable":          assignable,
	})
}

func (v peopleValues) mappings(ctx context.Context, mappings map[string]cases.MappedRoles) rawMap {
	elements := make(map[string]tftypes.Value, len(mappings))
	for name, mapping := range mappings {
		held := v.set(mapping.Held)
		elements[name] = tftypes.NewValue(v.mappingType, map[string]tftypes.Value{
			"enabled":        tftypes.NewValue(tftypes.Bool, mapping.Enabled),
			"roles":          held.roles,
			"role_templates": v.texts(mapping.Templates),
			"capabilities":   held.capabilities,
		})
	}
	return newRawMap(ctx, mappingsType, elements)
}

// set returns the values of what roles give.
func (v peopleValues) set(s *cases.RoleSet) roleSetValues {
	values, known := v.sets[s]
	if !known {
		values = roleSetValues{v.texts(s.Roles), v.capabilities(s.Capabilities), v.texts(s.Assignable)}
		v.sets[s] = values
	}
	return values
}

func (v peopleValues) texts(texts []string) tftypes.Value {
	elements := make([]tftypes.Value, 0, len(texts))
	for _, text := range texts {
		elements = append(elements, tftypes.NewValue(tftypes.String, text))
	}
	return tftypes.NewValue(v.listType, elements)
}

// optionalText returns a text, or null if it is empty.
func optionalText(text string) tftypes.Value {
	if text == "" {
		return tftypes.NewValue(tftypes.String, nil)
	}
	return tftypes.NewValue(tftypes.String, text)
}
