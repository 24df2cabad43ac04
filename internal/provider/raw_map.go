package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ basetypes.MapValuableWithSemanticEquals = rawMap{}

// rawMapType is the type of [rawMap].
type rawMapType struct{ basetypes.MapType }

// rawMap is a map that keeps Terraform's form of its elements. The plugin framework
// converts the other kinds of values several times, and holds every result. A computed
// map of thousands of roles would then take hundreds of megabytes.
type rawMap struct {
	basetypes.MapValue // only the type, and whether the map is null or unknown

	// raw is shared by copies of the map, which the framework compares with one another. It
	// is nil in the zero value.
	raw *tftypes.Value
}

// newRawMap returns a map of values that are already in Terraform's form.
func newRawMap(ctx context.Context, of rawMapType, elements map[string]tftypes.Value) rawMap {
	raw := tftypes.NewValue(of.TerraformType(ctx), elements)
	return rawMap{basetypes.NewMapUnknown(of.ElemType), &raw}
}

func (m rawMap) Type(ctx context.Context) attr.Type {
	return rawMapType{basetypes.MapType{ElemType: m.ElementType(ctx)}}
}

func (m rawMap) Equal(other attr.Value) bool {
	o, ok := other.(rawMap)
	return ok && (m.raw == o.raw || m.raw != nil && o.raw != nil && m.raw.Equal(*o.raw))
}

func (m rawMap) IsNull() bool    { return m.raw == nil || m.raw.IsNull() }
func (m rawMap) IsUnknown() bool { return m.raw != nil && !m.raw.IsKnown() }
func (m rawMap) String() string  { return "<a map>" }

func (m rawMap) ToTerraformValue(ctx context.Context) (tftypes.Value, error) {
	if m.raw == nil {
		return tftypes.NewValue(m.Type(ctx).TerraformType(ctx), nil), nil
	}
	return *m.raw, nil
}

func (m rawMap) ToMapValue(ctx context.Context) (basetypes.MapValue, diag.Diagnostics) {
	raw, _ := m.ToTerraformValue(ctx)
	value, err := basetypes.MapType{ElemType: m.ElementType(ctx)}.ValueFromTerraform(ctx, raw)
	if err != nil {
		return basetypes.MapValue{}, diag.Diagnostics{diag.NewErrorDiagnostic("Reading a map failed", err.Error())}
	}
	of, _ := value.(basetypes.MapValue)
	return of, nil
}

func (m rawMap) MapSemanticEquals(context.Context, basetypes.MapValuable) (bool, diag.Diagnostics) {
	return false, nil // a data source has no prior value
}

func (t rawMapType) Equal(other attr.Type) bool {
	o, ok := other.(rawMapType)
	return ok && t.MapType.Equal(o.MapType)
}

func (t rawMapType) ValueType(context.Context) attr.Value { return rawMap{} }

func (t rawMapType) ValueFromMap(ctx context.Context, in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
	raw, err := in.ToTerraformValue(ctx)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Reading a map failed", err.Error())}
	}
	return rawMap{basetypes.NewMapUnknown(t.ElemType), &raw}, nil
}

func (t rawMapType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if want := t.TerraformType(ctx); !in.Type().Equal(want) {
		return nil, fmt.Errorf("expected %s, got %s", want, in.Type())
	}
	return rawMap{basetypes.NewMapUnknown(t.ElemType), &in}, nil
}
