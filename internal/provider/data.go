package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// kibanaReader holds the Kibana that a data source reads. All data sources embed it.
type kibanaReader struct{ kibana *kibana }

func (r *kibanaReader) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	r.kibana, _ = req.ProviderData.(*kibana)
}

// facts returns the facts about Kibana, or an error if they cannot be requested yet.
func (r *kibanaReader) facts(ctx context.Context) (facts, diag.Diagnostics) {
	if !r.kibana.reachable() {
		return facts{}, diag.Diagnostics{diag.NewErrorDiagnostic("Kibana is not known yet",
			"The provider's configuration is known only after apply, so the data source cannot read Kibana yet. Add the resource that creates Kibana to depends_on: Terraform then reads the data source during the apply.")}
	}
	return r.kibana.factsForReading(ctx)
}

// hiddenPrivileges warns about roles that grant privileges which Kibana does not show.
func hiddenPrivileges(names []string) diag.Diagnostics {
	if len(names) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Kibana does not show all privileges of a role", fmt.Sprintf(
		"These roles grant privileges that Kibana does not show, such as a pattern of actions. They may grant access to cases, and are not counted: %s. "+
			"Elasticsearch's role API (GET _security/role/) shows them.", joined(names)))}
}

// readTiming describes when Terraform reads a data source.
const readTiming = "Terraform reads this data source during the plan. It reads it during the apply instead if an argument is not known yet, or if the plan changes a resource that the data source refers to, in an argument or in `depends_on`. Its attributes are then known after apply."

// computedData returns the computed attributes of the resources for data sources.
func computedData() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"capabilities": schema.MapAttribute{
			Computed: true, ElementType: capabilitiesType.ElemType, CustomType: wholeMapType{capabilitiesType},
			MarkdownDescription: "What each entry lets people do on this Kibana, with its licence. The provider asks Kibana what its privileges grant, also if `kibana_version` is set. " + capabilitiesForm +
				" A role that was written with Elasticsearch's API may hold patterns of spaces, such as `*-prod`. " +
				"A key contains the pattern as the role holds it. A pattern may contain slashes: split a key at its last slash.",
		},
		"privileges": schema.MapAttribute{
			Computed: true, ElementType: privilegesType.ElemType, CustomType: wholeMapType{privilegesType},
			MarkdownDescription: "Privileges that Kibana stores: a map from space to feature id to a sorted list of privilege ids. A space with a base privilege, or without privileges, is absent.",
		},
	}
}

// readRole reads a role for a data source. A role that does not exist, or that Kibana cannot
// decode, is an error. At is the attribute with the role's name.
func readRole(ctx context.Context, c *client.Client, at path.Path, name string) (roles.Role, diag.Diagnostics) {
	return readNamedRole(ctx, c, at, name, " If this configuration creates the role, add depends_on: Terraform then reads the data source after that.")
}

// readNamedRole is readRole with the advice for a role that does not exist yet.
func readNamedRole(ctx context.Context, c *client.Client, at path.Path, name, notYet string) (roles.Role, diag.Diagnostics) {
	if name == "" {
		return roles.Role{}, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Invalid role name", "The name of a role can be neither null nor empty.")}
	}
	role, err := c.Role(ctx, name)
	switch {
	case client.IsNotFound(err):
		return role, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Role does not exist",
			fmt.Sprintf("Kibana has no role %q. Check the name, in Kibana under Stack Management, Roles.%s", name, notYet))}
	case err != nil:
		return role, diag.Diagnostics{failure(fmt.Sprintf("Reading role %q", name), err)}
	case role.Undecodable():
		return role, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, undecodableSummary, undecodable(role))}
	}
	return role, nil
}
