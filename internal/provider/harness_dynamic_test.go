package provider_test

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"
)

// unknownValue stands for an argument, or a part of a dynamic one, that is known after apply.
type unknownValue struct{}

// encodeArgument encodes an argument of a function as Terraform sends it.
func encodeArgument(t rapid.TB, of tftypes.Type, argument any) *tfprotov6.DynamicValue {
	t.Helper()
	var value tftypes.Value
	switch _, isUnknown := argument.(unknownValue); {
	case isUnknown:
		value = tftypes.NewValue(of, tftypes.UnknownValue)
	case of.Is(tftypes.DynamicPseudoType):
		value = dynamicOf(argument)
	default:
		return encodeJSON(t, of, argument)
	}
	packed, err := tfprotov6.NewDynamicValue(of, value)
	if err != nil {
		t.Fatal(err)
	}
	return &packed
}

// dynamicOf returns the value of an expression: an object literal is an object, a list
// literal is a tuple, and null has no type of its own.
func dynamicOf(value any) tftypes.Value {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	case unknownValue:
		return tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
	case tftypes.Value:
		return value
	case string:
		return tftypes.NewValue(tftypes.String, value)
	case bool:
		return tftypes.NewValue(tftypes.Bool, value)
	case int:
		return tftypes.NewValue(tftypes.Number, value)
	case json.RawMessage:
		var decoded any
		if err := json.Unmarshal(value, &decoded); err != nil {
			panic(err)
		}
		return dynamicOf(decoded)
	case map[string]any:
		return dynamicOf(object(value))
	case object:
		attributes, of := map[string]tftypes.Value{}, map[string]tftypes.Type{}
		for name, attribute := range value {
			attributes[name] = dynamicOf(attribute)
			of[name] = attributes[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: of}, attributes)
	case []string:
		return dynamicOf(anyOf(value))
	case []any:
		elements, of := make([]tftypes.Value, 0, len(value)), make([]tftypes.Type, 0, len(value))
		for _, element := range value {
			elements = append(elements, dynamicOf(element))
			of = append(of, elements[len(elements)-1].Type())
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: of}, elements)
	}
	panic(fmt.Sprintf("no expression has the value %#v", value))
}

func anyOf(texts []string) []any {
	elements := make([]any, 0, len(texts))
	for _, text := range texts {
		elements = append(elements, text)
	}
	return elements
}
