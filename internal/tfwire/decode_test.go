package tfwire_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type object = map[string]any

// minimal is a valid configuration: Terraform sends a list of blocks even if it is
// empty.
func minimal(others object) object {
	all := object{"name": "a", "single": object{"list": []any{}}}
	maps.Copy(all, others)
	return all
}

func full() object {
	return minimal(object{
		"flag": true, "tags": []any{"a", "b"}, "groups": object{"g": []any{"a"}, "none": []any{}}, "grant": object{"access": "full"},
		"spaces": object{"*": object{"base": nil}, "soc": object{"base": "read"}}, "strict": object{"soc": object{"base": "all"}},
		"single": object{"tags": []any{"x"}, "list": []any{object{"names": []any{"a", "b"}}, object{"names": []any{}}}},
	})
}

func asState(o object) object {
	o["id"], o["custom"] = "a", object{"soc": []any{"read", "write"}}
	return o
}

// Decoded values equal those that the framework hands out. A configuration about
// which the framework would complain is not decoded, and neither is an unusual one.
func TestConfig(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config  any
		decoded bool
	}{
		"minimal":                             {minimal(nil), true},
		"full":                                {full(), true},
		"no block":                            {minimal(object{"single": nil}), true},
		"null in a map":                       {minimal(object{"spaces": object{"soc": nil}}), true},
		"a null list of blocks":               {minimal(object{"single": object{}}), false},
		"none":                                {nil, false},
		"a required attribute is null":        {minimal(object{"name": nil}), false},
		"a nested required attribute is null": {minimal(object{"grant": object{"access": nil}}), false},
		"a required attribute of a block is null": {
			minimal(object{"single": object{"list": []any{object{"names": nil}}}}), false,
		},
		"null for an object with a required attribute": {minimal(object{"strict": object{"soc": nil}}), false},
		"null for a block with a required attribute":   {minimal(object{"single": object{"list": []any{nil}}}), false},
		"a read-only attribute":                        {minimal(object{"id": "a"}), false},
		"a nested read-only attribute":                 {minimal(object{"strict": object{"soc": object{"base": "all", "found": "x"}}}), false},
		"a read-only map":                              {minimal(object{"custom": object{}}), false},
		"a set out of order":                           {minimal(object{"tags": []any{"b", "a"}}), false},
		"an element twice":                             {minimal(object{"tags": []any{"a", "a"}}), false},
		"an element twice in a map":                    {minimal(object{"groups": object{"g": []any{"a", "a"}}}), false},
		"null in a set":                                {minimal(object{"tags": []any{nil}}), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			value := encode(t, thing(), test.config)
			got, ok := compile(t, thing()).Config(t.Context(), value)
			if ok != test.decoded {
				t.Errorf("decoded: %v, want %v", ok, test.decoded)
			}
			want, accepted := serve(thing()).config(t, value)
			if ok && !accepted {
				t.Error("the framework does not accept it")
			} else if err := same(got, want); ok && err != nil {
				t.Error(err)
			}
		})
	}
}

