package client_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// crowd is a Kibana with one role, "r", that many change at once.
type crowd struct {
	*kibanatest.Server

	t *testing.T
	c *client.Client
}

func newCrowd(t *testing.T) crowd {
	t.Helper()
	k := kibanatest.Start(t, kibanatest.Newest())
	k.Plant("r", holding("planted"))
	cfg := double(k)
	cfg.MaxRetries = 0
	return crowd{k, t, connect(t, cfg)}
}

// holding is a role with an entry for each of the spaces.
func holding(spaces ...string) kibanatest.ESRole {
	var r kibanatest.ESRole
	for _, space := range spaces {
		r.Applications = append(r.Applications, kibanatest.ESApplication{
			Application: "kibana-.kibana", Privileges: []string{"feature_generalCasesV3.read"}, Resources: []string{"space:" + space},
		})
	}
	return r
}

// grants is a change: it adds an entry for a space.
func grants(space string) client.Change {
	return client.Change{Add: func(r roles.Role) (roles.Role, error) {
		if !slices.ContainsFunc(r.Kibana, func(e roles.Entry) bool { return e.Spaces[0] == space }) {
			r.Kibana = append(slices.Clip(r.Kibana), roles.Entry{Spaces: []string{space}, Base: []string{}, Feature: map[string][]string{"generalCasesV3": {"read"}}})
		}
		return r, nil
	}}
}

// withdraws is a change: it removes the entry for a space.
func withdraws(space string) client.Change {
	return client.Change{Remove: func(r roles.Role) (roles.Role, error) {
		r.Kibana = slices.DeleteFunc(slices.Clone(r.Kibana), func(e roles.Entry) bool { return e.Spaces[0] == space })
		return r, nil
	}}
}

var errRefused = errors.New("refused")

var refuses = client.Change{Add: func(roles.Role) (roles.Role, error) { return roles.Role{}, errRefused }}

// wants checks the requests to roles, as the initials of their methods, and the
// spaces that the role holds. A "+" only makes them readable.
func (k crowd) wants(requests string, spaces ...string) {
	k.t.Helper()
	k.requests(requests)
	k.holds(spaces...)
}

// requests checks the requests to roles, as [crowd.wants] does.
func (k crowd) requests(want string) {
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
func (k crowd) holds(spaces ...string) {
	k.t.Helper()
	if held := k.held(); !slices.Equal(held, slices.Sorted(slices.Values(spaces))) {
		k.t.Errorf("the role holds %q, want %q", held, spaces)
	}
}

// held lists the spaces that the role holds.
func (k crowd) held() []string {
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

	leave   context.CancelFunc
	once    sync.Once
	waits   chan struct{}
	outcome chan error
}

// Done is what a caller asks for who starts to wait.
func (c *caller) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waits) })
	return c.Context.Done()
}

// call changes the role, and returns when the caller waits for it.
func (k crowd) call(change client.Change) *caller {
	return k.start(func(ctx context.Context) error { return k.c.ModifyRole(ctx, "r", change) })
}

// start makes a call, and returns when the caller waits for it.
func (k crowd) start(call func(context.Context) error) *caller {
	c := &caller{waits: make(chan struct{}), outcome: make(chan error, 1)}
	c.Context, c.leave = context.WithCancel(k.t.Context())
	k.t.Cleanup(c.leave)
	go func() { c.outcome <- call(c) }()
	<-c.waits
	return c
}

// hold makes the next PUT of the role wait: write is called when it is to go
// on, and arrived is closed when it is there.
func (k crowd) hold() (arrived chan struct{}, write func()) { return k.holdNext(putR) }

// holdNext is hold for the next request that a hook matches.
func (k crowd) holdNext(hook kibanatest.Hook) (arrived chan struct{}, goOn func()) {
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
func (k crowd) together(first client.Change, changes ...client.Change) (outcomes []error) {
	k.t.Helper()
	arrived, write := k.hold()
	callers := []*caller{k.call(first)}
	<-arrived
	for _, change := range changes {
		callers = append(callers, k.call(change))
	}
	write()
	for _, c := range callers {
		outcomes = append(outcomes, <-c.outcome)
	}
	return outcomes
}

// behind is together with a first change that succeeds.
func (k crowd) behind(changes ...client.Change) []error {
	k.t.Helper()
	outcomes := k.together(grants("first"), changes...)
	check(k.t, outcomes[0])
	return outcomes[1:]
}
