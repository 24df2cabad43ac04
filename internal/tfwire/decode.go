package tfwire

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// decoder reads values from MessagePack.
type decoder struct {
	ctx      context.Context // for custom types
	from     *msgpack.Decoder
	isConfig bool
}

// Config decodes a configuration. It is not ok if the framework would or may return a
// diagnostic.
func (s *Schema) Config(ctx context.Context, value *tfprotov6.DynamicValue) (attributes map[string]attr.Value, ok bool) {
	return s.decode(ctx, value, true)
}

// State decodes a state or a plan. It is not ok if the object is null.
func (s *Schema) State(ctx context.Context, value *tfprotov6.DynamicValue) (attributes map[string]attr.Value, ok bool) {
	return s.decode(ctx, value, false)
}

// decode decodes an object.
func (s *Schema) decode(ctx context.Context, value *tfprotov6.DynamicValue, isConfig bool) (attributes map[string]attr.Value, ok bool) {
	if value == nil || len(value.JSON) > 0 {
		return nil, false
	}
	packed := bytes.NewReader(value.MsgPack)
	d := decoder{ctx, msgpack.NewDecoder(packed), isConfig}
	code, _ := d.from.PeekCode() // at the end of the bytes, decoding fails
	if code == msgpcode.Nil || msgpcode.IsExt(code) {
		return nil, false
	}
	attributes, ok = d.object(s.object)
	return attributes, ok && packed.Len() == 0
}

// value decodes the next value.
func (d decoder) value(n *node) (value attr.Value, ok bool) {
	code, _ := d.from.PeekCode() // at the end of the bytes, decoding fails
	switch isNull := code == msgpcode.Nil; {
	case isNull && n.noNull || !isNull && n.readOnly && d.isConfig:
		return nil, false
	case isNull:
		return n.null, d.from.DecodeNil() == nil
	case msgpcode.IsExt(code): // Terraform sends extensions for unknown values only.
		return n.unknown, !n.noUnknown && d.from.Skip() == nil
	}
	return d.known(n)
}

// known decodes a value that is neither null nor unknown.
func (d decoder) known(n *node) (value attr.Value, ok bool) {
	switch of := n.of.(type) {
	case basetypes.StringType:
		text, err := d.from.DecodeString()
		return basetypes.NewStringValue(text), err == nil
	case basetypes.BoolType:
		is, err := d.from.DecodeBool()
		return basetypes.NewBoolValue(is), err == nil
	case basetypes.ObjectType:
		attributes, ok := d.object(n)
		if !ok {
			return nil, false
		}
		return basetypes.NewObjectValueMust(of.AttrTypes, attributes), true
	case basetypes.SetType:
		elements, ok := d.elements(n)
		return basetypes.NewSetValueMust(n.element.of, elements), ok && ascending(elements)
	case basetypes.ListType:
		elements, ok := d.elements(n)
		if ok && n.block && len(elements) == 0 {
			return n.null, true // as the framework does
		}
		return basetypes.NewListValueMust(n.element.of, elements), ok
	case basetypes.MapTypable:
		elements, ok := d.byName(n)
		if !ok {
			return nil, false
		}
		value, diags := of.ValueFromMap(d.ctx, basetypes.NewMapValueMust(n.element.of, elements))
		return value, len(diags) == 0
	}
	return nil, false
}

// object decodes the attributes of an object. All must be present.
func (d decoder) object(n *node) (attributes map[string]attr.Value, ok bool) {
	attributes, ok = d.byName(n)
	return attributes, ok && len(attributes) == len(n.attributes)
}

// byName decodes the attributes of an object or the elements of a map.
func (d decoder) byName(n *node) (values map[string]attr.Value, ok bool) {
	length, err := d.from.DecodeMapLen()
	if err != nil {
		return nil, false
	}
	values = map[string]attr.Value{} // allocates for values that are present: length may be wrong
	for range length {
		name, err := d.from.DecodeString()
		of := n.at(name)
		if _, duplicate := values[name]; err != nil || duplicate || of == nil {
			return nil, false
		}
		if values[name], ok = d.value(of); !ok {
			return nil, false
		}
	}
	return values, true
}

// elements decodes the elements of a set or a list.
func (d decoder) elements(n *node) (values []attr.Value, ok bool) {
	length, err := d.from.DecodeArrayLen()
	if err != nil {
		return nil, false
	}
	for range length {
		value, ok := d.value(n.element)
		if !ok {
			return nil, false
		}
		values = append(values, value)
	}
	return values, true
}

// ascending reports whether all elements are known strings in ascending order, without
// duplicates. That is Terraform's order for a set.
func ascending(elements []attr.Value) bool {
	for i, element := range elements {
		text, _ := element.(basetypes.StringValue)
		if text.IsNull() || text.IsUnknown() {
			return false
		}
		if i == 0 {
			continue
		}
		if before, _ := elements[i-1].(basetypes.StringValue); before.ValueString() >= text.ValueString() {
			return false
		}
	}
	return true
}
