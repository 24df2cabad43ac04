package provider_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A destroyed grant leaves what a grant holds that stays, in whatever order the two
// are planned. It waits for the plan of an object that Terraform has begun with.
func TestFeaturePrivilegeDestroyedBesideAHolder(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		held, planned object // nil where the holder is destroyed too
		stored        []string
	}{
		"holds one of both":     {heldSecurity, heldSecurity, []string{storedSecurity}},
		"holds both":            {heldBoth, heldBoth, []string{storedSecurity, storedStack}},
		"holds, and changes it": {heldSecurity, object{"security": access("assignee")}, []string{storedSecurity}},
		"keeps one of both":     {heldBoth, heldSecurity, []string{storedSecurity}},
		"is destroyed too":      {heldBoth, nil, nil},
	} {
		for _, first := range []bool{true, false} {
			t.Run(name+map[bool]string{true: ", planned first", false: ", planned second"}[first], func(t *testing.T) {
				t.Parallel()
				s := newSharedPlan(t)
				held := s.holder(t, test.held)
				s.p.begins(featurePrivilege, s.old)
				s.p.begins(featurePrivilege, held)
				if !first {
					s.plansDestroy()
					time.Sleep(20 * time.Millisecond) // to come first
				}
				planned := make(chan *tfprotov6.PlanResourceChangeResponse, 1)
				go func() {
					var config object
					if test.planned != nil {
						config = grantOn("shared", test.planned)
					}
					planned <- s.p.beside().planChange(featurePrivilege, held, config)
				}()
				if first {
					time.Sleep(20 * time.Millisecond)
					s.plansDestroy()
				}
				s.applies(t)
				if plan := <-planned; test.planned == nil {
					start(t, s.k.settings(nil)).applyChange(featurePrivilege, held, nil, plan)
				}
				s.k.wantStored(t, "shared", test.stored...)
			})
		}
	}
}

// The same for an unchanged holder, whose plan the provider answers without the
// framework.
func TestFeaturePrivilegeDestroyedBesideAnUnchangedHolder(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]bool{"planned first": true, "planned second": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSharedPlan(t)
			s.p.begins(featurePrivilege, s.old)
			s.p.begins(featurePrivilege, s.old) // of the same place
			holder := s.p.beside()
			refreshed := holder.refresh(featurePrivilege, s.old)
			if !first {
				s.plansDestroy()
				time.Sleep(20 * time.Millisecond) // to come first
			}
			holder.keeps(featurePrivilege, refreshed)
			if first {
				s.plansDestroy()
			}
			s.applies(t)
			holder.wantNoDiagnostics()
			s.k.wantStored(t, "shared", storedSecurity, storedStack)
		})
	}
}

// Terraform begins with the grants that refer to a cases_role when the role is
// planned. The destruction of another grant on it lets them come along.
func TestFeaturePrivilegeDestroyedBesideAHolderThatRefersToTheRole(t *testing.T) {
	t.Parallel()
	s := newSharedPlan(t)
	held := s.holder(t, heldSecurity)
	owner := start(t, s.k.settings(nil)).imported(ownRole, "shared").kept
	s.p.begins(featurePrivilege, s.old)
	s.p.begins(ownRole, owner)
	s.plansDestroy()
	time.Sleep(20 * time.Millisecond) // to come first
	role, holder := s.p.beside(), s.p.beside()
	role.keeps(ownRole, owner)
	holder.begins(featurePrivilege, held)
	holder.keeps(featurePrivilege, held)
	s.applies(t)
	role.wantNoDiagnostics()
	holder.wantNoDiagnostics()
	s.k.wantStored(t, "shared", storedSecurity)
}

// An object that comes up when the destruction has been planned is told what it
// loses.
func TestFeaturePrivilegeDestroyedBeforeAHolder(t *testing.T) {
	t.Parallel()
	s := newSharedPlan(t)
	held := s.holder(t, heldSecurity)
	s.plansDestroy()
	s.wantDestroyPlan() // although the holder is not planned yet: Terraform has not begun with it
	holder := s.p.beside()
	holder.keeps(featurePrivilege, held)
	holder.wantDiagnostic("WARNING", `AttributeName("space")`, `Grant is taken away: security in space "soc" of role "shared"`, "This plan destroys", "lifecycle { destroy = false }")
	s.applies(t)
	s.k.wantStored(t, "shared")
}

// The destruction does not wait for objects that will not be planned, nor for those
// in other spaces and on other roles.
func TestFeaturePrivilegeDestroyedWaitsForNobodyElse(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(s *sharedPlan, held kept){
		"a holder that is gone": func(s *sharedPlan, held kept) {
			s.p.begins(featurePrivilege, held)
			s.plansDestroy()
			stored, _ := s.k.Stored("shared")
			s.k.Remove("shared")
			if gone := s.p.beside().refresh(featurePrivilege, held); !s.p.isNull(gone.state) {
				s.p.t.Error("the holder is not gone")
			}
			s.k.Plant("shared", stored)
		},
		"a holder that cannot be read": func(s *sharedPlan, held kept) {
			s.p.begins(featurePrivilege, held)
			s.plansDestroy()
			s.k.Hook(kibanatest.On("GET", rolePathOf("shared")).Once().Answer(403, envelope(403), "Content-Type", "application/json"))
			failing := s.p.beside()
			failing.refresh(featurePrivilege, held)
			if !failing.failed() {
				s.p.t.Error("the holder was read")
			}
		},
		"a grant in another space": func(s *sharedPlan, _ kept) {
			s.p.begins(featurePrivilege, s.k.created(s.p.t.(*testing.T), featurePrivilege, views("shared", "sandbox")))
			s.plansDestroy()
		},
		"a grant on another role": func(s *sharedPlan, _ kept) {
			s.k.Plant("another", kibanatest.ESRole{})
			s.p.begins(featurePrivilege, s.k.created(s.p.t.(*testing.T), featurePrivilege, views("another", "soc")))
			s.plansDestroy()
		},
		"another role": func(s *sharedPlan, _ kept) {
			s.p.begins(ownRole, s.k.created(s.p.t.(*testing.T), ownRole, object{"name": "another"}))
			s.plansDestroy()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSharedPlan(t)
			held := s.holder(t, heldSecurity)
			s.p.begins(featurePrivilege, s.old)
			meanwhile(s, held)
			s.wantDestroyPlan()
		})
	}
}

