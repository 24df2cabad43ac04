package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// A validator, a default, a plan modifier and the like are obeyed, although the
// server answers in front of the framework.
func TestFastLaneObeysTheSchema(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *schema.Schema){
		"a validator of a string": func(s *schema.Schema) {
			editPart(s.Attributes, "name", func(a *schema.StringAttribute) { a.Validators = []validator.String{objector{}} })
		},
		"a validator of a map of objects": func(s *schema.Schema) {
			editPart(s.Attributes, "spaces", func(a *schema.MapNestedAttribute) { a.Validators = []validator.Map{objector{}} })
		},
		"a validator of an object in a map": func(s *schema.Schema) {
			editPart(s.Attributes, "spaces", func(a *schema.MapNestedAttribute) { a.NestedObject.Validators = []validator.Object{objector{}} })
		},
		"a validator of a string in a map": func(s *schema.Schema) {
			editPart(spaceAttributes(s), "base", func(a *schema.StringAttribute) { a.Validators = []validator.String{objector{}} })
		},
		"a validator of a map of sets": func(s *schema.Schema) {
			editPart(spaceAttributes(s), "features", func(a *schema.MapAttribute) { a.Validators = []validator.Map{objector{}} })
		},
		"a validator of an object": func(s *schema.Schema) {
			editPart(spaceAttributes(s), "security", func(a *schema.SingleNestedAttribute) { a.Validators = []validator.Object{objector{}} })
		},
		"a validator of a string in an object": func(s *schema.Schema) {
			editPart(grantAttributes(s), "access", func(a *schema.StringAttribute) { a.Validators = []validator.String{objector{}} })
		},
		"a validator of a map of bools": func(s *schema.Schema) {
			editPart(grantAttributes(s), "sub_features", func(a *schema.MapAttribute) { a.Validators = []validator.Map{objector{}} })
		},
		"a validator of a computed map": func(s *schema.Schema) {
			editPart(s.Attributes, "privileges", func(a *schema.MapAttribute) { a.Validators = []validator.Map{objector{}} })
		},
		"a validator of a block": func(s *schema.Schema) {
			editPart(s.Blocks, "elasticsearch", func(b *schema.SingleNestedBlock) { b.Validators = []validator.Object{objector{}} })
		},
		"a validator of a set in a block": func(s *schema.Schema) {
			editPart(s.Blocks["elasticsearch"].(schema.SingleNestedBlock).Attributes, "cluster", func(a *schema.SetAttribute) { a.Validators = []validator.Set{objector{}} })
		},
		"a validator of a list of blocks": func(s *schema.Schema) {
			editPart(s.Blocks["elasticsearch"].(schema.SingleNestedBlock).Blocks, "indices", func(b *schema.ListNestedBlock) { b.Validators = []validator.List{objector{}} })
		},
		"a validator of a block in a list": func(s *schema.Schema) {
			editPart(s.Blocks["elasticsearch"].(schema.SingleNestedBlock).Blocks, "indices", func(b *schema.ListNestedBlock) {
				b.NestedObject.Validators = []validator.Object{objector{}}
			})
		},
		"a validator of a bool in a block": func(s *schema.Schema) {
			editPart(indicesObject(s).Attributes, "allow_restricted_indices", func(a *schema.BoolAttribute) { a.Validators = []validator.Bool{objector{}} })
		},
		"a validator of a block in a block": func(s *schema.Schema) {
			editPart(indicesObject(s).Blocks, "field_security", func(b *schema.SingleNestedBlock) { b.Validators = []validator.Object{objector{}} })
		},
		"a write-only attribute": func(s *schema.Schema) {
			editPart(spaceAttributes(s), "base", func(a *schema.StringAttribute) { a.WriteOnly = true })
		},
		"a deprecated attribute": func(s *schema.Schema) {
			editPart(spaceAttributes(s), "base", func(a *schema.StringAttribute) { a.DeprecationMessage = "objection" })
		},
		"a deprecated block":    func(s *schema.Schema) { editPart(s.Blocks, "elasticsearch", deprecate) },
		"a deprecated resource": func(s *schema.Schema) { s.DeprecationMessage = "objection" },
		"a plan modifier of a string": func(s *schema.Schema) {
			editPart(s.Attributes, "description", func(a *schema.StringAttribute) { a.PlanModifiers = []planmodifier.String{objector{}} })
		},
		"a plan modifier of a set in a block": func(s *schema.Schema) {
			editPart(indicesObject(s).Attributes, "names", func(a *schema.SetAttribute) { a.PlanModifiers = []planmodifier.Set{objector{}} })
		},
		"a plan modifier of a block": func(s *schema.Schema) {
			editPart(s.Blocks, "elasticsearch", func(b *schema.SingleNestedBlock) { b.PlanModifiers = []planmodifier.Object{objector{}} })
		},
		"a default": func(s *schema.Schema) {
			editPart(s.Attributes, "description", func(a *schema.StringAttribute) { a.Computed, a.Default = true, stringdefault.StaticString("objection") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diagnostics := answersFor(t, provider.NewChangedServer(ofRole(change)))
			if !slices.ContainsFunc(diagnostics, func(text string) bool {
				return strings.Contains(text, "objection") || strings.Contains(text, "WriteOnly Attribute Not Allowed")
			}) {
				t.Errorf("nothing of it: %q", diagnostics)
			}
			if reached := newRoleReaches(t, provider.NewChangedServer(ofRole(change))); !slices.Contains(reached, "PlanResourceChange") || !slices.Contains(reached, "ApplyResourceChange") {
				t.Errorf("of a new role, the framework gets %q", reached)
			}
		})
	}
}

