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

// planner plans the objects of a resource with the model M, parsed as P.
type planner[M any, P parsed[P]] interface {
	// parse reads a model. Nil is the zero value of P.
	parse(ctx context.Context, model *M) (P, diag.Diagnostics)
	// planDestroy plans the destruction of an object.
	planDestroy(ctx context.Context, prior P, private privateWriter) diag.Diagnostics
	// planOwnership plans an object beside the other owners of its role. Prior is the
	// zero value for a new object.
	planOwnership(ctx context.Context, f facts, prior, plan P, private planPrivate) diag.Diagnostics
}

// planPrivate is the private data of an object: as it was, and as it is planned.
type planPrivate struct {
	prior   privateReader
	planned privateWriter
}

// modifyPlan plans an object: its destruction, or its computed values and what it
// means for the other owners of its role.
func modifyPlan[M any, P parsed[P]](ctx context.Context, k *kibana, of planner[M, P], req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
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
	prior, problems := of.parse(ctx, priorModel)
	plan, others := of.parse(ctx, planModel)
	resp.Diagnostics.Append(slices.Concat(problems, others)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if planModel == nil {
		if priorModel != nil {
			resp.Diagnostics.Append(of.planDestroy(ctx, prior, resp.Private)...)
		}
		return
	}
	resp.Diagnostics.Append(plan.checkName()...)
	if resp.Diagnostics.HasError() {
		return
	}
	known, err := k.facts(ctx)
	if err != nil {
		resp.Diagnostics.Append(failure(readingFacts, err))
		return
	}
	proposed := *planModel
	resp.Diagnostics.Append(planComputed(ctx, k, known, prior, plan)...)
	resp.Diagnostics.Append(setIfChanged(ctx, &resp.Plan, proposed, *planModel)...)
	resp.Diagnostics.Append(of.planOwnership(ctx, known, prior, plan, planPrivate{req.Private, resp.Private})...)
}

// parsed is a model with its attributes in the types of the domain, so that each is
// parsed once.
type parsed[P any] interface {
	comparable

	// subject is the role that the object is about, and the attribute that configures
	// access to it.
	subject() (role, attribute string)
	// encode returns what the role is to store of the object; nil while something in
	// the configuration is not known.
	encode(c *cases.Catalogue) roles.Privileges
	computed() computed
	// held is what the role stores of the object, by its computed values.
	held() roles.Privileges
	// setComputed sets the computed values that follow from what is stored; nil is
	// not known yet.
	setComputed(c *cases.Catalogue, stored roles.Privileges)
	// keepComputed keeps the prior computed values.
	keepComputed(c *cases.Catalogue, prior P)

	// checkName refuses the names of roles that nobody can manage.
	checkName() diag.Diagnostics
	// checkAgainst applies the rules that depend on Kibana. Prior is the zero value
	// for a new object.
	checkAgainst(f facts, prior P) diag.Diagnostics
	// checkChange applies the rules for objects that will be written.
	checkChange(ctx context.Context, k *kibana, c *cases.Catalogue, stored roles.Privileges, prior P) diag.Diagnostics

	// keepWording keeps the wording of the prior configuration where it is
	// equivalent. AccessIs says so of the access.
	keepWording(ctx context.Context, prior P, sameAccess bool)
	// configurationEqual reports whether nothing that is configured differs.
	configurationEqual(prior P) bool
	// isUpdateOf reports whether the object is the prior one, changed and not replaced.
	isUpdateOf(prior P) bool
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
		equivalent := stored == nil || c.Equivalent(stored, held)
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
		diags.Append(lostCapabilities(attribute, role, c.Capabilities(prior.held()), c.Capabilities(stored))...)
	}
	return diags
}

// withoutRepeated drops errors about attributes that repeat the prior state: rules
// judge what a configuration says, and not what ignore_changes puts in its place.
func withoutRepeated(found []cases.Finding, repeats func(cases.Path) bool) []cases.Finding {
	return slices.DeleteFunc(found, func(f cases.Finding) bool { return !f.Warning && len(f.Path) > 0 && repeats(f.Path) })
}

// rewrites reports whether deprecated ids alone are a reason to write a role, and
// warns where they are not. Ids that the configuration itself names are wanted.
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
		"Role %q holds %s, which Kibana has replaced. They mean the same until Kibana drops them: the next change to the role writes the newest ids, and rewrite_deprecated = true in the provider's configuration does so now.",
		role, joined(deprecated)))
	return false
}

// lostCapabilities warns when a change takes something from people who hold the
// role. At is the attribute that grants it.
func lostCapabilities(at, role string, before, after map[string][]cases.Capability) diag.Diagnostics {
	var diags diag.Diagnostics
	lost := cases.LostCapabilities(before, after)
	if len(lost) == 0 {
		return nil
	}
	var lines strings.Builder
	for _, key := range slices.Sorted(maps.Keys(lost)) {
		fmt.Fprintf(&lines, "\n  %s: %s", key, joined(lost[key]))
	}
	diags.AddAttributeWarning(path.Root(at), cases.SummarizeLoss(role, lost),
		fmt.Sprintf("Whoever holds role %q loses, unless another role gives it:\n%s", role, &lines))
	return diags
}
