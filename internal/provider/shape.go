package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// shape is what a schema says of a value, as far as it takes to read one. It is
// worked out once, where the plugin framework asks the schema again for every
// value it comes to.
type shape struct {
	of            attr.Type
	null, unknown attr.Value
	required      bool

	named      bool              // made of named values: an object or a map
	attributes map[string]*shape // of an object
	element    *shape            // of a map, a set or a list
}

// shapeOf is the shape of a schema's objects.
func shapeOf(ctx context.Context, s schema.Schema) *shape {
	object := shapeOfType(ctx, s.Type())
	require(object, s.Attributes)
	requireInBlocks(object, s.Blocks)
	return object
}

func shapeOfType(ctx context.Context, of attr.Type) *shape {
	s := &shape{of: of}
	wire := of.TerraformType(ctx)
	s.null, _ = of.ValueFromTerraform(ctx, tftypes.NewValue(wire, nil)) // every type has both
	s.unknown, _ = of.ValueFromTerraform(ctx, tftypes.NewValue(wire, tftypes.UnknownValue))
	s.named = wire.Is(tftypes.Map{}) || wire.Is(tftypes.Object{})
	switch of := of.(type) {
	case attr.TypeWithAttributeTypes:
		s.attributes = map[string]*shape{}
		for name, attribute := range of.AttributeTypes() {
			s.attributes[name] = shapeOfType(ctx, attribute)
		}
	case attr.TypeWithElementType:
		s.element = shapeOfType(ctx, of.ElementType())
	}
	return s
}

// require marks which attributes of an object a schema requires.
func require[A interface{ IsRequired() bool }](object *shape, attributes map[string]A) {
	for name, attribute := range attributes {
		s := object.attributes[name]
		s.required = attribute.IsRequired()
		if nested, ok := any(attribute).(schema.NestedAttribute); ok {
			require(s.object(), nested.GetNestedObject().GetAttributes())
		}
	}
}

func requireInBlocks[B schema.Block](object *shape, blocks map[string]B) {
	for name, block := range blocks {
		nested := object.attributes[name].object()
		require(nested, block.GetNestedObject().GetAttributes())
		requireInBlocks(nested, block.GetNestedObject().GetBlocks())
	}
}

// at is the shape of an attribute, or of a map's elements; nil where there is
// none.
func (s *shape) at(name string) *shape {
	if s.attributes != nil {
		return s.attributes[name]
	}
	return s.element
}

// object is the shape itself, or that of the elements.
func (s *shape) object() *shape {
	if s.element != nil {
		return s.element
	}
	return s
}
