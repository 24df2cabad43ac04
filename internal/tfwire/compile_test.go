package tfwire_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// harmless are the fields of a schema that change no answer, or that the package
// evaluates.
var harmless = map[string]bool{
	"Attributes": true, "Blocks": true, "NestedObject": true, "ElementType": true, "CustomType": true, "Version": true,
	"Required": true, "Optional": true, "Computed": true, "Sensitive": true, "Description": true, "MarkdownDescription": true,
}

// Compile refuses every other field, in any part of a schema, at any depth.
func TestCompileRefusesEveryOtherField(t *testing.T) {
	t.Parallel()
	compile(t, thing())
	refused := map[string]int{}
	everyPart(thing(), func(at string, part reflect.Value, whole func() schema.Schema) {
		for i := range part.NumField() {
			name, field := part.Type().Field(i).Name, part.Field(i)
			if harmless[name] {
				continue
			}
			before := reflect.New(field.Type()).Elem()
			before.Set(field)
			field.Set(somethingOf(t, field.Type()))
			_, err := tfwire.Compile(t.Context(), whole())
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s.%s (%s) is set: %v", at, name, part.Type(), err)
			}
			refused[name]++
			field.Set(before)
		}
	})
	for _, name := range []string{"Validators", "PlanModifiers", "Default", "WriteOnly", "DeprecationMessage"} {
		if refused[name] < 7 {
			t.Errorf("%s was set in %d parts", name, refused[name])
		}
	}
}

// everyPart hands over each attribute, block and nested object of a schema, to be
// changed; whole returns the schema with the change.
func everyPart(s schema.Schema, visit func(at string, part reflect.Value, whole func() schema.Schema)) {
	var walk func(at string, part reflect.Value, store func())
	walk = func(at string, part reflect.Value, store func()) {
		visit(at, part, func() schema.Schema { store(); return s })
		store()
		for i := range part.NumField() {
			field, name := part.Field(i), part.Type().Field(i).Name
			switch name {
			case "NestedObject":
				walk(at+".NestedObject", field, store)
			case "Attributes", "Blocks":
				for _, key := range field.MapKeys() {
					nested := reflect.New(field.MapIndex(key).Elem().Type()).Elem()
					nested.Set(field.MapIndex(key).Elem())
					walk(at+"."+key.String(), nested, func() { field.SetMapIndex(key, nested); store() })
				}
			}
		}
	}
	walk("schema", reflect.ValueOf(&s).Elem(), func() {})
}

// somethingOf returns a value that is not zero.
func somethingOf(t *testing.T, of reflect.Type) reflect.Value {
	t.Helper()
	value := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.Bool:
		value.SetBool(true)
	case reflect.String:
		value.SetString("x")
	case reflect.Slice:
		return reflect.MakeSlice(of, 1, 1)
	case reflect.Interface:
		value.Set(reflect.ValueOf(anyDefault{}))
	default:
		t.Fatalf("no value of %s", of)
	}
	return value
}

