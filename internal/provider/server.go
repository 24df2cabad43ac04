package provider

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer returns a constructor of the provider as Terraform talks to it;
// version goes into the User-Agent of every request.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: version, opening: opening})
}

func newServer(configured casesProvider) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := new(casesProvider)
		*p = configured
		framework, _ := providerserver.NewProtocol6(p)().(frameworkServer)
		return &server{framework, p, map[string]*steadyKind{
			"cases_role":              {resource: &roleResource{}, newModel: func() steady { return &roleModel{} }},
			"cases_feature_privilege": {resource: &featurePrivilegeResource{}, newModel: func() steady { return &featurePrivilegeModel{} }, marked: plannedMark},
		}}
	}
}

// frameworkServer is what the plugin framework implements, as far as this
// provider has it.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// server answers by itself for configurations of which there is nothing to say,
// and for objects that are as they were, as most are in most plans: the plugin
// framework walks through every value of an object again and again, and takes ten
// times as long. Whatever is not plainly so is left to the framework.
type server struct {
	frameworkServer

	provider *casesProvider
	kinds    map[string]*steadyKind
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if kind, ok := s.kind(ctx, req.TypeName); ok {
		if config, ok := kind.readConfig(req.Config); ok && len(config.check(ctx)) == 0 {
			config.configure(s.provider.kibana)
			return &tfprotov6.ValidateResourceConfigResponse{}, nil
		}
	}
	return s.frameworkServer.ValidateResourceConfig(ctx, req)
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	s.begin(req.RawState)
	if kind, ok := s.kind(ctx, req.TypeName); ok && req.Version == kind.version {
		if state, ok := kind.shape.repack(req.RawState); ok {
			return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: state}, nil
		}
	}
	return s.frameworkServer.UpgradeResourceState(ctx, req)
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if kind, model, facts, ok := s.read(ctx, req.TypeName, req.CurrentState); ok {
		fingerprint, plain := fingerprintIn(req.Private)
		identity, same := kind.identity(ctx, model, req.CurrentIdentity)
		if plain && same && model.refreshIsNoop(ctx, s.provider.kibana, facts, fingerprint) {
			return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identity}, nil
		}
	}
	resp, err := s.frameworkServer.ReadResource(ctx, req)
	if kind, ok := s.kind(ctx, req.TypeName); ok && (err != nil || resp.NewState == nil || isGone(resp)) {
		s.end(kind, req.CurrentState)
	}
	return resp, err
}

// isGone reports whether an object will not be planned: it is not there any more,
// or it could not be read.
func isGone(resp *tfprotov6.ReadResourceResponse) bool {
	null, err := resp.NewState.IsNull()
	return err != nil || null || slices.ContainsFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityError
	})
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	resp, err := s.frameworkServer.ImportResourceState(ctx, req)
	if kind, ok := s.kind(ctx, req.TypeName); ok && err == nil && s.provider.kibana != nil {
		for _, imported := range resp.ImportedResources {
			if model, ok := kind.read(imported.State); ok {
				s.provider.kibana.owners.begin(model.place())
			}
		}
	}
	return resp, err
}

// begin notes that Terraform has begun with an object that is in its state.
func (s *server) begin(state *tfprotov6.RawState) {
	var object struct{ Name, Role, Space string }
	if s.provider.kibana != nil && state != nil && json.Unmarshal(state.JSON, &object) == nil {
		s.provider.kibana.owners.begin(cmp.Or(object.Role, object.Name), object.Space)
	}
}

// end notes that an object will not be planned.
func (s *server) end(kind *steadyKind, state *tfprotov6.DynamicValue) {
	if model, ok := kind.read(state); ok && s.provider.kibana != nil {
		s.provider.kibana.owners.end(model.place())
	}
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if len(req.PriorState.MsgPack) == 0 || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		return s.frameworkServer.PlanResourceChange(ctx, req)
	}
	if kind, model, facts, ok := s.read(ctx, req.TypeName, req.PriorState); ok {
		private, plain := kind.plannedPrivate(req.PriorPrivate)
		_, same := kind.identity(ctx, model, req.PriorIdentity)
		if plain && same && model.planIsNoop(ctx, s.provider.kibana, facts) {
			return &tfprotov6.PlanResourceChangeResponse{
				PlannedState: req.PriorState, PlannedPrivate: private, PlannedIdentity: cmp.Or(req.PriorIdentity, kind.noIdentity),
			}, nil
		}
	}
	return s.frameworkServer.PlanResourceChange(ctx, req)
}

// kind is what is known of a type of resources.
func (s *server) kind(ctx context.Context, typeName string) (kind *steadyKind, ok bool) {
	kind, ok = s.kinds[typeName]
	if ok {
		kind.once.Do(func() { kind.prepare(ctx) })
	}
	return kind, ok
}

// read reads a state, and says what it takes to judge it: ok if all of that is
// there without asking Kibana.
func (s *server) read(ctx context.Context, typeName string, state *tfprotov6.DynamicValue) (kind *steadyKind, model steady, f facts, ok bool) {
	kind, ok = s.kind(ctx, typeName)
	if !ok || !s.provider.kibana.reachable() {
		return nil, nil, facts{}, false
	}
	if f, ok = s.provider.kibana.cachedFacts(); !ok {
		return nil, nil, facts{}, false
	}
	model, ok = kind.read(state)
	return kind, model, f, ok
}
