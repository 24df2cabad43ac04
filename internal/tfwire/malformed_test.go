package tfwire_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// A value of another type than the schema's, or one that breaks off, is not decoded. It must not pass for an empty value.
func TestMalformedAttributes(t *testing.T) {
	t.Parallel()
	lists := types.MapType{ElemType: types.ListType{ElemType: types.StringType}}
	for name, test := range map[string]struct {
		attribute schema.Attribute
		good      string
		bad       []string
	}{
		"a string": {schema.StringAttribute{Optional: true}, "\xa1a", []string{"\x01", "\xa5a", "\xc3", "\x90", "\xd4\x00", "\xc7\x03\x0c"}},
		"a bool":   {schema.BoolAttribute{Optional: true}, "\xc2", []string{"\xa0", "\x01", "\x90"}},
		"a set": {
			schema.SetAttribute{Optional: true, ElementType: types.StringType},
			"\x91\xa1a",
			[]string{"\x01", "\x80", "\xa0", "\x91\x01", "\x91", "\x91\xd4\x00\x00", "\x92\xa1a\xd4\x00\x00"},
		},
		"a map": {
			schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"\x81\xa1k\xa1a",
			[]string{"\x01", "\x90", "\xa0", "\x81", "\x81\x01", "\x81\x01\xa1a", "\x81\xa1k\x01", "\x81\xa1k"},
		},
		"a map of lists": {schema.MapAttribute{Computed: true, ElementType: lists.ElemType}, "\x81\xa1k\x90", []string{"\x81\xa1k\x01", "\x81\xa1k\x91\x01"}},
		"an object": {
			schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{}},
			"\x80",
			[]string{"\x01", "\x90", "\xa0", "\x81\xa1a\xa1a"},
		},
	} {
		compiled := compile(t, schema.Schema{Attributes: map[string]schema.Attribute{"x": test.attribute}})
		decode := func(packed string) (map[string]attr.Value, bool) {
			return compiled.State(t.Context(), &tfprotov6.DynamicValue{MsgPack: []byte("\x81\xa1x" + packed)})
		}
		if values, ok := decode(test.good); !ok || values["x"].IsNull() {
			t.Errorf("%s %x: %v, decoded %v", name, test.good, values["x"], ok)
		}
		for _, packed := range test.bad {
			if values, ok := decode(packed); ok {
				t.Errorf("%s %x: decoded as %v", name, packed, values["x"])
			}
		}
	}
}

// A list of blocks that breaks off is not one without blocks.
func TestMalformedBlocks(t *testing.T) {
	t.Parallel()
	s := schema.Schema{Blocks: map[string]schema.Block{"x": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{}}}}
	for packed, decoded := range map[string]bool{"\x90": true, "\x91\x80": true, "\x01": false, "\x91": false, "\x91\x01": false} {
		if _, ok := compile(t, s).State(t.Context(), &tfprotov6.DynamicValue{MsgPack: []byte("\x81\xa1x" + packed)}); ok != decoded {
			t.Errorf("%x: decoded %v", packed, ok)
		}
	}
}

// A schema without attributes has one value. Neither null, unknown nor anything else passes for it.
func TestAnObjectWithoutAttributes(t *testing.T) {
	t.Parallel()
	compiled := compile(t, schema.Schema{})
	for packed, decoded := range map[string]bool{"\x80": true, "": false, "\xc0": false, "\xd4\x00\x80": false, "\xd4\x00\x00": false, "\x01": false, "\x80\x80": false} {
		if _, ok := compiled.State(t.Context(), &tfprotov6.DynamicValue{MsgPack: []byte(packed)}); ok != decoded {
			t.Errorf("%x: decoded %v", packed, ok)
		}
	}
	if _, ok := compiled.State(t.Context(), &tfprotov6.DynamicValue{JSON: []byte("1"), MsgPack: []byte("\x80")}); ok {
		t.Error("a value that is JSON as well is decoded")
	}
	if _, ok := compiled.Repack(nil); ok {
		t.Error("no state is repacked")
	}
	if _, ok := compiled.Repack(tfwire.RawState{}); !ok {
		t.Error("the state is not repacked")
	}
}

// An empty list in a map is not null: only a list of blocks is.
func TestAnEmptyList(t *testing.T) {
	t.Parallel()
	compiled := compile(t, schema.Schema{Attributes: map[string]schema.Attribute{
		"x": schema.MapAttribute{Computed: true, ElementType: types.ListType{ElemType: types.StringType}},
	}})
	values, ok := compiled.State(t.Context(), &tfprotov6.DynamicValue{MsgPack: []byte("\x81\xa1x\x81\xa1k\x90")})
	if !ok || values["x"].(types.Map).Elements()["k"].IsNull() {
		t.Errorf("decoded %v: %v", ok, values)
	}
}

// A text for an object that has no attributes is not encoded as that object.
func TestEncodeATextForAnEmptyObject(t *testing.T) {
	t.Parallel()
	empty := schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{}}
	compiled := compile(t, schema.Schema{Attributes: map[string]schema.Attribute{"x": empty}})
	if _, ok := compiled.EncodePlan(t.Context(), map[string]attr.Value{"x": types.StringValue("a")}); ok {
		t.Error("encoded")
	}
}

// oddlyMadeType is a map whose values cannot be made from Terraform's nulls or unknowns.
type oddlyMadeType struct {
	customMapType

	fails func(tftypes.Value) bool
}

func (t oddlyMadeType) Equal(other attr.Type) bool { _, ok := other.(oddlyMadeType); return ok }

func (t oddlyMadeType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if t.fails(in) {
		return nil, errors.New("odd")
	}
	return t.customMapType.ValueFromTerraform(ctx, in)
}

// bareMapType is a map that does not tell the type of its elements.
type bareMapType struct{ basetypes.MapTypable }

func (t bareMapType) Equal(other attr.Type) bool { _, ok := other.(bareMapType); return ok }

// A type of maps that does not make its values as the framework's does is refused.
func TestCompileRefusesTypesOfMaps(t *testing.T) {
	t.Parallel()
	plain := customMapType{types.MapType{ElemType: types.StringType}}
	for name, of := range map[string]basetypes.MapTypable{
		"no type of elements":    bareMapType{plain},
		"null cannot be made":    oddlyMadeType{plain, tftypes.Value.IsNull},
		"unknown cannot be made": oddlyMadeType{plain, func(v tftypes.Value) bool { return !v.IsKnown() }},
		"null has a diagnostic": oddMapType{plain, func(in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
			return customMap{in}, diag.Diagnostics{diag.NewWarningDiagnostic("odd", "")}
		}},
	} {
		attributes := map[string]schema.Attribute{"x": schema.MapAttribute{Computed: true, ElementType: types.StringType, CustomType: of}}
		if _, err := tfwire.Compile(t.Context(), schema.Schema{Attributes: attributes}); err == nil || isMasked(err) || strings.Contains(name, "made") != strings.Contains(err.Error(), "x: odd") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
