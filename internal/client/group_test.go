package client_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// apply makes n changes as Terraform does: so many at a time, and the next when
// one is done.
func (k crowd) apply(n, parallel int, change func(i int) client.Change) {
	k.t.Helper()
	next := make(chan int)
	var walkers sync.WaitGroup
	for range parallel {
		walkers.Go(func() {
			for i := range next {
				if err := k.c.ModifyRole(k.t.Context(), "r", change(i)); err != nil {
					k.t.Errorf("change %d: %v", i, err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	walkers.Wait()
}

// counts returns how many PUTs were made, and how many requests in all.
func (k crowd) counts() (puts, all int) {
	for _, r := range k.Journal() {
		if r.Method == http.MethodPut {
			puts++
		}
		all++
	}
	return puts, all
}

// slowly answers after a while.
func (k crowd) slowly(d time.Duration) {
	k.Hook(kibanatest.Hook{Before: func(x *kibanatest.Exchange) { x.Wait(d) }})
}

// Grants on one role go together, ten at a time, also where each comes when
// another is done.
func TestGrantsGoTogether(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ grants, parallel, puts, all int }{
		{1, 10, 1, 4},
		{60, 10, 9, 45},
		{100, 10, 15, 60},
		{20, 1, 20, 80}, // each waits for the one before
	} {
		t.Run(fmt.Sprintf("%d of %d at a time", test.grants, test.parallel), func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			k.slowly(10 * time.Millisecond)
			space := func(i int) string { return fmt.Sprintf("s%d", i) }
			k.apply(test.grants, test.parallel, func(i int) client.Change { return grants(space(i)) })
			puts, all := k.counts()
			t.Logf("%d PUTs, %d requests", puts, all)
			if puts > test.puts || all > test.all {
				t.Errorf("%d PUTs and %d requests, want at most %d and %d", puts, all, test.puts, test.all)
			}
			want := []string{"planted"}
			for i := range test.grants {
				want = append(want, space(i))
			}
			k.holds(want...)
			k.ResetJournal()
			k.apply(test.grants, test.parallel, func(i int) client.Change { return withdraws(space(i)) })
			if puts, all := k.counts(); puts > test.puts || all > test.all {
				t.Errorf("removal: %d PUTs and %d requests, want at most %d and %d", puts, all, test.puts, test.all)
			}
			k.holds("planted")
		})
	}
}

// Whatever comes together, in whatever order: what is written stays, and every
// caller hears once.
func TestCallsOfAllKindsAtRandom(t *testing.T) {
	t.Parallel()
	for round := range 10 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			k.one()
			var callers sync.WaitGroup
			var mu sync.Mutex
			want := []string{"planted"}
			for i := range 30 {
				callers.Go(func() {
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					time.Sleep(rand.N(20 * time.Millisecond))
					if rand.N(4) == 0 {
						time.AfterFunc(rand.N(10*time.Millisecond), cancel)
					}
					space := fmt.Sprintf("s%d", i)
					switch rand.N(5) {
					case 0:
						if err := k.describes(space)(ctx); err != nil && ctx.Err() == nil {
							t.Error(err)
						}
					case 1:
						if err := k.c.ModifyRole(ctx, "r", refuses); err == nil {
							t.Error("no error")
						}
					default:
						err := k.c.ModifyRole(ctx, "r", grants(space))
						if err != nil && ctx.Err() == nil {
							t.Error(err)
						}
						if err == nil {
							mu.Lock()
							want = append(want, space)
							mu.Unlock()
						}
					}
				})
			}
			callers.Wait()
			held := map[string]bool{}
			for _, space := range k.held() {
				held[space] = true
			}
			for _, space := range want {
				if !held[space] {
					t.Errorf("%s is gone", space)
				}
			}
		})
	}
}
