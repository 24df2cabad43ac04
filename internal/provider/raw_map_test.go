package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// The framework converts a raw map into a map and back, and compares it.
func TestRawMap(t *testing.T) {
	t.Parallel()
	of := rawMapType{types.MapType{ElemType: types.StringType}}
	wire := of.TerraformType(t.Context())
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	full := newRawMap(t.Context(), of, map[string]tftypes.Value{"a": text("b")})
	for name, test := range map[string]struct {
		raw  tftypes.Value
		want attr.Value
	}{
		"known":   {*full.raw, types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringValue("b")})},
		"empty":   {tftypes.NewValue(wire, map[string]tftypes.Value{}), types.MapValueMust(types.StringType, nil)},
		"null":    {tftypes.NewValue(wire, nil), types.MapNull(types.StringType)},
		"unknown": {tftypes.NewValue(wire, tftypes.UnknownValue), types.MapUnknown(types.StringType)},
	} {
		value, err := of.ValueFromTerraform(t.Context(), test.raw)
		if err != nil {
			t.Fatal(err)
		}
		m, ok := value.(rawMap)
		if !ok || m.IsNull() != test.want.IsNull() || m.IsUnknown() != test.want.IsUnknown() || !m.Type(t.Context()).Equal(of) {
			t.Errorf("%s is read as %#v", name, value)
		}
		if raw, err := m.ToTerraformValue(t.Context()); err != nil || !raw.Equal(test.raw) {
			t.Errorf("%s is written as %s, %v", name, raw, err)
		}
		plain, diags := m.ToMapValue(t.Context())
		if len(diags) > 0 || plain.IsNull() != test.want.IsNull() || !plain.Equal(test.want) {
			t.Errorf("%s is the map %s, %v", name, plain, diags)
		}
		wanted, _ := test.want.(basetypes.MapValue)
		again, diags := of.ValueFromMap(t.Context(), wanted)
		if len(diags) > 0 || !again.Equal(m) {
			t.Errorf("%s is converted to %s, %v", name, again, diags)
		}
		if name != "known" && m.Equal(full) || name == "known" && !m.Equal(full) {
			t.Errorf("%s is compared wrongly", name)
		}
	}
	if _, err := of.ValueFromTerraform(t.Context(), text("a")); err == nil {
		t.Error("a string is read as a map")
	}
	if of.Equal(types.MapType{ElemType: types.StringType}) || of.Equal(rawMapType{types.MapType{ElemType: types.BoolType}}) {
		t.Error("another type is equal")
	}
}

// Roles with the same capabilities share a value.
func TestFoundRolesShareValues(t *testing.T) {
	t.Parallel()
	values := newFoundRoleValues(t.Context())
	for range 3 {
		values.list([]cases.Capability{"read_cases", "add_comments"})
		values.list([]cases.Capability{"read_cases"})
	}
	if len(values.lists) != 2 {
		t.Errorf("%d values for 2 lists", len(values.lists))
	}
}
