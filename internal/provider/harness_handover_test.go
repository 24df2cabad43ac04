package provider_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// sharedPlan is a plan of one process in which a grant is destroyed whose features
// another object holds too.
type sharedPlan struct {
	k       target
	p       *process
	old     kept // the grant that is destroyed
	destroy chan *tfprotov6.PlanResourceChangeResponse
}

// newSharedPlan has a grant on security and stack, in a Kibana whose roles take an
// instant to read.
func newSharedPlan(t *testing.T) *sharedPlan {
	t.Helper()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("shared", kibanatest.ESRole{})
	old := k.created(t, featurePrivilege, grantOn("shared", object{"security": access("view"), "stack": access("view")}))
	return &sharedPlan{k: k, p: startOn(t, provider.NewServerWithLongWaits(), k.settings(nil)), old: old, destroy: make(chan *tfprotov6.PlanResourceChangeResponse, 1)}
}

// holder is a grant that an interrupted apply has created beside the old one.
func (s *sharedPlan) holder(t *testing.T, config object) kept {
	t.Helper()
	p := start(t, s.k.settings(nil)) // this plan is not the one that sees both
	return p.refresh(featurePrivilege, p.change(featurePrivilege, kept{}, grantOn("shared", config)))
}

// plansDestroy plans to destroy the old grant, and does not wait for that.
func (s *sharedPlan) plansDestroy() {
	go func() { s.destroy <- s.p.planChange(featurePrivilege, s.old, nil) }()
}

// applies makes the destruction as another process does, with what its plan has
// kept.
func (s *sharedPlan) applies(t *testing.T) {
	t.Helper()
	plan := <-s.destroy
	if bytes.Contains(plan.PlannedPrivate, []byte(`"left"`)) {
		s.p.wantDiagnostic("WARNING", "Access stays with another owner", `of role "shared"`)
	} else {
		s.p.wantNoDiagnostics()
	}
	p := start(t, s.k.settings(nil))
	p.applyChange(featurePrivilege, s.old, nil, plan)
	p.wantNoDiagnostics()
}

// wantDestroyPlan checks that the plan of the destruction waits for nothing. If it does
// wait, it waits for an hour.
func (s *sharedPlan) wantDestroyPlan() {
	s.p.t.Helper()
	select {
	case plan := <-s.destroy:
		s.destroy <- plan
	case <-time.After(time.Minute):
		s.p.t.Fatal("the plan of the destruction waits")
	}
}

var (
	heldSecurity = object{"security": access("view")}
	heldBoth     = object{"security": access("view"), "stack": access("view")}
)

const storedSecurity, storedStack = "soc securitySolutionCasesV3.read", "soc generalCasesV3.read"

// withContext is a test whose calls of the provider end when it is told so.
type withContext struct {
	testing.TB

	ctx context.Context //nolint:containedctx // in place of the test's own
}

func (t withContext) Context() context.Context { return t.ctx }

// handover is one grant, "giver", that is destroyed, and another, "taker", that
// takes its features up, and one more, in the same apply.
type handover struct {
	k            target
	giver, taker *process
	give, take   func()
	interrupt    context.CancelFunc // of the taker
	taken        chan struct{}      // closed when take has ended
}

func newHandover(t *testing.T) *handover {
	t.Helper()
	h := &handover{k: onDouble(t, kibanatest.Newest()), taken: make(chan struct{})}
	h.k.Plant("shared", kibanatest.ESRole{})
	given := object{"security": access("full"), "connectors": "all"}
	taken := grantOn("shared", object{"security": access("full"), "connectors": "all", "stack": access("view")})
	held := h.k.created(t, featurePrivilege, grantOn("shared", given))
	h.giver = start(t, h.k.settings(nil))
	ctx, interrupt := context.WithCancel(t.Context())
	t.Cleanup(interrupt)
	h.interrupt, h.taker = interrupt, &process{t: withContext{t, ctx}, server: h.giver.server}
	takePlan := h.taker.planChange(featurePrivilege, kept{}, taken)
	givePlan := h.giver.planChange(featurePrivilege, held, nil)
	h.taker.diagnostics = nil // what the plan of the two says has tests of its own
	h.give = func() { h.giver.applyChange(featurePrivilege, held, nil, givePlan) }
	h.take = func() {
		defer close(h.taken)
		h.taker.applyChange(featurePrivilege, kept{}, taken, takePlan)
	}
	return h
}

// refuses makes Kibana refuse what the taker adds.
func (h *handover) refuses() {
	h.k.Hook(kibanatest.On(http.MethodPut, rolePathOf("shared")).Do(func(x *kibanatest.Exchange) {
		if strings.Contains(string(x.Body), "generalCasesV3") {
			x.Answer = kibanatest.NewAnswer(400, `{"statusCode":400,"error":"Bad Request","message":"no"}`, "Content-Type", "application/json")
		}
	}))
}

// behind makes calls wait for a third grant's write, in their order, so that they
// share the next one; then happens right before that.
func (h *handover) behind(t *testing.T, then func(), calls ...func()) {
	t.Helper()
	var all sync.WaitGroup
	h.k.Hook(kibanatest.On(http.MethodGet, rolePathOf("shared")).Passing(1).Once().Do(func(*kibanatest.Exchange) {
		for _, call := range calls {
			all.Go(call)
			time.Sleep(30 * time.Millisecond) // to stand in the queue
		}
		then()
	}))
	third := h.giver.beside()
	third.change(featurePrivilege, kept{}, object{"role": "shared", "space": "sandbox", "security": access("view")})
	all.Wait()
	third.wantNoDiagnostics()
}
