package tfwire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// RawState is a state of an object as Terraform stores it in JSON.
type RawState map[string]any

// ParseRawState parses a state. It returns nil if the state is not a JSON object. Numbers
// keep all their digits.
func ParseRawState(state *tfprotov6.RawState) (object RawState) {
	if state == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(state.JSON))
	decoder.UseNumber()
	if decoder.Decode(&object) != nil {
		return nil
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil // something follows the object
	}
	return object
}

// Encode returns the state as Terraform sends it.
func (s RawState) Encode() (*tfprotov6.RawState, error) {
	text, err := json.Marshal(s)
	return &tfprotov6.RawState{JSON: text}, err
}

// Repack converts a state to MessagePack, as the framework does for a state of the
// schema's own version. It is not ok if the state does not fit the schema.
func (s *Schema) Repack(state RawState) (object *tfprotov6.DynamicValue, ok bool) {
	if state == nil || !s.object.fits(map[string]any(state)) {
		return nil, false
	}
	packed, err := msgpack.Marshal(map[string]any(state))
	return &tfprotov6.DynamicValue{MsgPack: packed}, err == nil
}

// fits reports whether decoded JSON is a value of the node's type.
func (n *node) fits(value any) bool {
	switch value := value.(type) {
	case nil:
		return !n.block // For a block, the framework returns an empty list.
	case string:
		return n.of == basetypes.StringType{}
	case bool:
		return n.of == basetypes.BoolType{}
	case map[string]any:
		for name, one := range value {
			if of := n.at(name); of == nil || !of.fits(one) {
				return false
			}
		}
		return n.isMap() || n.attributes != nil && len(value) == len(n.attributes)
	case []any:
		return n.element != nil && !n.isMap() && !slices.ContainsFunc(value, func(one any) bool { return !n.element.fits(one) })
	}
	return false
}
