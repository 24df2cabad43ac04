package provider

import (
	"bytes"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// errNotPlain is the answer to a value that only the plugin framework can judge.
var errNotPlain = errors.New("not plainly a value of this schema")

// attributesOf reads an object as Terraform sends it; not ok where there is none,
// or where something is null that the schema requires.
func (s *shape) attributesOf(value *tfprotov6.DynamicValue) (attributes map[string]attr.Value, ok bool) {
	if value == nil {
		return nil, false
	}
	text := bytes.NewReader(value.MsgPack)
	read, err := s.read(msgpack.NewDecoder(text))
	object, _ := read.(types.Object)
	if err != nil || text.Len() > 0 || object.IsNull() || object.IsUnknown() {
		return nil, false
	}
	return object.Attributes(), true
}

// read reads the next value of this shape.
func (s *shape) read(from *msgpack.Decoder) (attr.Value, error) {
	code, err := from.PeekCode()
	switch {
	case err != nil:
		return nil, err
	case code == msgpcode.Nil && s.required:
		return nil, errNotPlain
	case code == msgpcode.Nil:
		return s.null, from.DecodeNil()
	case msgpcode.IsExt(code): // Terraform has no other use for extensions
		return s.unknown, from.Skip()
	}
	switch of := s.of.(type) {
	case basetypes.StringType:
		text, err := from.DecodeString()
		return types.StringValue(text), err
	case basetypes.BoolType:
		is, err := from.DecodeBool()
		return types.BoolValue(is), err
	case basetypes.ObjectType:
		attributes, err := s.readNamed(from)
		if err != nil || len(attributes) < len(s.attributes) {
			return nil, errNotPlain
		}
		return types.ObjectValueMust(of.AttrTypes, attributes), nil
	case basetypes.MapType:
		elements, err := s.readNamed(from)
		return types.MapValueMust(s.element.of, elements), err
	case wholeMapType:
		elements, err := s.readNamed(from)
		return wholeMap{types.MapValueMust(s.element.of, elements)}, err
	case basetypes.SetType:
		elements, err := s.readListed(from)
		if err != nil || !ascending(elements) {
			return nil, errNotPlain
		}
		return types.SetValueMust(s.element.of, elements), nil
	case basetypes.ListType:
		elements, err := s.readListed(from)
		return types.ListValueMust(s.element.of, elements), err
	}
	return nil, errNotPlain
}

// readNamed reads the attributes of an object, or the elements of a map.
func (s *shape) readNamed(from *msgpack.Decoder) (map[string]attr.Value, error) {
	n, err := from.DecodeMapLen()
	if err != nil {
		return nil, err
	}
	values := map[string]attr.Value{} // as large as what is there, not as n claims
	for range n {
		name, err := from.DecodeString()
		if err != nil {
			return nil, err
		}
		of := s.at(name)
		if _, twice := values[name]; twice || of == nil {
			return nil, errNotPlain
		}
		if values[name], err = of.read(from); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// readListed reads the elements of a set or a list.
func (s *shape) readListed(from *msgpack.Decoder) ([]attr.Value, error) {
	n, err := from.DecodeArrayLen()
	if err != nil {
		return nil, err
	}
	values := []attr.Value{}
	for range n {
		value, err := s.element.read(from)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
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
