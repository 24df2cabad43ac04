package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestFewRolesAreReadOneByOne(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 50)
	refresh(t, c, 0, 3)
	wantReads(t, s, 0, 3)
}

func TestManyRolesAreListedOnce(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 50)
	refresh(t, c, 0, 50)
	wantReads(t, s, 1, 3)
}

func TestParallelReadsShareOneList(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 50)
	var readers sync.WaitGroup
	for i := range 10 {
		readers.Go(func() { refresh(t, c, 5*i, 5*i+5) })
	}
	readers.Wait()
	wantReads(t, s, 1, 3)
}

func TestAWriteDropsTheList(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(*client.Client) error{
		"create": func(c *client.Client) error { return c.CreateRole(t.Context(), roles.Role{Name: "new"}) },
		"update": func(c *client.Client) error {
			return update(t.Context(), c, roles.Role{Name: "r1", Description: "written"})
		},
		"delete": func(c *client.Client) error { return c.DeleteRole(t.Context(), "r49") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := newManyRoles(t, 50)
			refresh(t, c, 0, 10)
			if err := write(c); err != nil {
				t.Fatal(err)
			}
			s.Plant("r2", kibanatest.ESRole{Description: "changed"})
			s.ResetJournal()
			role, err := c.RefreshRole(t.Context(), "r2")
			if err != nil || role.Description != "changed" {
				t.Errorf("%q, %v: read from an old list", role.Description, err)
			}
			wantReads(t, s, 0, 1)
		})
	}
}

// A call that is cancelled does not wait for the list. When no call waits any more, the
// request for the list is cancelled.
func TestAListIsCancelledWhenNoCallWaits(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 50)
	arrived, gone := make(chan struct{}), make(chan bool, 1)
	s.Hook(kibanatest.On(http.MethodGet, "/api/security/role").Once().Do(func(x *kibanatest.Exchange) {
		close(arrived)
		select {
		case <-x.Request.Context().Done():
			gone <- true
		case <-time.After(time.Minute):
			gone <- false
		}
	}))
	refresh(t, c, 0, 3) // one by one
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			if _, err := c.RefreshRole(ctx, "r3"); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v", err)
			}
		})
	}
	<-arrived
	cancel()
	readers.Wait()
	if !<-gone {
		t.Error("the list was not cancelled")
	}
	// After a cancelled list, the next calls request a new one.
	refresh(t, c, 0, 20)
	if lists, _ := countReads(s); lists != 2 {
		t.Errorf("%d lists, want another", lists)
	}
}

// A list that was requested before the end of a write may show the old role.
func TestAListDuringAWriteIsNotKept(t *testing.T) {
	t.Parallel()
	list, put := kibanatest.On(http.MethodGet, "/api/security/role").Once(), kibanatest.On(http.MethodPut, "/api/security/role/r9").Once()
	for name, hook := range map[string]func(s *kibanatest.Server, list, write func()){
		"the list comes before the write": func(s *kibanatest.Server, _, write func()) {
			s.Hook(list.Then(func(*kibanatest.Exchange) { write() }))
		},
		"the list comes and arrives while the write is under way": func(s *kibanatest.Server, list, _ func()) {
			s.Hook(put.Do(func(*kibanatest.Exchange) { list() }))
		},
		"the list comes while the write is under way, and arrives when it is done": func(s *kibanatest.Server, list, _ func()) {
			written, listed := make(chan struct{}), make(chan struct{})
			s.Hook(put.Do(func(*kibanatest.Exchange) {
				go list()
				<-listed
			}).Then(func(*kibanatest.Exchange) { close(written) }))
			s.Hook(kibanatest.On(http.MethodGet, "/api/security/role").Once().Then(func(*kibanatest.Exchange) {
				close(listed)
				<-written
			}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := newManyRoles(t, 50)
			var calls sync.WaitGroup
			calls.Add(2)
			write := sync.OnceFunc(func() {
				defer calls.Done()
				if err := update(t.Context(), c, roles.Role{Name: "r9", Description: "written"}); err != nil {
					t.Error(err)
				}
			})
			lists := sync.OnceFunc(func() {
				defer calls.Done()
				refresh(t, c, 0, 5)
			})
			hook(s, lists, write)
			if name == "the list comes before the write" {
				lists()
			}
			write()
			calls.Wait()
			refresh(t, c, 10, 15) // until the client has a list again
			role, err := c.RefreshRole(t.Context(), "r9")
			if err != nil || role.Description != "written" {
				t.Errorf("%q, %v: the list in flight was kept", role.Description, err)
			}
		})
	}
}

// A write may have taken effect before its answer arrives.
func TestAWriteDropsTheListWhenItBegins(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 50)
	refresh(t, c, 0, 5)
	s.Hook(kibanatest.On(http.MethodPut, "/api/security/role/r9").Then(func(*kibanatest.Exchange) {
		if _, listed := c.ListedRole("r9"); listed {
			t.Error("the client still has the list from before the write")
		}
		role, err := c.RefreshRole(t.Context(), "r9")
		if err != nil || role.Description != "written" {
			t.Errorf("%q, %v: read from an old list", role.Description, err)
		}
	}))
	check(t, update(t.Context(), c, roles.Role{Name: "r9", Description: "written"}))
}