func TestCompileRefusesKinds(t *testing.T) {
	t.Parallel()
	nested := schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{}}
	for name, attribute := range map[string]schema.Attribute{
		"Int32":            schema.Int32Attribute{Optional: true},
		"Int64":            schema.Int64Attribute{Optional: true},
		"Float32":          schema.Float32Attribute{Optional: true},
		"Float64":          schema.Float64Attribute{Optional: true},
		"Number":           schema.NumberAttribute{Optional: true},
		"Dynamic":          schema.DynamicAttribute{Optional: true},
		"List":             schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"Object":           schema.ObjectAttribute{Optional: true, AttributeTypes: map[string]attr.Type{}},
		"ListNested":       schema.ListNestedAttribute{Optional: true, NestedObject: nested},
		"SetNested":        schema.SetNestedAttribute{Optional: true, NestedObject: nested},
		"a set of bools":   schema.SetAttribute{Optional: true, ElementType: types.BoolType},
		"a map of numbers": schema.MapAttribute{Optional: true, ElementType: types.NumberType},
		"a custom string":  schema.StringAttribute{Optional: true, CustomType: customStringType{}},
		"a custom set":     schema.SetAttribute{Optional: true, ElementType: types.StringType, CustomType: customSetType{types.SetType{ElemType: types.StringType}}},
		"a custom map":     schema.MapAttribute{Optional: true, ElementType: types.StringType, CustomType: customMapType{types.MapType{ElemType: types.StringType}}},
		"a map of those":   schema.MapAttribute{Optional: true, ElementType: customMapType{types.MapType{ElemType: types.StringType}}},
		"a map of two types": schema.MapAttribute{Computed: true, ElementType: types.StringType, CustomType: oddMapType{
			customMapType{types.MapType{ElemType: types.StringType}},
			func(in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) { return in, nil },
		}},
		"one in an object": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
			"a": schema.MapAttribute{Computed: true, ElementType: types.StringType, CustomType: customMapType{types.MapType{ElemType: types.StringType}}},
		}},
		"an attribute's own": ownAttribute{schema.StringAttribute{Optional: true}},
		"a pointer":          &schema.StringAttribute{Optional: true},
		"no configurability": schema.StringAttribute{},
	} {
		if _, err := tfwire.Compile(t.Context(), schema.Schema{Attributes: map[string]schema.Attribute{"x": attribute}}); err == nil || !strings.HasPrefix(err.Error(), "x: ") || isMasked(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// isMasked reports the error of an attribute or block that is compared with another type. It would also refuse a type
// that is not supported, but does not name it.
func isMasked(err error) bool { return strings.Contains(err.Error(), "is not that of the object") }

func TestCompileRefusesBlocks(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]schema.Block{
		"a set of blocks": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{}},
		"a block's own":   ownBlock{},
	} {
		if _, err := tfwire.Compile(t.Context(), schema.Schema{Blocks: map[string]schema.Block{"x": block}}); err == nil || isMasked(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The type of an object may differ from its attributes and blocks: only the framework can judge that.
func TestCompileRefusesObjectsOfAnotherType(t *testing.T) {
	t.Parallel()
	text := map[string]schema.Attribute{"a": schema.StringAttribute{Optional: true}}
	inner := map[string]schema.Block{"a": schema.SingleNestedBlock{}}
	for name, of := range map[string]map[string]attr.Type{
		"more":         {"a": types.StringType, "b": types.StringType},
		"another name": {"b": types.StringType},
		"another type": {"a": types.BoolType},
	} {
		object := types.ObjectType{AttrTypes: of}
		for kind, s := range map[string]schema.Schema{
			"an attribute": {Attributes: map[string]schema.Attribute{"x": schema.SingleNestedAttribute{Optional: true, CustomType: object, Attributes: text}}},
			"a block":      {Blocks: map[string]schema.Block{"x": schema.SingleNestedBlock{CustomType: object, Blocks: inner}}},
		} {
			if _, err := tfwire.Compile(t.Context(), s); err == nil || name != "more" && !isMasked(err) {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
		}
	}
}

// Descriptions, a version and a sensitive attribute change no answer.
func TestCompileAcceptsHarmlessFields(t *testing.T) {
	t.Parallel()
	compile(t, schema.Schema{Version: 1, Description: "d", MarkdownDescription: "d", Attributes: map[string]schema.Attribute{
		"x": schema.StringAttribute{Optional: true, Sensitive: true, Description: "d", MarkdownDescription: "d"},
	}})
}

// A modifier that replaces the object has nothing to do where a plan does not
// differ. Every other one may.
func TestCompilePlanModifiers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		modifiers []planmodifier.String
		compiled  bool
	}{
		"RequiresReplace":    {[]planmodifier.String{stringplanmodifier.RequiresReplace()}, true},
		"twice":              {[]planmodifier.String{stringplanmodifier.RequiresReplace(), stringplanmodifier.RequiresReplaceIfConfigured()}, true},
		"UseStateForUnknown": {[]planmodifier.String{stringplanmodifier.UseStateForUnknown()}, false},
		"one of both":        {[]planmodifier.String{stringplanmodifier.RequiresReplace(), stringplanmodifier.UseStateForUnknown()}, false},
		"the other first":    {[]planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplace()}, false},
		"one that wraps it":  {[]planmodifier.String{wrapped{stringplanmodifier.RequiresReplace()}}, false},
	} {
		_, err := tfwire.Compile(t.Context(), schema.Schema{Attributes: map[string]schema.Attribute{"x": schema.StringAttribute{Required: true, PlanModifiers: test.modifiers}}})
		if (err == nil) != test.compiled {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type (
	customStringType struct{ basetypes.StringType }
	customSetType    struct{ basetypes.SetType }
	oddMapType       struct {
		customMapType

		from func(in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics)
	}
	ownAttribute struct{ schema.StringAttribute }
	ownBlock     struct{ schema.SingleNestedBlock }
	wrapped      struct{ planmodifier.String }
)

func (customStringType) Equal(other attr.Type) bool { _, ok := other.(customStringType); return ok }
func (customSetType) Equal(other attr.Type) bool    { _, ok := other.(customSetType); return ok }

func (t oddMapType) Equal(other attr.Type) bool { _, ok := other.(oddMapType); return ok }
func (t oddMapType) ValueFromMap(_ context.Context, in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
	return t.from(in)
}

func (customSetType) ValueType(context.Context) attr.Value { return types.Set{} }

// anyDefault is a default for attributes of every kind.
type anyDefault struct{}

func (anyDefault) Description(context.Context) string         { return "" }
func (anyDefault) MarkdownDescription(context.Context) string { return "" }

func (anyDefault) DefaultString(context.Context, defaults.StringRequest, *defaults.StringResponse) {}

func (anyDefault) DefaultBool(context.Context, defaults.BoolRequest, *defaults.BoolResponse) {}

func (anyDefault) DefaultSet(context.Context, defaults.SetRequest, *defaults.SetResponse) {}

func (anyDefault) DefaultMap(context.Context, defaults.MapRequest, *defaults.MapResponse) {}

func (anyDefault) DefaultObject(context.Context, defaults.ObjectRequest, *defaults.ObjectResponse) {}
