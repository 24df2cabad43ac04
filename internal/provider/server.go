package provider

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// NewServer returns a constructor of the provider as Terraform talks to it;
// version goes into the User-Agent of every request.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: version, startupTime: startupTime})
}

func newServer(configured casesProvider) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := new(casesProvider)
		*p = configured
		return serve(p, p)
	}
}

// serve returns a server that stands in front of the framework. Served is the
// provider itself; tests wrap it.
func serve(p *casesProvider, served provider.Provider) *server {
	ctx := context.Background() // the framework's methods ask for one, and do no work here
	framework, _ := providerserver.NewProtocol6(served)().(frameworkServer)
	var named provider.MetadataResponse
	served.Metadata(ctx, provider.MetadataRequest{}, &named)
	lanes := map[string]*fastLane{}
	for _, construct := range served.Resources(ctx) {
		if r, ok := construct().(fastResource); ok {
			var of resource.MetadataResponse
			r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: named.TypeName}, &of)
			lanes[of.TypeName] = &fastLane{resource: r, behavior: of.ResourceBehavior}
		}
	}
	return &server{framework, p, lanes}
}

// frameworkServer is what the plugin framework implements, as far as this
// provider has it.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// server answers without the plugin framework for valid configurations and for
// unchanged objects, which most are in most plans. The framework walks through every
// value of an object again and again, and takes ten times as long. It answers
// wherever the server is not sure what it would answer.
type server struct {
	frameworkServer

	provider *casesProvider
	lanes    map[string]*fastLane // by type of resource
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
	s.begin(req.RawState)
	if lane, ok := s.lane(ctx, req.TypeName); ok && req.Version == lane.version {
		if state, ok := lane.schema.Repack(req.RawState); ok {
			return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: state}, nil
		}
	}
	return s.frameworkServer.UpgradeResourceState(ctx, req)
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if lane, model, known, ok := s.read(ctx, req.TypeName, req.CurrentState); ok {
		fingerprint, plain := fingerprintIn(req.Private)
		identity, same := lane.identity(ctx, model, req.CurrentIdentity)
		if plain && same && model.refreshIsNoop(ctx, s.provider.kibana, known, fingerprint) {
			return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identity}, nil
		}
	}
	resp, err := s.frameworkServer.ReadResource(ctx, req)
	if err != nil || resp.NewState == nil || isGone(resp) {
		s.end(req.CurrentState)
	}
	return resp, err
}

// isGone reports whether an object will not be planned: it does not exist any more,
// or it could not be read.
func isGone(resp *tfprotov6.ReadResourceResponse) bool {
	null, err := resp.NewState.IsNull()
	return err != nil || null || slices.ContainsFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityError
	})
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	resp, err := s.frameworkServer.ImportResourceState(ctx, req)
	if err == nil && s.provider.kibana != nil {
		for _, imported := range resp.ImportedResources {
			if at, ok := targetOf(imported.State); ok {
				s.provider.kibana.owners.begin(at.role(), at.Space)
			}
		}
	}
	return resp, err
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if len(req.PriorState.MsgPack) == 0 || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		return s.frameworkServer.PlanResourceChange(ctx, req)
	}
	if lane, model, known, ok := s.read(ctx, req.TypeName, req.PriorState); ok {
		private, plain := lane.resource.plannedPrivate(req.PriorPrivate)
		_, same := lane.identity(ctx, model, req.PriorIdentity)
		if plain && same && model.planIsNoop(ctx, s.provider.kibana, known) {
			return &tfprotov6.PlanResourceChangeResponse{
				PlannedState: req.PriorState, PlannedPrivate: private, PlannedIdentity: cmp.Or(req.PriorIdentity, lane.noIdentity),
			}, nil
		}
	}
	return s.frameworkServer.PlanResourceChange(ctx, req)
}

// lane returns the fast lane of a type of resources, if it is on.
func (s *server) lane(ctx context.Context, typeName string) (lane *fastLane, ok bool) {
	lane, ok = s.lanes[typeName]
	if !ok {
		return nil, false
	}
	lane.once.Do(func() { lane.off = lane.prepare(ctx) })
	return lane, lane.off == nil
}

// read decodes a state and returns what it takes to judge it. It is not ok if
// Kibana would have to be asked first.
func (s *server) read(ctx context.Context, typeName string, state *tfprotov6.DynamicValue) (lane *fastLane, model fastModel, known facts, ok bool) {
	lane, ok = s.lane(ctx, typeName)
	if !ok || !s.provider.kibana.reachable() {
		return nil, nil, facts{}, false
	}
	if known, ok = s.provider.kibana.cachedFacts(); !ok {
		return nil, nil, facts{}, false
	}
	model, ok = lane.readState(ctx, state)
	return lane, model, known, ok
}

// place holds the attributes of an object that say which role it is about, and
// which space in it. A cases_role has no space.
type objectTarget struct {
	Name  string `json:"name"  msgpack:"name"`
	Role  string `json:"role"  msgpack:"role"`
	Space string `json:"space" msgpack:"space"`
}

func (p objectTarget) role() string { return cmp.Or(p.Role, p.Name) }

// targetOf reads the place from a state of any resource.
func targetOf(state *tfprotov6.DynamicValue) (at objectTarget, ok bool) {
	ok = state != nil && msgpack.Unmarshal(state.MsgPack, &at) == nil
	return at, ok && at.role() != ""
}

// begin notes that Terraform has begun with an object that is in its state.
func (s *server) begin(state *tfprotov6.RawState) {
	var at objectTarget
	if s.provider.kibana != nil && state != nil && json.Unmarshal(state.JSON, &at) == nil {
		s.provider.kibana.owners.begin(at.role(), at.Space)
	}
}

// end notes that an object will not be planned.
func (s *server) end(state *tfprotov6.DynamicValue) {
	if at, ok := targetOf(state); ok && s.provider.kibana != nil {
		s.provider.kibana.owners.end(at.role(), at.Space)
	}
}
