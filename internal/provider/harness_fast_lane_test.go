package provider_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// everyKind configures a role with attributes and blocks of every kind.
func everyKind() object {
	return object{
		"name": "test",
		"spaces": object{
			"soc":     object{"security": object{"access": "assignee", "sub_features": object{"delete_cases": false}}, "features": object{"discover_v2": []string{"read"}}},
			"sandbox": object{"base": "read"},
		},
		"elasticsearch": object{"cluster": []string{"monitor"}, "indices": []object{{
			"names": []string{"logs"}, "privileges": []string{"read"}, "allow_restricted_indices": false, "field_security": object{"grant": []string{"*"}},
		}}},
	}
}

// editPart changes an attribute or a block of a schema.
func editPart[A, B any](all map[string]B, name string, change func(*A)) {
	one := any(all[name]).(A)
	change(&one)
	all[name] = any(one).(B)
}

func spaceAttributes(s *schema.Schema) map[string]schema.Attribute {
	return s.Attributes["spaces"].(schema.MapNestedAttribute).NestedObject.Attributes
}

func grantAttributes(s *schema.Schema) map[string]schema.Attribute {
	return spaceAttributes(s)["security"].(schema.SingleNestedAttribute).Attributes
}

func indicesObject(s *schema.Schema) schema.NestedBlockObject {
	return s.Blocks["elasticsearch"].(schema.SingleNestedBlock).Blocks["indices"].(schema.ListNestedBlock).NestedObject
}

func deprecate(b *schema.SingleNestedBlock) { b.DeprecationMessage = "objection" }

// ofRole changes the schema of cases_role alone.
func ofRole(change func(*schema.Schema)) func(string, *schema.Schema) {
	return func(typeName string, s *schema.Schema) {
		if typeName == ownRole {
			change(s)
		}
	}
}

// answersFor validates a role and plans to leave it as it is, and returns the
// diagnostics, and what the plan makes of the description if it changes that.
func answersFor(t *testing.T, server tfprotov6.ProviderServer) (diagnostics []string) {
	t.Helper()
	k := onDouble(t, kibanatest.Newest())
	role := k.created(t, ownRole, everyKind())
	p := startOn(t, server, k.settings(object{"kibana_version": "9.5.0"})) // which is known without a request
	p.validates(everyKind())
	plan, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: ownRole, Config: p.value(ownRole, everyKind()), ProposedNewState: role.state, PriorState: role.state,
		PriorPrivate: role.private, PriorIdentity: role.identity,
	})
	p.collect(err, plan.Diagnostics)
	if description := p.objectOf(plan.PlannedState, p.typeOf(ownRole))["description"]; description != nil {
		p.diagnostics = append(p.diagnostics, fmt.Sprint(description))
	}
	return p.diagnostics
}

// newRoleReaches plans and creates a role, and returns the requests for it that reach the
// framework.
func newRoleReaches(t *testing.T, server tfprotov6.ProviderServer) (reached []string) {
	t.Helper()
	p := startOn(t, server, onDouble(t, kibanatest.Newest()).settings(nil))
	provider.WatchFramework(server, func(request string) { reached = append(reached, request) })
	p.change(ownRole, kept{}, everyKind())
	return reached
}

// objector objects to everything: a validator and a plan modifier of any kind.
type objector struct{}

func (objector) Description(context.Context) string { return "" }

func (objector) MarkdownDescription(context.Context) string { return "" }

func (objector) ValidateString(_ context.Context, _ validator.StringRequest, resp *validator.StringResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) ValidateBool(_ context.Context, _ validator.BoolRequest, resp *validator.BoolResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) ValidateSet(_ context.Context, _ validator.SetRequest, resp *validator.SetResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) ValidateList(_ context.Context, _ validator.ListRequest, resp *validator.ListResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) ValidateMap(_ context.Context, _ validator.MapRequest, resp *validator.MapResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) ValidateObject(_ context.Context, _ validator.ObjectRequest, resp *validator.ObjectResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) ValidateResource(_ context.Context, _ resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) PlanModifyString(_ context.Context, _ planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) PlanModifySet(_ context.Context, _ planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}

func (objector) PlanModifyObject(_ context.Context, _ planmodifier.ObjectRequest, resp *planmodifier.ObjectResponse) {
	resp.Diagnostics.AddWarning("objection", "")
}
