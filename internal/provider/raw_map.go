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

	raw tftypes.Value
}

// newRawMap returns a map of values that are already in Terraform's form.
func newRawMap(ctx context.Context, of rawMapType, elements map[string]tftypes.Value) rawMap {
	return rawMap{basetypes.NewMapUnknown(of.ElemType), tftypes.NewValue(of.TerraformType(ctx), elements)}
}

func (m rawMap) Type(ctx context.Context) attr.Type {
	return rawMapType{basetypes.MapType{ElemType: m.ElementType(ctx)}}
}

func (m rawMap) Equal(other attr.Value) bool {
	o, ok := other.(rawMap)
	return ok && m.raw.Equal(o.raw)
}

func (m rawMap) IsNull() bool    { return m.raw.IsNull() }
func (m rawMap) IsUnknown() bool { return !m.raw.IsKnown() }
func (m rawMap) String() string  { return "<a map>" }

func (m rawMap) ToTerraformValue(context.Context) (tftypes.Value, error) { return m.raw, nil }

func (m rawMap) ToMapValue(ctx context.Context) (basetypes.MapValue, diag.Diagnostics) {
	value, err := basetypes.MapType{ElemType: m.ElementType(ctx)}.ValueFromTerraform(ctx, m.raw)
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
	return rawMap{basetypes.NewMapUnknown(t.ElemType), raw}, nil
}

func (t rawMapType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if want := t.TerraformType(ctx); !in.Type().Equal(want) {
		return nil, fmt.Errorf("expected %s, got %s", want, in.Type())
	}
	return rawMap{basetypes.NewMapUnknown(t.ElemType), in}, nil
}
