package provider

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer returns a constructor of the provider as Terraform talks to it;
// version goes into the User-Agent of every request.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := &casesProvider{version: version}
		framework, _ := providerserver.NewProtocol6(p)().(frameworkServer)
		return &server{framework, p, map[string]*steadyKind{
			"cases_role":              {resource: &roleResource{}, model: func() steady { return &roleModel{} }},
			"cases_feature_privilege": {resource: &featurePrivilegeResource{}, model: func() steady { return &featurePrivilegeModel{} }},
		}}
	}
}

// frameworkServer is what the plugin framework implements, as far as this
// provider has it.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// server answers by itself for objects that are as they were, as most are in
// most plans: the plugin framework walks through every value of an object again
// and again, and takes five times as long. Whatever is not plainly unchanged, or
// has anything to say, is left to the framework.
type server struct {
	frameworkServer

	provider *casesProvider
	kinds    map[string]*steadyKind
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	model, facts, ok := s.model(ctx, req.TypeName, req.CurrentState)
	fingerprint, plain := fingerprintIn(req.Private)
	if ok && plain && model.current(ctx, s.provider.kibana, facts, fingerprint) {
		if identity, ok := s.kinds[req.TypeName].identity(ctx, model); ok && stays(req.CurrentIdentity, identity) {
			return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identity}, nil
		}
	}
	return s.frameworkServer.ReadResource(ctx, req)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if len(req.PriorState.MsgPack) > 0 && bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		if model, facts, ok := s.model(ctx, req.TypeName, req.PriorState); ok && model.settled(ctx, s.provider.kibana, facts) {
			return &tfprotov6.PlanResourceChangeResponse{
				PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity,
			}, nil
		}
	}
	return s.frameworkServer.PlanResourceChange(ctx, req)
}

// model reads a state, and says what it takes to judge it: ok if all of that is
// there without asking Kibana.
func (s *server) model(ctx context.Context, typeName string, state *tfprotov6.DynamicValue) (model steady, f facts, ok bool) {
	kind, ok := s.kinds[typeName]
	if !ok || !s.provider.kibana.reachable() {
		return nil, facts{}, false
	}
	f, ok = s.provider.kibana.learned()
	if !ok {
		return nil, facts{}, false
	}
	model, ok = kind.read(ctx, state)
	return model, f, ok
}
