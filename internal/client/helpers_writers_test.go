package client_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// notes records the calls of Removed and Added.
type notes struct {
	mu  sync.Mutex
	all []string
}

func (n *notes) add(note string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, note)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.all, " ")
}

// noting returns the change with a callback that adds a note.
func (n *notes) noting(note string, change client.Change) client.Change {
	if change.Add == nil {
		change.Removed = func() { n.add(note) }
	} else {
		change.Added = func() { n.add(note) }
	}
	return change
}

// roleWithStar returns a role with the privilege "*" of an application, and with a
// grant. Kibana shows the same entry for its own application and for all applications.
func roleWithStar(application string) kibanatest.ESRole {
	r := roleWith("planted")
	r.Applications = append(r.Applications, kibanatest.ESApplication{
		Application: application, Privileges: []string{"*"}, Resources: []string{"*"},
	})
	return r
}

// newSharedRoleWithStar returns a sharedRole with the role of [roleWithStar].
func newSharedRoleWithStar(t *testing.T, application string) sharedRole {
	t.Helper()
	k := newSharedRole(t)
	cfg := double(k.Server)
	cfg.MaxRetries = 1
	k.c = connect(t, cfg)
	k.Plant("r", roleWithStar(application))
	return k
}

// allSpacesPrivileges returns the privileges of the role in all spaces, with their
// applications.
func (k sharedRole) allSpacesPrivileges() string {
	var held []string
	stored, _ := k.Stored("r")
	for _, a := range stored.Applications {
		if slices.Equal(a.Resources, []string{"*"}) {
			held = append(held, fmt.Sprint(a.Application, " ", strings.Join(a.Privileges, ",")))
		}
	}
	return strings.Join(held, "; ")
}

func restored(err error) bool {
	notice, ok := errors.AsType[*client.RestoredError](err)
	return ok && notice.Role == "r" && strings.Contains(err.Error(), `took its place`)
}

func unrestored(err error) bool {
	lost, ok := errors.AsType[*client.UnrestoredError](err)
	return ok && lost.Role == "r" && lost.Err != nil && !errors.Is(err, context.Canceled)
}

// childLocks is an environment variable. With it, the test binary locks a role and
// waits: its value is the endpoint and the folder of the locks.
const childLocks = "CLIENT_TEST_LOCK"

// process returns a client for the same Kibana, like that of another process of the
// same user. Its user agent is its name.
func (k sharedRole) process(name, tempDir string) sharedRole {
	cfg := double(k.Server)
	cfg.UserAgent, cfg.MaxRetries, cfg.RequestTimeout = name, 0, time.Hour
	p := sharedRole{k.Server, k.t, connect(k.t, cfg)}
	p.c.SetTempDir(tempDir)
	return p
}

// lockFiles returns the files of the locks below a folder.
func lockFiles(t *testing.T, tempDir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(tempDir, "*", "*.lock"))
	check(t, err)
	return files
}

// wantNothingLost makes eight changes on each machine. Every change must be in the
// role, or its call must return an error.
func (k sharedRole) wantNothingLost(machines map[string]sharedRole, change func(string) client.Change, wantHeld bool) {
	failed := k.changeOnAll(machines, change)
	if len(failed) == 8*len(machines) {
		k.t.Error("no change succeeds")
	}
	held := k.spaces()
	for name := range machines {
		for i := range 8 {
			space := fmt.Sprint(name, i)
			switch err := failed[space]; {
			case err != nil:
				k.t.Logf("%s: %v", space, err)
			case slices.Contains(held, space) != wantHeld:
				k.t.Errorf("%s is in the role: %t, without an error", space, !wantHeld)
			}
		}
	}
}

// machine returns a client with its own folder for temporary files.
func (k sharedRole) machine() sharedRole {
	cfg := double(k.Server)
	cfg.RecheckAfter = 250 * time.Millisecond
	m := sharedRole{k.Server, k.t, connect(k.t, cfg)}
	m.c.SetTempDir(k.t.TempDir())
	return m
}

// changeOnAll makes eight changes on each machine at the same time, and returns the
// errors.
func (k sharedRole) changeOnAll(machines map[string]sharedRole, change func(string) client.Change) map[string]error {
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
