package provider_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

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
}

func newHandover(t *testing.T) *handover {
	t.Helper()
	h := &handover{k: onDouble(t, kibanatest.Newest())}
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
	h.taker.said = nil // what the plan of the two says has tests of its own
	h.give = func() { h.giver.applyChange(featurePrivilege, held, nil, givePlan) }
	h.take = func() { h.taker.applyChange(featurePrivilege, kept{}, taken, takePlan) }
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
	third.wants()
}

// What a destroyed grant leaves to another that takes it up is withdrawn where the
// other does not come to hold it, and stays where it does: in every order, whether
// the two share a write or not.
func TestFeaturePrivilegeClaims(t *testing.T) {
	t.Parallel()
	nothing := func(*handover) {}
	taken := []string{"soc actions.all", "soc generalCasesV3.read", "soc securitySolutionCasesV3.all"}
	for outcome, test := range map[string]struct {
		before, queued func(*handover)
		says           []string // of the taker
		stored         []string
	}{
		"holds":          {before: nothing, stored: taken},
		"is refused":     {before: (*handover).refuses, says: []string{"ERROR", "Kibana refused what was sent"}},
		"is interrupted": {before: nothing, queued: func(h *handover) { h.interrupt() }, says: []string{"ERROR", "Terraform was interrupted", "Nothing was written"}},
	} {
		for _, order := range []string{"the giver first", "the taker first"} {
			for _, together := range []bool{true, false} {
				if !together && outcome == "is interrupted" {
					continue // nobody waits
				}
				t.Run("the taker "+outcome+", "+order+map[bool]string{true: ", in one write", false: ", in two writes"}[together], func(t *testing.T) {
					t.Parallel()
					h := newHandover(t)
					test.before(h)
					calls := []func(){h.give, h.take}
					if order == "the taker first" {
						calls = []func(){h.take, h.give}
					}
					stored := test.stored
					if together {
						stored = append([]string{"sandbox securitySolutionCasesV3.read"}, stored...)
						h.behind(t, func() {
							if test.queued != nil {
								test.queued(h)
								time.Sleep(30 * time.Millisecond) // to leave the queue
							}
						}, calls...)
					} else {
						calls[0]()
						calls[1]()
					}
					h.giver.wants()
					h.taker.wants(test.says...)
					h.k.wantStored(t, "shared", stored...)
				})
			}
		}
	}
}
