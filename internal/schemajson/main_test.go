package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	cases "github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// The documentation generator expects the format of `terraform providers schema -json`.
func TestProviderSchemaHasTerraformsFormat(t *testing.T) {
	t.Parallel()

	got := newProviderSchema(&tfprotov6.GetProviderSchemaResponse{
		Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
			Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "api_key", Type: tftypes.String, Optional: true, Sensitive: true, Description: "The `key`.", DescriptionKind: tfprotov6.StringKindMarkdown},
			},
		}},
		ResourceSchemas: map[string]*tfprotov6.Schema{"cases_role": {Version: 2, Block: &tfprotov6.SchemaBlock{
			Description: "A role.",
			Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "name", Type: tftypes.String, Required: true},
				{Name: "spaces", Optional: true, NestedType: &tfprotov6.SchemaObject{
					Nesting: tfprotov6.SchemaObjectNestingModeMap,
					Attributes: []*tfprotov6.SchemaAttribute{
						{Name: "features", Type: tftypes.Map{ElementType: tftypes.Set{ElementType: tftypes.String}}, Computed: true},
					},
				}},
			},
			BlockTypes: []*tfprotov6.SchemaNestedBlock{
				{TypeName: "indices", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MaxItems: 3, Block: &tfprotov6.SchemaBlock{Deprecated: true}},
			},
		}}},
		Functions: map[string]*tfprotov6.Function{"capabilities": {
			Summary:           "What they are.",
			Parameters:        []*tfprotov6.FunctionParameter{{Name: "id", Type: tftypes.String, AllowNullValue: true}},
			VariadicParameter: &tfprotov6.FunctionParameter{Name: "more", Type: tftypes.Bool},
			Return:            &tfprotov6.FunctionReturn{Type: tftypes.Set{ElementType: tftypes.String}},
		}},
	}, &tfprotov6.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"cases_role": {
			IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{{Name: "name", Type: tftypes.String, RequiredForImport: true}},
		}},
	})

	const want = `{
		"provider": {"version": 0, "block": {"description_kind": "plain", "attributes": {
			"api_key": {"type": "string", "description": "The ` + "`key`" + `.", "description_kind": "markdown", "optional": true, "sensitive": true}}}},
		"resource_schemas": {"cases_role": {"version": 2, "block": {
			"description": "A role.", "description_kind": "plain",
			"attributes": {
				"name": {"type": "string", "description_kind": "plain", "required": true},
				"spaces": {"description_kind": "plain", "optional": true, "nested_type": {"nesting_mode": "map", "attributes": {
					"features": {"type": ["map", ["set", "string"]], "description_kind": "plain", "computed": true}}}}},
			"block_types": {
				"indices": {"nesting_mode": "list", "max_items": 3, "block": {"description_kind": "plain", "deprecated": true}}}}}},
		"functions": {"capabilities": {
			"summary": "What they are.", "return_type": ["set", "string"],
			"parameters": [{"name": "id", "is_nullable": true, "type": "string"}],
			"variadic_parameter": {"name": "more", "type": "bool"}}},
		"resource_identity_schemas": {"cases_role": {"version": 0, "attributes": {
			"name": {"type": "string", "required_for_import": true}}}}}`
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decode(t, []byte(want)), decode(t, encoded)); diff != "" {
		t.Errorf("unexpected document (-want +got):\n%s", diff)
	}
}

func TestDumpHasEveryObjectOfTheProvider(t *testing.T) {
	t.Parallel()

	var out bytes.Buffer
	if err := dump(t.Context(), &out, cases.New("test")()); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schemas map[string]map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}

	metadata, err := providerserver.NewProtocol6(cases.New("test")())().GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{})
	if err != nil {
		t.Fatal(err)
	}
	has := func(kind, name string) {
		if _, ok := doc.Schemas[providerName][kind][name]; !ok {
			t.Errorf("%s lacks %s", kind, name)
		}
	}
	for _, m := range metadata.Resources {
		has("resource_schemas", m.TypeName)
	}
	for _, m := range metadata.DataSources {
		has("data_source_schemas", m.TypeName)
	}
	for _, m := range metadata.ListResources {
		has("list_resource_schemas", m.TypeName)
	}
	for _, m := range metadata.Functions {
		has("functions", m.Name)
	}
	// The document has no fields for these kinds. Their documentation would be missing without an error.
	if n := len(metadata.EphemeralResources) + len(metadata.Actions) + len(metadata.StateStores); n > 0 {
		t.Errorf("%d objects have a kind that is missing in the document", n)
	}
}

func decode(t *testing.T, data []byte) any {
	t.Helper()

	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
