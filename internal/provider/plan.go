package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// planner plans the objects of one resource. M is their model, and P the parsed model.
type planner[M any, P parsed[P]] interface {
	// parse parses a model. It returns the zero value of P for nil.
	parse(ctx context.Context, model *M) (P, diag.Diagnostics)
	// readPrivate completes the prior object with its private data.
	readPrivate(ctx context.Context, prior P, private privateReader) diag.Diagnostics
	// planDestroy plans the destruction of an object.
	planDestroy(ctx context.Context, prior P, private privateWriter) diag.Diagnostics
	// planOwnership records the plan of an object for the other owners of its role, and
	// returns the conflicts with them. Prior is the zero value for a new object. With
	// ifNoConflict, it records nothing if there is a diagnostic.
	planOwnership(ctx context.Context, f facts, prior, plan P, private planPrivate, ifNoConflict bool) diag.Diagnostics
}

// planPrivate is the private data of an object, before and after the plan.
type planPrivate struct {
	prior   privateReader
	planned privateWriter
}

// parsed is a model with its attributes in the types of the packages cases and roles.
// Each attribute is parsed only once.
type parsed[P any] interface {
	comparable

	// subject returns the name of the object's role, and the attribute for diagnostics
	// about access.
	subject() (role, attribute string)
	// encode returns the privileges that the object configures; nil if a value of the
	// configuration is unknown.
	encode(c *cases.Catalogue) roles.Privileges
	// computed returns the computed attributes.
	computed() computed
	// held returns the privileges of the object that the role stores, according to the
	// computed attribute privileges. The zero value holds nothing.
	held() roles.Privileges
	// heldAsConfigured is held with the ids that the configuration names for raw features
	// that Save in Kibana's role form has replaced.
	heldAsConfigured() roles.Privileges
	// setComputed sets the computed values that follow from the stored privileges. Nil
	// means that they are unknown.
	setComputed(c *cases.Catalogue, stored roles.Privileges)
	// keepComputed keeps the prior computed values.
	keepComputed(c *cases.Catalogue, prior P)

	// checkName refuses the names of built-in roles.
	checkName() diag.Diagnostics
	// checkAgainst applies the rules that depend on Kibana. Prior is the zero value
	// for a new object.
	checkAgainst(f facts, prior P) diag.Diagnostics
	// checkChange applies the rules that matter only if the object will be written.
	checkChange(ctx context.Context, k *kibana, c *cases.Catalogue, stored roles.Privileges, prior P) diag.Diagnostics
	// checkLoss warns if an update takes capabilities away from people with the role.
	checkLoss(k *kibana, c *cases.Catalogue, prior P) diag.Diagnostics

	// keepWording keeps the wording of the prior configuration where it is
	// equivalent. SameAccess says that the access is equivalent.
	keepWording(ctx context.Context, prior P, sameAccess bool)
	// configurationEqual reports whether the configurations are equal.
	configurationEqual(prior P) bool
	// isUpdateOf reports whether the plan updates the prior object in place. Otherwise it
	// replaces it.
	isUpdateOf(prior P) bool
}

// modifyPlan plans to create, change or destroy an object: its computed values, and the
// conflicts with the other owners of its role.
func modifyPlan[M any, P parsed[P]](ctx context.Context, k *kibana, planner planner[M, P], req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var priorModel, planModel *M
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &priorModel)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &planModel)...)
	}
	if resp.Diagnostics.HasError() || k == nil {
		return
	}
	prior, priorProblems := planner.parse(ctx, priorModel)
	plan, planProblems := planner.parse(ctx, planModel)
	resp.Diagnostics.Append(slices.Concat(priorProblems, planProblems)...)
	if priorModel != nil {
		resp.Diagnostics.Append(planner.readPrivate(ctx, prior, req.Private)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if planModel == nil {
		if priorModel != nil {
			resp.Diagnostics.Append(planner.planDestroy(ctx, prior, resp.Private)...)
		}
		return
	}
	resp.Diagnostics.Append(plan.checkName()...)
	if resp.Diagnostics.HasError() {
		return
	}
	known, err := k.facts(ctx)
	if err != nil {
		resp.Diagnostics.Append(factsFailure(err))
		return
	}
	proposed := *planModel
	resp.Diagnostics.Append(planComputed(ctx, k, known, prior, plan)...)
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.Plan, proposed, *planModel)...)
	resp.Diagnostics.Append(planner.planOwnership(ctx, known, prior, plan, planPrivate{req.Private, resp.Private}, false)...)
}

