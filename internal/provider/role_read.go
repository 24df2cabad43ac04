package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func (r *roleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state roleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	kept, problems := replacementsIn(ctx, req.Private)
	resp.Diagnostics.Append(problems...)
	var replaced *roles.Stored
	if state.hasOtherFeatures() {
		replaced = r.kibana.replacedRole(ctx, state.Name.ValueString())
	}
	role, catalogue, ok := r.refresh(ctx, "name", state.Name.ValueString(), state.ID.IsNull(), resp)
	if !ok {
		return
	}
	before := state
	resp.Diagnostics.Append(state.decode(ctx, catalogue, role, kept)...)
	resp.Diagnostics.Append(refreshWarnings(role.Role)...)
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.State, before, state)...)
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.Private, role.Role)...)
	resp.Diagnostics.Append(storeReplacements(ctx, resp.Private, before.learn(kept, role, replaced))...)
}

func (m *roleModel) refreshIsNoop(ctx context.Context, c *cases.Catalogue, reading refreshReading, private objectPrivate) bool {
	role, kept := reading.role, decodeReplacements(private.replaced)
	if len(manageable("name", role.Role)) > 0 || len(refreshWarnings(role.Role)) > 0 || role.Fingerprint() != private.fingerprint ||
		!bytes.Equal(encodeReplacements(m.learn(kept, role, reading.replaced)), private.replaced) {
		return false
	}
	before := *m
	return len(m.decode(ctx, c, role, kept)) == 0 && reflect.DeepEqual(before, *m)
}

// refreshWarnings returns the warnings about a role that no plan shows.
func refreshWarnings(role roles.Role) diag.Diagnostics {
	return slices.Concat(lostByUpdate(role), switchedOff(role), grantsMore(role))
}

// decode sets the model to the role that Kibana stores. It keeps the prior wording where
// it is equivalent. Kept are the replacements in the private data.
func (m *roleModel) decode(ctx context.Context, c *cases.Catalogue, role *roles.Stored, kept cases.Replacements) diag.Diagnostics {
	return m.decodePrivileges(ctx, c, role.Role, role.Privileges(), kept)
}

// decodePrivileges is decode with the given privileges in place of the role's own.
func (m *roleModel) decodePrivileges(ctx context.Context, c *cases.Catalogue, role roles.Role, stored roles.Privileges, kept cases.Replacements) diag.Diagnostics {
	prior, _ := spacesOf(m.Spaces)
	m.Name = types.StringValue(role.Name)
	m.Spaces = spacesValue(c.Decode(kept.Restore(prior, stored), prior), m.Spaces)
	if m.Description.ValueString() != role.Description {
		m.Description = textOrNull(role.Description)
	}
	if !roles.EqualMetadata(json.RawMessage(m.Metadata.ValueString()), role.Metadata) {
		m.Metadata = types.StringNull()
		if role.Metadata != nil {
			m.Metadata = types.StringValue(roles.CanonicalJSON(string(role.Metadata)))
		}
	}
	elasticsearch, diags := elasticsearchValue(ctx, role.Elasticsearch, m.Elasticsearch)
	m.Elasticsearch = elasticsearch
	m.computed().set(c, m.Name, stored)
	return diags
}
