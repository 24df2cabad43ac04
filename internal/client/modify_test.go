package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
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
	return client.Change{Add: func(r cases.Role) (cases.Role, error) {
		if !slices.ContainsFunc(r.Kibana, func(e cases.Entry) bool { return e.Spaces[0] == space }) {
			r.Kibana = append(slices.Clip(r.Kibana), cases.Entry{Spaces: []string{space}, Base: []string{}, Feature: map[string][]string{"generalCasesV3": {"read"}}})
		}
		return r, nil
	}}
}

var errRefused = errors.New("refused")

var refuses = client.Change{Add: func(cases.Role) (cases.Role, error) { return cases.Role{}, errRefused }}

// wants checks the requests to roles, as the initials of their methods, and the
// spaces that the role holds. A "+" only makes them readable.
func (k crowd) wants(requests string, spaces ...string) {
	k.t.Helper()
	var made strings.Builder
	for _, r := range k.Journal() {
		made.WriteString(r.Method[:1])
	}
	if got, want := made.String(), strings.ReplaceAll(requests, "+", ""); got != want {
		k.t.Errorf("requests %s, want %s", got, want)
	}
	var held []string
	stored, _ := k.Stored("r")
	for _, a := range stored.Applications {
		held = append(held, strings.TrimPrefix(a.Resources[0], "space:"))
	}
	slices.Sort(held)
	if !slices.Equal(held, slices.Sorted(slices.Values(spaces))) {
		k.t.Errorf("the role holds %q, want %q", held, spaces)
	}
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
	c := &caller{waits: make(chan struct{}), outcome: make(chan error, 1)}
	c.Context, c.leave = context.WithCancel(k.t.Context())
	k.t.Cleanup(c.leave)
	go func() { c.outcome <- k.c.ModifyRole(c, "r", change) }()
	<-c.waits
	return c
}

// hold makes the next PUT of the role wait: write is called when it is to go
// on, and arrived is closed when it is there.
func (k crowd) hold() (arrived chan struct{}, write func()) {
	arrived, on := make(chan struct{}), make(chan struct{})
	write = sync.OnceFunc(func() { close(on) })
	k.t.Cleanup(write)
	k.Hook(putR.Once().Do(func(*kibanatest.Exchange) {
		close(arrived)
		<-on
	}))
	return arrived, write
}

var (
	getR = kibanatest.On("GET", "/api/security/role/r")
	putR = kibanatest.On("PUT", "/api/security/role/r")
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

// A lone change is read, written and verified; one that changes nothing is read.
func TestModifyAlone(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	check(t, k.c.ModifyRole(t.Context(), "r", grants("a")))
	k.wants("GPG+G", "planted", "a")
	check(t, k.c.ModifyRole(t.Context(), "r", grants("a")))
	k.wants("GPG+G+G", "planted", "a")
	if err := k.c.ModifyRole(t.Context(), "r", refuses); !errors.Is(err, errRefused) {
		t.Errorf("error = %v, want the change's own", err)
	}
	k.wants("GPG+G+G+G", "planted", "a")
}

// All that wait behind a write share the next one, however many they are. The
// second verifying read of the first write is the read of the next.
func TestModifySharesAWrite(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	want := []string{"planted", "first"}
	var changes []client.Change
	for _, letter := range "abcdefghijklmnopqrst" {
		changes = append(changes, grants(string(letter)))
		want = append(want, string(letter))
	}
	for _, err := range k.behind(changes...) {
		check(t, err)
	}
	k.wants("GPG+GPG+G", want...)
}

// What one change is refused for is no reason to refuse those that share its
// write.
func TestModifyFailsAlone(t *testing.T) {
	t.Parallel()
	invalid := grants("NOT A SPACE")
	for name, test := range map[string]struct {
		bad      client.Change
		is       func(error) bool
		requests string
	}{
		"refused by the change":         {refuses, func(err error) bool { return errors.Is(err, errRefused) }, "GPG+G+GPG+G+GPG+G"},
		"refused by Kibana":             {invalid, client.IsInvalid, "GPG+GP+GPG+GP+GPG+G"},
		"no reason to fail, no replays": {grants("b"), func(err error) bool { return err == nil }, "GPG+GPG+G"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			outcomes := k.behind(grants("a"), test.bad, grants("c"))
			if outcomes[0] != nil || !test.is(outcomes[1]) || outcomes[2] != nil {
				t.Errorf("outcomes: %v", outcomes)
			}
			want := []string{"planted", "first", "a", "c"}
			if outcomes[1] == nil {
				want = append(want, "b")
			}
			k.wants(test.requests, want...)
		})
	}
}

// What would meet every change alike meets all of them at once: nothing is
// tried again for each.
func TestModifyFailsTogether(t *testing.T) {
	t.Parallel()
	answering := func(hook kibanatest.Hook, status int) kibanatest.Hook {
		return hook.Answer(status, fmt.Sprintf(`{"statusCode":%d,"message":"no"}`, status), "Content-Type", "application/json")
	}
	unreachable := func(err error) bool { _, ok := errors.AsType[*client.TransportError](err); return ok }
	for name, test := range map[string]struct {
		hook     kibanatest.Hook // from the second write on
		is       func(error) bool
		requests string
	}{
		"the connection breaks":   {putR.Passing(1).Cut(), unreachable, "GPG+GPG"},
		"Kibana is not available": {putR.Passing(1).Answer(503, "busy"), client.IsUnavailable, "GPG+GPG"},
		"writing is forbidden":    {answering(putR.Passing(1), 403), client.IsForbidden, "GPG+GP"},
		// The first of these reads is the second verifying one of the write before.
		"reading is forbidden":    {answering(getR.Passing(2), 403), client.IsForbidden, "GPG+G+G"},
		"the credentials expired": {answering(getR.Passing(2), 401), client.IsUnauthorized, "GPG+G+G"},
		"the role is gone":        {answering(getR.Passing(2), 404), client.IsNotFound, "GPG+G+G"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newCrowd(t)
			k.Hook(test.hook)
			for i, err := range k.together(grants("first"), grants("a"), grants("b"), grants("c"))[1:] {
				if !test.is(err) {
					t.Errorf("outcome of change %d: %v", i, err)
				}
			}
			k.wants(test.requests, "planted", "first")
		})
	}
}

// Roles have nothing to do with each other.
func TestModifyOtherRoles(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	k.Plant("s", kibanatest.ESRole{})
	arrived, write := k.hold()
	blocked := k.call(grants("a"))
	<-arrived
	check(t, k.c.ModifyRole(t.Context(), "s", grants("b")))
	k.wants("GP+GPGG", "planted")
	write()
	check(t, <-blocked.outcome)
	k.wants("GP+GPGG+GG", "planted", "a")
}

func TestModifyMissingRole(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	if err := k.c.ModifyRole(t.Context(), "missing", grants("a")); !client.IsNotFound(err) {
		t.Errorf("error = %v, want not found", err)
	}
	k.wants("GG", "planted") // the second makes sure that the role API is there
}

// What one failed does not keep the next.
func TestModifyAfterAFailure(t *testing.T) {
	t.Parallel()
	k := newCrowd(t)
	k.Hook(putR.Once().Answer(http.StatusServiceUnavailable, ""))
	if err := k.c.ModifyRole(t.Context(), "r", grants("a")); !client.IsUnavailable(err) {
		t.Errorf("error = %v, want unavailable", err)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", grants("b")))
	k.wants("GPG+GPG+G", "planted", "b")
}
