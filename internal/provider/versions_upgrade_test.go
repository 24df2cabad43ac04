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

// upgraded are roles that every release from 8.15 on takes, and what they store
// in the space soc, once they are written in 9.5.
func upgraded() map[string]struct {
	soc    object
	stored string
} {
	return map[string]struct {
		soc    object
		stored string
	}{
		"full":     {object{"security": object{"access": "full"}}, "securitySolutionCasesV3: all; actions: all"},
		"assignee": {object{"observability": object{"access": "assignee"}, "connectors": "read"}, "observabilityCasesV3: all; actions: read"},
		"view":     {object{"stack": object{"access": "view"}}, "generalCasesV3: read"},
		"custom": {
			object{"stack": object{"access": "assignee", "sub_features": object{"delete_cases": false}}},
			"generalCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates",
		},
		"viewer_who_deletes": {
			object{"security": object{"access": "view", "sub_features": object{"delete_cases": true}}},
			"securitySolutionCasesV3: minimal_read cases_delete",
		},
		"base": {object{"base": "all"}, "base: all"},
		"none": {object{"security": object{"access": "none"}}, ""},
	}
}

// upgradedRoles is a configuration of the roles.
func upgradedRoles(description string) string {
	all := map[string]object{}
	for name, r := range upgraded() {
		all[name] = object{"soc": r.soc}
	}
	return "\nvariable \"rewrite\" {\n  default = false\n}\n" +
		strings.ReplaceAll(rolesWith(all), "\nspaces =", fmt.Sprintf("\ndescription = %q\nspaces =", description))
}

// olderKibana is a double that plans the rewrite of deprecated ids when the
// variable rewrite says so.
func olderKibana(t *testing.T, version string) target {
	t.Helper()
	k := onDouble(t, profile(t, version))
	k.provider = strings.Replace(k.provider, "}", "rewrite_deprecated = var.rewrite\n}", 1)
	return k
}

// upgrade is a step that upgrades Kibana first.
func (k target) upgrade(t *testing.T, version string, step resource.TestStep) resource.TestStep {
	t.Helper()
	p := profile(t, version)
	step.PreConfig = func() { k.SetProfile(p) }
	return step
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
				k.run(t,
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
			roles := upgradedRoles("same")
			rewrite := config.Variables{"rewrite": config.BoolVariable(true)}
			k.run(t,
				resource.TestStep{Config: roles},
				k.upgrade(t, "9.5", resource.TestStep{
					Config: roles, ConfigVariables: rewrite,
					ConfigPlanChecks: beforeApply(updatesAll{but: []string{"base", "none"}, only: "privileges"}),
					Check:            k.storesUpgraded(),
				}),
				resource.TestStep{
					Config: roles, ConfigVariables: rewrite, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
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
	roles := upgradedRoles("same") + rolesWith(map[string]object{
		"raw": {"soc": object{"features": object{"generalCasesV2": []string{"minimal_all"}}}},
	})
	k.run(t, resource.TestStep{Config: roles, ConfigVariables: config.Variables{"rewrite": config.BoolVariable(true)}},
		resource.TestStep{Config: roles})
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
			k.run(t, steps...)
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
