package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// frameworkServer is the part of the plugin framework's server that this provider
// uses.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// server answers requests for valid configurations, and for unchanged and new objects,
// without the plugin framework: the framework visits every value of an object many times,
// and takes ten times as long. Most objects of most plans are unchanged, or new. The
// server passes all other requests to the framework.
type server struct {
	frameworkServer

	provider *casesProvider
	lanes    map[string]*fastLane // by resource type
	stopper  stopper
}

// objectTarget holds the attributes that name the role of an object, and the space in
// it. A cases_role has no space.
type objectTarget struct {
	Name  string `msgpack:"name"`
	Role  string `msgpack:"role"`
	Space string `msgpack:"space"`
}

// NewServer returns a constructor of the provider's server for Terraform. The
// User-Agent of every request to Kibana includes the version.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: version, waits: defaultPlanWaits})
}

func newServer(configured casesProvider) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := new(casesProvider)
		*p = configured
		return serve(p, p)
	}
}

// serve returns a server in front of the framework. Served is p, or in tests a provider
// that wraps p.
func serve(p *casesProvider, served provider.Provider) *server {
	ctx := context.Background() // the methods called here do not use it
	framework, _ := providerserver.NewProtocol6(served)().(frameworkServer)
	var metadata provider.MetadataResponse
	served.Metadata(ctx, provider.MetadataRequest{}, &metadata)
	lanes := map[string]*fastLane{}
	for _, construct := range served.Resources(ctx) {
		if r, ok := construct().(fastResource); ok {
			var described resource.MetadataResponse
			r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: metadata.TypeName}, &described)
			lanes[described.TypeName] = &fastLane{resource: r, behavior: described.ResourceBehavior}
		}
	}
	return &server{frameworkServer: framework, provider: p, lanes: lanes}
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if lane, ok := s.lane(ctx, req.TypeName); ok {
		if config, ok := lane.readConfig(ctx, req.Config); ok && len(config.validate(ctx, s.provider.kibana)) == 0 {
			return &tfprotov6.ValidateResourceConfigResponse{}, nil
		}
	}
	return s.frameworkServer.ValidateResourceConfig(ctx, req)
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	state := tfwire.ParseRawState(req.RawState)
	s.begin(state)
	reordered := orderCapabilities(state)
	if lane, ok := s.lane(ctx, req.TypeName); ok && req.Version == lane.version {
		if upgraded, ok := lane.schema.Repack(state); ok {
			return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: upgraded}, nil
		}
	}
	if reordered {
		ordered, err := state.Encode()
		if err != nil {
			return nil, err
		}
		return s.frameworkServer.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: req.TypeName, Version: req.Version, RawState: ordered})
	}
	return s.frameworkServer.UpgradeResourceState(ctx, req)
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	resp, err := s.frameworkServer.ImportResourceState(ctx, req)
	if err == nil && s.provider.kibana != nil {
		for _, imported := range resp.ImportedResources {
			if target, ok := targetOf(imported.State); ok {
				s.provider.kibana.owners.begin(target.role(), target.Space)
			}
		}
	}
	return resp, err
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if lane, model, ok := s.unchanged(ctx, req.TypeName, req.CurrentState); ok {
		private, supported := privateIn(req.Private)
		identity, same := lane.identity(model, req.CurrentIdentity)
		if supported && same {
			var reading refreshReading
			ctx, reading = s.provider.kibana.withRole(ctx, model)
			if s.provider.kibana.refreshIsNoop(ctx, model, reading, private) {
				return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identity}, nil
			}
		}
	}
	resp, err := s.frameworkServer.ReadResource(ctx, req)
	if err != nil || resp.NewState == nil || willNotBePlanned(resp) {
		s.end(req.CurrentState)
	}
	return resp, err
}

// willNotBePlanned reports whether Terraform will not plan an object: it does not exist
// any more, or it could not be read.
func willNotBePlanned(resp *tfprotov6.ReadResourceResponse) bool {
	null, err := resp.NewState.IsNull()
	return err != nil || null || slices.ContainsFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityError
	})
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	plan := s.planUnchanged
	if isNull(req.PriorState) {
		plan = s.planNew
	}
	if resp, ok := plan(ctx, req); ok {
		return resp, nil
	}
	return s.frameworkServer.PlanResourceChange(ctx, req)
}

// planUnchanged plans an object without changes. It is not ok if the framework must plan
// it. Nothing is recorded then.
func (s *server) planUnchanged(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, ok bool) {
	if !equalValues(req.PriorState, req.ProposedNewState) {
		return nil, false
	}
	lane, model, ok := s.unchanged(ctx, req.TypeName, req.PriorState)
	if !ok {
		return nil, false
	}
	private, supported := lane.resource.plannedPrivate(req.PriorPrivate)
	prior, _ := privateIn(req.PriorPrivate)
	_, same := lane.identity(model, req.PriorIdentity)
	known, err := s.provider.kibana.facts(ctx)
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.PriorState, PlannedPrivate: private, PlannedIdentity: cmp.Or(req.PriorIdentity, lane.noIdentity),
	}, supported && same && err == nil && model.planIsNoop(ctx, s.provider.kibana, known, prior)
}

// lane returns the fast lane of a resource type. It is not ok if the lane is off.
func (s *server) lane(ctx context.Context, typeName string) (lane *fastLane, ok bool) {
	lane, ok = s.lanes[typeName]
	if !ok {
		return nil, false
	}
	lane.once.Do(func() { lane.off = lane.prepare(ctx) })
	return lane, lane.off == nil
}

// unchanged decodes the state of an object that may be unchanged. It is not ok if the
// framework must decode the state, or if Kibana is not known.
func (s *server) unchanged(ctx context.Context, typeName string, state *tfprotov6.DynamicValue) (lane *fastLane, model fastModel, ok bool) {
	lane, ok = s.lane(ctx, typeName)
	if !ok || !s.provider.kibana.reachable() {
		return nil, nil, false
	}
	model, ok = lane.readState(ctx, state)
	return lane, model, ok
}

// refreshIsNoop reports whether a refresh would change nothing and return no diagnostic.
func (k *kibana) refreshIsNoop(ctx context.Context, model fastModel, reading refreshReading, private objectPrivate) bool {
	if reading.err != nil {
		return false
	}
	known, err := k.facts(ctx)
	return err == nil && model.refreshIsNoop(ctx, known.catalogue, reading, private)
}

// role returns the name of the role.
func (t objectTarget) role() string { return cmp.Or(t.Role, t.Name) }

// targetOf reads the target of an object from its state.
func targetOf(state *tfprotov6.DynamicValue) (target objectTarget, ok bool) {
	ok = state != nil && msgpack.Unmarshal(state.MsgPack, &target) == nil
	return target, ok && target.role() != ""
}

// begin records that Terraform has begun with an object that is in its state.
func (s *server) begin(state tfwire.RawState) {
	text := func(attribute string) string {
		value, _ := state[attribute].(string)
		return value
	}
	target := objectTarget{Name: text("name"), Role: text("role"), Space: text("space")}
	if s.provider.kibana != nil && state != nil {
		s.provider.kibana.owners.begin(target.role(), target.Space)
	}
}

// end records that Terraform will not plan an object.
func (s *server) end(state *tfprotov6.DynamicValue) {
	if target, ok := targetOf(state); ok && s.provider.kibana != nil {
		s.provider.kibana.owners.end(target.role(), target.Space)
	}
}
