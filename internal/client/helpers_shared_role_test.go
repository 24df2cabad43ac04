package client_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// sharedRole is a Kibana double with one role, "r", which many callers change at the
// same time.
type sharedRole struct {
	*kibanatest.Server

	t *testing.T
	c *client.Client
}

// caller is the context of a call that runs on its own goroutine.
type caller struct {
	context.Context

	giveUp  context.CancelFunc
	once    sync.Once
	waiting chan struct{} // closed when the call waits in the queue
	outcome chan error    // receives the error of the call
}

var (
	getR    = kibanatest.On("GET", "/api/security/role/r")
	deleteR = kibanatest.On("DELETE", "/api/security/role/r")
	putR    = kibanatest.On("PUT", "/api/security/role/r")
)

var errRefused = errors.New("refused")

// refusedChange is a change whose edit fails with errRefused.
var refusedChange = client.Change{Add: func(roles.Role) (roles.Role, error) { return roles.Role{}, errRefused }}

func newSharedRole(t *testing.T) sharedRole {
	t.Helper()
	k := kibanatest.Start(t, kibanatest.Newest())
	k.Plant("r", roleWith("planted"))
	cfg := double(k)
	cfg.MaxRetries = 0
	return sharedRole{k, t, connect(t, cfg)}
}

// roleWith returns a role with an entry for each of the spaces.
func roleWith(spaces ...string) kibanatest.ESRole {
	var r kibanatest.ESRole
	for _, space := range spaces {
		r.Applications = append(r.Applications, kibanatest.ESApplication{
			Application: "kibana-.kibana", Privileges: []string{"feature_generalCasesV3.read"}, Resources: []string{"space:" + space},
		})
	}
	return r
}

// addGrant returns a change that adds an entry for a space.
func addGrant(space string) client.Change {
	return client.Change{Add: func(r roles.Role) (roles.Role, error) {
		if !slices.ContainsFunc(r.Kibana, func(e roles.Entry) bool { return e.Spaces[0] == space }) {
			r.Kibana = append(slices.Clip(r.Kibana), roles.Entry{Spaces: []string{space}, Base: []string{}, Feature: map[string][]string{"generalCasesV3": {"read"}}})
		}
		return r, nil
	}}
}

// removeGrant returns a change that removes the entry for a space.
func removeGrant(space string) client.Change {
	return client.Change{Remove: func(r roles.Role) (roles.Role, error) {
		r.Kibana = slices.DeleteFunc(slices.Clone(r.Kibana), func(e roles.Entry) bool { return e.Spaces[0] == space })
		return r, nil
	}}
}

// want checks the requests and the spaces of the role. Each letter of requests is the
// initial of a method: "GPG+G" means GET, PUT, GET, GET. A "+" has no meaning.
func (k sharedRole) want(requests string, spaces ...string) {
	k.t.Helper()
	k.wantRequests(requests)
	k.wantSpaces(spaces...)
}

// wantRequests checks the requests like [sharedRole.want].
func (k sharedRole) wantRequests(want string) {
	k.t.Helper()
	var made strings.Builder
	for _, r := range k.Journal() {
		made.WriteString(r.Method[:1])
	}
	if got, want := made.String(), strings.ReplaceAll(want, "+", ""); got != want {
		k.t.Errorf("requests %s, want %s", got, want)
	}
}

// wantSpaces checks the spaces of the role.
func (k sharedRole) wantSpaces(spaces ...string) {
	k.t.Helper()
	if held := k.spaces(); !slices.Equal(held, slices.Sorted(slices.Values(spaces))) {
		k.t.Errorf("spaces of the role: %q, want %q", held, spaces)
	}
}

// spaces returns the sorted spaces of the role.
func (k sharedRole) spaces() []string {
	var held []string
	stored, _ := k.Stored("r")
	for _, a := range stored.Applications {
		held = append(held, strings.TrimPrefix(a.Resources[0], "space:"))
	}
	slices.Sort(held)
	return held
}

// Done closes waiting: the client calls Done when the call begins to wait.
func (c *caller) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waiting) })
	return c.Context.Done()
}

// startModify starts a change of the role, and returns when the call waits in the queue.
func (k sharedRole) startModify(change client.Change) *caller {
	return k.start(func(ctx context.Context) error { return k.c.ModifyRole(ctx, "r", change) })
}

// start starts a call, and returns when the call waits in the queue.
func (k sharedRole) start(call func(context.Context) error) *caller {
	c := &caller{waiting: make(chan struct{}), outcome: make(chan error, 1)}
	c.Context, c.giveUp = context.WithCancel(k.t.Context())
	k.t.Cleanup(c.giveUp)
	go func() { c.outcome <- call(c) }()
	<-c.waiting
	return c
}

