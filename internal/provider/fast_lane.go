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
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
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
	"ModifyPlan",     // fastModel.planIsNoop, fastModel.planNew
	"Create",         // fastModel.create
	"Update", "Delete", "ImportState", "MoveState", "UpgradeIdentity",
	"UpgradeState", // The lane answers for the version of the schema only.
}

// plannedAttributes are the computed attributes that the plan of a new object sets. The
// framework makes all computed attributes unknown before that, so that others would stay
// unknown.
var plannedAttributes = []string{"capabilities", "id", "privileges"}

// fastResource is a resource with a fast lane: the server answers for its unchanged and
// its new objects without the plugin framework.
type fastResource interface {
	resource.ResourceWithIdentity

	// newModel returns an empty model: a pointer to a struct with tfsdk tags.
	newModel() fastModel
	// plannedPrivate returns the private data of a plan without changes. It is not ok
	// if the prior data has other keys than the fast lane supports.
	plannedPrivate(prior []byte) (planned []byte, ok bool)
}

// fastModel is the model of an object. Its methods find out whether a request would
// change nothing, and handle the requests for a new object.
type fastModel interface {
	// validate applies the rules that need no server. It also records the
	// configuration, if plans of other objects need it.
	validate(ctx context.Context, k *kibana) diag.Diagnostics
	// roleName returns the name of the object's role.
	roleName() string
	// hasOtherFeatures reports whether a refresh of the object needs [kibana.replacedRole].
	hasOtherFeatures() bool
	// refreshIsNoop reports whether a refresh with this reading would change nothing and
	// return no diagnostic.
	refreshIsNoop(ctx context.Context, c *cases.Catalogue, reading refreshReading, private objectPrivate) bool
	// planIsNoop reports whether a plan without differences would change nothing and
	// return no diagnostic.
	planIsNoop(ctx context.Context, k *kibana, f facts, private objectPrivate) bool
	// planNew plans the object as a new one: it completes the model and returns a function
	// that records the plan for the other owners of the role. Neither is ok if there is a
	// diagnostic, and nothing is recorded then.
	planNew(ctx context.Context, k *kibana, private privateData) (record func() (ok bool), ok bool)
	// create creates the planned object, and completes the model. Config is a model of the
	// same resource.
	create(ctx context.Context, k *kibana, config fastModel, private privateWriter) diag.Diagnostics
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
	identityFields []string // the name of the attribute of each field of the identity
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
	if computed := compiled.Computed(); !slices.Equal(computed, plannedAttributes) {
		return fmt.Errorf("the plan does not set exactly the computed attributes %q", computed)
	}
	l.schema, l.version = compiled, schema.Schema.Version
	l.fields, err = fieldsOf(ctx, reflect.TypeOf(l.resource.newModel()).Elem(), schema.Schema.Type())
	if err != nil {
		return err
	}
	var identity resource.IdentitySchemaResponse
	l.resource.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
	l.identityType = identity.IdentitySchema.Type().TerraformType(ctx)
	l.identityFields, err = fieldsOf(ctx, reflect.TypeOf(l.resource.newModel().identity()), identity.IdentitySchema.Type())
	if err != nil {
		return err
	}
	none, err := tfprotov6.NewDynamicValue(l.identityType, tftypes.NewValue(l.identityType, nil))
	l.noIdentity = &tfprotov6.ResourceIdentityData{IdentityData: &none}
	return err
}

// fieldsOf returns the name of the attribute of each field of a model. Fields and
// attributes must match one to one, because the framework accepts no other model.
func fieldsOf(ctx context.Context, model reflect.Type, of attr.Type) (fields []string, err error) {
	object, ok := of.(attr.TypeWithAttributeTypes)
	if !ok {
		return nil, fmt.Errorf("a schema of type %s", of)
	}
	attributes := object.AttributeTypes()
	for field := range model.Fields() {
		name := field.Tag.Get("tfsdk")
		attribute, ok := attributes[name]
		if !ok || reflect.TypeOf(attribute.ValueType(ctx)) != field.Type {
			return nil, fmt.Errorf("the model's field %s does not match the schema", field.Name)
		}
		fields = append(fields, name)
	}
	if len(fields) != len(attributes) {
		return nil, fmt.Errorf("the model has %d fields for %d attributes", len(fields), len(attributes))
	}
	return fields, nil
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

// readState decodes a state or a plan. It is not ok if the framework must decode it.
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

// attributesOf returns the attributes of a model.
func (l *fastLane) attributesOf(model fastModel) map[string]attr.Value {
	fields, attributes := reflect.ValueOf(model).Elem(), make(map[string]attr.Value, len(l.fields))
	for i, name := range l.fields {
		attributes[name], _ = reflect.TypeAssert[attr.Value](fields.Field(i))
	}
	return attributes
}

// identity encodes the identity of an object. It is not ok if it differs from the prior
// identity, because the framework does not allow an identity to change, or if it has other
// values than known strings.
func (l *fastLane) identity(model fastModel, prior *tfprotov6.ResourceIdentityData) (identity *tfprotov6.ResourceIdentityData, ok bool) {
	fields, values := reflect.ValueOf(model.identity()), map[string]tftypes.Value{}
	for i, name := range l.identityFields {
		text, isText := reflect.TypeAssert[types.String](fields.Field(i))
		if !isText || text.IsNull() || text.IsUnknown() {
			return nil, false
		}
		values[name] = tftypes.NewValue(tftypes.String, text.ValueString())
	}
	encoded, err := tfprotov6.NewDynamicValue(l.identityType, tftypes.NewValue(l.identityType, values))
	ok = err == nil && (prior == nil || prior.IdentityData != nil && bytes.Equal(prior.IdentityData.MsgPack, encoded.MsgPack))
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}, ok
}
