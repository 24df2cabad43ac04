package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The provider whose resources a moved block can turn into a cases_role.
const (
	movedProvider = "elastic/elasticstack"
	movedVersion  = 1 // newest supported schema version of each type; 0 is supported, too
)

// movedTypes holds the types of these resources, and the functions that decode their states.
// Such a function also returns the reasons why Kibana cannot write the role, as sentences.
var movedTypes = map[string]func(state []byte) (role roles.Role, reasons []string, err error){
	"elasticstack_kibana_security_role":        decodeKibanaRole,
	"elasticstack_elasticsearch_security_role": decodeElasticsearchRole,
}

func (r *roleResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveRole}}
}

// moveRole sets the attributes that do not depend on Kibana, because Terraform moves
// state before it configures the provider. The refresh in the same plan sets spaces and
// capabilities, as after an import. Without a refresh (-refresh=false), the attribute
// privileges still shows the stored privileges.
func moveRole(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	decode := decoderOf(req)
	if decode == nil {
		resp.Diagnostics.Append(notMovable(req, fmt.Sprintf("A cases_role takes over %s of the provider %s, in schema version 0 or %d.",
			strings.Join(slices.Sorted(maps.Keys(movedTypes)), " and "), movedProvider, movedVersion)))
		return
	}
	role, reasons, err := decode(req.SourceRawState.JSON)
	switch {
	case err != nil:
		resp.Diagnostics.Append(notMovable(req, "Its state is not what that schema version has: "+err.Error()))
	case role.Name == "":
		resp.Diagnostics.Append(notMovable(req, "Its state has no name."))
	case len(reasons) > 0:
		resp.Diagnostics.AddError(notMovableSummary, fmt.Sprintf("A cases_role is written through Kibana, and Kibana cannot write role %q as it is:\n* %s\n\n"+
			"Change that in the old resource, apply, and plan again. You can move what Kibana cannot write to a separate Elasticsearch role: privileges of several roles add up.", role.Name, strings.Join(reasons, "\n* ")))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	elasticsearch, diags := elasticsearchValue(ctx, role.Elasticsearch, types.ObjectNull(elasticsearchType.AttrTypes))
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, roleModel{
		ID:            types.StringValue(role.Name),
		Name:          types.StringValue(role.Name),
		Description:   textOrNull(role.Description),
		Metadata:      textOrNull(roles.CanonicalJSON(string(role.Metadata))),
		Elasticsearch: elasticsearch,
		Spaces:        types.MapNull(spaceType),
		Capabilities:  wholeMap{types.MapNull(capabilitiesType.ElemType)},
		Privileges:    wholeMap{privilegesValue(roles.PrivilegesOf(role.Kibana))},
	})...)
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, roleIdentity{types.StringValue(role.Name)})...)
	// Without a refresh, an update is refused if Kibana stores another role.
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.TargetPrivate, role)...)
}

// decoderOf returns the function that decodes the source of a moved block. It returns nil
// if the source is not supported.
func decoderOf(req resource.MoveStateRequest) func([]byte) (roles.Role, []string, error) {
	// The provider may come from any registry. OpenTofu sends only its type.
	address := req.SourceProviderAddress
	known := strings.HasSuffix(address, "/"+movedProvider) || strings.HasSuffix(movedProvider, "/"+address)
	if !known || req.SourceSchemaVersion > movedVersion {
		return nil
	}
	return movedTypes[req.SourceTypeName]
}

const notMovableSummary = "Cannot be moved to cases_role"

// notMovable explains why a move is refused.
func notMovable(req resource.MoveStateRequest, reason string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(notMovableSummary, fmt.Sprintf(
		"The moved block starts from %s of the provider %s, in schema version %d. %s\n\n"+
			"Instead of the moved block, remove the old resource from the state with a removed block (lifecycle { destroy = false }), and import the role with an import block.",
		req.SourceTypeName, req.SourceProviderAddress, req.SourceSchemaVersion, reason))
}