// An update cannot keep anything from its plan to the apply. Where it gives up what
// another grant holds, whichever is planned second says so.
func TestFeaturePrivilegeNarrowedBesideAHolder(t *testing.T) {
	t.Parallel()
	for _, first := range []string{"the holder", "the update"} {
		t.Run(first+" planned first", func(t *testing.T) {
			t.Parallel()
			s := newSharedPlan(t)
			held := s.holder(t, object{"stack": access("view")})
			plans := []func(*process){
				func(p *process) { p.keeps(featurePrivilege, held) },
				func(p *process) { p.planChange(featurePrivilege, s.old, grantOn("shared", heldSecurity)) },
			}
			if first == "the update" {
				plans[0], plans[1] = plans[1], plans[0]
			}
			before, after := s.p.beside(), s.p.beside()
			plans[0](before)
			plans[1](after)
			both := &process{t: t, diagnostics: append(before.diagnostics, after.diagnostics...)}
			both.wantDiagnostics(tfprotov6.DiagnosticSeverityError)
			const taken = `Grant is taken away: stack in space "soc" of role "shared": In this plan, one cases_feature_privilege no longer names it. Its update removes it from the role, although another cases_feature_privilege holds it`
			for name, p := range map[string]*process{"first": before, "second": after} {
				warned := 0
				for _, line := range p.diagnostics {
					if strings.Contains(line, taken) {
						warned++
					}
				}
				if want := map[string]int{"first": 0, "second": 1}[name]; warned != want {
					t.Errorf("the one planned %s warned %d times: %q", name, warned, p.diagnostics)
				}
			}
		})
	}
}

// A part that a grant withholds is not among what the grant loses.
func TestGrantLosesNothingThatItWithholds(t *testing.T) {
	t.Parallel()
	const taken = `Grant is taken away: stack in space "soc" of role "shared"`
	withholds := grantOn("shared", object{"stack": access("view"), "observability": access("none"), "connectors": "none"})
	wantTaken := func(t *testing.T, p *process) {
		t.Helper()
		p.diagnostics = slices.DeleteFunc(p.diagnostics, func(line string) bool { return !strings.Contains(line, "Grant is taken away") })
		p.wantDiagnostic("WARNING", taken)
	}
	for name, config := range map[string]object{
		"role is changed":   {"name": "shared", "spaces": object{"soc": object{"security": access("assignee")}}},
		"role is destroyed": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			role := k.created(t, ownRole, object{"name": "shared", "spaces": object{"soc": object{"security": access("view")}}})
			held := k.created(t, featurePrivilege, withholds)
			role = start(t, k.settings(nil)).refresh(ownRole, role)
			p := start(t, k.settings(nil))
			p.keeps(featurePrivilege, held)
			p.wantNoDiagnostics()
			p.planChange(ownRole, role, config)
			wantTaken(t, p)
		})
	}
	for name, config := range map[string]object{
		"other grant is changed":   grantOn("shared", object{"security": access("view")}),
		"other grant is destroyed": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("shared", kibanatest.ESRole{})
			held := k.created(t, featurePrivilege, withholds)
			other := k.created(t, featurePrivilege, grantOn("shared", object{"security": access("view"), "stack": access("view"), "observability": access("none"), "connectors": "none"}))
			p := start(t, k.settings(nil))
			p.planChange(featurePrivilege, other, config)
			p.diagnostics = nil
			p.keeps(featurePrivilege, held)
			wantTaken(t, p)
		})
	}
}

// What a plan leaves to another grant counts for that plan alone. After a failed
// destruction, the state keeps the private data of its plan.
func TestGrantLeavesNothingThatAnOlderPlanLeft(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]object{
		"destroyed next":              nil,
		"updated, and then destroyed": grantOn("shared", object{"security": access("view")}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSharedPlan(t)
			other := s.p.refresh(featurePrivilege, s.holder(t, heldBoth))
			s.p.keeps(featurePrivilege, other)
			plan := s.p.planChange(featurePrivilege, s.old, nil)
			s.k.Hook(kibanatest.On("GET", rolePathOf("shared")).Once().Answer(500, envelope(500), "Content-Type", "application/json"))
			held := s.p.applyChange(featurePrivilege, s.old, nil, plan)
			if !bytes.Contains(held.private, []byte(`"left"`)) {
				t.Fatalf("the failed destruction left nothing: %s", held.private)
			}
			both := start(t, s.k.settings(nil))
			both.keeps(featurePrivilege, held)
			both.change(featurePrivilege, other, nil)
			alone := start(t, s.k.settings(nil))
			if config != nil {
				held = alone.change(featurePrivilege, held, config)
				alone = start(t, s.k.settings(nil))
			}
			alone.change(featurePrivilege, held, nil)
			alone.wantNoDiagnostics()
			s.k.wantStored(t, "shared")
		})
	}
}