// planNew plans a new object as modifyPlan does. Record records the plan for the other
// owners of the role. Neither is ok if there is a diagnostic, and nothing is recorded
// then: the caller must leave the plan to modifyPlan.
func planNew[M any, P parsed[P]](ctx context.Context, k *kibana, planner planner[M, P], model *M, private privateData) (record func() (ok bool), ok bool) {
	var none P
	plan, diags := planner.parse(ctx, model)
	if len(diags) > 0 || len(plan.checkName()) > 0 {
		return nil, false
	}
	known, err := k.facts(ctx)
	if err != nil || len(planComputed(ctx, k, known, none, plan)) > 0 {
		return nil, false
	}
	return func() bool {
		return len(planner.planOwnership(ctx, known, none, plan, planPrivate{private, private}, true)) == 0
	}, true
}

// planComputed fills in the computed values of a plan, and returns the diagnostics
// about the change. Prior is the zero value for a new object.
func planComputed[P parsed[P]](ctx context.Context, k *kibana, f facts, prior, plan P) diag.Diagnostics {
	var none P
	c := f.catalogue
	role, attribute := plan.subject()
	diags := plan.checkAgainst(f, prior)
	var stored roles.Privileges
	if c != nil {
		stored = plan.encode(c)
	}
	if prior != none {
		held := prior.held()
		equivalent := stored == nil || c.Equivalent(stored, prior.heldAsConfigured())
		plan.keepWording(ctx, prior, stored != nil && equivalent)
		if stored != nil && equivalent {
			stored = plan.encode(c)
		}
		if equivalent && plan.configurationEqual(prior) && !k.rewrites(c, attribute, role, held, stored, &diags) {
			plan.keepComputed(c, prior)
			return diags
		}
	}
	diags.Append(plan.checkChange(ctx, k, c, stored, prior)...)
	plan.setComputed(c, stored)
	if stored != nil && prior != none && plan.isUpdateOf(prior) {
		diags.Append(plan.checkLoss(k, c, prior)...)
	}
	return diags
}

// withoutRepeated drops errors about attributes that are equal to the prior state. They
// may have that value because of ignore_changes, and the configuration is then correct.
func withoutRepeated(found []cases.Finding, repeats func(cases.Path) bool) []cases.Finding {
	return slices.DeleteFunc(found, func(f cases.Finding) bool { return !f.Warning && len(f.Path) > 0 && repeats(f.Path) })
}

// rewrites reports whether to write a role only because it stores deprecated ids. If
// not, it adds a warning about them. Ids that the configuration itself names do not
// count.
func (k *kibana) rewrites(c *cases.Catalogue, at, role string, stored, wanted roles.Privileges, diags *diag.Diagnostics) bool {
	if c == nil {
		return false
	}
	named := c.Deprecated(wanted)
	deprecated := slices.DeleteFunc(c.Deprecated(stored), func(id string) bool { return slices.Contains(named, id) })
	if len(deprecated) == 0 || k.rewriteDeprecated {
		return len(deprecated) > 0
	}
	diags.AddAttributeWarning(path.Root(at), "Deprecated feature ids are in use", fmt.Sprintf(
		"Role %q holds %s, which Kibana has replaced. They keep their meaning until Kibana drops them. The next change to the role writes the newest ids. To write them now, set rewrite_deprecated = true in the provider's configuration.",
		role, joined(deprecated)))
	return false
}

// lostCapabilities warns if a change removes capabilities of a role. At is the attribute
// for the warning.
func lostCapabilities(at, role string, before, after map[string][]cases.Capability) diag.Diagnostics {
	var diags diag.Diagnostics
	lost := cases.LostCapabilities(before, after)
	if len(lost) == 0 {
		return nil
	}
	diags.AddAttributeWarning(path.Root(at), cases.SummarizeLoss(role, lost),
		fmt.Sprintf("People with role %q lose, unless another role gives it:\n%s", role, capabilityLines(lost)))
	return diags
}

// capabilityLines returns a line for each key of capabilities.
func capabilityLines(capabilities map[string][]cases.Capability) string {
	var lines strings.Builder
	for _, key := range slices.Sorted(maps.Keys(capabilities)) {
		fmt.Fprintf(&lines, "\n  %s: %s", key, joined(capabilities[key]))
	}
	return lines.String()
}
