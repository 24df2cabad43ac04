package provider

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ApplyResourceChange creates new objects without the framework. The framework answers
// if there is a diagnostic: it then takes the creation from the context, and does not
// create the object again.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	lane, config, model, ok := s.newObject(ctx, req)
	if !ok {
		return s.frameworkServer.ApplyResourceChange(ctx, req)
	}
	done := creation{model: model, private: privateData{}}
	writing, end := s.stopper.begin(ctx)
	done.diags = model.create(writing, s.provider.kibana, config, done.private)
	end()
	if len(done.diags) == 0 {
		state, encoded := lane.schema.EncodeState(ctx, lane.attributesOf(model))
		identity, identified := lane.identity(model, nil)
		private, ok := done.private.encode()
		if encoded && identified && ok {
			return &tfprotov6.ApplyResourceChangeResponse{NewState: state, NewIdentity: identity, Private: private}, nil
		}
	}
	return s.frameworkServer.ApplyResourceChange(context.WithValue(ctx, creationKey{}, done), req)
}

// newObject decodes the configuration and the plan of an object to create. It is not ok
// for any other request, or if the framework may refuse the request: the object would
// then exist, and the state would not contain it.
func (s *server) newObject(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (lane *fastLane, config, plan fastModel, ok bool) {
	lane, ok = s.lane(ctx, req.TypeName)
	if !ok || !s.provider.kibana.reachable() || !isNull(req.PriorState) ||
		len(req.PlannedPrivate) > 0 && !bytes.Equal(req.PlannedPrivate, plannedMark) ||
		req.PlannedIdentity != nil && !isNull(req.PlannedIdentity.IdentityData) {
		return nil, nil, nil, false
	}
	if config, ok = lane.readConfig(ctx, req.Config); !ok {
		return nil, nil, nil, false
	}
	plan, ok = lane.readState(ctx, req.PlannedState)
	return lane, config, plan, ok
}
