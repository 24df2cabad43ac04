package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// featurePrivilegeModel is the configuration, the plan and the state of a
// cases_feature_privilege.
type featurePrivilegeModel struct {
	ID            types.String `tfsdk:"id"`
	Role          types.String `tfsdk:"role"`
	Space         types.String `tfsdk:"space"`
	Security      types.Object `tfsdk:"security"`
	Observability types.Object `tfsdk:"observability"`
	Stack         types.Object `tfsdk:"stack"`
	Connectors    types.String `tfsdk:"connectors"`
	Capabilities  wholeMap     `tfsdk:"capabilities"`
	Privileges    wholeMap     `tfsdk:"privileges"`
}

// featurePrivilegeIdentity identifies a grant in Kibana.
type featurePrivilegeIdentity struct {
	Role  types.String `tfsdk:"role"`
	Space types.String `tfsdk:"space"`
}

func (m *featurePrivilegeModel) identity() any {
	return featurePrivilegeIdentity{m.Role, m.Space}
}

func (m *featurePrivilegeModel) roleName() string { return m.Role.ValueString() }

func (m *featurePrivilegeModel) computed() computed {
	return computed{&m.ID, &m.Capabilities, &m.Privileges}
}

// newID returns the id. It is unknown if role or space is unknown.
func (m *featurePrivilegeModel) newID() types.String {
	if m.Role.IsUnknown() || m.Space.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(m.Role.ValueString() + "/" + m.Space.ValueString())
}

// configuration returns the attributes that configure access, as an element of the
// attribute spaces of a cases_role.
func (m *featurePrivilegeModel) configuration() types.Object {
	return types.ObjectValueMust(spaceType.AttrTypes, map[string]attr.Value{
		"base":          types.StringNull(),
		"security":      m.Security,
		"observability": m.Observability,
		"stack":         m.Stack,
		"connectors":    m.Connectors,
		"features":      types.MapNull(stringSetType),
	})
}

// setConfiguration is the inverse of configuration.
func (m *featurePrivilegeModel) setConfiguration(configuration types.Object) {
	attributes := configuration.Attributes()
	m.Security, _ = attributes["security"].(types.Object)
	m.Observability, _ = attributes["observability"].(types.Object)
	m.Stack, _ = attributes["stack"].(types.Object)
	m.Connectors, _ = attributes["connectors"].(types.String)
}

// parsedGrant is a featurePrivilegeModel with its attributes in the types of the packages
// cases and roles.
type parsedGrant struct {
	*featurePrivilegeModel

	grant  cases.Grant
	stored roles.Privileges // from the attribute privileges
}

// parse parses the model. It returns nil for nil.
func (m *featurePrivilegeModel) parse() *parsedGrant {
	if m == nil {
		return nil
	}
	return &parsedGrant{
		featurePrivilegeModel: m,
		grant:                 cases.Grant{Space: textOf[string](m.Space), Config: spaceConfigOf(m.configuration())},
		stored:                privilegesOf(m.Privileges.MapValue, nil),
	}
}

// check applies the rules that need no server. It skips unknown values.
func (p *parsedGrant) check() []cases.Finding {
	found := cases.CheckGrant(p.grant)
	if !p.Role.IsUnknown() {
		found = append(found, cases.CheckName("role", p.Role.ValueString())...)
	}
	return found
}

// repeats returns a function that reports whether the value at a path is equal to the
// prior state.
func (p *parsedGrant) repeats(prior *parsedGrant) func(cases.Path) bool {
	if prior == nil || !p.isUpdateOf(prior) {
		return func(cases.Path) bool { return false }
	}
	now, before := p.configuration().Attributes(), prior.configuration().Attributes()
	return func(at cases.Path) bool {
		name, _ := at[0].(cases.Attribute)
		value, ok := now[string(name)]
		return ok && value.Equal(before[string(name)])
	}
}

// checkAgainst applies the rules that depend on Kibana. Prior is nil for a new grant.
func (p *parsedGrant) checkAgainst(f facts, prior *parsedGrant) diag.Diagnostics {
	if f.catalogue == nil {
		return nil
	}
	diags := findings(withoutRepeated(f.catalogue.CheckGrant(p.grant), p.repeats(prior)))
	diags.Append(findings(f.deployment.CheckGrant(p.grant))...)
	return diags
}

// held returns the privileges of the grant that the role stores, according to its
// attribute privileges. A nil grant holds none.
func (p *parsedGrant) held() roles.Privileges {
	if p == nil {
		return nil
	}
	return p.stored
}

// heldAsConfigured is held: a grant has no raw features.
func (p *parsedGrant) heldAsConfigured() roles.Privileges { return p.held() }
