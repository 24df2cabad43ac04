package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ resource.ResourceWithConfigure      = (*roleResource)(nil)
	_ resource.ResourceWithIdentity       = (*roleResource)(nil)
	_ resource.ResourceWithImportState    = (*roleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*roleResource)(nil)
	_ resource.ResourceWithMoveState      = (*roleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*roleResource)(nil)
)

// roleResource is the resource cases_role. It owns a whole Kibana role.
type roleResource struct{ managed }

func newRoleResource() resource.Resource { return &roleResource{} }

func (r *roleResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_role"
}

func (r *roleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.kibana.requireReachable(&resp.Diagnostics) {
		return
	}
	id := roleIdentity{types.StringValue(req.ID)}
	if byIdentity(req) {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
	}
	if id.Name.ValueString() == "" {
		resp.Diagnostics.AddError(invalidImport(req), `The import names no role. Write the name of the role, such as "soc-tier1".`)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), id.Name)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, id)...)
}

// byIdentity reports whether an import names an object by its identity.
func byIdentity(req resource.ImportStateRequest) bool {
	return req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull()
}

// invalidImport returns the summary of an error about what an import names.
func invalidImport(req resource.ImportStateRequest) string {
	if byIdentity(req) {
		return "Invalid import identity"
	}
	return "Invalid import id"
}

func (*roleResource) newModel() fastModel { return &roleModel{} }

func (*roleResource) plannedPrivate(prior []byte) (planned []byte, ok bool) {
	_, ok = privateIn(prior)
	return prior, ok
}
