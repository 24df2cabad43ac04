package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ basetypes.MapValuableWithSemanticEquals = wholeMap{}

// wholeMapType is the type of [wholeMap].
type wholeMapType struct{ basetypes.MapType }

// wholeMap is a map that is compared as a whole on refresh. For a plain map the plugin
// framework checks every element for semantic equality, and compares each element of a
// set with every other one. That takes a third of the time of a refresh.
type wholeMap struct{ basetypes.MapValue }

func (m wholeMap) Type(ctx context.Context) attr.Type {
	return wholeMapType{basetypes.MapType{ElemType: m.ElementType(ctx)}}
}

func (m wholeMap) Equal(other attr.Value) bool {
	o, ok := other.(wholeMap)
	return ok && m.MapValue.Equal(o.MapValue)
}

// String does not print the elements. The framework calls it for its trace even if
// logging is off, and printing takes quadratic time.
func (m wholeMap) String() string { return fmt.Sprintf("<%d elements>", len(m.Elements())) }

func (m wholeMap) MapSemanticEquals(_ context.Context, prior basetypes.MapValuable) (bool, diag.Diagnostics) {
	return m.Equal(prior), nil
}

func (t wholeMapType) Equal(other attr.Type) bool {
	o, ok := other.(wholeMapType)
	return ok && t.MapType.Equal(o.MapType)
}

func (t wholeMapType) ValueType(context.Context) attr.Value { return wholeMap{} }

func (t wholeMapType) ValueFromMap(_ context.Context, in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
	return wholeMap{in}, nil
}

func (t wholeMapType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.MapType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	m, ok := value.(basetypes.MapValue)
	if !ok {
		return nil, fmt.Errorf("a map is read as %T", value)
	}
	return wholeMap{m}, nil
}
