package tfwire

import (
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// evaluated holds the fields of schemas, attributes, blocks and nested objects that this
// package evaluates, and those that change no result. A schema that sets any other field
// does not compile, for example a field of a later framework.
var evaluated = map[string]bool{
	"Attributes": true, "Blocks": true, "NestedObject": true,
	"ElementType": true, "CustomType": true,
	"Required": true, "Optional": true, "Computed": true,
	"Version":   true, // the caller checks it
	"Sensitive": true, "Description": true, "MarkdownDescription": true,
}

// requiresReplace is the type of [stringplanmodifier.RequiresReplace] and its conditional
// forms. Such a modifier acts only if the plan differs from the state.
var requiresReplace = reflect.TypeOf(stringplanmodifier.RequiresReplace())

// onlyEvaluated returns an error if a part of a schema sets a field that is not evaluated.
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

// onlyReplaces reports whether all plan modifiers in a field have the type
// requiresReplace.
func onlyReplaces(field reflect.Value) bool {
	modifiers, ok := reflect.TypeAssert[[]planmodifier.String](field)
	for _, modifier := range modifiers {
		ok = ok && reflect.TypeOf(modifier) == requiresReplace
	}
	return ok
}
