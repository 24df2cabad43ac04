package provider_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// runProtocol runs steps without the Terraform CLI. For each step it makes the calls that Terraform makes: validate,
// refresh and plan; plan again and apply; then two plans without changes, before and after a refresh. In the end it
// destroys everything. It also checks what Terraform checks of a provider's answers. The objects of a configuration must
// not refer to each other: their order and all else that Terraform decides by itself are for runCLI.
func (k target) runProtocol(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	if k.real { // a real Kibana is for Terraform itself
		k.runCLI(t, steps...)
		return
	}
	w := &terraformless{t: t, state: map[string]kept{}}
	for i, step := range steps {
		if step.PlanOnly || len(step.Taint) > 0 {
			t.Fatal("use runCLI for such steps")
		}
		if step.PreConfig != nil {
			step.PreConfig()
		}
		if step.RefreshState { // of the configuration before
			step.Config, step.ConfigVariables = steps[i-1].Config, steps[i-1].ConfigVariables
		}
		steps[i].Config, steps[i].ConfigVariables = step.Config, step.ConfigVariables
		step.Config = k.provider + step.Config
		err := w.step(step)
		switch {
		case step.ExpectError == nil && err != nil:
			t.Fatalf("step %d of %d: %s", i+1, len(steps), err)
		case step.ExpectError != nil && (err == nil || !step.ExpectError.MatchString(err.Error())):
			t.Fatalf("step %d of %d: error %v, want one that matches %q", i+1, len(steps), err, step.ExpectError)
		}
	}
	last := steps[len(steps)-1]
	last.Config = k.provider + last.Config
	nothing := parseConfiguration(t, last)
	nothing.resources, nothing.imports = nil, nil
	changes, err := w.plan(nothing, true)
	if err := errors.Join(err, w.apply(nothing, changes)); err != nil {
		t.Fatalf("destroying everything: %s", err)
	}
}

// terraformless holds what Terraform has in its state, by address.
type terraformless struct {
	t     *testing.T
	state map[string]kept
}

// plannedObject is what is planned for one object.
type plannedObject struct {
	address, of string
	actions     []string
	importID    string
	prior       kept // after the refresh
	planned     *tfprotov6.PlanResourceChangeResponse
}

func (w *terraformless) step(step resource.TestStep) error {
	config := parseConfiguration(w.t, step)
	changes, err := w.plan(config, true)
	if step.RefreshState {
		for _, c := range changes {
			w.state[c.address] = c.prior
		}
		return errors.Join(err, w.checkEmpty(changes, step))
	}
	if err == nil {
		err = w.checkPlan(changes, step.ConfigPlanChecks.PreApply)
	}
	if err == nil {
		err = w.apply(config, changes)
	}
	if err == nil && step.Check != nil {
		err = step.Check(nil)
	}
	if err == nil {
		err = w.checkState(step.ConfigStateChecks)
	}
	for refresh, checks := range map[bool][]plancheck.PlanCheck{false: step.ConfigPlanChecks.PostApplyPreRefresh, true: step.ConfigPlanChecks.PostApplyPostRefresh} {
		if err != nil {
			return err
		}
		if changes, err = w.plan(config, refresh); err == nil {
			err = errors.Join(w.checkPlan(changes, checks), w.checkEmpty(changes, step))
		}
	}
	return err
}

// plan is what `terraform plan` does.
func (w *terraformless) plan(config configuration, refresh bool) (changes []plannedObject, err error) {
	p := startOn(w.t, provider.NewServerWithoutStartupWait()(), config.settings)
	if p.failed() {
		return nil, p.errors()
	}
	all := map[string]object{}
	maps.Copy(all, config.resources)
	for address := range w.state {
		all[address] = config.resources[address]
	}
	for _, address := range slices.Sorted(maps.Keys(all)) {
		c := plannedObject{address: address, of: strings.Split(address, ".")[0], prior: w.state[address]}
		p := p.beside()
		c.planOne(p, all[address], config.imports[address], refresh)
		if err = errors.Join(err, p.errors()); c.actions != nil {
			changes = append(changes, c)
		}
	}
	return changes, err
}

