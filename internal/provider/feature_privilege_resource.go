package provider

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
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
	var id featurePrivilegeIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
	} else {
		slash := strings.LastIndex(req.ID, "/")
		if slash < 1 || slash == len(req.ID)-1 {
			resp.Diagnostics.AddError("Invalid import id", fmt.Sprintf(
				`%q does not name a role and a space. Write "<role>/<space>", such as "soc-tier1/soc", or "soc-tier1/*" for all spaces.`, req.ID))
			return
		}
		id = featurePrivilegeIdentity{types.StringValue(req.ID[:slash]), types.StringValue(req.ID[slash+1:])}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("role"), id.Role)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("space"), id.Space)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, id)...)
}

func (*featurePrivilegeResource) newModel() fastModel { return &featurePrivilegeModel{} }

func (*featurePrivilegeResource) plannedPrivate(prior []byte) (planned []byte, ok bool) {
	return plannedMark, len(prior) == 0 || bytes.Equal(prior, plannedMark)
}
