package provider

import (
	"bytes"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// attributesOf reads an object as Terraform sends it; not ok where there is none,
// or where something is null that the schema requires.
func (s *shape) attributesOf(value *tfprotov6.DynamicValue) (attributes map[string]attr.Value, ok bool) {
	if value == nil {
		return nil, false
	}
	text := bytes.NewReader(value.MsgPack)
	read, ok := s.read(msgpack.NewDecoder(text))
	object, _ := read.(types.Object)
	if !ok || text.Len() > 0 || object.IsNull() || object.IsUnknown() {
		return nil, false
	}
	return object.Attributes(), true
}

// read reads the next value; not ok where only the plugin framework can judge it.
func (s *shape) read(from *msgpack.Decoder) (value attr.Value, ok bool) {
	code, err := from.PeekCode()
	switch {
	case err != nil || code == msgpcode.Nil && s.required:
		return nil, false
	case code == msgpcode.Nil:
		return s.null, from.DecodeNil() == nil
	case msgpcode.IsExt(code): // Terraform has no other use for extensions
		return s.unknown, from.Skip() == nil
	}
	switch of := s.of.(type) {
	case basetypes.StringType:
		text, err := from.DecodeString()
		return types.StringValue(text), err == nil
	case basetypes.BoolType:
		is, err := from.DecodeBool()
		return types.BoolValue(is), err == nil
	case basetypes.ObjectType:
		attributes, ok := s.readNamed(from)
		if !ok || len(attributes) < len(s.attributes) {
			return nil, false
		}
		return types.ObjectValueMust(of.AttrTypes, attributes), true
	case basetypes.MapType:
		elements, ok := s.readNamed(from)
		return types.MapValueMust(s.element.of, elements), ok
	case wholeMapType:
		elements, ok := s.readNamed(from)
		return wholeMap{types.MapValueMust(s.element.of, elements)}, ok
	case basetypes.SetType:
		elements, ok := s.readListed(from)
		return types.SetValueMust(s.element.of, elements), ok && ascending(elements)
	case basetypes.ListType:
		elements, ok := s.readListed(from)
		return types.ListValueMust(s.element.of, elements), ok
	}
	return nil, false
}

// readNamed reads the attributes of an object, or the elements of a map.
func (s *shape) readNamed(from *msgpack.Decoder) (values map[string]attr.Value, ok bool) {
	n, err := from.DecodeMapLen()
	if err != nil {
		return nil, false
	}
	values = map[string]attr.Value{} // as large as what is there, not as n claims
	for range n {
		name, err := from.DecodeString()
		of := s.at(name)
		if _, twice := values[name]; err != nil || twice || of == nil {
			return nil, false
		}
		if values[name], ok = of.read(from); !ok {
			return nil, false
		}
	}
	return values, true
}

// readListed reads the elements of a set or a list.
func (s *shape) readListed(from *msgpack.Decoder) (values []attr.Value, ok bool) {
	n, err := from.DecodeArrayLen()
	if err != nil {
		return nil, false
	}
	values = []attr.Value{}
	for range n {
		value, ok := s.element.read(from)
		if !ok {
			return nil, false
		}
		values = append(values, value)
	}
	return values, true
}

// ascending reports whether texts are in the order in which Terraform keeps those
// of a set, each once.
func ascending(texts []attr.Value) bool {
	for i := range texts[min(1, len(texts)):] {
		before, _ := texts[i].(types.String)
		text, _ := texts[i+1].(types.String)
		if before.ValueString() >= text.ValueString() {
			return false
		}
	}
	return true
}
