package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"
)

// allSchemas returns the provider's schemas, and those of its identities.
var allSchemas = sync.OnceValue(func() (all struct {
	*tfprotov6.GetProviderSchemaResponse
	*tfprotov6.GetResourceIdentitySchemasResponse
},
) {
	var err error
	if all.GetProviderSchemaResponse, err = frameworkServer().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		panic(err)
	}
	if all.GetResourceIdentitySchemasResponse, err = frameworkServer().GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{}); err != nil {
		panic(err)
	}
	return all
})

// encode returns a value as Terraform sends it: in MessagePack, with null for each
// attribute that is not set, with the blocks of a list that has none as an empty
// list, and with sets in order. A nil object is null.
func encode(t rapid.TB, of *tfprotov6.Schema, o object) *tfprotov6.DynamicValue {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	value, err := (&tfprotov6.DynamicValue{JSON: text}).Unmarshal(of.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	return encodeValue(t, of, value)
}

// encodeValue is encode for a decoded value.
func encodeValue(t rapid.TB, of *tfprotov6.Schema, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	value, err := tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch _, isSet := v.Type().(tftypes.Set); {
		case v.IsNull() && isListOfBlocks(of.Block, at):
			return tftypes.NewValue(v.Type(), []tftypes.Value{}), nil
		case isSet && v.IsKnown() && !v.IsNull():
			var elements []tftypes.Value
			err := v.As(&elements)
			slices.SortFunc(elements, func(a, b tftypes.Value) int { return strings.Compare(textOf(a), textOf(b)) })
			return tftypes.NewValue(v.Type(), elements), err
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	packed, err := tfprotov6.NewDynamicValue(of.ValueType(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &packed
}

// isListOfBlocks reports whether a path of a schema ends at a list of blocks.
func isListOfBlocks(block *tfprotov6.SchemaBlock, at *tftypes.AttributePath) (is bool) {
	for _, step := range at.Steps() {
		name, isName := step.(tftypes.AttributeName)
		if !isName {
			is = false
			continue
		}
		i := slices.IndexFunc(block.BlockTypes, func(b *tfprotov6.SchemaNestedBlock) bool { return b.TypeName == string(name) })
		if i < 0 {
			return false
		}
		is, block = block.BlockTypes[i].Nesting == tfprotov6.SchemaNestedBlockNestingModeList, block.BlockTypes[i].Block
	}
	return is
}

// value encodes a configuration, a state or a plan of a resource.
func (p *process) value(of string, o object) *tfprotov6.DynamicValue {
	p.t.Helper()
	return encode(p.t, allSchemas().ResourceSchemas[of], o)
}

// identityValue encodes the identity of an object.
func (p *process) identityValue(of string, o object) *tfprotov6.ResourceIdentityData {
	p.t.Helper()
	return &tfprotov6.ResourceIdentityData{IdentityData: encodeJSON(p.t, p.identityTypeOf(of), o)}
}

// encodeJSON encodes a value that has neither blocks nor sets.
func encodeJSON(t rapid.TB, of tftypes.Type, o any) *tfprotov6.DynamicValue {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	value, err := (&tfprotov6.DynamicValue{JSON: text}).Unmarshal(of)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := tfprotov6.NewDynamicValue(of, value)
	if err != nil {
		t.Fatal(err)
	}
	return &packed
}

// handedBack is a state or a plan of the provider as Terraform sends it again.
func (p *process) handedBack(of string, state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	p.t.Helper()
	if state == nil {
		return nil
	}
	again := encodeValue(p.t, allSchemas().ResourceSchemas[of], p.valueOf(of, state))
	if bytes.Equal(again.MsgPack, state.MsgPack) {
		return state
	}
	return again
}