func TestARoleThatTheListLacksIsRead(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 10)
	refresh(t, c, 0, 10)
	if _, err := c.RefreshRole(t.Context(), "missing"); !client.IsNotFound(err) {
		t.Errorf("error = %v, want not found", err)
	}
	s.Plant("late", kibanatest.ESRole{Description: "late"})
	if role, err := c.RefreshRole(t.Context(), "late"); err != nil || role.Description != "late" {
		t.Errorf("%q, %v", role.Description, err)
	}
	wantReads(t, s, 1, 5)
}

func TestRolesAreReadOneByOneIfTheListFails(t *testing.T) {
	t.Parallel()
	for name, hook := range map[string]kibanatest.Hook{
		"one role breaks it": kibanatest.On(http.MethodGet, "/api/security/role").Answer(500, `{"statusCode":500,"error":"x","message":"y"}`),
		"forbidden":          kibanatest.On(http.MethodGet, "/api/security/role").Answer(403, `{"statusCode":403,"error":"x","message":"y"}`),
		"an HTML page":       kibanatest.On(http.MethodGet, "/api/security/role").Answer(200, "<html>"),
		"cut off":            kibanatest.On(http.MethodGet, "/api/security/role").Answer(200, `[{"name":"r0"},{"na`),
		"not a list":         kibanatest.On(http.MethodGet, "/api/security/role").Answer(200, `{}`),
		"without names":      kibanatest.On(http.MethodGet, "/api/security/role").Answer(200, `[{}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := newManyRoles(t, 20)
			s.Hook(hook)
			refresh(t, c, 0, 20)
			wantReads(t, s, 1, 20)
		})
	}
}

// The list may have an incomplete role.
func TestAnIncompleteRoleInTheListIsRead(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 6)
	s.Hook(kibanatest.On(http.MethodGet, "/api/security/role").Answer(200, `[{"name":"r4"},{"name":"r5","elasticsearch":{},"kibana":"?"}]`))
	refresh(t, c, 0, 6)
	wantReads(t, s, 1, 6)
}

// A plan of many new roles looks for each of them, and sends a few requests in all.
func TestRolesThatTheListLacksAreNotFoundWithoutARequest(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 10)
	for i := range 50 {
		if _, found := c.FindRole(t.Context(), fmt.Sprintf("new%d", i)); found {
			t.Errorf("new%d is found", i)
		}
	}
	wantReads(t, s, 1, 3)
	if role, found := c.FindRole(t.Context(), "r9"); !found || role.Name != "r9" {
		t.Errorf("r9 is not found in the list: %v", role)
	}
	wantReads(t, s, 1, 3)
}

func TestRolesAreFoundOneByOneIfTheListFails(t *testing.T) {
	t.Parallel()
	s, c := newManyRoles(t, 10)
	s.Hook(kibanatest.On(http.MethodGet, "/api/security/role").Answer(500, `{"statusCode":500,"error":"x","message":"y"}`))
	for range 6 {
		if _, found := c.FindRole(t.Context(), "r9"); !found {
			t.Error("r9 is not found")
		}
	}
	if _, found := c.FindRole(t.Context(), "missing"); found {
		t.Error("a missing role is found")
	}
}

// A role of the list is decoded once, however many callers ask for it.
func TestARoleOfTheListIsDecodedOnce(t *testing.T) {
	t.Parallel()
	_, c := newManyRoles(t, 10)
	refresh(t, c, 0, 10)
	first, _ := c.ListedRole("r9")
	again, listed := c.ListedRole("r9")
	read, err := c.RefreshRole(t.Context(), "r9")
	if !listed || err != nil || first != again || first != read {
		t.Errorf("%p, %p and %p (%v): want the same", first, again, read, err)
	}
}
