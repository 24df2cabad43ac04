package provider_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// sixty grants on one role, one in each of as many spaces.
const sixty = `
	resource "cases_feature_privilege" "test" {
	  count = 60
	  role  = "rich"
	  space = format("s%02d", count.index)
	  stack = { access = "view" }
	}`

func sixtySpaces() (ids []string, stored string) {
	for i := range 60 {
		ids = append(ids, fmt.Sprintf("s%02d", i))
		stored += fmt.Sprintf("kibana-.kibana space:s%02d: +feature_generalCasesV3.read\n", i)
	}
	return ids, strings.TrimSpace(stored)
}

// Grants on one role that are applied at once share writes, whoever else writes
// the role meanwhile: every grant is there in the end, and so is what the other
// wrote. Destroying them leaves the role as the other left it.
func TestFeaturePrivilegesAtOnce(t *testing.T) {
	t.Parallel()
	put := kibanatest.On("PUT", "/api/security/role/rich")
	change := func(x *kibanatest.Exchange, role kibanatest.ESRole) {
		role.RunAs = append(role.RunAs, "somebody")
		x.Server.Plant("rich", role)
	}
	// overwrite writes back what was there before our write, changed.
	overwrite := func(hook kibanatest.Hook) kibanatest.Hook {
		var before kibanatest.ESRole
		return hook.Do(func(x *kibanatest.Exchange) { before, _ = x.Server.Stored("rich") }).
			Then(func(x *kibanatest.Exchange) { change(x, before) })
	}
	for name, test := range map[string]struct {
		hooks  []kibanatest.Hook
		theirs string
	}{
		"nobody else writes": {},
		"somebody overwrites ours": {
			[]kibanatest.Hook{overwrite(put.Passing(1).Once())}, "\nrun_as: +somebody",
		},
		"somebody overwrites ours twice": {
			[]kibanatest.Hook{overwrite(put.Passing(2).Only(2))}, "\nrun_as: +somebody +somebody",
		},
		"somebody writes between two of ours": {
			[]kibanatest.Hook{put.Passing(1).Once().Then(func(x *kibanatest.Exchange) {
				stored, _ := x.Server.Stored("rich")
				change(x, stored)
			})}, "\nrun_as: +somebody",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spaces, granted := sixtySpaces()
			k := withOthersRole(t, kibanatest.WithSpaces(spaces...), kibanatest.WithLatency(30*time.Millisecond))
			original := k.holds()
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			fewWrites := func(*terraform.State) error {
				if written := k.requests("PUT"); len(written) > 20 {
					return fmt.Errorf("the role was written %d times", len(written))
				}
				return nil
			}
			created := resource.ComposeTestCheckFunc(k.differs(&original, granted+test.theirs), fewWrites)
			destroyed := resource.ComposeTestCheckFunc(k.differs(&original, strings.TrimSpace(test.theirs)), fewWrites)
			if len(test.hooks) == 0 { // one row goes through Terraform
				k.applies(t,
					stage{config: sixty, check: func(*terraform.State) error { defer k.ResetJournal(); return created(nil) }},
					stage{check: destroyed},
				)
				return
			}
			var configs []object
			for _, space := range spaces {
				configs = append(configs, object{"role": "rich", "space": space, "stack": access("view")})
			}
			grants := k.applyAtOnce(t, make([]kept, len(configs)), configs)
			if err := created(nil); err != nil {
				t.Error(err)
			}
			k.ResetJournal()
			k.applyAtOnce(t, grants, make([]object, len(configs)))
			if err := destroyed(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// applyAtOnce makes one apply of grants, as many at the same time as Terraform does by default.
func (k target) applyAtOnce(t *testing.T, priors []kept, configs []object) []kept {
	t.Helper()
	p := start(t, k.settings(nil))
	var plans []*tfprotov6.PlanResourceChangeResponse
	for i, config := range configs {
		plans = append(plans, p.planChange(featurePrivilege, priors[i], config))
	}
	after := make([]kept, len(configs))
	free := make(chan struct{}, 10)
	var running sync.WaitGroup
	for i, config := range configs {
		running.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			one := p.beside()
			after[i] = one.applyChange(featurePrivilege, priors[i], config, plans[i])
			one.wantNoDiagnostics()
		})
	}
	running.Wait()
	p.wantNoDiagnostics()
	return after
}

// Grants of different owners on one role, even in one space, leave each other
// alone: each is changed and destroyed by itself.
func TestFeaturePrivilegesSideBySide(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	original := k.holds()
	grants := func(named map[string]string) string {
		var all strings.Builder
		for name, arguments := range named {
			fmt.Fprintf(&all, "\nresource \"cases_feature_privilege\" %q {\n  role = \"rich\"\n  %s\n}", name, arguments)
		}
		return all.String()
	}
	const viewInSoc, connectorsInSoc, everywhere = "space = \"soc\"\nstack = { access = \"view\" }", "space = \"soc\"\nconnectors = \"read\"", "space = \"*\"\nstack = { access = \"assignee\" }"
	k.runProtocol(t,
		resource.TestStep{
			Config: grants(map[string]string{"a": viewInSoc, "b": connectorsInSoc, "c": everywhere}),
			Check:  k.differs(&original, "kibana-.kibana *: +feature_generalCasesV3.all\nkibana-.kibana space:soc: +feature_actions.read +feature_generalCasesV3.read"),
		},
		resource.TestStep{
			Config: grants(map[string]string{"a": viewInSoc, "b": strings.Replace(connectorsInSoc, "read", "all", 1)}),
			Check:  k.differs(&original, "kibana-.kibana space:soc: +feature_actions.all +feature_generalCasesV3.read"),
		},
		resource.TestStep{Config: grants(map[string]string{"a": viewInSoc}), Check: k.differs(&original, "kibana-.kibana space:soc: +feature_generalCasesV3.read")},
		resource.TestStep{Config: "# nothing", Check: k.differs(&original, "")},
	)
}

// Providers on two machines know nothing of each other: whose write is overwritten
// finds out and merges again.
func TestFeaturePrivilegesOfTwoProviders(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	original := k.holds()
	// Both read before either writes, so that one overwrites the other, and
	// neither verifies before both have written.
	var read, written sync.WaitGroup
	read.Add(2)
	written.Add(2)
	meet := func(all *sync.WaitGroup) func(*kibanatest.Exchange) {
		return func(*kibanatest.Exchange) {
			all.Done()
			all.Wait()
		}
	}
	var both sync.WaitGroup
	var apply []func()
	for _, space := range []string{"soc", "default"} {
		p, config := startOn(t, provider.NewServerOnMachine(t.TempDir())(), k.settings(nil)), views("rich", space)
		plan := p.planGrant(nil, config)
		apply = append(apply, func() {
			p.applyChange(featurePrivilege, kept{}, config, plan)
			p.wantNoDiagnostics()
		})
	}
	k.Hook(kibanatest.On("GET", "/api/security/role/rich").Only(2).Then(meet(&read)))
	k.Hook(kibanatest.On("PUT", "/api/security/role/rich").Only(2).Then(meet(&written)))
	for _, f := range apply {
		both.Go(f)
	}
	both.Wait()
	if err := sameLines("stored", original.to(k.holds()), "kibana-.kibana space:default: +feature_securitySolutionCasesV3.read\nkibana-.kibana space:soc: +feature_securitySolutionCasesV3.read"); err != nil {
		t.Error(err)
	}
	if written := k.requests("PUT"); len(written) != 3 {
		t.Errorf("%d writes, want one of each and another of the one that was overwritten", len(written))
	}
}

// A role whose cases_role leaves the spaces to others keeps its empty plan while
// grants on it come, change and go, and can itself be changed meanwhile:
//
//	lifecycle { ignore_changes = [spaces] }
//
// Without it, cases_role is authoritative: what was granted shows as a difference
// and is removed, and the grant plans to come back.
func TestFeaturePrivilegeOnOwnedRole(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	owner := func(description, lifecycle string) string {
		return fmt.Sprintf(`
			resource "cases_role" "test" {
			  name        = "rich"
			  description = %q
			  spaces      = { sandbox = { stack = { access = "view" } } }
			  %s
			}`, description, lifecycle)
	}
	leaves := func(description string) string { return owner(description, "lifecycle { ignore_changes = [spaces] }") }
	grant := func(arguments string) string {
		return "\nresource \"cases_feature_privilege\" \"test\" {\n  role  = cases_role.test.name\n  space = \"soc\"\n  " + arguments + "\n}"
	}
	view, assignee := grant(`security = { access = "view" }`), grant(`security = { access = "assignee" }`)
	stored := func(soc, description string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			want := document{".kibana-.kibana space:sandbox": {"feature_generalCasesV3.read"}, ".description": {description}}
			if soc != "" {
				want[".kibana-.kibana space:soc"] = []string{soc}
			}
			return sameLines("stored", want.to(k.holds()), "")
		}
	}
	const read, all = "feature_securitySolutionCasesV3.read", "feature_securitySolutionCasesV3.all"
	const roleChanges = "cases_role.test will be updated in-place"
	k.applies(t,
		// Role and grant in one apply: the role does not exist when this is planned.
		stage{config: leaves("one") + view, check: stored(read, "one")},
		stage{config: leaves("one") + assignee, says: []string{"0 to add, 1 to change, 0 to destroy", "cases_feature_privilege.test will be updated"}, check: stored(all, "one")},
		stage{config: leaves("two") + assignee, says: []string{roleChanges}, check: stored(all, "two")},
		stage{config: leaves("three") + view, says: []string{roleChanges}, check: stored(read, "three")},
		stage{config: owner("three", "") + view, says: []string{roleChanges, `- "soc/security"`, `- "soc" = {`, `- "securitySolutionCasesV3" = [`, "soc/security: read_cases"}, check: stored("", "three"), changes: true},
		stage{check: k.gone("rich")},
	)
}

// Terraform destroys a grant before it changes the role that the grant refers to.
// The role's plan still holds what was granted. The change of the role leaves out
// what the grant has just withdrawn.
func TestFeaturePrivilegeRemovedWithAChangeOfItsRole(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	owner := func(description string) string {
		return fmt.Sprintf("\nresource \"cases_role\" \"test\" {\n name = \"rich\"\n description = %q\n lifecycle { ignore_changes = [spaces] }\n}", description)
	}
	const grant = "\nresource \"cases_feature_privilege\" \"test\" {\n role = cases_role.test.name\n space = \"soc\"\n connectors = \"read\"\n}"
	k.applies(t,
		stage{config: owner("before") + grant},
		stage{config: owner("after"), check: func(*terraform.State) error {
			return sameLines("stored", document{}.to(k.holds()), "description: +after")
		}},
	)
}
