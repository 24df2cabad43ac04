package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var _ planner[roleModel, *parsedRole] = (*roleResource)(nil)

func (r *roleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config roleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.validate(ctx, r.kibana)...)
	}
}

// validate applies the rules that need no server. It records the configuration for the
// plans of grants on the role.
func (m *roleModel) validate(ctx context.Context, k *kibana) diag.Diagnostics {
	p, diags := m.parse(ctx)
	diags.Append(findings(p.check())...)
	if k != nil && !p.Name.IsNull() && !p.Name.IsUnknown() {
		k.owners.roleConfigured(p.Name.ValueString(), p.spaces)
	}
	return diags
}

func (r *roleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	modifyPlan(ctx, r.kibana, r, req, resp)
}

func (m *roleModel) planIsNoop(ctx context.Context, k *kibana, f facts, private objectPrivate) bool {
	before := *m
	plan, problems := m.parse(ctx)
	prior := *plan
	prior.roleModel, prior.replaced = &before, decodeReplacements(private.replaced)
	return len(problems) == 0 && len(plan.checkName()) == 0 && len(planComputed(ctx, k, f, &prior, plan)) == 0 && reflect.DeepEqual(before, *m) &&
		len(k.owners.planRole(f.catalogue, m.Name.ValueString(), plan.rolePlan(&prior, false), true)) == 0
}

func (m *roleModel) planNew(ctx context.Context, k *kibana, private privateData) (record func() (ok bool), ok bool) {
	return planNew(ctx, k, &roleResource{managed{k}}, m, private)
}

func (r *roleResource) parse(ctx context.Context, m *roleModel) (*parsedRole, diag.Diagnostics) {
	return m.parse(ctx)
}

func (r *roleResource) readPrivate(ctx context.Context, prior *parsedRole, private privateReader) (diags diag.Diagnostics) {
	prior.replaced, diags = replacementsIn(ctx, private)
	return diags
}

func (r *roleResource) planDestroy(_ context.Context, prior *parsedRole, _ privateWriter) diag.Diagnostics {
	c := cases.Catalogue{} // not used: a destroyed role removes every grant
	return r.kibana.owners.planRole(&c, prior.Name.ValueString(), rolePlan{prior: prior.stored, destroyed: true}, false)
}

// planOwnership records the plan of a role, and returns the conflicts with grants on it.
// Private data without a prior state means that the role is replaced: this is the plan of
// the second half, which creates it.
func (r *roleResource) planOwnership(ctx context.Context, f facts, prior, plan *parsedRole, private planPrivate, ifNoConflict bool) diag.Diagnostics {
	fingerprint, diags := private.prior.GetKey(ctx, fingerprintKey)
	if f.catalogue == nil || plan.Name.IsUnknown() {
		return diags
	}
	recreated := prior == nil && fingerprint != nil
	if prior != nil && !plan.isUpdateOf(prior) {
		diags.Append(r.planDestroy(ctx, prior, private.planned)...)
		prior = nil
	}
	name := plan.Name.ValueString()
	// Terraform plans a tainted role as if it did not exist.
	recreated = recreated || prior == nil && r.kibana.owners.roleInState(name)
	if prior == nil && !recreated {
		if role, ok := r.kibana.roleAtPlan(ctx, name); ok {
			diags.Append(roleExists(role.Role))
			return diags
		}
	}
	if ifNoConflict && len(diags) > 0 {
		return diags
	}
	diags.Append(r.kibana.owners.planRole(f.catalogue, name, plan.rolePlan(prior, recreated), ifNoConflict)...)
	return diags
}

// rolePlan returns the record of the plan for [owners].
func (p *parsedRole) rolePlan(prior *parsedRole, recreated bool) rolePlan {
	plan := rolePlan{prior: prior.held(), planned: p.stored, recreated: recreated}
	if p.Privileges.IsUnknown() {
		plan.planned = plan.prior // unknown privileges remove nothing
	}
	return plan
}

func (p *parsedRole) subject() (role, attribute string) { return p.Name.ValueString(), "spaces" }

func (p *parsedRole) encode(c *cases.Catalogue) roles.Privileges {
	if !p.complete {
		return nil
	}
	return c.Encode(p.spaces)
}

func (p *parsedRole) setComputed(c *cases.Catalogue, stored roles.Privileges) {
	p.computed().set(c, p.Name, stored)
	p.stored = stored
}

func (p *parsedRole) keepComputed(c *cases.Catalogue, prior *parsedRole) {
	p.computed().keep(c, prior.computed(), prior.stored)
	p.stored = prior.stored
}

