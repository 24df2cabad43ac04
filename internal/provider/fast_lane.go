package provider

import (
	"bytes"
	"context"
	"fmt"
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

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

var (
	_ fastResource = (*roleResource)(nil)
	_ fastResource = (*featurePrivilegeResource)(nil)
)

// evaluatedMethods are the methods that a resource with a fast lane may have. The lane
// replaces them, leaves them to the framework, or need not call them. Any other method
// may implement an interface that the lane would bypass.
var evaluatedMethods = []string{
	"Metadata", "Schema", "IdentitySchema", "Configure",
	"ValidateConfig", // fastModel.validate
	"Read",           // fastModel.refreshIsNoop
	"ModifyPlan",     // fastModel.planIsNoop
	"Create", "Update", "Delete", "ImportState", "MoveState", "UpgradeIdentity",
	"UpgradeState", // The lane answers for the version of the schema only.
}

// fastResource is a resource with a fast lane: the server answers for its unchanged
// objects without the plugin framework.
type fastResource interface {
	resource.ResourceWithIdentity

	// newModel returns an empty model: a pointer to a struct with tfsdk tags.
	newModel() fastModel
	// plannedPrivate returns the private data of a plan without changes. It is not ok
	// if the prior data has other keys than the fast lane supports.
	plannedPrivate(prior []byte) (planned []byte, ok bool)
}

// fastModel is the model of an object. Its methods find out whether a request would
// change nothing.
type fastModel interface {
	// validate applies the rules that need no server. It also records the
	// configuration, if plans of other objects need it.
	validate(ctx context.Context, k *kibana) diag.Diagnostics
	// roleName returns the name of the object's role.
	roleName() string
	// refreshIsNoop reports whether a refresh that reads this role would change nothing
	// and return no diagnostic. Fingerprint is the one in the private data.
	refreshIsNoop(ctx context.Context, c *cases.Catalogue, role *roles.Stored, fingerprint string) bool
	// planIsNoop reports whether a plan without differences would change nothing and
	// return no diagnostic.
	planIsNoop(ctx context.Context, k *kibana, f facts) bool
	// identity returns the resource identity of the object.
	identity() any
}

// fastLane decodes the objects of one resource without the framework.
type fastLane struct {
	resource fastResource
	behavior resource.ResourceBehavior

	once sync.Once // runs prepare, which sets the fields below
	off  error     // why the framework alone serves the resource; nil if the lane is on

	version        int64
	schema         *tfwire.Schema
	fields         []string // the name of the attribute of each field of the model
	identitySchema identityschema.Schema
	identityType   tftypes.Type
	noIdentity     *tfprotov6.ResourceIdentityData // null
}

// prepare compiles the resource's schemas. The error says why the lane is off.
func (l *fastLane) prepare(ctx context.Context) error {
	for method := range reflect.TypeOf(l.resource).Methods() {
		if !slices.Contains(evaluatedMethods, method.Name) {
			return fmt.Errorf("method %s is not evaluated", method.Name)
		}
	}
	if l.behavior != (resource.ResourceBehavior{}) {
		return fmt.Errorf("behavior %+v is not evaluated", l.behavior)
	}
	var schema resource.SchemaResponse
	l.resource.Schema(ctx, resource.SchemaRequest{}, &schema)
	compiled, err := tfwire.Compile(ctx, schema.Schema)
	if err != nil {
		return err
	}
	l.schema, l.version = compiled, schema.Schema.Version
	if err := l.matchFields(ctx, schema.Schema.Type()); err != nil {
		return err
	}
	var identity resource.IdentitySchemaResponse
	l.resource.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
	l.identitySchema, l.identityType = identity.IdentitySchema, identity.IdentitySchema.Type().TerraformType(ctx)
	none, err := tfprotov6.NewDynamicValue(l.identityType, tftypes.NewValue(l.identityType, nil))
	l.noIdentity = &tfprotov6.ResourceIdentityData{IdentityData: &none}
	return err
}

// matchFields finds the attribute of each field of the model. Fields and attributes
// must match one to one, because the framework accepts no other model.
func (l *fastLane) matchFields(ctx context.Context, of attr.Type) error {
	object, ok := of.(attr.TypeWithAttributeTypes)
	if !ok {
		return fmt.Errorf("a resource of type %s", of)
	}
	attributes, model := object.AttributeTypes(), reflect.TypeOf(l.resource.newModel()).Elem()
	for field := range model.Fields() {
		name := field.Tag.Get("tfsdk")
		attribute, ok := attributes[name]
		if !ok || reflect.TypeOf(attribute.ValueType(ctx)) != field.Type {
			return fmt.Errorf("the model's field %s does not match the schema", field.Name)
		}
		l.fields = append(l.fields, name)
	}
	if len(l.fields) != len(attributes) {
		return fmt.Errorf("the model has %d fields for %d attributes", len(l.fields), len(attributes))
	}
	return nil
}

// readConfig decodes a configuration. It is not ok if the framework would or may return
// a diagnostic.
func (l *fastLane) readConfig(ctx context.Context, config *tfprotov6.DynamicValue) (model fastModel, ok bool) {
	attributes, ok := l.schema.Config(ctx, config)
	if !ok {
		return nil, false
	}
	return l.modelOf(attributes), true
}

// readState decodes a state. It is not ok for a state that the framework must decode.
func (l *fastLane) readState(ctx context.Context, state *tfprotov6.DynamicValue) (model fastModel, ok bool) {
	attributes, ok := l.schema.State(ctx, state)
	if !ok {
		return nil, false
	}
	return l.modelOf(attributes), true
}

// modelOf returns a model with the given attributes.
func (l *fastLane) modelOf(attributes map[string]attr.Value) fastModel {
	model := l.resource.newModel()
	fields := reflect.ValueOf(model).Elem()
	for i, name := range l.fields {
		fields.Field(i).Set(reflect.ValueOf(attributes[name]))
	}
	return model
}

// identity encodes the identity of an object. It is not ok if it differs from the prior
// identity, because the framework does not allow an identity to change.
func (l *fastLane) identity(ctx context.Context, model fastModel, prior *tfprotov6.ResourceIdentityData) (identity *tfprotov6.ResourceIdentityData, ok bool) {
	value := tfsdk.ResourceIdentity{Schema: l.identitySchema, Raw: tftypes.NewValue(l.identityType, nil)}
	if value.Set(ctx, model.identity()).HasError() {
		return nil, false
	}
	encoded, err := tfprotov6.NewDynamicValue(l.identityType, value.Raw)
	ok = err == nil && (prior == nil || prior.IdentityData != nil && bytes.Equal(prior.IdentityData.MsgPack, encoded.MsgPack))
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}, ok
}
