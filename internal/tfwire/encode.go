package tfwire

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// packedUnknown is an unknown value in MessagePack, as terraform-plugin-go encodes it.
var packedUnknown = msgpack.RawMessage{0xd4, 0, 0}

// encoder writes values as MessagePack.
type encoder struct {
	ctx       context.Context // for custom types
	to        *msgpack.Encoder
	noUnknown bool
}

// EncodePlan encodes a plan. It is not ok if the attributes are not those of the schema,
// or if a set is not in Terraform's order.
func (s *Schema) EncodePlan(ctx context.Context, attributes map[string]attr.Value) (plan *tfprotov6.DynamicValue, ok bool) {
	return s.encode(ctx, attributes, false)
}

// EncodeState is EncodePlan for a state. It is not ok if a value is unknown: Terraform
// accepts no state with unknown values.
func (s *Schema) EncodeState(ctx context.Context, attributes map[string]attr.Value) (state *tfprotov6.DynamicValue, ok bool) {
	return s.encode(ctx, attributes, true)
}

func (s *Schema) encode(ctx context.Context, attributes map[string]attr.Value, noUnknown bool) (object *tfprotov6.DynamicValue, ok bool) {
	var packed bytes.Buffer
	e := encoder{ctx, msgpack.NewEncoder(&packed), noUnknown}
	ok = e.object(s.object, attributes)
	return &tfprotov6.DynamicValue{MsgPack: packed.Bytes()}, ok
}

// value encodes a value.
func (e encoder) value(n *node, value attr.Value) (ok bool) {
	switch {
	case value == nil:
		return false
	case value.IsUnknown():
		return !e.noUnknown && e.to.Encode(packedUnknown) == nil
	case value.IsNull() && n.block: // Terraform expects an empty list of blocks, never null.
		return e.to.EncodeArrayLen(0) == nil
	case value.IsNull():
		return e.to.EncodeNil() == nil
	}
	return e.known(n, value)
}

// known encodes a value that is neither null nor unknown.
func (e encoder) known(n *node, value attr.Value) (ok bool) {
	switch n.of.(type) {
	case basetypes.StringType:
		text, ok := value.(basetypes.StringValue)
		return ok && e.to.EncodeString(text.ValueString()) == nil
	case basetypes.BoolType:
		is, ok := value.(basetypes.BoolValue)
		return ok && e.to.EncodeBool(is.ValueBool()) == nil
	case basetypes.ObjectType:
		object, ok := value.(basetypes.ObjectValue)
		return ok && e.object(n, object.Attributes())
	case basetypes.SetType:
		set, ok := value.(basetypes.SetValue)
		elements := set.Elements()
		return ok && ascending(elements) && e.elements(n, elements)
	case basetypes.ListType:
		list, ok := value.(basetypes.ListValue)
		return ok && e.elements(n, list.Elements())
	case basetypes.MapTypable:
		custom, ok := value.(basetypes.MapValuable)
		if !ok {
			return false
		}
		plain, diags := custom.ToMapValue(e.ctx)
		return len(diags) == 0 && e.byName(n, plain.Elements())
	}
	return false
}

// object encodes the attributes of an object. They must be exactly those of the node.
func (e encoder) object(n *node, attributes map[string]attr.Value) (ok bool) {
	return len(attributes) == len(n.attributes) && e.byName(n, attributes)
}

// byName encodes the attributes of an object or the elements of a map.
func (e encoder) byName(n *node, values map[string]attr.Value) (ok bool) {
	if e.to.EncodeMapLen(len(values)) != nil {
		return false
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		of := n.at(name)
		if of == nil || e.to.EncodeString(name) != nil || !e.value(of, values[name]) {
			return false
		}
	}
	return true
}

// elements encodes the elements of a set or a list.
func (e encoder) elements(n *node, values []attr.Value) (ok bool) {
	if e.to.EncodeArrayLen(len(values)) != nil {
		return false
	}
	for _, value := range values {
		if !e.value(n.element, value) {
			return false
		}
	}
	return true
}