// holdWrite makes the next PUT of the role wait until write is called. The channel
// arrived is closed when the request has arrived.
func (k sharedRole) holdWrite() (arrived chan struct{}, write func()) { return k.holdRequest(putR) }

// holdRequest is [sharedRole.holdWrite] for the next request that a hook matches.
func (k sharedRole) holdRequest(hook kibanatest.Hook) (arrived chan struct{}, goOn func()) {
	arrived, on := make(chan struct{}), make(chan struct{})
	goOn = sync.OnceFunc(func() { close(on) })
	k.t.Cleanup(goOn)
	k.Hook(hook.Once().Do(func(*kibanatest.Exchange) {
		close(arrived)
		<-on
	}))
	return arrived, goOn
}

// modifyTogether queues changes while a first change is being written, completes that
// write, and returns the errors of all calls.
func (k sharedRole) modifyTogether(first client.Change, changes ...client.Change) (outcomes []error) {
	k.t.Helper()
	arrived, write := k.holdWrite()
	callers := []*caller{k.startModify(first)}
	<-arrived
	for _, change := range changes {
		callers = append(callers, k.startModify(change))
	}
	write()
	for _, c := range callers {
		outcomes = append(outcomes, <-c.outcome)
	}
	return outcomes
}

// modifyBehind is [sharedRole.modifyTogether] with a first change that succeeds. It
// returns the errors of the other calls.
func (k sharedRole) modifyBehind(changes ...client.Change) []error {
	k.t.Helper()
	outcomes := k.modifyTogether(addGrant("first"), changes...)
	check(k.t, outcomes[0])
	return outcomes[1:]
}

// apply makes n changes as Terraform does: a limited number at the same time. The next
// change begins when one is done.
func (k sharedRole) apply(n, parallel int, change func(i int) client.Change) {
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

// countRequests returns the numbers of PUTs and of all requests.
func (k sharedRole) countRequests() (puts, all int) {
	for _, r := range k.Journal() {
		if r.Method == http.MethodPut {
			puts++
		}
		all++
	}
	return puts, all
}

// delayRequests delays every request.
func (k sharedRole) delayRequests(d time.Duration) {
	k.Hook(kibanatest.Hook{Before: func(x *kibanatest.Exchange) { x.Wait(d) }})
}

// updateDescription returns an update that changes only the description.
func (k sharedRole) updateDescription(text string) func(context.Context) error {
	return func(ctx context.Context) error {
		return k.c.UpdateRole(ctx, "r", func(r client.Reading) (roles.Role, error) {
			r.Role.Description = text
			return r.Role, nil
		})
	}
}

func (k sharedRole) deleteRole(ctx context.Context) error { return k.c.DeleteRole(ctx, "r") }

func (k sharedRole) createRole(ctx context.Context) error { return k.c.CreateRole(ctx, role("r")) }

func (k sharedRole) modify(change client.Change) func(context.Context) error {
	return func(ctx context.Context) error { return k.c.ModifyRole(ctx, "r", change) }
}

// wantOneAtATime fails the test if two requests for the role are in progress at the
// same time. A request that its caller has given up does not count: the double may hear of
// that later than the next request arrives.
func (k sharedRole) wantOneAtATime() {
	type request struct {
		*kibanatest.Exchange

		handled chan struct{}
	}
	var mu sync.Mutex
	underWay := map[*kibanatest.Exchange]request{}
	k.Hook(kibanatest.On("", "/api/security/role/r").Do(func(x *kibanatest.Exchange) {
		mu.Lock()
		others := slices.Collect(maps.Values(underWay))
		underWay[x] = request{x, make(chan struct{})}
		mu.Unlock()
		for _, other := range others {
			select {
			case <-other.Request.Context().Done():
			case <-other.handled:
				k.t.Error("two requests at once")
			}
		}
	}).Then(func(x *kibanatest.Exchange) {
		mu.Lock()
		defer mu.Unlock()
		if x.Request.Context().Err() == nil {
			close(underWay[x].handled)
		}
		delete(underWay, x)
	}))
}

// overwrite returns a hook's function that overwrites the role, like a write of
// somebody else.
func overwrite(spaces ...string) func(*kibanatest.Exchange) {
	return func(x *kibanatest.Exchange) { x.Server.Plant("r", roleWith(spaces...)) }
}

func refusal(status int) string { return fmt.Sprintf(`{"statusCode":%d,"message":"no"}`, status) }

// overwriteLate overwrites the role when the second verifying read of a single change
// arrives. It stands for a writer who has read the role before our write.
func overwriteLate(spaces ...string) kibanatest.Hook {
	return getR.Passing(2).Once().Do(overwrite(spaces...))
}
