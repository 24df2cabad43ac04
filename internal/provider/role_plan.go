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
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func (r *roleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config roleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.check(ctx)...)
		config.configure(r.kibana)
	}
}

// ModifyPlan says what the role will let people do, and keeps words that mean
// what is stored, so that only a real difference shows.
func (r *roleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var prior, plan *roleModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() || r.kibana == nil {
		return
	}
	if plan == nil {
		resp.Diagnostics.Append(r.kibana.planRoleDestroy(prior)...)
		return
	}
	resp.Diagnostics.Append(findings(cases.CheckReserved("name", plan.Name.ValueString()))...)
	if resp.Diagnostics.HasError() {
		return
	}
	known, err := r.kibana.facts(ctx)
	if err != nil {
		resp.Diagnostics.Append(failure(readingFacts, err))
		return
	}
	proposed := *plan
	resp.Diagnostics.Append(plan.plan(ctx, r.kibana, known, prior)...)
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.Plan, proposed, *plan)...)
	fingerprint, diags := req.Private.GetKey(ctx, fingerprintKey)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(r.planBeside(ctx, known, prior, plan, prior == nil && fingerprint != nil)...)
}

// planBeside plans a role beside the grants on it. Recreated says that this is the
// second half of a replacement.
func (r *roleResource) planBeside(ctx context.Context, f facts, prior, plan *roleModel, recreated bool) (diags diag.Diagnostics) {
	if f.catalogue == nil || plan.Name.IsUnknown() {
		return nil
	}
	if prior != nil && !prior.Name.Equal(plan.Name) {
		diags.Append(r.kibana.planRoleDestroy(prior)...)
		prior = nil
	}
	name := plan.Name.ValueString()
	// Terraform plans a tainted role as if it were not there.
	recreated = recreated || prior == nil && r.kibana.owners.seen(name)
	if prior == nil && !recreated {
		if role, ok := r.kibana.roleAtPlan(ctx, name); ok {
			diags.Append(roleExists(role))
			return diags
		}
	}
	diags.Append(r.kibana.owners.planRole(f.catalogue, name, plan.beside(prior, recreated), false)...)
	return diags
}

func (k *kibana) planRoleDestroy(prior *roleModel) diag.Diagnostics {
	if prior == nil {
		return nil
	}
	c := cases.Catalogue{} // nothing is compared: everything goes
	return k.owners.planRole(&c, prior.Name.ValueString(), rolePlan{prior: prior.stored(), destroyed: true}, false)
}

// beside is the role as grants on it see it.
func (m *roleModel) beside(prior *roleModel, recreated bool) rolePlan {
	plan := rolePlan{prior: prior.stored(), recreated: recreated}
	if m.Privileges.IsUnknown() {
		plan.planned = plan.prior // what is not known yet takes nothing away
	} else {
		plan.planned = m.stored()
	}
	return plan
}

// plan fills in the computed values, and says what is to be said about the
// change; prior is nil for a role to be created.
func (m *roleModel) plan(ctx context.Context, k *kibana, f facts, prior *roleModel) diag.Diagnostics {
	c := f.catalogue
	words, known := spacesOf(m.Spaces)
	diags := m.checkAgainst(ctx, f, prior.stored(), prior)
	var stored roles.Privileges
	if known && c != nil {
		stored = c.Encode(words)
	}
	if prior != nil {
		same := stored == nil || c.Equivalent(stored, prior.stored())
		if stored != nil && same {
			stored = m.keepSpaces(c, prior, stored)
		}
		diags.Append(m.keepJSON(ctx, prior)...)
		if same && m.configurationEqual(prior) && !k.rewrites(c, "spaces", m.Name.ValueString(), prior.stored(), stored, &diags) {
			m.ID, m.Privileges = prior.ID, prior.Privileges
			m.Capabilities = capabilitiesNow(c, prior.stored(), prior.Capabilities)
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
	diags.Append(writable("spaces", roles.Role{Name: m.Name.ValueString(), Kibana: stored.Entries()})...)
	if prior != nil && m.Name.Equal(prior.Name) {
		diags.Append(lostCapabilities("spaces", m.Name.ValueString(), c.Capabilities(prior.stored()), c.Capabilities(stored))...)
	}
	return diags
}

// checkSize warns of a role that a Kibana with default settings will refuse.
func (m *roleModel) checkSize(ctx context.Context, stored roles.Privileges) diag.Diagnostics {
	role, diags := m.role(ctx, stored)
	if body, err := role.Payload(); err == nil && len(body) > client.MaxPayload {
		diags.AddWarning(fmt.Sprintf("Role %q is larger than Kibana accepts by default", role.Name), fmt.Sprintf("Role %q takes %d bytes. %s", role.Name, len(body), payloadAdvice))
	}
	return diags
}

// keepSpaces keeps the prior words, and returns what they store. Terraform
// allows that in place of what is configured, but not in place of nothing.
func (m *roleModel) keepSpaces(c *cases.Catalogue, prior *roleModel, stored roles.Privileges) roles.Privileges {
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
		return roles.EqualMetadata(json.RawMessage(a), json.RawMessage(b))
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
			attributes["query"] = keepText(query, old, func(a, b string) bool { return roles.CanonicalJSON(a) == roles.CanonicalJSON(b) })
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
func (m *roleModel) configurationEqual(prior *roleModel) bool {
	return m.Name.Equal(prior.Name) && m.Description.Equal(prior.Description) && m.Spaces.Equal(prior.Spaces) &&
		m.Metadata.Equal(prior.Metadata) && m.Elasticsearch.Equal(prior.Elasticsearch)
}

func (*roleResource) newModel() fastModel { return &roleModel{} }

func (*roleResource) plannedPrivate(prior []byte) (planned []byte, ok bool) {
	_, ok = fingerprintIn(prior)
	return prior, ok
}