func (c *plannedObject) planOne(p *process, config object, importID string, refresh bool) {
	there := c.prior.state != nil
	switch {
	case there:
		p.begins(c.of, c.prior)
		if refresh {
			c.prior = p.refresh(c.of, c.prior)
		}
	case importID != "":
		c.importID = importID
		c.prior = p.importObject(c.of, importID)
	}
	if there = c.prior.state != nil && !p.isNull(c.prior.state); !there {
		c.prior = kept{}
	}
	if p.failed() || config == nil && !there {
		return
	}
	if config != nil && !p.isValid(c.of, config) {
		return
	}
	c.planned = p.planChange(c.of, c.prior, config)
	switch {
	case planFailed(c.planned):
	case config == nil:
		c.actions = []string{"delete"}
	case !there:
		c.actions = []string{"create"}
	case len(c.planned.RequiresReplace) > 0:
		c.actions = []string{"delete", "create"}
		c.planned = p.planChange(c.of, kept{private: c.planned.PlannedPrivate}, config)
	case p.valueOf(c.of, c.prior.state).Equal(p.valueOf(c.of, c.planned.PlannedState)):
		c.actions = []string{"no-op"}
	default:
		c.actions = []string{"update"}
	}
	if config != nil && !planFailed(c.planned) {
		p.checkPlanned(c, config)
	}
}

// apply is what `terraform apply` does with a plan.
func (w *terraformless) apply(config configuration, changes []plannedObject) (err error) {
	p := startOn(w.t, provider.NewServerWithoutStartupWait()(), config.settings)
	for _, c := range changes {
		p := p.beside()
		w.set(p, c.address, c.prior)
		prior := c.prior
		if c.actions[0] == "delete" {
			left := p.applyChange(c.of, prior, nil, &tfprotov6.PlanResourceChangeResponse{PlannedState: p.value(c.of, nil), PlannedPrivate: c.planned.PlannedPrivate})
			w.set(p, c.address, left)
			prior = kept{}
		}
		if last := c.actions[len(c.actions)-1]; !p.failed() && last != "delete" && last != "no-op" {
			after := p.applyPlanned(c, prior, config.resources[c.address])
			if p.failed() && last == "create" && after.state != nil && !p.isNull(after.state) {
				w.t.Fatalf("%s is tainted: use runCLI", c.address)
			}
			w.set(p, c.address, after)
		}
		err = errors.Join(err, p.errors())
	}
	return err
}

func (w *terraformless) set(p *process, address string, o kept) {
	w.state[address] = o
	if o.state == nil || p.isNull(o.state) {
		delete(w.state, address)
	}
}

// applyPlanned plans an object again, as Terraform does before it applies, and applies that plan.
func (p *process) applyPlanned(c plannedObject, prior kept, config object) kept {
	p.t.Helper()
	if !p.isValid(c.of, config) {
		return prior
	}
	again := p.planChange(c.of, prior, config)
	if planFailed(again) {
		return prior
	}
	if !agrees(p.valueOf(c.of, c.planned.PlannedState), p.valueOf(c.of, again.PlannedState)) {
		p.addError("Provider produced inconsistent final plan")
		return prior
	}
	after := p.applyChange(c.of, prior, config, again)
	if !p.failed() && !agrees(p.valueOf(c.of, again.PlannedState), p.valueOf(c.of, after.state)) {
		p.addError("Provider produced inconsistent result after apply")
	}
	return after
}

// importObject imports an object by its id, and reads it.
func (p *process) importObject(of, id string) kept {
	p.t.Helper()
	resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: of, ID: id})
	if p.collect(err, resp.Diagnostics) {
		return kept{}
	}
	found := resp.ImportedResources[0]
	o := p.refresh(of, kept{found.State, found.Private, found.Identity})
	if !p.failed() && p.isNull(o.state) {
		p.addError("Cannot import non-existent remote object")
	}
	return o
}

// isValid validates a configuration.
func (p *process) isValid(of string, config object) bool {
	p.t.Helper()
	resp, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: of, Config: p.value(of, config)})
	return !p.collect(err, resp.Diagnostics)
}
