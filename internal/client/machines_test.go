package client_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

var machineCycles = flag.Int("machine-cycles", 2, "how often two machines add and remove grants side by side, for each of ten roles")

// Two machines, which share no lock, add and remove grants of one role side by
// side. Nothing is lost, and nothing is left behind, without an error.
func TestTwoMachines(t *testing.T) {
	t.Parallel()
	var roles sync.WaitGroup
	for n := range 10 {
		k := newCrowd(t)
		k.Hook(kibanatest.Hook{Before: func(x *kibanatest.Exchange) { x.Wait(rand.N(time.Duration(1+5*n) * time.Millisecond)) }})
		machines := map[string]crowd{"a": k.machine(), "b": k.machine()}
		roles.Go(func() {
			for range *machineCycles {
				k.losesNothing(machines, grants, true)
				k.losesNothing(machines, withdraws, false)
			}
		})
	}
	roles.Wait()
}

// losesNothing makes eight changes on each machine. Each is in the role, or its
// caller has been told.
func (k crowd) losesNothing(machines map[string]crowd, change func(string) client.Change, wantHeld bool) {
	failed := k.sideBySide(machines, change)
	held := k.held()
	for name := range machines {
		for i := range 8 {
			space := fmt.Sprint(name, i)
			switch err := failed[space]; {
			case err != nil:
				k.t.Logf("%s: %v", space, err)
			case slices.Contains(held, space) != wantHeld:
				k.t.Errorf("%s is held: %t, and nobody was told", space, !wantHeld)
			}
		}
	}
}

// machine is a client with temporary files of its own.
func (k crowd) machine() crowd {
	cfg := double(k.Server)
	cfg.RecheckAfter = 250 * time.Millisecond
	m := crowd{k.Server, k.t, connect(k.t, cfg)}
	m.c.SetTempDir(k.t.TempDir())
	return m
}

// sideBySide makes eight changes on each machine, and returns the errors.
func (k crowd) sideBySide(machines map[string]crowd, change func(string) client.Change) map[string]error {
	var calls sync.WaitGroup
	var mu sync.Mutex
	failed := map[string]error{}
	for name, m := range machines {
		for i := range 8 {
			calls.Go(func() {
				space := fmt.Sprint(name, i)
				if err := m.c.ModifyRole(k.t.Context(), "r", change(space)); err != nil {
					mu.Lock()
					failed[space] = err
					mu.Unlock()
				}
			})
		}
	}
	calls.Wait()
	return failed
}