func (p *parsedRole) checkName() diag.Diagnostics {
	return findings(cases.CheckBuiltInRole("name", p.Name.ValueString()))
}

// checkChange checks the raw privileges, the size of the role, and whether the role can
// be written: ignore_changes may keep values that rules refuse in a configuration.
func (p *parsedRole) checkChange(ctx context.Context, k *kibana, c *cases.Catalogue, stored roles.Privileges, prior *parsedRole) diag.Diagnostics {
	diags := p.checkRestrictions(ctx, k, c, prior)
	diags.Append(p.checkReplaced(c, prior)...)
	diags.Append(p.checkRenamed(ctx, k, c, prior)...)
	diags.Append(p.checkWaysAround(c, stored, prior)...)
	if stored == nil {
		return diags
	}
	role := p.role(stored)
	if body, err := role.Payload(); err == nil && len(body) > client.MaxPayload {
		diags.AddWarning(fmt.Sprintf("Role %q is larger than Kibana accepts by default", role.Name), fmt.Sprintf("Role %q takes %d bytes. %s", role.Name, len(body), payloadAdvice))
	}
	diags.Append(writable("spaces", roles.NewStored(role))...)
	return diags
}

func (p *parsedRole) checkLoss(_ *kibana, c *cases.Catalogue, prior *parsedRole) diag.Diagnostics {
	return lostCapabilities("spaces", p.Name.ValueString(), c.Capabilities(prior.held()), c.Capabilities(p.stored))
}

// keepWording keeps the prior wording of spaces, and the prior form of equal JSON texts.
// Terraform allows a plan to do so for a configured value, but not for null.
func (p *parsedRole) keepWording(ctx context.Context, prior *parsedRole, sameAccess bool) {
	if sameAccess && !p.Spaces.IsNull() && !prior.Spaces.IsNull() {
		p.Spaces, p.spaces = prior.Spaces, prior.spaces
	}
	p.Metadata = keepText(p.Metadata, prior.Metadata, func(a, b string) bool {
		return roles.EqualMetadata(json.RawMessage(a), json.RawMessage(b))
	})
	if p.Elasticsearch.IsNull() || p.Elasticsearch.IsUnknown() || prior.Elasticsearch.IsNull() {
		return
	}
	attributes, before := p.Elasticsearch.Attributes(), prior.Elasticsearch.Attributes()
	for _, name := range []string{"indices", "remote_indices"} {
		list, isList := attributes[name].(types.List)
		was, wasList := before[name].(types.List)
		if isList && wasList && !list.IsNull() && !list.IsUnknown() {
			attributes[name] = keepQueries(ctx, list, was)
		}
	}
	if kept := types.ObjectValueMust(p.Elasticsearch.AttributeTypes(ctx), attributes); !kept.Equal(p.Elasticsearch) {
		p.Elasticsearch = kept
		p.elasticsearch, _ = elasticsearchOf(ctx, kept) // parsed before without error; only queries differ
	}
}

// keepQueries keeps the prior form of queries that are equal as JSON. It compares blocks
// at the same place in the list.
func keepQueries(ctx context.Context, list, prior types.List) types.List {
	elements, before := list.Elements(), prior.Elements()
	for i := range min(len(elements), len(before)) {
		block, _ := elements[i].(types.Object)
		was, _ := before[i].(types.Object)
		attributes := block.Attributes()
		query, isText := attributes["query"].(types.String)
		old, wasText := was.Attributes()["query"].(types.String)
		if isText && wasText {
			attributes["query"] = keepText(query, old, func(a, b string) bool { return roles.CanonicalJSON(a) == roles.CanonicalJSON(b) })
			elements[i] = types.ObjectValueMust(block.AttributeTypes(ctx), attributes)
		}
	}
	return types.ListValueMust(list.ElementType(ctx), elements)
}

// keepText returns the prior text if both are equal, and otherwise the text.
func keepText(text, prior types.String, equal func(a, b string) bool) types.String {
	if text.IsNull() || text.IsUnknown() || prior.IsNull() || !equal(text.ValueString(), prior.ValueString()) {
		return text
	}
	return prior
}

func (p *parsedRole) configurationEqual(prior *parsedRole) bool {
	return p.Name.Equal(prior.Name) && p.Description.Equal(prior.Description) && p.Spaces.Equal(prior.Spaces) &&
		p.Metadata.Equal(prior.Metadata) && p.Elasticsearch.Equal(prior.Elasticsearch)
}

func (p *parsedRole) isUpdateOf(prior *parsedRole) bool { return p.Name.Equal(prior.Name) }
