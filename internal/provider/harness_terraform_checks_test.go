package provider_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// checkPlanned checks that a plan has the values of the configuration, or those of the state that are equivalent.
func (p *process) checkPlanned(c *plannedObject, config object) {
	p.t.Helper()
	prior := c.prior
	if prior.state == nil {
		prior.state = p.value(c.of, nil)
	}
	want, got := members(p.valueOf(c.of, p.value(c.of, config))), members(p.valueOf(c.of, c.planned.PlannedState))
	for name, value := range want {
		if !slices.Contains(computed, name) && !follows(value, members(p.valueOf(c.of, prior.state))[name], got[name]) {
			p.addError("Provider produced invalid plan: " + name)
		}
	}
}

// follows reports whether every part of a planned value is that of the configuration or that of the state.
func follows(config, state, planned tftypes.Value) bool {
	if planned.Equal(config) || planned.Equal(state) {
		return true
	}
	want, got := members(config), members(planned)
	for name := range want {
		if !follows(want[name], members(state)[name], got[name]) {
			return false
		}
	}
	return len(want) > 0 && len(want) == len(got)
}

// members are those of an object or a map, and the elements of a list.
func members(of tftypes.Value) map[string]tftypes.Value {
	found := map[string]tftypes.Value{}
	var elements []tftypes.Value
	switch {
	case of.Type() == nil || !of.IsKnown() || of.IsNull() || of.Type().Is(tftypes.Set{}):
	case of.Type().Is(tftypes.List{}) && of.As(&elements) == nil:
		for i, element := range elements {
			found[fmt.Sprint(i)] = element
		}
	default:
		_ = of.As(&found)
	}
	return found
}

// agrees reports whether a value equals what was planned, except for what the plan did not know.
func agrees(planned, got tftypes.Value) bool {
	if !planned.IsKnown() {
		return true
	}
	if planned.IsFullyKnown() || !got.IsKnown() || got.IsNull() {
		return planned.Equal(got)
	}
	return maps.EqualFunc(members(planned), members(got), agrees)
}

func (p *process) addError(text string) {
	p.diagnostics = append(p.diagnostics, fmt.Sprintf("%s %s", tfprotov6.DiagnosticSeverityError, text))
}

// errors joins the errors among the diagnostics.
func (p *process) errors() (err error) {
	for _, text := range p.diagnostics {
		if strings.HasPrefix(text, tfprotov6.DiagnosticSeverityError.String()) {
			err = errors.Join(err, errors.New(text))
		}
	}
	return err
}

func (w *terraformless) checkPlan(changes []plannedObject, checks []plancheck.PlanCheck) (err error) {
	var req plancheck.CheckPlanRequest
	decodePlan(w.t, changes, &req.Plan)
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(w.t.Context(), req, &resp)
		err = errors.Join(err, resp.Error)
	}
	return err
}

// checkEmpty checks whether a plan without a reason for changes has none.
func (w *terraformless) checkEmpty(changes []plannedObject, step resource.TestStep) error {
	err := w.checkPlan(changes, []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()})
	if step.ExpectNonEmptyPlan && err == nil {
		return errors.New("the plan is empty")
	}
	if step.ExpectNonEmptyPlan {
		return nil
	}
	return err
}

func (w *terraformless) checkState(checks []statecheck.StateCheck) (err error) {
	var req statecheck.CheckStateRequest
	decodeState(w.t, w.state, &req.State)
	for _, check := range checks {
		var resp statecheck.CheckStateResponse
		check.CheckState(w.t.Context(), req, &resp)
		err = errors.Join(err, resp.Error)
	}
	return err
}
