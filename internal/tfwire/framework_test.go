package tfwire_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// thing is a schema with everything that the package supports.
func thing() schema.Schema {
	texts := types.SetType{ElemType: types.StringType}
	return schema.Schema{
		MarkdownDescription: "A thing.",
		Attributes: map[string]schema.Attribute{
			"id":     schema.StringAttribute{Computed: true},
			"name":   schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"flag":   schema.BoolAttribute{Optional: true, Computed: true},
			"tags":   schema.SetAttribute{Optional: true, ElementType: types.StringType},
			"groups": schema.MapAttribute{Optional: true, ElementType: texts},
			"custom": schema.MapAttribute{Computed: true, ElementType: texts, CustomType: customMapType{types.MapType{ElemType: texts}}},
			"grant": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
				"access": schema.StringAttribute{Required: true},
			}},
			"spaces": schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"base": schema.StringAttribute{Optional: true},
			}}},
			"strict": schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"base":  schema.StringAttribute{Required: true},
				"found": schema.StringAttribute{Computed: true},
			}}},
		},
		Blocks: map[string]schema.Block{
			"single": schema.SingleNestedBlock{
				Attributes: map[string]schema.Attribute{"tags": schema.SetAttribute{Optional: true, ElementType: types.StringType}},
				Blocks: map[string]schema.Block{
					"list": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
						"names": schema.SetAttribute{Required: true, ElementType: types.StringType},
					}}},
				},
			},
		},
	}
}

// customMapType is a map that is a type of its own.
type customMapType struct{ basetypes.MapType }

type customMap struct{ basetypes.MapValue }

func (t customMapType) Equal(other attr.Type) bool {
	o, ok := other.(customMapType)
	return ok && t.MapType.Equal(o.MapType)
}

func (t customMapType) ValueType(context.Context) attr.Value { return customMap{} }

func (t customMapType) ValueFromMap(_ context.Context, in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
	return customMap{in}, nil
}

func (t customMapType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.MapType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	return customMap{value.(basetypes.MapValue)}, nil
}

func (m customMap) Type(ctx context.Context) attr.Type {
	return customMapType{basetypes.MapType{ElemType: m.ElementType(ctx)}}
}

func (m customMap) Equal(other attr.Value) bool {
	o, ok := other.(customMap)
	return ok && m.MapValue.Equal(o.MapValue)
}

// framework serves a resource of a schema, and notes the values that it hands out.
type framework struct {
	tfprotov6.ProviderServer

	schema schema.Schema
	values map[string]attr.Value
}

func serve(s schema.Schema) *framework {
	f := &framework{schema: s}
	f.ProviderServer = providerserver.NewProtocol6(testProvider{f})()
	return f
}

// config returns what the framework hands out of a configuration; not ok if it has
// something to say about it.
func (f *framework) config(t testing.TB, value *tfprotov6.DynamicValue) (values map[string]attr.Value, ok bool) {
	t.Helper()
	f.values = nil
	resp, err := f.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: "test_thing", Config: value})
	return f.values, err == nil && len(resp.Diagnostics) == 0
}

// state is config for a state.
func (f *framework) state(t testing.TB, value *tfprotov6.DynamicValue) (values map[string]attr.Value, ok bool) {
	t.Helper()
	f.values = nil
	resp, err := f.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "test_thing", CurrentState: value})
	return f.values, err == nil && len(resp.Diagnostics) == 0
}

type testProvider struct{ *framework }

func (testProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "test"
}
func (testProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (testProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (testProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (p testProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return testResource{p.framework} }}
}

type testResource struct{ f *framework }

func (testResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "test_thing"
}

func (r testResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.f.schema
}

func (r testResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics = r.f.note(ctx, req.Config)
}

func (r testResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics = r.f.note(ctx, req.State)
}

func (testResource) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (testResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (testResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (f *framework) note(ctx context.Context, from interface {
	GetAttribute(context.Context, path.Path, any) diag.Diagnostics
},
) (diags diag.Diagnostics) {
	f.values = map[string]attr.Value{}
	for _, name := range slices.AppendSeq(slices.Collect(maps.Keys(f.schema.Attributes)), maps.Keys(f.schema.Blocks)) {
		var value attr.Value
		diags.Append(from.GetAttribute(ctx, path.Root(name), &value)...)
		f.values[name] = value
	}
	return diags
}

// encode returns a value as Terraform sends it. A set keeps the order given.
func encode(t testing.TB, s schema.Schema, value any) *tfprotov6.DynamicValue {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	of := s.Type().TerraformType(t.Context())
	decoded, err := (&tfprotov6.DynamicValue{JSON: text}).Unmarshal(of)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := tfprotov6.NewDynamicValue(of, decoded)
	if err != nil {
		t.Fatal(err)
	}
	return &packed
}

// encodedAlike decodes a state, encodes it again, and compares the result with the state
// that the framework returns. It returns nil for a state that is not decoded.
func encodedAlike(t testing.TB, compiled *tfwire.Schema, theirs *framework, state *tfprotov6.DynamicValue) error {
	t.Helper()
	attributes, ok := compiled.State(t.Context(), state)
	if !ok {
		return nil
	}
	encoded, ok := compiled.EncodePlan(t.Context(), attributes)
	if !ok {
		return errors.New("not encoded")
	}
	again, ok := compiled.State(t.Context(), encoded)
	if err := same(again, attributes); !ok || err != nil {
		return fmt.Errorf("decoded again: %v, %w", ok, err)
	}
	resp, err := theirs.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "test_thing", CurrentState: state})
	if err != nil {
		return err
	}
	return equal(t, encoded, resp.NewState)
}

// equal compares two encoded values.
func equal(t testing.TB, got, want *tfprotov6.DynamicValue) error {
	t.Helper()
	of := thing().Type().TerraformType(t.Context())
	a, errA := got.Unmarshal(of)
	b, errB := want.Unmarshal(of)
	if errA != nil || errB != nil || !a.Equal(b) {
		return fmt.Errorf("encoded %s, want %s: %w", a, b, errors.Join(errA, errB))
	}
	return nil
}

// brokenMap is a map that cannot be read.
type brokenMap struct{ customMap }

func (brokenMap) IsNull() bool { return false }

func (brokenMap) IsUnknown() bool { return false }

func (m brokenMap) ToMapValue(context.Context) (basetypes.MapValue, diag.Diagnostics) {
	return m.MapValue, diag.Diagnostics{diag.NewErrorDiagnostic("broken", "")}
}

func compile(t testing.TB, s schema.Schema) *tfwire.Schema {
	t.Helper()
	compiled, err := tfwire.Compile(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// same compares what is decoded with what the framework hands out.
func same(got, want map[string]attr.Value) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d attributes, want %d", len(got), len(want))
	}
	for name, value := range want {
		if got[name] == nil || !got[name].Equal(value) {
			return fmt.Errorf("%s is %v, want %v", name, got[name], value)
		}
	}
	return nil
}
