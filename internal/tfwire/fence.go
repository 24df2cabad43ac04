package tfwire

import (
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// evaluated holds the fields of schemas, attributes, blocks and nested objects that
// this package evaluates or that change no answer. Every other field turns the
// package off for the schema, those of a future framework included.
var evaluated = map[string]bool{
	"Attributes": true, "Blocks": true, "NestedObject": true,
	"ElementType": true, "CustomType": true,
	"Required": true, "Optional": true, "Computed": true,
	"Version":   true, // the caller compares it
	"Sensitive": true, "Description": true, "MarkdownDescription": true,
}

// onlyEvaluated checks that a part of a schema sets no field but those evaluated.
func onlyEvaluated(part any) error {
	fields := reflect.ValueOf(part)
	if fields.Kind() != reflect.Struct {
		return fmt.Errorf("%T is not supported", part)
	}
	for field, value := range fields.Fields() {
		switch {
		case value.IsZero(), evaluated[field.Name], field.Name == "PlanModifiers" && onlyReplaces(value):
		default:
			return fmt.Errorf("%s is set", field.Name)
		}
	}
	return nil
}

// requiresReplace is the type of [stringplanmodifier.RequiresReplace] and of its
// conditional forms. It acts only where a plan differs from the state.
var requiresReplace = reflect.TypeOf(stringplanmodifier.RequiresReplace())

// onlyReplaces reports whether a field holds nothing but plan modifiers of that
// type.
func onlyReplaces(field reflect.Value) bool {
	modifiers, ok := reflect.TypeAssert[[]planmodifier.String](field)
	for _, modifier := range modifiers {
		ok = ok && reflect.TypeOf(modifier) == requiresReplace
	}
	return ok
}
