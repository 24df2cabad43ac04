package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var notAsPlanned = diag.NewErrorDiagnostic("Kibana is not the one that this plan was made for",
	"On this Kibana, the role would store other privileges, or let people do other things, than the plan shows. Kibana was upgraded after the plan was made, or the provider's kibana_version is not Kibana's version. "+
		"Nothing was written. Correct kibana_version if it is set, and run terraform plan again.")

// refusal is the error of an edit that refuses to change a role. The client returns it
// unchanged.
type refusal struct{ reasons diag.Diagnostics }

func (r *refusal) Error() string { return r.reasons[0].Summary() }

// modelPointer is a pointer to a model M.
type modelPointer[M any] interface {
	*M
	fastModel
}

// creation is the outcome of [fastModel.create].
type creation struct {
	model   fastModel // the state, if there is no error
	private privateData
	diags   diag.Diagnostics
}

// creationKey is the key of a creation in a context. The server has then created the
// object already, or has tried to.
type creationKey struct{}

// create creates an object, unless the server has done that for the same request.
func create[M any, P modelPointer[M]](ctx context.Context, k *kibana, req resource.CreateRequest, resp *resource.CreateResponse) {
	if !k.requireReachable(&resp.Diagnostics) {
		return
	}
	done, isDone := ctx.Value(creationKey{}).(creation)
	if !isDone {
		var config, plan P
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		if resp.Diagnostics.HasError() {
			return
		}
		done = creation{model: plan, private: privateData{}}
		done.diags = plan.create(ctx, k, config, done.private)
	}
	resp.Diagnostics.Append(done.diags...)
	resp.Diagnostics.Append(done.private.copyTo(ctx, resp.Private)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, done.model)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, done.model.identity())...)
	}
}

// update updates an object. Write writes it and completes the computed values of the
// plan, which is then the state.
func update[M any, P modelPointer[M]](ctx context.Context, k *kibana, req resource.UpdateRequest, resp *resource.UpdateResponse, write func(config, plan, prior *M) diag.Diagnostics) {
	if !k.requireReachable(&resp.Diagnostics) {
		return
	}
	var config, plan, prior *M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(write(config, plan, prior)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, P(plan).identity())...)
	}
}

// replan plans an object again before it is written, with the facts about the server and
// with values that were unknown to the plan. It returns the privileges to store, or an
// error if they or their capabilities differ from the plan. Prior is the zero value for
// a new object. Of the warnings it returns only those that no plan can show.
func replan[P parsed[P]](ctx context.Context, k *kibana, f facts, prior, plan P) (stored roles.Privileges, diags diag.Diagnostics) {
	v := plan.computed()
	capabilities, privileges := *v.capabilities, *v.privileges // as planned
	diags = planComputed(ctx, k, f, prior, plan).Errors()
	if k.pinned != nil {
		diags.Append(pinnedCapabilities(k.pinned, f, plan)...)
	}
	asPlanned := func(planned, replanned wholeMap) bool { return planned.IsUnknown() || planned.Equal(replanned) }
	if !asPlanned(privileges, *v.privileges) || !asPlanned(capabilities, *v.capabilities) {
		diags.Append(notAsPlanned)
	}
	if diags.HasError() {
		return nil, diags.Errors()
	}
	// Equal privileges: prefer the order of the encoding.
	if encoded := plan.encode(f.catalogue); privilegesValue(encoded).Equal(v.privileges.MapValue) {
		return encoded, diags
	}
	return plan.held(), diags
}

// pinnedCapabilities sets the capabilities of a plan to those of kibana_version, and warns
// if the privileges let people do something else on this Kibana.
func pinnedCapabilities[P parsed[P]](pinned *facts, server facts, plan P) diag.Diagnostics {
	v, stored := plan.computed(), plan.held()
	byServer := *v.capabilities
	*v.capabilities = wholeMap{capabilitiesValue(pinned.catalogue.Capabilities(stored))}
	if v.capabilities.Equal(byServer) {
		return nil
	}
	role, attribute := plan.subject()
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root(attribute), fmt.Sprintf("Role %q lets people do something else than planned", role), fmt.Sprintf(
		"The plan was made for kibana_version %s, and this Kibana is %s. The privileges are stored as planned, but on this Kibana they give:\n%s\n\nData sources show that, too. Correct kibana_version, or remove it.",
		pinned.version, server.version, capabilityLines(server.catalogue.Capabilities(stored))))}
}