// Without a change to the schema there is nothing to obey, and the framework is not
// asked. A change that the lane understands leaves it on.
func TestFastLaneWithAnUnchangedSchema(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *schema.Schema){
		"unchanged":  func(*schema.Schema) {},
		"documented": func(s *schema.Schema) { s.MarkdownDescription = "Another." },
		"sensitive": func(s *schema.Schema) {
			editPart(s.Attributes, "description", func(a *schema.StringAttribute) { a.Sensitive = true })
		},
		"replaced for another reason": func(s *schema.Schema) {
			editPart(s.Attributes, "description", func(a *schema.StringAttribute) {
				a.PlanModifiers = []planmodifier.String{stringplanmodifier.RequiresReplace()}
			})
		},
	} {
		server := provider.NewChangedServer(ofRole(change))
		if err := provider.FastLaneOff(t.Context(), server, ownRole); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		provider.WatchFramework(server, func(request string) { t.Errorf("%s: %s reaches the framework", name, request) })
		if diagnostics := answersFor(t, server); len(diagnostics) > 0 {
			t.Errorf("%s: %q", name, diagnostics)
		}
		if reached := newRoleReaches(t, provider.NewChangedServer(ofRole(change))); len(reached) > 0 {
			t.Errorf("%s: of a new role, the framework gets %q", name, reached)
		}
	}
}

// The framework makes every computed attribute unknown that a new object does not
// configure. The plan sets three of them, and no others.
func TestNewObjectsHaveUnknownComputedAttributes(t *testing.T) {
	t.Parallel()
	server := provider.NewChangedServer(ofRole(computedBase))
	p := startOn(t, server, onDouble(t, kibanatest.Newest()).settings(nil))
	plan := p.planChange(ownRole, kept{}, object{"name": "test", "spaces": inSoc(security("view"))})
	at := tftypes.NewAttributePath().WithAttributeName("spaces").WithElementKeyString("soc").WithAttributeName("base")
	base, _, err := tftypes.WalkAttributePath(p.valueOf(ownRole, plan.PlannedState), at)
	if value, ok := base.(tftypes.Value); err != nil || !ok || value.IsKnown() {
		t.Errorf("base is %s: %v", base, err)
	}
}

// computedBase makes an attribute in a map computed.
func computedBase(s *schema.Schema) {
	editPart(spaceAttributes(s), "base", func(a *schema.StringAttribute) { a.Computed = true })
}

// A schema or a resource that the lane does not evaluate is left to the framework
// alone. The other resource is not.
func TestFastLaneOff(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change     func(s *schema.Schema)
		validators []resource.ConfigValidator
		why        string
	}{
		"a validator": {func(s *schema.Schema) {
			editPart(s.Attributes, "name", func(a *schema.StringAttribute) { a.Validators = []validator.String{objector{}} })
		}, nil, "name: Validators is set"},
		"a configuration validator":     {func(*schema.Schema) {}, []resource.ConfigValidator{objector{}}, "method ConfigValidators is not evaluated"},
		"a computed attribute in a map": {computedBase, nil, `exactly the computed attributes ["capabilities" "id" "privileges" "spaces.base"]`},
		"a computed attribute more": {func(s *schema.Schema) {
			editPart(s.Attributes, "description", func(a *schema.StringAttribute) { a.Computed = true })
		}, nil, "exactly the computed attributes"},
		"a computed attribute less": {func(s *schema.Schema) {
			editPart(s.Attributes, "id", func(a *schema.StringAttribute) { a.Computed, a.Optional = false, true })
		}, nil, "exactly the computed attributes"},
		"an attribute that the model lacks":    {func(s *schema.Schema) { s.Attributes["more"] = schema.StringAttribute{Optional: true} }, nil, "8 fields for 9 attributes"},
		"an attribute of another type":         {func(s *schema.Schema) { s.Attributes["description"] = schema.BoolAttribute{Optional: true} }, nil, "field Description"},
		"an attribute that the schema has not": {func(s *schema.Schema) { delete(s.Attributes, "description") }, nil, "field Description"},
	} {
		server := provider.NewChangedServer(ofRole(test.change), test.validators...)
		if err := provider.FastLaneOff(t.Context(), server, ownRole); err == nil || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: %v, want %q", name, err, test.why)
		}
		if err := provider.FastLaneOff(t.Context(), server, featurePrivilege); err != nil {
			t.Errorf("%s turns the lane of the other resource off: %v", name, err)
		}
		if len(test.validators) == 0 {
			continue
		}
		if diagnostics := answersFor(t, server); !strings.Contains(fmt.Sprint(diagnostics), "objection") {
			t.Errorf("%s is not obeyed: %q", name, diagnostics)
		}
	}
}