// Unknown values are decoded where the framework does not look into them.
func TestUnknown(t *testing.T) {
	t.Parallel()
	for path, decoded := range map[string]bool{"name": true, "tags": true, "spaces": true, "spaces.soc": true, "strict": true, "strict.soc": false, "grant": true, "grant.access": true, "id": false, "single.list": true} {
		value, err := encode(t, thing(), full()).Unmarshal(thing().Type().TerraformType(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		value, err = tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
			if dotted(at) == path {
				return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
			}
			return v, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		packed, err := tfprotov6.NewDynamicValue(value.Type(), value)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := compile(t, thing()).Config(t.Context(), &packed)
		if ok != decoded {
			t.Errorf("%s unknown: decoded %v, want %v", path, ok, decoded)
		}
		want, accepted := serve(thing()).config(t, &packed)
		if ok && !accepted {
			t.Errorf("%s unknown: the framework does not accept it", path)
		} else if err := same(got, want); ok && err != nil {
			t.Errorf("%s unknown: %v", path, err)
		}
	}
}

// The framework validates a block in a block even where the outer one is null.
func TestRequiredInABlockThatIsAbsent(t *testing.T) {
	t.Parallel()
	text := map[string]schema.Attribute{"text": schema.StringAttribute{Required: true}}
	s := schema.Schema{Blocks: map[string]schema.Block{
		"outer": schema.SingleNestedBlock{Blocks: map[string]schema.Block{"inner": schema.SingleNestedBlock{Attributes: text}}},
	}}
	for name, test := range map[string]struct {
		config  object
		decoded bool
	}{
		"set":              {object{"outer": object{"inner": object{"text": "a"}}}, true},
		"no text":          {object{"outer": object{"inner": object{}}}, false},
		"no inner block":   {object{"outer": object{}}, false},
		"no block outside": {object{}, false},
	} {
		value := encode(t, s, test.config)
		_, accepted := serve(s).config(t, value)
		if _, ok := compile(t, s).Config(t.Context(), value); ok != test.decoded || accepted != test.decoded {
			t.Errorf("%s: decoded %v, accepted %v, want %v", name, ok, accepted, test.decoded)
		}
	}
}

// A map that its type has something to say about is the framework's to judge.
func TestMapThatItsTypeRefuses(t *testing.T) {
	t.Parallel()
	s := schema.Schema{Attributes: map[string]schema.Attribute{"custom": schema.MapAttribute{
		Computed: true, ElementType: types.StringType, CustomType: oddMapType{
			customMapType{types.MapType{ElemType: types.StringType}},
			func(in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
				if len(in.Elements()) > 0 {
					return customMap{in}, diag.Diagnostics{diag.NewWarningDiagnostic("odd", "")}
				}
				return customMap{in}, nil
			},
		},
	}}}
	for decoded, custom := range map[bool]object{true: {}, false: {"a": "b"}} {
		if _, ok := compile(t, s).State(t.Context(), encode(t, s, object{"custom": custom})); ok != decoded {
			t.Errorf("%v: decoded %v", custom, ok)
		}
	}
}

// dotted spells out a path of names and keys.
func dotted(at *tftypes.AttributePath) (text string) {
	for i, step := range at.Steps() {
		if i > 0 {
			text += "."
		}
		switch step := step.(type) {
		case tftypes.AttributeName:
			text += string(step)
		case tftypes.ElementKeyString:
			text += string(step)
		}
	}
	return text
}

func TestState(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]object{"minimal": asState(minimal(nil)), "full": asState(full())} {
		value := encode(t, thing(), state)
		got, ok := compile(t, thing()).State(t.Context(), value)
		want, accepted := serve(thing()).state(t, value)
		if err := same(got, want); !ok || !accepted || err != nil {
			t.Errorf("%s: decoded %v, accepted %v: %v", name, ok, accepted, err)
		}
	}
}

// Bytes that Terraform would not send are not decoded.
func TestMalformed(t *testing.T) {
	t.Parallel()
	value := encode(t, thing(), asState(minimal(nil))).MsgPack
	if value[0]&0xf0 != 0x80 {
		t.Fatalf("no small map: %x", value[0])
	}
	longer := func(by int) []byte {
		changed := slices.Clone(value)
		changed[0] += byte(by)
		return changed
	}
	for name, value := range map[string]*tfprotov6.DynamicValue{
		"missing":                nil,
		"empty":                  {},
		"null":                   {MsgPack: []byte{0xc0}},
		"unknown":                {MsgPack: []byte{0xd4, 0, 0}},
		"truncated":              {MsgPack: value[:len(value)-1]},
		"trailing bytes":         {MsgPack: append(slices.Clone(value), 0xc0)},
		"an attribute is absent": {MsgPack: longer(-1)},
		"an attribute twice":     {MsgPack: append(longer(1), "\xa4name\xa1a"...)},
		"an attribute more":      {MsgPack: append(longer(1), "\xa4more\xa1a"...)},
		"JSON":                   {JSON: []byte(`{}`)},
		"JSON and MessagePack":   {JSON: []byte(`{}`), MsgPack: value},
		"a map too long to be":   {MsgPack: []byte{0xdf, 0xff, 0xff, 0xff, 0xff}},
		"another type":           {MsgPack: []byte("\xa4name")},
	} {
		if _, ok := compile(t, thing()).State(t.Context(), value); ok {
			t.Errorf("%s: decoded", name)
		}
	}
	if _, ok := compile(t, thing()).State(t.Context(), &tfprotov6.DynamicValue{MsgPack: value}); !ok {
		t.Error("the value itself is not decoded")
	}
	// A key of a map twice.
	groups := compile(t, schema.Schema{Attributes: map[string]schema.Attribute{"groups": thing().Attributes["groups"]}})
	for keys, decoded := range map[string]bool{"\x82\xa1a\x90\xa1b\x90": true, "\x82\xa1a\x90\xa1a\x90": false} {
		if _, ok := groups.Config(t.Context(), &tfprotov6.DynamicValue{MsgPack: []byte("\x81\xa6groups" + keys)}); ok != decoded {
			t.Errorf("map %x: decoded %v", keys, ok)
		}
	}
}
