package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// WithCapabilitiesInOrder is what UpgradeResourceState does to a state first.
func WithCapabilitiesInOrder(state *tfprotov6.RawState) *tfprotov6.RawState {
	parsed := tfwire.ParseRawState(state)
	if !orderCapabilities(parsed) {
		return state
	}
	ordered, err := parsed.Encode()
	if err != nil {
		panic(err)
	}
	return ordered
}

// NewServerWithoutStartupWait is NewServer with plans that do not wait for Terraform to
// begin with all objects, and with hardly any time before the second verifying read.
func NewServerWithoutStartupWait() func() tfprotov6.ProviderServer {
	return NewServerOnMachine("")
}

// NewServerOnMachine is NewServerWithoutStartupWait on a machine of its own: only
// processes with the same folder for temporary files share locks.
func NewServerOnMachine(tempDir string) func() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: "test", waits: withoutStartup, recheckAfter: time.Nanosecond, tempDir: tempDir})
}

// withoutStartup are the usual waits of a plan, when Terraform has begun with every
// object before it plans the first.
var withoutStartup = planWaits{dependents: defaultPlanWaits.dependents, longest: defaultPlanWaits.longest}

// NewServerWithLongWaits is NewServerWithoutStartupWait with waits of a plan that a slow
// machine does not exceed.
func NewServerWithLongWaits() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: "test", waits: planWaits{dependents: 5 * time.Second, longest: time.Hour}, recheckAfter: time.Nanosecond})()
}

// NewFrameworkWithoutStartupWait is NewServerWithoutStartupWait without fast lanes: the
// plugin framework answers.
func NewFrameworkWithoutStartupWait() tfprotov6.ProviderServer {
	s, _ := NewServerWithoutStartupWait()().(*server)
	s.lanes = nil
	return s
}

// NewServerWithDefaultWaits is NewServerWithoutStartupWait with the waits of a plan that
// [NewServer] has.
func NewServerWithDefaultWaits() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: "test", waits: defaultPlanWaits, recheckAfter: time.Nanosecond})()
}

// NewChangedServer is NewServerWithoutStartupWait with resources whose schemas are
// changed, and which have a method more if there are validators.
func NewChangedServer(change func(typeName string, s *schema.Schema), validators ...resource.ConfigValidator) tfprotov6.ProviderServer {
	p := &casesProvider{version: "test", waits: withoutStartup, recheckAfter: time.Nanosecond}
	return serve(p, changedProvider{p, change, validators})
}

type changedProvider struct {
	*casesProvider

	change     func(typeName string, s *schema.Schema)
	validators []resource.ConfigValidator
}

var _ provider.ProviderWithListResources = changedProvider{}

func (p changedProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource {
			role := changedRole{&roleResource{}, p}
			if len(p.validators) > 0 {
				return validatedRole{role}
			}
			return role
		},
		func() resource.Resource { return changedGrant{&featurePrivilegeResource{}, p} },
	}
}

type changedRole struct {
	*roleResource

	provider changedProvider
}

func (r changedRole) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.roleResource.Schema(ctx, req, resp)
	r.provider.change("cases_role", &resp.Schema)
}

type validatedRole struct{ changedRole }

func (r validatedRole) ConfigValidators(context.Context) []resource.ConfigValidator {
	return r.provider.validators
}

type changedGrant struct {
	*featurePrivilegeResource

	provider changedProvider
}

func (r changedGrant) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.featurePrivilegeResource.Schema(ctx, req, resp)
	r.provider.change("cases_feature_privilege", &resp.Schema)
}

// FastLaneOff returns why the framework alone serves a resource; nil if it does not.
func FastLaneOff(ctx context.Context, of tfprotov6.ProviderServer, typeName string) error {
	s, _ := of.(*server)
	s.lane(ctx, typeName)
	return s.lanes[typeName].off
}

// WatchFramework calls seen with the name of each request of a resource that
// reaches the framework.
func WatchFramework(of tfprotov6.ProviderServer, seen func(request string)) {
	s, _ := of.(*server)
	s.frameworkServer = watched{s.frameworkServer, seen}
}

type watched struct {
	frameworkServer

	seen func(request string)
}

func (w watched) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	w.seen("ValidateResourceConfig")
	return w.frameworkServer.ValidateResourceConfig(ctx, req)
}

func (w watched) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	w.seen("UpgradeResourceState")
	return w.frameworkServer.UpgradeResourceState(ctx, req)
}

func (w watched) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	w.seen("ReadResource")
	return w.frameworkServer.ReadResource(ctx, req)
}

func (w watched) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	w.seen("ApplyResourceChange")
	return w.frameworkServer.ApplyResourceChange(ctx, req)
}

func (w watched) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	w.seen("PlanResourceChange")
	return w.frameworkServer.PlanResourceChange(ctx, req)
}
