package provider

import (
	"context"
	"maps"
	"reflect"
	"slices"

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

// words holds the attributes that a space of a cases_role has too.
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

func (m *featurePrivilegeModel) setConfiguration(words types.Object) {
	attributes := words.Attributes()
	m.Security, _ = attributes["security"].(types.Object)
	m.Observability, _ = attributes["observability"].(types.Object)
	m.Stack, _ = attributes["stack"].(types.Object)
	m.Connectors, _ = attributes["connectors"].(types.String)
}

// share is what the model owns of its role.
func (m *featurePrivilegeModel) grant() cases.Grant {
	return cases.Grant{Space: m.Space.ValueString(), SpaceUnknown: m.Space.IsUnknown(), Config: spaceConfigOf(m.configuration())}
}

// stored is what the role holds of it, as the state tells.
func (m *featurePrivilegeModel) stored() roles.Privileges {
	if m == nil {
		return nil
	}
	return privilegesOf(m.Privileges.MapValue, nil)
}

// judged drops errors about attributes that repeat the prior state: rules judge
// what a configuration says, and not what ignore_changes puts in its place.
func (m *featurePrivilegeModel) withoutRepeated(found []cases.Finding, prior *featurePrivilegeModel) []cases.Finding {
	if prior == nil || !prior.inPlaceOf(m) {
		return found
	}
	now, before := m.configuration().Attributes(), prior.configuration().Attributes()
	return slices.DeleteFunc(found, func(f cases.Finding) bool {
		if f.Warning || len(f.Path) == 0 {
			return false
		}
		name, _ := f.Path[0].(cases.Attribute)
		value, ok := now[string(name)]
		return ok && value.Equal(before[string(name)])
	})
}

// check applies the rules that need no server. Values that are not known yet
// are not judged.
func (m *featurePrivilegeModel) check(context.Context) diag.Diagnostics {
	diags := findings(cases.CheckGrant(m.grant()))
	if !m.Role.IsUnknown() {
		diags.Append(findings(cases.CheckName("role", m.Role.ValueString()))...)
	}
	return diags
}

// checkAgainst applies the rules that depend on the Kibana at hand; prior is nil
// for a grant to be created.
func (m *featurePrivilegeModel) checkAgainst(f facts, prior *featurePrivilegeModel) diag.Diagnostics {
	if f.catalogue == nil {
		return nil
	}
	diags := findings(m.withoutRepeated(f.catalogue.CheckGrant(m.grant()), prior))
	diags.Append(findings(f.deployment.CheckGrant(m.grant()))...)
	return diags
}

// setID derives the id, which is known as soon as role and space are.
func (m *featurePrivilegeModel) setID() {
	m.ID = types.StringUnknown()
	if !m.Role.IsUnknown() && !m.Space.IsUnknown() {
		m.ID = types.StringValue(m.Role.ValueString() + "/" + m.Space.ValueString())
	}
}

// setComputed fills in what follows from what is stored.
func (m *featurePrivilegeModel) setComputed(c *cases.Catalogue, stored roles.Privileges) {
	m.setID()
	m.Capabilities = wholeMap{capabilitiesValue(c.Capabilities(stored))}
	m.Privileges = wholeMap{privilegesValue(stored)}
}

// read takes over what Kibana holds of the share; words that still mean it are
// kept. An import takes over all that it could own: then found is false where
// there is nothing, and unsayable names features with ids that no word says.
func (m *featurePrivilegeModel) decode(c *cases.Catalogue, role roles.Role) (found bool, unsayable []string) {
	owned := m.grant()
	decoded := c.DecodeGrant(role.Kibana, owned)
	if owned.Empty() {
		unsayable = slices.Sorted(maps.Keys(decoded.Config.Features))
		owned = decoded
	}
	decoded.Config.Features = nil
	m.setConfiguration(spaceConfigValue(decoded.Config, m.configuration()))
	m.setComputed(c, owned.StoredIn(roles.PrivilegesOf(role.Kibana)))
	return !owned.Empty(), unsayable
}

// saysTheSame reports whether nothing that is configured differs.
func (m *featurePrivilegeModel) configurationEqual(prior *featurePrivilegeModel) bool {
	return m.Role.Equal(prior.Role) && m.Space.Equal(prior.Space) && m.configuration().Equal(prior.configuration())
}

// keepWords keeps the prior words where they name the same features: Terraform
// allows that in place of what is configured, but not in place of nothing.
func (m *featurePrivilegeModel) keepConfiguration(prior *featurePrivilegeModel) {
	before := prior.configuration().Attributes()
	for name, value := range m.configuration().Attributes() {
		if value.IsNull() != before[name].IsNull() {
			return
		}
	}
	m.setConfiguration(prior.configuration())
}

// plan fills in the computed values, and says what is to be said about the
// change; prior is nil for a grant to be created.
func (m *featurePrivilegeModel) plan(_ context.Context, k *kibana, f facts, prior *featurePrivilegeModel) diag.Diagnostics {
	c := f.catalogue
	diags := m.checkAgainst(f, prior)
	var stored roles.Privileges
	if share := m.grant(); c != nil && !share.Config.Partial && !share.SpaceUnknown {
		stored = c.EncodeGrant(share)
	}
	if prior != nil {
		same := stored == nil || c.Equivalent(stored, prior.stored())
		if stored != nil && same {
			m.keepConfiguration(prior)
		}
		if same && m.configurationEqual(prior) && !k.rewrites(c, "space", m.Role.ValueString(), prior.stored(), stored, &diags) {
			m.ID, m.Privileges = prior.ID, prior.Privileges
			m.Capabilities = capabilitiesNow(c, prior.stored(), prior.Capabilities)
			return diags
		}
	}
	if stored == nil {
		m.setID()
		m.Capabilities = wholeMap{types.MapUnknown(capabilitiesType.ElemType)}
		m.Privileges = wholeMap{types.MapUnknown(privilegesType.ElemType)}
		return diags
	}
	m.setComputed(c, stored)
	if prior != nil && m.ID.Equal(prior.ID) {
		diags.Append(lostCapabilities("space", m.Role.ValueString(), c.Capabilities(prior.stored()), c.Capabilities(stored))...)
	}
	return diags
}

func (m *featurePrivilegeModel) configure(*kibana) {}

func (m *featurePrivilegeModel) refreshIsNoop(_ context.Context, k *kibana, f facts, _ string) bool {
	role, listed := k.client.ListedRole(m.Role.ValueString())
	if !listed || len(grantable(role, m.Space.ValueString())) > 0 {
		return false
	}
	before := *m
	found, unsayable := m.decode(f.catalogue, role)
	return found && len(unsayable) == 0 && reflect.DeepEqual(before, *m)
}

func (m *featurePrivilegeModel) planIsNoop(ctx context.Context, k *kibana, f facts) bool {
	prior := *m
	return len(cases.CheckReserved("role", m.Role.ValueString())) == 0 && len(m.plan(ctx, k, f, &prior)) == 0 && reflect.DeepEqual(prior, *m) &&
		len(k.owners.planGrant(f.catalogue, m.Role.ValueString(), m.beside(&prior), true)) == 0
}
