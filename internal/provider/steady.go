package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// steady is the model of an object that can tell whether it is as it was.
type steady interface {
	// check applies the rules that need no server.
	check(ctx context.Context) diag.Diagnostics
	// current reports whether a refresh from the list of roles would change
	// nothing and say nothing; fingerprint is what was kept of the role.
	current(ctx context.Context, k *kibana, f facts, fingerprint string) bool
	// settled reports whether a plan without differences would change nothing and
	// say nothing.
	settled(ctx context.Context, k *kibana, f facts) bool
	// identity is what identifies the object in Kibana.
	identity() any
}

// steadyKind reads the objects of one resource. What follows from its schemas is
// worked out once.
type steadyKind struct {
	resource resource.ResourceWithIdentity
	model    func() steady

	once       sync.Once
	shape      *shape
	version    int64
	readOnly   []string // attributes that cannot be configured
	identified identityschema.Schema
	identityOf tftypes.Type
}

func (k *steadyKind) prepare(ctx context.Context) {
	var schema resource.SchemaResponse
	k.resource.Schema(ctx, resource.SchemaRequest{}, &schema)
	k.shape, k.version = shapeOf(ctx, schema.Schema), schema.Schema.Version
	for name, attribute := range schema.Schema.Attributes {
		if !attribute.IsOptional() && !attribute.IsRequired() {
			k.readOnly = append(k.readOnly, name)
		}
	}
	var identity resource.IdentitySchemaResponse
	k.resource.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
	k.identified, k.identityOf = identity.IdentitySchema, identity.IdentitySchema.Type().TerraformType(ctx)
}

// read decodes a state; not ok where it is none, or not of this schema.
func (k *steadyKind) read(value *tfprotov6.DynamicValue) (model steady, ok bool) {
	attributes, ok := k.shape.attributesOf(value)
	if !ok {
		return nil, false
	}
	return k.modelOf(attributes), true
}

// readConfig decodes a configuration; not ok where it sets what cannot be set.
func (k *steadyKind) readConfig(value *tfprotov6.DynamicValue) (model steady, ok bool) {
	attributes, ok := k.shape.attributesOf(value)
	if !ok || slices.ContainsFunc(k.readOnly, func(name string) bool { return !attributes[name].IsNull() }) {
		return nil, false
	}
	return k.modelOf(attributes), true
}

// modelOf fills in a model, whose fields name their attributes.
func (k *steadyKind) modelOf(attributes map[string]attr.Value) steady {
	model := k.model()
	fields := reflect.ValueOf(model).Elem()
	for field := range fields.Type().NumField() {
		fields.Field(field).Set(reflect.ValueOf(attributes[fields.Type().Field(field).Tag.Get("tfsdk")]))
	}
	return model
}

// identity encodes what identifies an object that was read.
func (k *steadyKind) identity(ctx context.Context, model steady) (data *tfprotov6.ResourceIdentityData, ok bool) {
	identity := tfsdk.ResourceIdentity{Schema: k.identified, Raw: tftypes.NewValue(k.identityOf, nil)}
	if identity.Set(ctx, model.identity()).HasError() {
		return nil, false
	}
	encoded, err := tfprotov6.NewDynamicValue(k.identityOf, identity.Raw)
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}, err == nil
}

// stays reports whether an identity is the one that the state has, if it has one:
// the framework refuses that it changes.
func stays(current, identity *tfprotov6.ResourceIdentityData) bool {
	return current == nil || current.IdentityData != nil && bytes.Equal(current.IdentityData.MsgPack, identity.IdentityData.MsgPack)
}

// fingerprintIn is the fingerprint in private state as the framework encodes it;
// not plain where there is more, which only the framework understands.
func fingerprintIn(private []byte) (fingerprint string, plain bool) {
	if len(private) == 0 {
		return "", true
	}
	var keys map[string][]byte
	if json.Unmarshal(private, &keys) != nil || len(keys) != 1 {
		return "", false
	}
	return fingerprint, json.Unmarshal(keys[fingerprintKey], &fingerprint) == nil
}
