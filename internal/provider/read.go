package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	undecodableSummary = "Role cannot be decoded"
	// forgetAdvice is a second way out for an object that is in the state.
	forgetAdvice = " Alternatively, remove the object from the state, with a removed block or terraform state rm."
)

// refresh reads a role for a refresh, or for an import. Attribute is the attribute with its
// name. It is not ok in these cases:
//
//   - The role does not exist. The object leaves the state.
//   - The role could not be read, or cannot be managed. That is an error.
//   - The same apply creates Kibana. The state stays as it is.
func (m *managed) refresh(ctx context.Context, attribute, name string, importing bool, resp *resource.ReadResponse) (role *roles.Stored, c *cases.Catalogue, ok bool) {
	if resp.Diagnostics.HasError() || !m.kibana.reachable() {
		return nil, nil, false
	}
	role, err := m.kibana.refreshRole(ctx, name)
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return nil, nil, false
	}
	if err != nil {
		resp.Diagnostics.Append(failure(fmt.Sprintf("Reading role %q", name), err))
		return nil, nil, false
	}
	if role.Undecodable() && !role.BuiltIn() && !importing {
		resp.Diagnostics.AddAttributeError(path.Root(attribute), undecodableSummary, undecodable(role.Role)+forgetAdvice)
	} else {
		resp.Diagnostics.Append(manageable(attribute, role.Role)...)
	}
	known, err := m.kibana.facts(ctx)
	if err != nil {
		resp.Diagnostics.Append(factsFailure(err))
	}
	return role, known.catalogue, !resp.Diagnostics.HasError()
}

// manageable refuses built-in roles, and roles that Kibana cannot decode. Attribute is
// the attribute with the role's name.
func manageable(attribute string, role roles.Role) diag.Diagnostics {
	var diags diag.Diagnostics
	if role.BuiltIn() {
		diags.AddAttributeError(path.Root(attribute), "Reserved role", cases.ExplainBuiltInRole(role.Name))
	}
	if role.Undecodable() {
		diags.AddAttributeError(path.Root(attribute), undecodableSummary, undecodable(role))
	}
	return diags
}

// undecodable explains why a role cannot be read, and what to do.
func undecodable(role roles.Role) string {
	return fmt.Sprintf("Kibana cannot decode the privileges that role %q stores (%s), and shows none of them. Writing the role back would erase them all, so the provider does not write it. "+
		"Repair or remove the role's privileges of the applications \"kibana-.kibana\", \"kibana-*\" and \"*\" with Elasticsearch's role API (GET _security/role/), then run Terraform again.",
		role.Name, joined(role.TransformErrors))
}
