package provider

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

var (
	_ resource.ResourceWithConfigure      = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithIdentity       = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithImportState    = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*featurePrivilegeResource)(nil)
	_ resource.ResourceWithValidateConfig = (*featurePrivilegeResource)(nil)
)

// featurePrivilegeResource is the resource cases_feature_privilege. It owns the features
// that it names, in one space of a role that something else owns.
type featurePrivilegeResource struct{ managed }

func newFeaturePrivilegeResource() resource.Resource { return &featurePrivilegeResource{} }

func (r *featurePrivilegeResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_feature_privilege"
}

// ImportState accepts "<role>/<space>", and splits at the last slash: the name of a role
// may contain slashes, the id of a space may not.
func (r *featurePrivilegeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.kibana.requireReachable(&resp.Diagnostics) {
		return
	}
	id := grantIdentity(req.ID)
	if byIdentity(req) {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
	}
	role, space := id.Role.ValueString(), id.Space.ValueString()
	switch {
	case role != "" && space != "":
		for _, f := range cases.CheckSpaceIDs("space", []string{space}) {
			resp.Diagnostics.AddError(invalidImport(req), f.Detail)
		}
	case byIdentity(req):
		resp.Diagnostics.AddError(invalidImport(req), `The identity does not name a role and a space. Write both, such as { role = "soc-tier1", space = "soc" }, or space = "*" for all spaces.`)
	default:
		resp.Diagnostics.AddError(invalidImport(req), fmt.Sprintf(
			`%q does not name a role and a space. Write "<role>/<space>", such as "soc-tier1/soc", or "soc-tier1/*" for all spaces.`, req.ID))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("role"), id.Role)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("space"), id.Space)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, id)...)
}

// grantIdentity parses the id of an import. The identity is incomplete if the id is not
// "<role>/<space>".
func grantIdentity(id string) featurePrivilegeIdentity {
	slash := strings.LastIndex(id, "/")
	if slash < 0 {
		return featurePrivilegeIdentity{}
	}
	return featurePrivilegeIdentity{types.StringValue(id[:slash]), types.StringValue(id[slash+1:])}
}

func (*featurePrivilegeResource) newModel() fastModel { return &featurePrivilegeModel{} }

func (*featurePrivilegeResource) plannedPrivate(prior []byte) (planned []byte, ok bool) {
	return plannedMark, len(prior) == 0 || bytes.Equal(prior, plannedMark)
}
