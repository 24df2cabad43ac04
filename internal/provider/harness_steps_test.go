package provider_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// runCLI runs steps with the Terraform CLI; each step's configuration gets the
// provider's in front.
func (k target) runCLI(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	needsCLI(t)
	for i := range steps {
		if steps[i].Config != "" {
			steps[i].Config = k.provider + steps[i].Config
			checkWithPlan(&steps[i])
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps:                    steps,
	})
}

// checkWithPlan makes the check of an applied step a check of the plan that follows, which Terraform shows anyway. For the
// check alone it would show the state once more, and no check here reads that.
func checkWithPlan(step *resource.TestStep) {
	if check := step.Check; check != nil && !step.PlanOnly {
		step.Check = nil
		step.ConfigPlanChecks.PostApplyPreRefresh = append(slices.Clone(step.ConfigPlanChecks.PostApplyPreRefresh), withoutPlan(check))
	}
}

// withoutPlan is a check that reads no plan.
type withoutPlan resource.TestCheckFunc

func (check withoutPlan) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = check(nil)
}

func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"cases": func() (tfprotov6.ProviderServer, error) { return provider.NewServerWithDefaultWaits(), nil },
	}
}

const role = "cases_role.test"

func beforeApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// planned checks the action that is planned for the role, and what changes: one
// line for each path, with what goes ("-") and what comes ("+"), and no other.
func planned(action plancheck.ResourceActionType, lines string) resource.ConfigPlanChecks {
	return beforeApply(plancheck.ExpectResourceAction(role, action), changes(lines))
}

// changes are the lines of a planned change of the role.
type changes string

func (want changes) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, r := range req.Plan.ResourceChanges {
		if r.Address == role {
			after := leaves(r.Change.After)
			after.addUnknown("", r.Change.AfterUnknown)
			resp.Error = sameLines("planned", leaves(r.Change.Before).toInOrder(after), string(want))
		}
	}
}

// changesOf are the lines of a planned change of any resource.
type changesOf struct{ address, lines string }

func (want changesOf) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, r := range req.Plan.ResourceChanges {
		if r.Address == want.address {
			after := leaves(r.Change.After)
			after.addUnknown("", r.Change.AfterUnknown)
			resp.Error = sameLines("planned", leaves(r.Change.Before).toInOrder(after), want.lines)
			return
		}
	}
	resp.Error = fmt.Errorf("nothing is planned for %s", want.address)
}

// grantPlanned checks the action that is planned for the grant, and what
// changes.
func grantPlanned(action plancheck.ResourceActionType, lines string) resource.ConfigPlanChecks {
	return beforeApply(plancheck.ExpectResourceAction(tier1, action), changesOf{tier1, lines})
}

// imported is a step that imports a role with a block beside its configuration.
func imported(id, config string, checks ...plancheck.PlanCheck) resource.TestStep {
	return resource.TestStep{
		Config:           fmt.Sprintf("\nimport {\n to = cases_role.test\n id = %q\n}\n%s", id, config),
		ConfigPlanChecks: beforeApply(checks...),
	}
}

// meanwhile does something between plan and apply.
type meanwhile func()

func (do meanwhile) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	do()
}

// stores checks what Kibana holds for a role, as its API shows it.
func (k target) stores(name string, check func(roles.Role) error) resource.TestCheckFunc {
	return func(*terraform.State) error {
		role, err := k.client.Role(context.Background(), name)
		return errors.Join(err, check(role))
	}
}

// gone checks that Kibana holds no such role.
func (k target) gone(name string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		_, err := k.client.Role(context.Background(), name)
		if client.IsNotFound(err) {
			return nil
		}
		return fmt.Errorf("role %q is still there (%w)", name, err)
	}
}

// grants checks what a role stores in Kibana's own application, in whatever
// entries.
func (k target) grants(name string, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		role, _ := k.Stored(name)
		var got []string
		for _, app := range role.Applications {
			got = append(got, app.Privileges...)
		}
		return sameLines("role "+name, strings.Join(sorted(got), "\n"), strings.Join(want, "\n"))
	}
}

// differs checks what differs in the stored role from a document that is there
// when the check runs.
func (k target) differs(from *document, lines string) resource.TestCheckFunc {
	return func(*terraform.State) error { return sameLines("stored", from.to(k.holds()), lines) }
}

// acrossLines matches a text wherever Terraform breaks its lines.
func acrossLines(text string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(strings.Fields(regexp.QuoteMeta(text)), `\s+`))
}

// all makes every check, so that one failure does not hide the next.
func all(checks []resource.TestCheckFunc) resource.TestCheckFunc {
	return resource.ComposeAggregateTestCheckFunc(checks...)
}

// knownLists expects a map of lists in the given order; an empty list is an absent key.
func knownLists(lists map[string]string) knownvalue.Check {
	expected := map[string]knownvalue.Check{}
	for key, texts := range lists {
		var elements []knownvalue.Check
		for text := range strings.FieldsSeq(texts) {
			elements = append(elements, knownvalue.StringExact(text))
		}
		if len(elements) > 0 {
			expected[key] = knownvalue.ListExact(elements)
		}
	}
	return knownvalue.MapExact(expected)
}

// knownIDs expects a map of lists of privilege ids, which are sorted.
func knownIDs(lists map[string]string) knownvalue.Check {
	ordered := map[string]string{}
	for key, ids := range lists {
		ordered[key] = strings.Join(slices.Sorted(strings.FieldsSeq(ids)), " ")
	}
	return knownLists(ordered)
}

// upgrade is a step that upgrades Kibana first.
func (k target) upgrade(t *testing.T, version string, step resource.TestStep) resource.TestStep {
	t.Helper()
	p := profile(t, version)
	step.PreConfig = func() { k.SetProfile(p) }
	return step
}
