package provider

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// The plan of a destroyed grant waits for other owners of the same space, until it is
// clear that no other one comes, and never longer than five seconds.
func TestDestroyWaitsForOtherOwners(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	catalogue, err := cases.BuiltInCatalogue(cases.Serverless)
	if err != nil {
		t.Fatal(err)
	}
	grant := cases.GrantOwning("soc", []string{"security"})
	holder := grantPlan{prior: grant, planned: grant}
	type step struct {
		after time.Duration // since the previous step
		do    func(o *owners)
	}
	begins := func(space string) func(*owners) { return func(o *owners) { o.begin("r", space) } }
	ends := func(space string) func(*owners) { return func(o *owners) { o.end("r", space) } }
	keeps := func(o *owners) { o.planGrant(&catalogue, "r", holder, false) }
	plansRole := func(o *owners) { o.planRole(&catalogue, "r", rolePlan{}, false) }
	configured := 400 * ms // before the destruction is planned: 100 ms of the startup are left
	for name, test := range map[string]struct {
		before []func(o *owners)
		then   []step
		took   time.Duration
		left   bool
	}{
		"nobody":                        {took: 100 * ms},
		"begun in time":                 {then: []step{{99 * ms, begins("soc")}, {3000 * ms, keeps}}, took: 3099 * ms, left: true},
		"begun, and planned at once":    {before: []func(*owners){begins("soc")}, then: []step{{50 * ms, keeps}}, took: 100 * ms, left: true},
		"planned before":                {before: []func(*owners){begins("soc"), keeps}, took: 100 * ms, left: true},
		"begun too late":                {then: []step{{101 * ms, begins("soc")}}, took: 100 * ms},
		"begun, and never planned":      {before: []func(*owners){begins("soc")}, took: 5000 * ms},
		"begun, and not to be planned":  {before: []func(*owners){begins("soc")}, then: []step{{2000 * ms, ends("soc")}}, took: 2000 * ms},
		"one of two is never planned":   {before: []func(*owners){begins("soc"), begins("soc")}, then: []step{{4000 * ms, keeps}}, took: 5000 * ms, left: true},
		"in another space":              {before: []func(*owners){begins("noc")}, took: 100 * ms},
		"on another role":               {before: []func(*owners){func(o *owners) { o.begin("other", "soc") }}, took: 100 * ms},
		"the role, planned later":       {before: []func(*owners){begins("")}, then: []step{{1000 * ms, plansRole}}, took: 1150 * ms},
		"refers to the role":            {before: []func(*owners){plansRole}, then: []step{{149 * ms, begins("soc")}, {1000 * ms, keeps}}, took: 1299 * ms, left: true},
		"refers to the role, too late":  {before: []func(*owners){plansRole}, then: []step{{151 * ms, begins("soc")}}, took: 150 * ms},
		"the role is destroyed as well": {before: []func(*owners){func(o *owners) { o.planRole(&catalogue, "r", rolePlan{destroyed: true}, false) }}, took: 100 * ms},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := newOwners(defaultPlanWaits)
				time.Sleep(configured)
				o.begin("r", "soc") // with the destroyed grant
				for _, do := range test.before {
					do(o)
				}
				var terraform sync.WaitGroup
				terraform.Go(func() {
					for _, s := range test.then {
						time.Sleep(s.after)
						s.do(o)
					}
				})
				defer terraform.Wait()
				start := time.Now()
				left := o.planDestroy(context.Background(), "r", grant)
				if took := time.Since(start); took != test.took {
					t.Errorf("waited %v, want %v", took, test.took)
				}
				if slices.Contains(left, "security") != test.left {
					t.Errorf("leaves %q", left)
				}
			})
		})
	}
}
