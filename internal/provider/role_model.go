package provider

import (
	"context"
	"encoding/json"

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

// roleIdentity identifies a role in Kibana.
type roleIdentity struct {
	Name types.String `tfsdk:"name"`
}

func (m *roleModel) identity() any { return roleIdentity{m.Name} }

func (m *roleModel) roleName() string { return m.Name.ValueString() }

func (m *roleModel) computed() computed {
	return computed{&m.ID, &m.Capabilities, &m.Privileges}
}

// parsedRole is a roleModel with its attributes in the types of the packages cases and
// roles.
type parsedRole struct {
	*roleModel

	spaces        cases.Spaces
	complete      bool // every value in spaces is known
	elasticsearch roles.Elasticsearch
	stored        roles.Privileges // from the attribute privileges
	replaced      cases.Replacements
}

// parse parses the model. It returns nil for nil.
func (m *roleModel) parse(ctx context.Context) (*parsedRole, diag.Diagnostics) {
	if m == nil {
		return nil, nil
	}
	p := &parsedRole{roleModel: m}
	p.spaces, p.complete = spacesOf(m.Spaces)
	p.stored = privilegesOf(m.Privileges.MapValue, p.spaces)
	var diags diag.Diagnostics
	p.elasticsearch, diags = elasticsearchOf(ctx, m.Elasticsearch)
	return p, diags
}

// check applies the rules that need no server. It skips unknown values.
func (p *parsedRole) check() (found []cases.Finding) {
	if !p.Name.IsNull() && !p.Name.IsUnknown() {
		found = append(found, cases.CheckName("name", p.Name.ValueString())...)
	}
	found = append(found, cases.CheckDescription(p.Description.ValueString())...)
	if !p.Metadata.IsNull() && !p.Metadata.IsUnknown() {
		found = append(found, cases.CheckMetadata(p.Metadata.ValueString())...)
	}
	found = append(found, cases.CheckSpaces(p.spaces)...)
	return append(found, cases.CheckElasticsearch(p.elasticsearch)...)
}

// repeats returns a function that reports whether the value at a path is equal to the
// prior state.
func (p *parsedRole) repeats(prior *parsedRole) func(cases.Path) bool {
	if prior == nil || !p.isUpdateOf(prior) {
		return func(cases.Path) bool { return false }
	}
	now, before := p.Spaces.Elements(), prior.Spaces.Elements()
	return func(at cases.Path) bool {
		switch at[0] {
		case cases.Attribute("spaces"):
			id, isSpace := at[min(1, len(at)-1)].(cases.Key)
			return isSpace && before[string(id)] != nil && before[string(id)].Equal(now[string(id)])
		case cases.Attribute("description"):
			return p.Description.Equal(prior.Description)
		case cases.Attribute("metadata"):
			return p.Metadata.Equal(prior.Metadata)
		case cases.Attribute("elasticsearch"):
			return p.Elasticsearch.Equal(prior.Elasticsearch)
		}
		return false
	}
}

// checkAgainst applies the rules that depend on Kibana. Prior is nil for a new role.
func (p *parsedRole) checkAgainst(f facts, prior *parsedRole) diag.Diagnostics {
	if f.catalogue == nil {
		return nil
	}
	diags := findings(withoutRepeated(p.checkCatalogue(f.catalogue, prior.held()), p.repeats(prior)))
	diags.Append(findings(f.deployment.CheckSpaces(p.spaces))...)
	return diags
}

// checkCatalogue applies the rules that depend on the catalogue. Held are the privileges
// that the role stores already.
func (p *parsedRole) checkCatalogue(c *cases.Catalogue, held roles.Privileges) []cases.Finding {
	found := c.CheckSpaces(p.spaces, held)
	if !p.Name.IsUnknown() {
		found = append(found, c.CheckRole(p.Name.ValueString(), p.Description.ValueString(), p.elasticsearch)...)
	}
	return found
}

// role returns the role to send to Kibana.
func (p *parsedRole) role(stored roles.Privileges) roles.Role {
	role := roles.Role{
		Name:          p.Name.ValueString(),
		Description:   p.Description.ValueString(),
		Elasticsearch: p.elasticsearch,
		Kibana:        stored.Entries(),
	}
	if !p.Metadata.IsNull() {
		role.Metadata = json.RawMessage(p.Metadata.ValueString())
	}
	return role
}

// held returns the privileges that the role stores, according to its attribute
// privileges. A nil role holds none.
func (p *parsedRole) held() roles.Privileges {
	if p == nil {
		return nil
	}
	return p.stored
}

func (p *parsedRole) heldAsConfigured() roles.Privileges {
	if p == nil {
		return nil
	}
	return p.replaced.Restore(p.spaces, p.stored)
}
