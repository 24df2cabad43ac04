package provider

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func (r *roleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config roleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.check(ctx)...)
	}
}

// ModifyPlan says what the role will let people do, and keeps words that mean
// what is stored, so that only a real difference shows.
func (r *roleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return // destroy: Terraform shows it all
	}
	var plan roleModel
	var prior *roleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	resp.Diagnostics.Append(findings(cases.CheckReserved("name", plan.Name.ValueString()))...)
	if resp.Diagnostics.HasError() {
		return
	}
	known, err := r.kibana.learn(ctx)
	if err != nil {
		resp.Diagnostics.Append(failure(learning, err))
		return
	}
	proposed := plan
	resp.Diagnostics.Append(plan.plan(ctx, r.kibana, known, prior)...)
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.Plan, proposed, plan)...)
}

// plan fills in the computed values, and says what is to be said about the
// change; prior is nil for a role to be created.
func (m *roleModel) plan(ctx context.Context, k *kibana, f facts, prior *roleModel) diag.Diagnostics {
	c := f.catalogue
	words, known := spacesOf(m.Spaces)
	diags := m.checkAgainst(ctx, f, prior.stored())
	var stored cases.Privileges
	if known && c != nil {
		stored = c.Encode(words)
	}
	if prior != nil {
		if stored != nil && c.Same(stored, prior.stored()) {
			stored = m.keepSpaces(c, prior, stored)
		}
		diags.Append(m.keepJSON(ctx, prior)...)
		if m.saysTheSame(prior) && !k.rewrites(c, "spaces", m.Name.ValueString(), prior.stored(), stored, &diags) {
			m.ID, m.Capabilities, m.Privileges = prior.ID, prior.Capabilities, prior.Privileges
			return diags
		}
	}
	diags.Append(m.checkRestrictions(ctx, k, c, prior)...)
	if stored == nil {
		m.ID = m.Name
		m.Capabilities = wholeMap{types.MapUnknown(capabilitiesType.ElemType)}
		m.Privileges = wholeMap{types.MapUnknown(privilegesType.ElemType)}
		return diags
	}
	m.setComputed(c, stored)
	diags.Append(m.checkSize(ctx, stored)...)
	// Ignored changes (ignore_changes) bring what no configuration may say.
	diags.Append(writable("spaces", cases.Role{Name: m.Name.ValueString(), Kibana: stored.Entries()})...)
	if prior != nil && m.Name.Equal(prior.Name) {
		diags.Append(lostCapabilities("spaces", m.Name.ValueString(), c.Capabilities(prior.stored()), c.Capabilities(stored))...)
	}
	return diags
}

// checkSize warns of a role that a Kibana with default settings will refuse.
func (m *roleModel) checkSize(ctx context.Context, stored cases.Privileges) diag.Diagnostics {
	role, diags := m.role(ctx, stored)
	if body, err := role.Payload(); err == nil && len(body) > client.MaxPayload {
		diags.AddWarning("Role is larger than Kibana accepts by default", fmt.Sprintf("Role %q takes %d bytes. %s", role.Name, len(body), payloadAdvice))
	}
	return diags
}

// keepSpaces keeps the prior words, and returns what they store. Terraform
// allows that in place of what is configured, but not in place of nothing.
func (m *roleModel) keepSpaces(c *cases.Catalogue, prior *roleModel, stored cases.Privileges) cases.Privileges {
	if m.Spaces.IsNull() || prior.Spaces.IsNull() {
		return stored
	}
	m.Spaces = prior.Spaces
	words, _ := spacesOf(prior.Spaces)
	return c.Encode(words)
}

// keepJSON keeps the prior form of JSON texts that say the same.
func (m *roleModel) keepJSON(ctx context.Context, prior *roleModel) diag.Diagnostics {
	m.Metadata = keepText(m.Metadata, prior.Metadata, func(a, b string) bool {
		return cases.SameMetadata(json.RawMessage(a), json.RawMessage(b))
	})
	if m.Elasticsearch.IsNull() || m.Elasticsearch.IsUnknown() || prior.Elasticsearch.IsNull() {
		return nil
	}
	attributes, before := m.Elasticsearch.Attributes(), prior.Elasticsearch.Attributes()
	for _, name := range []string{"indices", "remote_indices"} {
		list, isList := attributes[name].(types.List)
		was, wasList := before[name].(types.List)
		if isList && wasList && !list.IsNull() && !list.IsUnknown() {
			attributes[name] = keepQueries(ctx, list, was)
		}
	}
	kept, diags := types.ObjectValue(m.Elasticsearch.AttributeTypes(ctx), attributes)
	m.Elasticsearch = kept
	return diags
}

func keepQueries(ctx context.Context, list, prior types.List) types.List {
	elements, before := list.Elements(), prior.Elements()
	for i := range min(len(elements), len(before)) {
		block, _ := elements[i].(types.Object)
		was, _ := before[i].(types.Object)
		attributes := block.Attributes()
		query, isText := attributes["query"].(types.String)
		old, wasText := was.Attributes()["query"].(types.String)
		if isText && wasText {
			attributes["query"] = keepText(query, old, func(a, b string) bool { return cases.CanonicalJSON(a) == cases.CanonicalJSON(b) })
			elements[i] = types.ObjectValueMust(block.AttributeTypes(ctx), attributes)
		}
	}
	return types.ListValueMust(list.ElementType(ctx), elements)
}

// keepText keeps the prior text where it says the same.
func keepText(text, prior types.String, same func(a, b string) bool) types.String {
	if text.IsNull() || text.IsUnknown() || prior.IsNull() || !same(text.ValueString(), prior.ValueString()) {
		return text
	}
	return prior
}

// saysTheSame reports whether nothing that is configured differs.
func (m *roleModel) saysTheSame(prior *roleModel) bool {
	return m.Name.Equal(prior.Name) && m.Description.Equal(prior.Description) && m.Spaces.Equal(prior.Spaces) &&
		m.Metadata.Equal(prior.Metadata) && m.Elasticsearch.Equal(prior.Elasticsearch)
}
