// Package noop contains a no-op provider: it has the schemas of another provider, and
// its methods do nothing. Its cost is the cost of the plugin framework. If a provider
// costs more than that, its own code is the cause.
package noop

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// noopProvider has the schemas and resources of the embedded provider.
type noopProvider struct{ provider.Provider }

// noopResource does not change any plan or state. A read also returns an identity,
// as Terraform requires: its attributes have the names of attributes of the state.
type noopResource struct{ resource.Resource }

// New returns a no-op provider with the schemas and resources of another provider.
func New(like provider.Provider) provider.Provider { return noopProvider{like} }

func (noopProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (noopProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p noopProvider) Resources(ctx context.Context) []func() resource.Resource {
	constructors := p.Provider.Resources(ctx)
	for i, construct := range constructors {
		constructors[i] = func() resource.Resource { return noopResource{construct()} }
	}
	return constructors
}

func (noopResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	for name := range resp.Identity.Schema.GetAttributes() {
		var value types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), &value)...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (r noopResource) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	if identified, ok := r.Resource.(resource.ResourceWithIdentity); ok {
		identified.IdentitySchema(ctx, req, resp)
	}
}

func (noopResource) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (noopResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (noopResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
