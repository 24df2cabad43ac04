// Package tfwire decodes and encodes the values of a resource that Terraform and the
// provider exchange, with a schema that is compiled once. The plugin framework takes
// several times as long.
//
// The package guarantees:
//
//   - A decoded configuration or state has the values that the framework would
//     pass to the resource.
//   - The framework would accept a decoded configuration without a diagnostic. Only
//     the resource's own validation is left to do.
//   - A repacked state is equal to the state that the framework would return.
//   - An encoded plan or state is equal to the one that the framework would return for
//     the same attributes.
//   - For a malformed, unusual or unsupported value, ok is false. The caller must then
//     use the framework.
//
// For the second guarantee, Compile refuses a schema with anything that this package does
// not evaluate, such as a validator.
package tfwire

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Schema is a compiled schema.
type Schema struct{ object *node }

// node describes the value at one place of a schema.
type node struct {
	of            attr.Type
	null, unknown attr.Value // the values of the type that are null and unknown

	// The package does not decode these values. Only the framework can check them.
	noNull    bool // null
	noUnknown bool // unknown
	readOnly  bool // in a configuration: any value but null

	// block marks a list of blocks. The framework turns an empty list into null.
	block bool
	// computed marks an attribute that the provider may set.
	computed bool

	attributes map[string]*node // of an object
	element    *node            // of a map, a set or a list
}

// Compile prepares a schema for decoding. The error names a part of the schema that only
// the framework can evaluate.
func Compile(ctx context.Context, s schema.Schema) (*Schema, error) {
	object, err := nodeOf(ctx, s.Type())
	if err == nil {
		err = onlyEvaluated(s)
	}
	if err == nil {
		err = object.describe(s.Attributes, s.Blocks)
	}
	if err != nil {
		return nil, err
	}
	return &Schema{object}, nil
}

// nodeOf returns the node of a type. Describe adds the properties that only the schema has.
func nodeOf(ctx context.Context, of attr.Type) (*node, error) {
	n := &node{of: of}
	var err error
	switch of := of.(type) {
	case basetypes.StringType, basetypes.BoolType:
	case basetypes.ObjectType:
		n.attributes = map[string]*node{}
		for name, attribute := range of.AttrTypes {
			if n.attributes[name], err = nodeOf(ctx, attribute); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	case basetypes.SetType: // This package knows Terraform's order for strings only.
		if !of.ElementType().Equal(basetypes.StringType{}) {
			return nil, fmt.Errorf("type %s is not supported", of)
		}
		n.element, err = nodeOf(ctx, of.ElementType())
	case basetypes.ListType:
		n.element, err = nodeOf(ctx, of.ElementType())
	case basetypes.MapTypable:
		elements, ok := of.(attr.TypeWithElementType)
		if !ok {
			return nil, fmt.Errorf("type %s is not supported", of)
		}
		n.element, err = nodeOf(ctx, elements.ElementType())
	default:
		return nil, fmt.Errorf("type %s is not supported", of)
	}
	if err != nil {
		return nil, err
	}
	wire := of.TerraformType(ctx)
	if n.null, err = of.ValueFromTerraform(ctx, tftypes.NewValue(wire, nil)); err != nil {
		return nil, err
	}
	if n.unknown, err = of.ValueFromTerraform(ctx, tftypes.NewValue(wire, tftypes.UnknownValue)); err != nil {
		return nil, err
	}
	if custom, ok := of.(basetypes.MapTypable); ok {
		value, diags := custom.ValueFromMap(ctx, basetypes.NewMapNull(n.element.of))
		if len(diags) > 0 || !value.Equal(n.null) {
			return nil, fmt.Errorf("type %s makes values in two ways", of)
		}
	}
	return n, nil
}

// describe adds the properties of the attributes and blocks of an object.
func (n *node) describe(attributes map[string]schema.Attribute, blocks map[string]schema.Block) error {
	if len(n.attributes) != len(attributes)+len(blocks) {
		return fmt.Errorf("type %s has other attributes than the schema", n.of)
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if err := n.attributes[name].describeAttribute(attributes[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(blocks)) {
		if err := n.attributes[name].describeBlock(blocks[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// describeAttribute adds the properties of an attribute.
func (n *node) describeAttribute(a schema.Attribute) error {
	if n == nil || !n.of.Equal(a.GetType()) {
		return fmt.Errorf("type %s is not that of the object", a.GetType())
	}
	if err := onlyEvaluated(a); err != nil {
		return err
	}
	if !a.IsRequired() && !a.IsOptional() && !a.IsComputed() {
		return errors.New("it is neither required, optional nor computed")
	}
	n.noNull, n.readOnly, n.computed = a.IsRequired(), !a.IsRequired() && !a.IsOptional(), a.IsComputed()
	if n.isCustom() && !n.readOnly {
		return errors.New("its type may validate what is configured")
	}
	switch a := a.(type) {
	case schema.StringAttribute, schema.BoolAttribute, schema.SetAttribute, schema.MapAttribute:
		return nil
	case schema.SingleNestedAttribute:
		return n.describe(a.Attributes, nil)
	case schema.MapNestedAttribute:
		if err := onlyEvaluated(a.NestedObject); err != nil {
			return err
		}
		return n.element.describeNested(a.NestedObject.Attributes, nil)
	}
	return fmt.Errorf("%T is not supported", a)
}

// describeBlock adds the properties of a block.
func (n *node) describeBlock(b schema.Block) error {
	if n == nil || !n.of.Equal(b.Type()) {
		return fmt.Errorf("type %s is not that of the object", b.Type())
	}
	if err := onlyEvaluated(b); err != nil {
		return err
	}
	switch b := b.(type) {
	case schema.SingleNestedBlock:
		return n.describeNested(b.Attributes, b.Blocks)
	case schema.ListNestedBlock:
		if err := onlyEvaluated(b.NestedObject); err != nil {
			return err
		}
		n.noNull, n.block = true, true // Terraform sends an empty list, never null.
		return n.element.describeNested(b.NestedObject.Attributes, b.NestedObject.Blocks)
	}
	return fmt.Errorf("%T is not supported", b)
}

// describeNested describes an object whose attributes the framework validates even if the
// object itself is null or unknown.
func (n *node) describeNested(attributes map[string]schema.Attribute, blocks map[string]schema.Block) error {
	if err := n.describe(attributes, blocks); err != nil {
		return err
	}
	for _, attribute := range n.attributes {
		if attribute.noNull && !attribute.block {
			n.noNull, n.noUnknown = true, true
		}
	}
	return nil
}

// isMap reports whether the values are maps, of the framework's or of a custom type.
func (n *node) isMap() bool {
	_, ok := n.of.(basetypes.MapTypable)
	return ok
}

// isCustom reports whether values or their elements are of a custom type.
func (n *node) isCustom() bool {
	if _, plain := n.of.(basetypes.MapType); n.isMap() && !plain || n.element != nil && n.element.isCustom() {
		return true
	}
	for _, attribute := range n.attributes {
		if attribute.isCustom() {
			return true
		}
	}
	return false
}

// at returns the node of an attribute or of a map's elements; nil if there is none.
func (n *node) at(name string) *node {
	if n.attributes != nil {
		return n.attributes[name]
	}
	return n.element
}
