package provider

import (
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// repack takes an object from a state file for Terraform; not ok where it does
// not fit the schema as it is.
func (s *shape) repack(state *tfprotov6.RawState) (object *tfprotov6.DynamicValue, ok bool) {
	var value map[string]any
	if state == nil || json.Unmarshal(state.JSON, &value) != nil || value == nil || !s.fits(value) {
		return nil, false
	}
	text, err := msgpack.Marshal(value)
	return &tfprotov6.DynamicValue{MsgPack: text}, err == nil
}

// fits reports whether JSON is a value of this shape.
func (s *shape) fits(value any) bool {
	switch value := value.(type) {
	case nil:
		_, blocks := s.of.(basetypes.ListType)
		return !blocks // The framework turns those into empty lists.
	case string:
		return s.of == types.StringType
	case bool:
		return s.of == types.BoolType
	case map[string]any:
		for name, one := range value {
			if of := s.at(name); of == nil || !of.fits(one) {
				return false
			}
		}
		return s.named && len(value) >= len(s.attributes)
	case []any:
		return s.element != nil && !s.named && !slices.ContainsFunc(value, func(one any) bool { return !s.element.fits(one) })
	}
	return false
}
