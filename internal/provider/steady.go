package provider

import (
	"bytes"
	"context"
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
	// refreshIsNoop reports whether a refresh from the list of roles would change
	// nothing and say nothing; fingerprint is what was kept of the role.
	refreshIsNoop(ctx context.Context, k *kibana, f facts, fingerprint string) bool
	// planIsNoop reports whether a plan without differences would change nothing and
	// say nothing.
	planIsNoop(ctx context.Context, k *kibana, f facts) bool
	// identity is what identifies the object in Kibana.
	identity() any
	// place is the role, and the space in it, that the object is about. Space is
	// empty for an object that owns a whole role.
	place() (role, space string)
	// configure notes what the configuration sets, for objects beside this one.
	configure(k *kibana)
}

// steadyKind reads the objects of one resource. What follows from its schemas is
// worked out once.
type steadyKind struct {
	resource resource.ResourceWithIdentity
	newModel func() steady
	// marked is the private data that every plan has; nil where a plan has none of
	// its own.
	marked []byte

	once       sync.Once
	shape      *shape
	version    int64
	readOnly   []string // attributes that cannot be configured
	identified identityschema.Schema
	identityOf tftypes.Type
	noIdentity *tfprotov6.ResourceIdentityData // of an object that has none yet
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
	none, _ := tfprotov6.NewDynamicValue(k.identityOf, tftypes.NewValue(k.identityOf, nil)) // every type has null
	k.noIdentity = &tfprotov6.ResourceIdentityData{IdentityData: &none}
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
	model := k.newModel()
	fields := reflect.ValueOf(model).Elem()
	for field := range fields.Type().NumField() {
		fields.Field(field).Set(reflect.ValueOf(attributes[fields.Type().Field(field).Tag.Get("tfsdk")]))
	}
	return model
}

// plannedPrivate is the private data of a plan without changes; not plain where
// there is something in it that only the framework understands.
func (k *steadyKind) plannedPrivate(prior []byte) (planned []byte, plain bool) {
	if k.marked == nil {
		_, plain = fingerprintIn(prior)
		return prior, plain
	}
	return k.marked, len(prior) == 0 || bytes.Equal(prior, k.marked)
}

// identity encodes what identifies an object; not the same if Terraform has
// another, or one that is not plain: the framework refuses that it changes.
func (k *steadyKind) identity(ctx context.Context, model steady, current *tfprotov6.ResourceIdentityData) (identity *tfprotov6.ResourceIdentityData, same bool) {
	value := tfsdk.ResourceIdentity{Schema: k.identified, Raw: tftypes.NewValue(k.identityOf, nil)}
	if value.Set(ctx, model.identity()).HasError() {
		return nil, false
	}
	encoded, err := tfprotov6.NewDynamicValue(k.identityOf, value.Raw)
	same = err == nil && (current == nil || current.IdentityData != nil && bytes.Equal(current.IdentityData.MsgPack, encoded.MsgPack))
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}, same
}
