package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// These types are the JSON document of `terraform providers schema -json`. They have the kinds of object that this
// provider has.
type (
	document struct {
		FormatVersion string                    `json:"format_version"`
		Schemas       map[string]providerSchema `json:"provider_schemas"`
	}

	providerSchema struct {
		Provider      *schema              `json:"provider"`
		Resources     map[string]*schema   `json:"resource_schemas,omitempty"`
		DataSources   map[string]*schema   `json:"data_source_schemas,omitempty"`
		ListResources map[string]*schema   `json:"list_resource_schemas,omitempty"`
		Functions     map[string]*function `json:"functions,omitempty"`
		Identities    map[string]*identity `json:"resource_identity_schemas,omitempty"`
	}

	schema struct {
		Version int64  `json:"version"`
		Block   *block `json:"block"`
	}

	block struct {
		Attributes      map[string]*attribute   `json:"attributes,omitempty"`
		BlockTypes      map[string]*nestedBlock `json:"block_types,omitempty"`
		Description     string                  `json:"description,omitempty"`
		DescriptionKind string                  `json:"description_kind"`
		Deprecated      bool                    `json:"deprecated,omitempty"`
	}

	nestedBlock struct {
		NestingMode string `json:"nesting_mode"`
		Block       *block `json:"block"`
		MinItems    int64  `json:"min_items,omitempty"`
		MaxItems    int64  `json:"max_items,omitempty"`
	}

	// An attribute has either a type or a nested type.
	attribute struct {
		Type            tftypes.Type `json:"type,omitempty"`
		NestedType      *nestedType  `json:"nested_type,omitempty"`
		Description     string       `json:"description,omitempty"`
		DescriptionKind string       `json:"description_kind"`
		Deprecated      bool         `json:"deprecated,omitempty"`
		Required        bool         `json:"required,omitempty"`
		Optional        bool         `json:"optional,omitempty"`
		Computed        bool         `json:"computed,omitempty"`
		Sensitive       bool         `json:"sensitive,omitempty"`
		WriteOnly       bool         `json:"write_only,omitempty"`
	}

	nestedType struct {
		Attributes  map[string]*attribute `json:"attributes"`
		NestingMode string                `json:"nesting_mode"`
	}

	function struct {
		Description        string       `json:"description,omitempty"`
		Summary            string       `json:"summary,omitempty"`
		DeprecationMessage string       `json:"deprecation_message,omitempty"`
		ReturnType         tftypes.Type `json:"return_type"`
		Parameters         []*parameter `json:"parameters,omitempty"`
		VariadicParameter  *parameter   `json:"variadic_parameter,omitempty"`
	}

	parameter struct {
		Name        string       `json:"name"`
		Description string       `json:"description,omitempty"`
		IsNullable  bool         `json:"is_nullable,omitempty"`
		Type        tftypes.Type `json:"type"`
	}

	identity struct {
		Version    int64                         `json:"version"`
		Attributes map[string]*identityAttribute `json:"attributes"`
	}

	identityAttribute struct {
		Type              tftypes.Type `json:"type"`
		Description       string       `json:"description,omitempty"`
		RequiredForImport bool         `json:"required_for_import,omitempty"`
		OptionalForImport bool         `json:"optional_for_import,omitempty"`
	}
)

func newProviderSchema(s *tfprotov6.GetProviderSchemaResponse, i *tfprotov6.GetResourceIdentitySchemasResponse) providerSchema {
	return providerSchema{
		Provider:      newSchema(s.Provider),
		Resources:     mapValues(s.ResourceSchemas, newSchema),
		DataSources:   mapValues(s.DataSourceSchemas, newSchema),
		ListResources: mapValues(s.ListResourceSchemas, newSchema),
		Functions:     mapValues(s.Functions, newFunction),
		Identities:    mapValues(i.IdentitySchemas, newIdentity),
	}
}

func newSchema(s *tfprotov6.Schema) *schema {
	return &schema{Version: s.Version, Block: newBlock(s.Block)}
}

func newBlock(b *tfprotov6.SchemaBlock) *block {
	return &block{
		Attributes:      newAttributes(b.Attributes),
		BlockTypes:      keyed(b.BlockTypes, newNestedBlock),
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
}

func newNestedBlock(b *tfprotov6.SchemaNestedBlock) (string, *nestedBlock) {
	return b.TypeName, &nestedBlock{
		NestingMode: strings.ToLower(b.Nesting.String()),
		Block:       newBlock(b.Block),
		MinItems:    b.MinItems,
		MaxItems:    b.MaxItems,
	}
}

func newAttributes(attributes []*tfprotov6.SchemaAttribute) map[string]*attribute {
	return keyed(attributes, newAttribute)
}

func newAttribute(a *tfprotov6.SchemaAttribute) (string, *attribute) {
	out := &attribute{
		Type:            a.Type,
		Description:     a.Description,
		DescriptionKind: kind(a.DescriptionKind),
		Deprecated:      a.Deprecated,
		Required:        a.Required,
		Optional:        a.Optional,
		Computed:        a.Computed,
		Sensitive:       a.Sensitive,
		WriteOnly:       a.WriteOnly,
	}
	if n := a.NestedType; n != nil {
		out.NestedType = &nestedType{
			Attributes:  newAttributes(n.Attributes),
			NestingMode: strings.ToLower(n.Nesting.String()),
		}
	}
	return a.Name, out
}

func newFunction(f *tfprotov6.Function) *function {
	out := &function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         f.Return.Type,
	}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, newParameter(p))
	}
	if f.VariadicParameter != nil {
		out.VariadicParameter = newParameter(f.VariadicParameter)
	}
	return out
}

func newParameter(p *tfprotov6.FunctionParameter) *parameter {
	return &parameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: p.Type}
}

func newIdentity(s *tfprotov6.ResourceIdentitySchema) *identity {
	return &identity{
		Version: s.Version,
		Attributes: keyed(s.IdentityAttributes, func(a *tfprotov6.ResourceIdentitySchemaAttribute) (string, *identityAttribute) {
			return a.Name, &identityAttribute{
				Type:              a.Type,
				Description:       a.Description,
				RequiredForImport: a.RequiredForImport,
				OptionalForImport: a.OptionalForImport,
			}
		}),
	}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

// mapValues returns m with every value converted.
func mapValues[In, Out any](m map[string]In, convert func(In) Out) map[string]Out {
	out := make(map[string]Out, len(m))
	for k, v := range m {
		out[k] = convert(v)
	}
	return out
}

// keyed converts a list to a map. The function convert returns the key and the value of an element.
func keyed[In, Out any](list []In, convert func(In) (string, Out)) map[string]Out {
	out := make(map[string]Out, len(list))
	for _, v := range list {
		name, value := convert(v)
		out[name] = value
	}
	return out
}
