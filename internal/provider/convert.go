package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// converter converts the dynamic argument of a function to the type of an attribute.
// Terraform converts the configuration of a resource likewise, but drops names that an
// object does not have, and those may be misspelt. Here they are errors.
type converter struct{ found []cases.Finding }

// refuse records an error.
func (c *converter) refuse(at cases.Path, summary, detail string, args ...any) {
	c.found = append(c.found, cases.Finding{Path: at, Summary: summary, Detail: fmt.Sprintf(detail, args...)})
}

// to returns the value in the given type. A part that cannot be converted is null there. A
// part that is null or unknown stays so.
func (c *converter) to(want attr.Type, value attr.Value, at cases.Path) attr.Value {
	if dynamic, ok := value.(types.Dynamic); ok && !dynamic.IsNull() && !dynamic.IsUnknown() {
		value = dynamic.UnderlyingValue()
	}
	switch {
	case value.IsUnknown():
		return valueOf(want, tftypes.UnknownValue)
	case value.IsNull():
		return valueOf(want, nil)
	}
	var converted attr.Value
	switch want := want.(type) {
	case types.MapType:
		converted = c.toMap(want, value, at)
	case types.ObjectType:
		converted = c.toObject(want, value, at)
	case types.SetType:
		converted = c.toSet(want, value, at)
	default:
		converted = toPrimitive(want, value)
	}
	if converted == nil {
		c.refuse(at, "Wrong type", "%s is expected here, not %s.", describeType(want), describeValue(value))
		return valueOf(want, nil)
	}
	return converted
}

func (c *converter) toMap(want types.MapType, value attr.Value, at cases.Path) attr.Value {
	members, ok := membersOf(value)
	if !ok {
		return nil
	}
	elements := make(map[string]attr.Value, len(members))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		elements[name] = c.to(want.ElemType, members[name], step(at, cases.Key(name)))
	}
	return types.MapValueMust(want.ElemType, elements)
}

func (c *converter) toObject(want types.ObjectType, value attr.Value, at cases.Path) attr.Value {
	members, ok := membersOf(value)
	if !ok {
		return nil
	}
	names := slices.Sorted(maps.Keys(want.AttrTypes))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(names, name) {
			c.refuse(at, "Unknown attribute", "%q is not an attribute.%s The attributes are %s.", name, cases.SuggestNearest(name, names), joined(names))
		}
	}
	attributes := make(map[string]attr.Value, len(names))
	for _, name := range names {
		attributes[name] = valueOf(want.AttrTypes[name], nil)
		if member, ok := members[name]; ok {
			attributes[name] = c.to(want.AttrTypes[name], member, step(at, cases.Attribute(name)))
		}
	}
	return types.ObjectValueMust(want.AttrTypes, attributes)
}

func (c *converter) toSet(want types.SetType, value attr.Value, at cases.Path) attr.Value {
	sequence, ok := value.(interface{ Elements() []attr.Value })
	if !ok {
		return nil
	}
	elements := make([]attr.Value, 0, len(sequence.Elements()))
	for i, element := range sequence.Elements() {
		elements = append(elements, c.to(want.ElemType, element, step(at, cases.Index(i))))
	}
	return types.SetValueMust(want.ElemType, elements)
}

// toPrimitive returns the value if it is a string or a bool as wanted, and nil otherwise. A
// map that also holds strings turns its bools into strings: "true" is true.
func toPrimitive(want attr.Type, value attr.Value) attr.Value {
	text, isText := value.(types.String)
	_, isBool := value.(types.Bool)
	switch {
	case want.Equal(types.BoolType) && isText && (text.ValueString() == "true" || text.ValueString() == "false"):
		return types.BoolValue(text.ValueString() == "true")
	case want.Equal(types.StringType) && isText, want.Equal(types.BoolType) && isBool:
		return value
	}
	return nil
}

// membersOf returns the attributes of an object or the elements of a map.
func membersOf(value attr.Value) (members map[string]attr.Value, ok bool) {
	switch value := value.(type) {
	case types.Object:
		return value.Attributes(), true
	case types.Map:
		return value.Elements(), true
	}
	return nil, false
}

// valueOf returns a value of a type: null for nil, or unknown.
func valueOf(t attr.Type, value any) attr.Value {
	ctx := context.Background()
	converted, err := t.ValueFromTerraform(ctx, tftypes.NewValue(t.TerraformType(ctx), value))
	if err != nil {
		panic(err) // no type of a schema refuses null or unknown
	}
	return converted
}

// step returns the path with one more step.
func step(at cases.Path, next any) cases.Path { return append(slices.Clone(at), next) }

// describeType describes a type for a message.
func describeType(t attr.Type) string {
	switch t := t.(type) {
	case types.MapType:
		return "A map"
	case types.ObjectType:
		return "An object with " + joined(slices.Sorted(maps.Keys(t.AttrTypes)))
	case types.SetType:
		return "A list or a set"
	}
	if t.Equal(types.BoolType) {
		return "true or false"
	}
	return "A string"
}

// describeValue describes the kind of a value for a message.
func describeValue(value attr.Value) string {
	switch value := value.(type) {
	case types.String:
		return fmt.Sprintf("the string %q", value.ValueString())
	case types.Bool, types.Number:
		return value.String()
	case types.Object, types.Map:
		return "an object or a map"
	}
	return "a list or a set"
}
