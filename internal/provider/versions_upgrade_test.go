package provider_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// upgradedRoles is a configuration of the roles.
func upgradedRoles(description string) string {
	all := map[string]object{}
	for name, r := range upgraded() {
		all[name] = object{"soc": r.soc}
	}
	return "\nvariable \"rewrite\" {\n  default = false\n}\n" +
		strings.ReplaceAll(rolesWith(all), "\nspaces =", fmt.Sprintf("\ndescription = %q\nspaces =", description))
}

// storesUpgraded checks that the roles hold the newest ids, and no old one.
func (k target) storesUpgraded() resource.TestCheckFunc {
	var checks []resource.TestCheckFunc
	for name, r := range upgraded() {
		checks = append(checks, k.stores(name, func(held roles.Role) error {
			return sameLines(name, inSpace(held, "soc"), outcome{stored: r.stored}.lines())
		}))
	}
	return all(checks)
}

// TestUpgradeChangesNothing: after an upgrade, and after somebody saved every
// role in the role form, an unchanged configuration plans no change and writes
// nothing. The next real change writes the newest ids.
func TestUpgradeChangesNothing(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"8.15", "8.17"} {
		for name, save := range map[string]bool{"": false, ", saved in the role form": true} {
			t.Run(from+name, func(t *testing.T) {
				t.Parallel()
				k := olderKibana(t, from)
				before, after := upgradedRoles("before"), upgradedRoles("after")
				k.runProtocol(t,
					resource.TestStep{Config: before},
					resource.TestStep{
						PreConfig: func() {
							k.SetProfile(kibanatest.Newest())
							for _, role := range k.Names() {
								if save {
									k.SaveInUI(role)
								}
							}
							k.ResetJournal()
						},
						Config: before, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
					},
					resource.TestStep{
						PreConfig: func() { wantNone(t, k.requests("PUT")) },
						Config:    after, ConfigPlanChecks: beforeApply(updatesAll{}), Check: k.storesUpgraded(),
					},
				)
			})
		}
	}
}

// TestUpgradeRewrite: rewrite_deprecated plans an update in place of every role
// that holds old ids, which changes nobody's capabilities, and nothing after.
func TestUpgradeRewrite(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"8.15", "8.17"} {
		t.Run(from, func(t *testing.T) {
			t.Parallel()
			k := olderKibana(t, from)
			same := upgradedRoles("same")
			rewrite := config.Variables{"rewrite": config.BoolVariable(true)}
			run := k.runProtocol
			if from == "8.15" { // one row goes through Terraform
				run = k.runCLI
			}
			run(t,
				resource.TestStep{Config: same},
				k.upgrade(t, "9.5", resource.TestStep{
					Config: same, ConfigVariables: rewrite,
					ConfigPlanChecks: beforeApply(updatesAll{but: []string{"base", "none"}, only: "privileges"}),
					Check:            k.storesUpgraded(),
				}),
				resource.TestStep{
					Config: same, ConfigVariables: rewrite, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
				},
			)
		})
	}
}

// TestUpgradeRewriteOnNewest: where nothing is deprecated, there is nothing to
// rewrite, and ids that the configuration itself writes are left to it.
func TestUpgradeRewriteOnNewest(t *testing.T) {
	t.Parallel()
	k := olderKibana(t, "9.5")
	both := upgradedRoles("same") + rolesWith(map[string]object{
		"raw": {"soc": object{"features": object{"generalCasesV2": []string{"minimal_all"}}}},
	})
	k.runProtocol(t, resource.TestStep{Config: both, ConfigVariables: config.Variables{"rewrite": config.BoolVariable(true)}},
		resource.TestStep{Config: both})
}

// TestUpgradeShowsWhatItChanges: what people can do after an upgrade that they
// could not do before, or the other way round, is planned back.
func TestUpgradeShowsWhatItChanges(t *testing.T) {
	t.Parallel()
	custom := func(withheld string) string {
		return fmt.Sprintf(`
			resource "cases_role" "test" {
			  name   = "custom"
			  spaces = { soc = { stack = { access = "assignee", sub_features = { %s } } } }
			}`, withheld)
	}
	for name, test := range map[string]struct {
		withheld string
		through  []string // releases: the first stores, the last changes something
		plan     string
		stored   string
	}{
		"settings leave minimal_all": {
			"delete_cases = false",
			[]string{"8.11", "8.12"},
			`
				capabilities.soc/stack: +edit_settings
				privileges.soc.generalCases: +cases_settings
				spaces.soc.stack.sub_features.edit_settings: -false`,
			"generalCases: minimal_all cases_settings",
		},
		"templates join the first minimal_all": {
			"delete_cases = false, manage_templates = false",
			[]string{"8.15", "9.2", "9.4"},
			`
				capabilities.soc/stack: -manage_templates
				privileges.soc.generalCases: -cases_settings -minimal_all
				privileges.soc.generalCasesV3: +case_reopen +cases_assign +cases_settings +create_comment +minimal_all
				spaces.soc.stack.sub_features.manage_templates: +false`,
			"generalCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign",
		},
		"templates are no part of the third": {
			"delete_cases = false",
			[]string{"9.2", "9.4"},
			`
				capabilities.soc/stack: +manage_templates
				privileges.soc.generalCasesV3: +cases_manage_templates
				spaces.soc.stack.sub_features.manage_templates: -false`,
			"generalCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, test.through[0]))
			role := custom(test.withheld)
			steps := []resource.TestStep{{Config: role}}
			for _, version := range test.through[1:] {
				steps = append(steps, k.upgrade(t, version, resource.TestStep{Config: role, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan())}))
			}
			last := &steps[len(steps)-1]
			last.ConfigPlanChecks = planned(plancheck.ResourceActionUpdate, test.plan)
			last.Check = k.stores("custom", func(r roles.Role) error {
				return sameLines("stored", inSpace(r, "soc"), outcome{stored: test.stored}.lines())
			})
			k.runProtocol(t, steps...)
		})
	}
}

// updatesAll checks that every role is updated in place, but some that are left
// alone, and that of its attributes only one changes.
type updatesAll struct {
	but  []string
	only string
}

func (u updatesAll) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, r := range req.Plan.ResourceChanges {
		if idle := slices.Contains(u.but, r.Name); idle != r.Change.Actions.NoOp() || !idle && !r.Change.Actions.Update() {
			resp.Error = fmt.Errorf("%s: %v", r.Address, r.Change.Actions)
			return
		}
		for line := range strings.Lines(leaves(r.Change.Before).to(leaves(r.Change.After))) {
			if u.only != "" && !strings.HasPrefix(line, u.only+".") {
				resp.Error = fmt.Errorf("%s: %s", r.Address, line)
			}
		}
	}
}
