package review_test

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// stub is a provider with the schemas of elastic/elasticstack that reviews read. It stores nothing: Terraform's state is all
// that it needs to write plans. Version is the version of the schema of elasticstack_kibana_security_role.
type stub struct{ version int64 }

func (stub) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "elasticstack"
}

func (stub) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Blocks: map[string]providerschema.Block{
		"kibana": providerschema.ListNestedBlock{NestedObject: providerschema.NestedBlockObject{Attributes: map[string]providerschema.Attribute{
			"endpoints": providerschema.ListAttribute{Optional: true, ElementType: types.StringType},
		}}},
	}}
}

func (stub) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (stub) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s stub) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return stubRole{"kibana_security_role", s.kibanaRole()} },
		func() resource.Resource { return stubRole{"elasticsearch_security_role", elasticsearchSchema()} },
	}
}

// stubRole is a resource that accepts whatever its schema does.
type stubRole struct {
	name   string
	schema schema.Schema
}

func (r stubRole) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "elasticstack_" + r.name
}

func (r stubRole) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema
}

func (stubRole) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), name)...)
}

func (stubRole) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (stubRole) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (stubRole) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func texts(required bool) schema.SetAttribute {
	return schema.SetAttribute{ElementType: types.StringType, Required: required, Optional: !required}
}

// roleAttributes are the attributes of both resources, with more.
func roleAttributes(more map[string]schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"name":        schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
		"description": schema.StringAttribute{Optional: true},
	}
	maps.Copy(all, more)
	return all
}

func (s stub) kibanaRole() schema.Schema {
	elasticsearch := map[string]schema.Attribute{"cluster": texts(false), "run_as": texts(false)}
	indices := map[string]schema.Block{"indices": schema.SetNestedBlock{NestedObject: indicesStub(nil)}}
	var block schema.Block = schema.SingleNestedBlock{Attributes: elasticsearch, Blocks: indices}
	if s.version == 0 {
		block = schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: elasticsearch, Blocks: indices}}
	}
	feature := schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Required: true}, "privileges": texts(true),
	}}}
	return schema.Schema{Version: s.version, Attributes: roleAttributes(nil), Blocks: map[string]schema.Block{
		"elasticsearch": block,
		"kibana": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"spaces": texts(s.version == 1), "base": texts(false)}, Blocks: map[string]schema.Block{"feature": feature},
		}},
	}}
}

func indicesStub(more map[string]schema.Attribute) schema.NestedBlockObject {
	all := map[string]schema.Attribute{"names": texts(true), "privileges": texts(true), "query": schema.StringAttribute{Optional: true}}
	maps.Copy(all, more)
	return schema.NestedBlockObject{Attributes: all}
}

func elasticsearchSchema() schema.Schema {
	return schema.Schema{Attributes: roleAttributes(map[string]schema.Attribute{
		"cluster": texts(false), "run_as": texts(false), "global": schema.StringAttribute{Optional: true},
	}), Blocks: map[string]schema.Block{
		"indices": schema.SetNestedBlock{NestedObject: indicesStub(map[string]schema.Attribute{
			"allow_restricted_indices": schema.BoolAttribute{Optional: true},
		})},
		"applications": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"application": schema.StringAttribute{Required: true}, "privileges": texts(true), "resources": texts(true),
		}}},
	}}
}
