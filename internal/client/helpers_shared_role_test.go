package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// sharedRole is a Kibana with one role, "r", that many change at once.
type sharedRole struct {
	*kibanatest.Server

	t *testing.T
	c *client.Client
}

func newSharedRole(t *testing.T) sharedRole {
	t.Helper()
	k := kibanatest.Start(t, kibanatest.Newest())
	k.Plant("r", roleWith("planted"))
	cfg := double(k)
	cfg.MaxRetries = 0
	return sharedRole{k, t, connect(t, cfg)}
}

// holding is a role with an entry for each of the spaces.
func roleWith(spaces ...string) kibanatest.ESRole {
	var r kibanatest.ESRole
	for _, space := range spaces {
		r.Applications = append(r.Applications, kibanatest.ESApplication{
			Application: "kibana-.kibana", Privileges: []string{"feature_generalCasesV3.read"}, Resources: []string{"space:" + space},
		})
	}
	return r
}

// grants is a change: it adds an entry for a space.
func addGrant(space string) client.Change {
	return client.Change{Add: func(r roles.Role) (roles.Role, error) {
		if !slices.ContainsFunc(r.Kibana, func(e roles.Entry) bool { return e.Spaces[0] == space }) {
			r.Kibana = append(slices.Clip(r.Kibana), roles.Entry{Spaces: []string{space}, Base: []string{}, Feature: map[string][]string{"generalCasesV3": {"read"}}})
		}
		return r, nil
	}}
}

// withdraws is a change: it removes the entry for a space.
func removeGrant(space string) client.Change {
	return client.Change{Remove: func(r roles.Role) (roles.Role, error) {
		r.Kibana = slices.DeleteFunc(slices.Clone(r.Kibana), func(e roles.Entry) bool { return e.Spaces[0] == space })
		return r, nil
	}}
}

var errRefused = errors.New("refused")

var refusedChange = client.Change{Add: func(roles.Role) (roles.Role, error) { return roles.Role{}, errRefused }}

// wants checks the requests to roles, as the initials of their methods, and the
// spaces that the role holds. A "+" only makes them readable.
func (k sharedRole) want(requests string, spaces ...string) {
	k.t.Helper()
	k.wantRequests(requests)
	k.wantSpaces(spaces...)
}

// requests checks the requests to roles, as [sharedRole.wants] does.
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

// holds checks the spaces that the role holds.
func (k sharedRole) wantSpaces(spaces ...string) {
	k.t.Helper()
	if held := k.spaces(); !slices.Equal(held, slices.Sorted(slices.Values(spaces))) {
		k.t.Errorf("the role holds %q, want %q", held, spaces)
	}
}

// held lists the spaces that the role holds.
func (k sharedRole) spaces() []string {
	var held []string
	stored, _ := k.Stored("r")
	for _, a := range stored.Applications {
		held = append(held, strings.TrimPrefix(a.Resources[0], "space:"))
	}
	slices.Sort(held)
	return held
}

// caller is somebody who changes the role and waits for it.
type caller struct {
	context.Context

	giveUp  context.CancelFunc
	once    sync.Once
	waiting chan struct{}
	outcome chan error
}

// Done is what a caller asks for who starts to wait.
func (c *caller) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waiting) })
	return c.Context.Done()
}

// call changes the role, and returns when the caller waits for it.
func (k sharedRole) startModify(change client.Change) *caller {
	return k.start(func(ctx context.Context) error { return k.c.ModifyRole(ctx, "r", change) })
}

// start makes a call, and returns when the caller waits for it.
func (k sharedRole) start(call func(context.Context) error) *caller {
	c := &caller{waiting: make(chan struct{}), outcome: make(chan error, 1)}
	c.Context, c.giveUp = context.WithCancel(k.t.Context())
	k.t.Cleanup(c.giveUp)
	go func() { c.outcome <- call(c) }()
	<-c.waiting
	return c
}

// hold makes the next PUT of the role wait: write is called when it is to go
// on, and arrived is closed when it is there.
func (k sharedRole) holdWrite() (arrived chan struct{}, write func()) { return k.holdRequest(putR) }

// holdNext is hold for the next request that a hook matches.
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

var (
	getR    = kibanatest.On("GET", "/api/security/role/r")
	deleteR = kibanatest.On("DELETE", "/api/security/role/r")
	putR    = kibanatest.On("PUT", "/api/security/role/r")
)

// together queues changes behind a first one that is being written, lets it go
// on, and returns what became of all.
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

// behind is together with a first change that succeeds.
func (k sharedRole) modifyBehind(changes ...client.Change) []error {
	k.t.Helper()
	outcomes := k.modifyTogether(addGrant("first"), changes...)
	check(k.t, outcomes[0])
	return outcomes[1:]
}

// apply makes n changes as Terraform does: so many at a time, and the next when
// one is done.
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

// counts returns how many PUTs were made, and how many requests in all.
func (k sharedRole) countRequests() (puts, all int) {
	for _, r := range k.Journal() {
		if r.Method == http.MethodPut {
			puts++
		}
		all++
	}
	return puts, all
}

// slowly answers after a while.
func (k sharedRole) delayRequests(d time.Duration) {
	k.Hook(kibanatest.Hook{Before: func(x *kibanatest.Exchange) { x.Wait(d) }})
}

// describes is an update by the role's owner: it sets the description, and
// keeps the rest.
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

// one fails the test when two requests for the role are under way at once.
func (k sharedRole) wantOneAtATime() {
	var underWay atomic.Int32
	k.Hook(kibanatest.On("", "/api/security/role/r").Do(func(*kibanatest.Exchange) {
		if underWay.Add(1) > 1 {
			k.t.Error("two requests at once")
		}
	}).Then(func(*kibanatest.Exchange) { underWay.Add(-1) }))
}

// over plants what somebody else writes over the role, right after our write.
func overwrite(spaces ...string) func(*kibanatest.Exchange) {
	return func(x *kibanatest.Exchange) { x.Server.Plant("r", roleWith(spaces...)) }
}

func refusal(status int) string { return fmt.Sprintf(`{"statusCode":%d,"message":"no"}`, status) }

// stale plants what a writer wrote who had read the role before our write, when
// the second verifying read of a lone change arrives, and so after the first.
func overwriteLate(spaces ...string) kibanatest.Hook {
	return getR.Passing(2).Once().Do(overwrite(spaces...))
}
