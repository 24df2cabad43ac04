package tfwire_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// Encoding a decoded value gives the value that the framework returns, and decoding
// that gives the attributes again.
func TestEncode(t *testing.T) {
	t.Parallel()
	for name, object := range map[string]object{
		"minimal": minimal(nil), "full": full(), "state": asState(full()), "no block": minimal(object{"single": nil}),
		"false":         minimal(object{"flag": false}),
		"null in a map": minimal(object{"spaces": object{"soc": nil}}), "empty": minimal(object{"tags": []any{}, "groups": map[string]any{}}),
	} {
		if err := encodedAlike(t, compile(t, thing()), serve(thing()), encode(t, thing(), object)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every attribute can be unknown in a plan, and none in a state.
func TestEncodeUnknown(t *testing.T) {
	t.Parallel()
	compiled := compile(t, thing())
	for name, unknown := range unknowns(t) {
		attributes := decoded(t, compiled, asState(full()))
		attributes[name] = unknown
		if _, ok := compiled.EncodeState(t.Context(), attributes); ok {
			t.Errorf("a state is encoded with %s unknown", name)
		}
		plan, ok := compiled.EncodePlan(t.Context(), attributes)
		if !ok {
			t.Errorf("no plan is encoded with %s unknown", name)
			continue
		}
		value, err := plan.Unmarshal(thing().Type().TerraformType(t.Context()))
		var got map[string]tftypes.Value
		if err != nil || value.As(&got) != nil || got[name].IsKnown() {
			t.Errorf("%s is %s: %v", name, got[name], err)
		}
	}
}

// Attributes that are not those of the schema are not encoded.
func TestEncodeOnlyTheSchema(t *testing.T) {
	t.Parallel()
	compiled := compile(t, thing())
	texts := func(texts ...string) attr.Value {
		elements := []attr.Value{}
		for _, text := range texts {
			elements = append(elements, types.StringValue(text))
		}
		return types.SetValueMust(types.StringType, elements)
	}
	grant := map[string]attr.Type{"access": types.BoolType}
	more := map[string]attr.Type{"access": types.StringType, "more": types.StringType}
	for name, change := range map[string]func(map[string]attr.Value){
		"absent":               func(a map[string]attr.Value) { delete(a, "tags") },
		"another":              func(a map[string]attr.Value) { a["more"] = types.StringValue("a") },
		"another name":         func(a map[string]attr.Value) { delete(a, "tags"); a["more"] = types.StringValue("a") },
		"no value":             func(a map[string]attr.Value) { a["tags"] = nil },
		"a bool for a text":    func(a map[string]attr.Value) { a["name"] = types.BoolValue(true) },
		"a text for a bool":    func(a map[string]attr.Value) { a["flag"] = types.StringValue("a") },
		"a text for a set":     func(a map[string]attr.Value) { a["tags"] = types.StringValue("a") },
		"a text for a map":     func(a map[string]attr.Value) { a["groups"] = types.StringValue("a") },
		"a text for an object": func(a map[string]attr.Value) { a["grant"] = types.StringValue("a") },
		"a bool in a set": func(a map[string]attr.Value) {
			a["tags"] = types.SetValueMust(types.BoolType, []attr.Value{types.BoolValue(true)})
		},
		"a bool in a map": func(a map[string]attr.Value) {
			a["groups"] = types.MapValueMust(types.BoolType, map[string]attr.Value{"a": types.BoolValue(true)})
		},
		"a bool in an object": func(a map[string]attr.Value) {
			a["grant"] = types.ObjectValueMust(grant, map[string]attr.Value{"access": types.BoolValue(true)})
		},
		"another in an object": func(a map[string]attr.Value) {
			a["grant"] = types.ObjectValueMust(more, map[string]attr.Value{"access": types.StringValue("a"), "more": types.StringValue("a")})
		},
		"a set for a list": func(a map[string]attr.Value) {
			single := a["single"].(basetypes.ObjectValue).Attributes()
			single["list"] = texts()
			of := map[string]attr.Type{}
			for name, value := range single {
				of[name] = value.Type(context.Background())
			}
			a["single"] = types.ObjectValueMust(of, single)
		},
		"a bool in a list": func(a map[string]attr.Value) {
			single := a["single"].(basetypes.ObjectValue).Attributes()
			single["list"] = types.ListValueMust(types.BoolType, []attr.Value{types.BoolValue(true)})
			of := map[string]attr.Type{}
			for name, value := range single {
				of[name] = value.Type(context.Background())
			}
			a["single"] = types.ObjectValueMust(of, single)
		},
		"a set out of order":      func(a map[string]attr.Value) { a["tags"] = texts("b", "a") },
		"an element twice":        func(a map[string]attr.Value) { a["tags"] = texts("a", "a") },
		"a map with a diagnostic": func(a map[string]attr.Value) { a["custom"] = brokenMap{} },
	} {
		attributes := decoded(t, compiled, asState(full()))
		change(attributes)
		if _, ok := compiled.EncodePlan(t.Context(), attributes); ok {
			t.Errorf("%s: encoded", name)
		}
	}
}

func TestComputed(t *testing.T) {
	t.Parallel()
	if got := compile(t, thing()).Computed(); !slices.Equal(got, []string{"custom", "flag", "id", "strict.found"}) {
		t.Errorf("computed: %q", got)
	}
}

// unknowns returns the unknown value of each attribute.
func unknowns(t *testing.T) map[string]attr.Value {
	t.Helper()
	all := map[string]attr.Value{}
	for name, of := range thing().Type().(attr.TypeWithAttributeTypes).AttributeTypes() {
		unknown, err := of.ValueFromTerraform(t.Context(), tftypes.NewValue(of.TerraformType(t.Context()), tftypes.UnknownValue))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = unknown
	}
	return all
}

// decoded returns the attributes of a state.
func decoded(t *testing.T, compiled *tfwire.Schema, state object) map[string]attr.Value {
	t.Helper()
	attributes, ok := compiled.State(t.Context(), encode(t, thing(), state))
	if !ok {
		t.Fatal("not decoded")
	}
	return maps.Clone(attributes)
}
