package client_test

import (
	"flag"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

var machineCycles = flag.Int("machine-cycles", 2, "how often two machines add and remove grants at the same time, for each of ten roles")

// Two machines, which have different locks, add and remove grants of one role at the
// same time. A change that gets lost has an error.
func TestTwoMachines(t *testing.T) {
	t.Parallel()
	var roles sync.WaitGroup
	for n := range 10 {
		k := newSharedRole(t)
		k.Hook(kibanatest.Hook{Before: func(x *kibanatest.Exchange) { x.Wait(rand.N(time.Duration(1+5*n) * time.Millisecond)) }})
		machines := map[string]sharedRole{"a": k.machine(), "b": k.machine()}
		roles.Go(func() {
			for range *machineCycles {
				k.wantNothingLost(machines, addGrant, true)
				k.wantNothingLost(machines, removeGrant, false)
			}
		})
	}
	roles.Wait()
}
