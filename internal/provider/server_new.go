package provider

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// planNew plans a new object without the framework. It is not ok if the framework must
// plan it, for example because there is a diagnostic. Nothing is recorded then.
func (s *server) planNew(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, ok bool) {
	lane, ok := s.lane(ctx, req.TypeName)
	// Private data or an identity without a prior state mean that the object is replaced.
	// Terraform proposes the configuration itself for a new object.
	if !ok || !s.provider.kibana.reachable() || len(req.PriorPrivate) > 0 || req.PriorIdentity != nil || !equalValues(req.Config, req.ProposedNewState) {
		return nil, false
	}
	model, ok := lane.readConfig(ctx, req.Config)
	if !ok {
		return nil, false
	}
	private := privateData{}
	record, ok := model.planNew(ctx, s.provider.kibana, private)
	if !ok {
		return nil, false
	}
	planned, ok := lane.schema.EncodePlan(ctx, lane.attributesOf(model))
	if !ok || !record() {
		return nil, false
	}
	encoded, ok := private.encode()
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: planned, PlannedPrivate: encoded, PlannedIdentity: lane.noIdentity}, ok
}

// isNull reports whether a value is null in MessagePack.
func isNull(value *tfprotov6.DynamicValue) bool {
	return value != nil && len(value.JSON) == 0 && bytes.Equal(value.MsgPack, []byte{msgpcode.Nil})
}

// equalValues reports whether two values are equal in MessagePack.
func equalValues(a, b *tfprotov6.DynamicValue) bool {
	return a != nil && b != nil && len(a.JSON)+len(b.JSON) == 0 && bytes.Equal(a.MsgPack, b.MsgPack)
}
