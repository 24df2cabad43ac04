package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// wholeMap is a map that is compared as a whole on refresh. Without that, the
// plugin framework looks for a meaning of its own in every element, and holds
// each element of a set against every other: a third of what a refresh costs.
type wholeMap struct{ basetypes.MapValue }

var _ basetypes.MapValuableWithSemanticEquals = wholeMap{}

func (m wholeMap) Type(ctx context.Context) attr.Type {
	return wholeMapType{basetypes.MapType{ElemType: m.ElementType(ctx)}}
}

func (m wholeMap) Equal(other attr.Value) bool {
	o, ok := other.(wholeMap)
	return ok && m.MapValue.Equal(o.MapValue)
}

// String keeps out of the framework's trace, which spells out the map whether
// anybody reads it or not, and takes time that grows with its square.
func (m wholeMap) String() string { return fmt.Sprintf("<%d elements>", len(m.Elements())) }

func (m wholeMap) MapSemanticEquals(_ context.Context, prior basetypes.MapValuable) (bool, diag.Diagnostics) {
	return m.Equal(prior), nil
}

type wholeMapType struct{ basetypes.MapType }

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
