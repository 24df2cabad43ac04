package provider

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// roleModel is the configuration, the plan and the state of a cases_role.
type roleModel struct {
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	Description   types.String `tfsdk:"description"`
	Spaces        types.Map    `tfsdk:"spaces"`
	Metadata      types.String `tfsdk:"metadata"`
	Elasticsearch types.Object `tfsdk:"elasticsearch"`
	Capabilities  wholeMap     `tfsdk:"capabilities"`
	Privileges    wholeMap     `tfsdk:"privileges"`
}

// check applies the rules that need no server. Values that are not known yet
// are not judged.
func (m roleModel) check(ctx context.Context) diag.Diagnostics {
	found, diags := m.violations(ctx)
	diags.Append(findings(found)...)
	return diags
}

// broken returns which of these rules the model breaks.
func (m roleModel) violations(ctx context.Context) (found []cases.Finding, diags diag.Diagnostics) {
	if !m.Name.IsNull() && !m.Name.IsUnknown() {
		found = append(found, cases.CheckName("name", m.Name.ValueString())...)
	}
	found = append(found, cases.CheckDescription(m.Description.ValueString())...)
	if !m.Metadata.IsNull() && !m.Metadata.IsUnknown() {
		found = append(found, cases.CheckMetadata(m.Metadata.ValueString())...)
	}
	spaces, _ := spacesOf(m.Spaces)
	found = append(found, cases.CheckSpaces(spaces)...)
	elasticsearch, diags := elasticsearchOf(ctx, m.Elasticsearch)
	return append(found, cases.CheckElasticsearch(elasticsearch)...), diags
}

// judged drops errors about values that repeat the prior state: rules judge what
// a configuration says, and not what ignore_changes puts in its place.
func (m roleModel) withoutRepeated(found []cases.Finding, prior *roleModel) []cases.Finding {
	if prior == nil || !prior.Name.Equal(m.Name) {
		return found
	}
	now, before := m.Spaces.Elements(), prior.Spaces.Elements()
	repeats := func(p cases.Path) bool {
		switch p[0] {
		case cases.Attribute("spaces"):
			id, isSpace := p[min(1, len(p)-1)].(cases.Key)
			return isSpace && before[string(id)] != nil && before[string(id)].Equal(now[string(id)])
		case cases.Attribute("description"):
			return m.Description.Equal(prior.Description)
		case cases.Attribute("metadata"):
			return m.Metadata.Equal(prior.Metadata)
		case cases.Attribute("elasticsearch"):
			return m.Elasticsearch.Equal(prior.Elasticsearch)
		}
		return false
	}
	return slices.DeleteFunc(found, func(f cases.Finding) bool { return !f.Warning && len(f.Path) > 0 && repeats(f.Path) })
}

// configure notes what the configuration sets, for the grants beside the role.
func (m roleModel) configure(k *kibana) {
	if k != nil && !m.Name.IsNull() && !m.Name.IsUnknown() {
		spaces, _ := spacesOf(m.Spaces)
		k.owners.configure(m.Name.ValueString(), spaces)
	}
}

// checkAgainst applies the rules that depend on the Kibana at hand. Held is what
// the role stores already; prior is nil where nothing repeats it.
func (m roleModel) checkAgainst(ctx context.Context, f facts, held roles.Privileges, prior *roleModel) diag.Diagnostics {
	if f.catalogue == nil {
		return nil
	}
	spaces, _ := spacesOf(m.Spaces)
	elasticsearch, diags := elasticsearchOf(ctx, m.Elasticsearch)
	found := f.catalogue.CheckSpaces(spaces, held)
	if !m.Name.IsUnknown() {
		found = append(found, f.catalogue.CheckRole(m.Name.ValueString(), m.Description.ValueString(), elasticsearch)...)
	}
	diags.Append(findings(m.withoutRepeated(found, prior))...)
	diags.Append(findings(f.deployment.CheckSpaces(spaces))...)
	return diags
}

// role is what the model says to Kibana.
func (m roleModel) role(ctx context.Context, stored roles.Privileges) (roles.Role, diag.Diagnostics) {
	elasticsearch, diags := elasticsearchOf(ctx, m.Elasticsearch)
	role := roles.Role{
		Name:          m.Name.ValueString(),
		Description:   m.Description.ValueString(),
		Elasticsearch: elasticsearch,
		Kibana:        stored.Entries(),
	}
	if !m.Metadata.IsNull() {
		role.Metadata = json.RawMessage(m.Metadata.ValueString())
	}
	return role, diags
}

// stored is what Kibana holds, as the state tells it.
func (m *roleModel) stored() roles.Privileges {
	if m == nil {
		return nil
	}
	words, _ := spacesOf(m.Spaces)
	return privilegesOf(m.Privileges.MapValue, words)
}

// setComputed fills in what follows from what is stored.
func (m *roleModel) setComputed(c *cases.Catalogue, stored roles.Privileges) {
	m.ID = m.Name
	m.Capabilities = wholeMap{capabilitiesValue(c.Capabilities(stored))}
	m.Privileges = wholeMap{privilegesValue(stored)}
}

// read takes over what Kibana holds. Words that still mean it are kept.
func (m *roleModel) decode(ctx context.Context, c *cases.Catalogue, role roles.Role) diag.Diagnostics {
	return m.decodePrivileges(ctx, c, role, roles.PrivilegesOf(role.Kibana))
}

// take is read with a say in which privileges count.
func (m *roleModel) decodePrivileges(ctx context.Context, c *cases.Catalogue, role roles.Role, stored roles.Privileges) diag.Diagnostics {
	words, _ := spacesOf(m.Spaces)
	m.Name = types.StringValue(role.Name)
	m.Spaces = spacesValue(c.Decode(stored, words), m.Spaces)
	if m.Description.ValueString() != role.Description {
		m.Description = optional(role.Description)
	}
	if !roles.EqualMetadata(json.RawMessage(m.Metadata.ValueString()), role.Metadata) {
		m.Metadata = types.StringNull()
		if role.Metadata != nil {
			m.Metadata = types.StringValue(roles.CanonicalJSON(string(role.Metadata)))
		}
	}
	elasticsearch, diags := elasticsearchValue(ctx, role.Elasticsearch, m.Elasticsearch)
	m.Elasticsearch = elasticsearch
	m.setComputed(c, stored)
	return diags
}

func (m *roleModel) refreshIsNoop(ctx context.Context, k *kibana, f facts, fingerprint string) bool {
	role, listed := k.client.ListedRole(m.Name.ValueString())
	if !listed || len(manageable("name", role)) > 0 || len(lostByUpdate(role)) > 0 || role.Fingerprint() != fingerprint {
		return false
	}
	before := *m
	return len(m.decode(ctx, f.catalogue, role)) == 0 && reflect.DeepEqual(before, *m)
}

func (m *roleModel) planIsNoop(ctx context.Context, k *kibana, f facts) bool {
	prior := *m
	return len(cases.CheckReserved("name", m.Name.ValueString())) == 0 && len(m.plan(ctx, k, f, &prior)) == 0 && reflect.DeepEqual(prior, *m) &&
		len(k.owners.planRole(f.catalogue, m.Name.ValueString(), m.beside(&prior, false), true)) == 0
}
