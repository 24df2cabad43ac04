package client_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// Changes of grants on one role share requests. This also holds if each change begins
// when another one is done, as in Terraform.
func TestGrantsShareWrites(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ grants, parallel, puts, all int }{
		{1, 10, 1, 4},
		{60, 10, 9, 45},
		{100, 10, 15, 60},
		{20, 1, 20, 80}, // each change waits for the previous one
	} {
		t.Run(fmt.Sprintf("%d of %d at a time", test.grants, test.parallel), func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.delayRequests(10 * time.Millisecond)
			space := func(i int) string { return fmt.Sprintf("s%d", i) }
			k.apply(test.grants, test.parallel, func(i int) client.Change { return addGrant(space(i)) })
			puts, all := k.countRequests()
			t.Logf("%d PUTs, %d requests", puts, all)
			if puts > test.puts || all > test.all {
				t.Errorf("%d PUTs and %d requests, want at most %d and %d", puts, all, test.puts, test.all)
			}
			want := []string{"planted"}
			for i := range test.grants {
				want = append(want, space(i))
			}
			k.wantSpaces(want...)
			k.ResetJournal()
			k.apply(test.grants, test.parallel, func(i int) client.Change { return removeGrant(space(i)) })
			if puts, all := k.countRequests(); puts > test.puts || all > test.all {
				t.Errorf("removal: %d PUTs and %d requests, want at most %d and %d", puts, all, test.puts, test.all)
			}
			k.wantSpaces("planted")
		})
	}
}

// Random calls run at the same time. Every change whose call succeeds stays in the
// role.
func TestRandomCalls(t *testing.T) {
	t.Parallel()
	for round := range 10 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.wantOneAtATime()
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
						if err := k.updateDescription(space)(ctx); err != nil && ctx.Err() == nil {
							t.Error(err)
						}
					case 1:
						if err := k.c.ModifyRole(ctx, "r", refusedChange); err == nil {
							t.Error("no error")
						}
					default:
						err := k.c.ModifyRole(ctx, "r", addGrant(space))
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
			for _, space := range k.spaces() {
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
