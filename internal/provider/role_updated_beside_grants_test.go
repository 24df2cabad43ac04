package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role's update and a new grant on it in one apply both take effect, whichever
// comes first and wherever the other meets it. So they do where the role leaves
// its spaces to grants: Terraform hands over the configuration without spaces, and
// plans with those of the prior state.
func TestRoleUpdatedBesideANewGrant(t *testing.T) {
	t.Parallel()
	get, put := kibanatest.On("GET", rolePathOf("shared")), kibanatest.On("PUT", rolePathOf("shared"))
	spaces := object{"sandbox": object{"stack": access("view")}}
	for when, hook := range map[string]kibanatest.Hook{"has read": get, "has written": put, "has verified": get.Passing(1), "is done": {}} {
		for name, test := range map[string]struct {
			first      string
			configured object // of the role's spaces
		}{
			"role":                      {ownRole, spaces},
			"role, ignoring its spaces": {ownRole, nil},
			"grant":                     {featurePrivilege, spaces},
			"grant, beside a role that ignores its spaces": {featurePrivilege, nil},
		} {
			if when == "has verified" && test.first == ownRole {
				continue // a role's update is not read back
			}
			t.Run("the "+name+" "+when, func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, kibanatest.Newest())
				role := k.created(t, ownRole, object{"name": "shared", "description": "one", "spaces": spaces})
				p := start(t, k.settings(nil))
				p.validates(object{"name": "shared", "description": "two", "spaces": test.configured})
				changed := object{"name": "shared", "description": "two", "spaces": spaces}
				grant := grantOn("shared", object{"security": access("view")})
				rolePlan, grantPlan := p.planChange(ownRole, role, changed), p.planChange(featurePrivilege, kept{}, grant)
				q := p.beside()
				apply := map[string]func(){
					ownRole:          func() { p.applyChange(ownRole, role, changed, rolePlan) },
					featurePrivilege: func() { q.applyChange(featurePrivilege, kept{}, grant, grantPlan) },
				}
				first, second := apply[test.first], apply[featurePrivilege]
				if test.first == featurePrivilege {
					second = apply[ownRole]
				}
				k.ResetJournal()
				wait := second
				if when != "is done" {
					wait = k.during(hook, second)
				}
				first()
				wait()
				p.wantNoDiagnostics()
				q.wantNoDiagnostics()
				k.wantStored(t, "shared", "sandbox generalCasesV3.read", "soc securitySolutionCasesV3.read")
				if stored, _ := k.Stored("shared"); stored.Description != "two" {
					t.Errorf("description %q", stored.Description)
				}
				if written := k.requests("PUT"); len(written) != 2 {
					t.Errorf("%d writes, want one of each", len(written))
				}
			})
		}
	}
}

// A role's update after the removal of a grant does not bring back what its own
// plan still holds of the grant, unless the configuration of the role sets the same.
func TestRoleUpdatedAfterAGrantWasWithdrawn(t *testing.T) {
	t.Parallel()
	soc := object{"security": access("view")}
	sandbox := object{"stack": access("view")}
	for name, test := range map[string]struct {
		configured object
		want       []string
	}{
		"nothing is configured":                {nil, nil},
		"something else is configured":         {object{"sandbox": sandbox}, nil},
		"another solution there is":            {object{"soc": object{"stack": access("view")}}, nil},
		"the same is configured":               {object{"soc": soc}, []string{"soc securitySolutionCasesV3.read"}},
		"other access there is configured":     {object{"soc": object{"security": access("assignee")}}, nil},
		"a base privilege there is configured": {object{"soc": object{"base": "read"}}, nil},
	} {
		for _, first := range []string{ownRole, featurePrivilege} {
			t.Run(name+", "+first+" planned first", func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, kibanatest.Newest())
				k.created(t, ownRole, object{"name": "shared", "description": "one", "spaces": object{"sandbox": sandbox}})
				grant := k.created(t, featurePrivilege, grantOn("shared", soc))
				role := start(t, k.settings(nil)).imported(ownRole, "shared").kept
				p := start(t, k.settings(nil))

				ignored := object{"name": "shared", "description": "two", "spaces": object{"soc": soc, "sandbox": sandbox}}
				p.validates(object{"name": "shared", "description": "two", "spaces": test.configured})
				p.diagnostics = nil // what its configuration says of itself is not the subject
				var plan *tfprotov6.PlanResourceChangeResponse
				plansRole := func() { plan = p.planChange(ownRole, role, ignored) }
				destroyed := p.beside()
				if first == ownRole {
					plansRole()
					destroyed.change(featurePrivilege, grant, nil)
				} else {
					destroyed.change(featurePrivilege, grant, nil, plansRole)
				}
				p.applyChange(ownRole, role, ignored, plan)
				if p.failed() || destroyed.failed() {
					t.Errorf("diagnostics %q and %q", p.diagnostics, destroyed.diagnostics)
				}
				k.wantStored(t, "shared", append(test.want, "sandbox generalCasesV3.read")...)
			})
		}
	}
}
