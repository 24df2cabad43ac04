package client_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Processes of one machine take turns with a role: the read, write and verifying read
// of one process are not interleaved with requests of another.
func TestProcessesOfOneMachineTakeTurns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		call     func(p sharedRole, text string) func(context.Context) error
		verified bool
	}{
		"grants":  {func(p sharedRole, text string) func(context.Context) error { return p.modify(addGrant(text)) }, true},
		"updates": {func(p sharedRole, text string) func(context.Context) error { return p.updateDescription(text) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, dir := newSharedRole(t), t.TempDir()
			k.delayRequests(2 * time.Millisecond)
			var processes sync.WaitGroup
			for _, process := range []string{"a", "b", "c"} {
				p := k.process(process, dir)
				for i := range 2 {
					processes.Go(func() {
						for j := range 4 {
							if err := test.call(p, fmt.Sprintf("%s-%d-%d", process, i, j))(t.Context()); err != nil {
								t.Error(err)
							}
						}
					})
				}
			}
			processes.Wait()
			journal := k.Journal()
			for i, r := range journal {
				if r.Method != http.MethodPut {
					continue
				}
				agent := r.Header.Get("User-Agent")
				if before := journal[i-1]; before.Method != http.MethodGet || before.Header.Get("User-Agent") != agent {
					t.Errorf("before write %d of %s came %s of %s", i, agent, before.Method, before.Header.Get("User-Agent"))
				}
				if !test.verified {
					continue
				}
				if after := journal[i+1]; after.Method != http.MethodGet || after.Header.Get("User-Agent") != agent {
					t.Errorf("after write %d of %s came %s of %s", i, agent, after.Method, after.Header.Get("User-Agent"))
				}
			}
			if stored, _ := k.Stored("r"); test.verified && len(stored.Applications) != 25 {
				t.Errorf("the role has %d entries, want 25", len(stored.Applications))
			}
		})
	}
}

// Each role of each Kibana has its own lock. Other users cannot use the lock.
func TestEachRoleHasItsLock(t *testing.T) {
	t.Parallel()
	k, other, dir := newSharedRole(t), newSharedRole(t), t.TempDir()
	k, other = k.process("k", dir), other.process("other", dir)
	k.Plant(strings.Repeat("long/", 100), kibanatest.ESRole{})
	for _, unlock := range []func(){
		k.c.Lock(t.Context(), "r"), k.c.Lock(t.Context(), "s"), other.c.Lock(t.Context(), "r"),
		k.c.Lock(t.Context(), strings.Repeat("long/", 100)),
	} {
		t.Cleanup(unlock)
	}
	files := lockFiles(t, dir)
	if len(files) != 4 {
		t.Errorf("locks: %q, want four", files)
	}
	for _, file := range files {
		for path, want := range map[string]os.FileMode{file: 0o600, filepath.Dir(file): 0o700} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
				t.Errorf("mode %v, %v, want %v", info.Mode(), err, want)
			}
		}
	}
}

// TestChildThatHoldsALock is the program of a child process. It is not a test.
func TestChildThatHoldsALock(t *testing.T) {
	t.Parallel()
	endpoint, dir, isChild := strings.Cut(os.Getenv(childLocks), " ")
	if !isChild {
		t.Skip("run by TestALockOfAProcessThatWasKilled")
	}
	c := connect(t, config(endpoint))
	c.SetTempDir(dir)
	defer c.Lock(t.Context(), "r")()
	fmt.Println("\nlocked")
	time.Sleep(time.Hour) // until it is killed
}

// The lock of a running process is respected. The lock of a process that was killed
// does not block others.
func TestALockOfAProcessThatWasKilled(t *testing.T) {
	t.Parallel()
	k, dir := newSharedRole(t), t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChildThatHoldsALock$")
	child.Env = append(os.Environ(), childLocks+"="+k.URL()+" "+dir)
	output, err := child.StdoutPipe()
	check(t, err)
	check(t, child.Start())
	for lines, locked := bufio.NewScanner(output), false; !locked && lines.Scan(); {
		locked = lines.Text() == "locked"
	}
	files := lockFiles(t, dir)
	if len(files) != 1 {
		t.Fatalf("locks: %q, want one", files)
	}
	lock := flock.New(files[0])
	defer func() { _ = lock.Close() }()
	if free, err := lock.TryLock(); free || err != nil {
		t.Errorf("the child's lock is free: %t, %v", free, err)
	}
	check(t, child.Process.Kill())
	_ = child.Wait()
	check(t, k.process("k", dir).c.ModifyRole(t.Context(), "r", addGrant("a")))
	k.want("GPG+G", "planted", "a")
}

// A worker does not hold the lock while it pauses, because somebody overwrites its change.
// Other processes of this machine then have their turn.
func TestTheLockIsFreeDuringAPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := inProcess(t, config(""), onWrite(created)) // no reading shows the change
		dir := t.TempDir()
		c.SetTempDir(dir)
		other, err := client.New(config("http://kibana.test"))
		check(t, err)
		other.SetTempDir(dir)
		start := time.Now()
		var call sync.WaitGroup
		call.Go(func() {
			err := c.ModifyRole(t.Context(), "r", addGrant("a"))
			if _, ok := errors.AsType[*client.OverwrittenError](err); !ok {
				t.Errorf("error = %v", err)
			}
		})
		synctest.Wait() // the worker pauses
		unlock := other.Lock(t.Context(), "r")
		if waited := time.Since(start); waited != 0 {
			t.Errorf("waited %v for the lock", waited)
		}
		time.Sleep(10 * time.Second) // longer than every pause: the worker waits for its turn
		if writes := s.count("PUT"); writes != 1 {
			t.Errorf("%d writes before the turn of the other process ends, want 1", writes)
		}
		unlock()
		call.Wait()
	})
}

// A worker that verifies the change of a caller who has given up takes the lock for the
// change of the next caller.
func TestTheLockIsTakenForTheNextCaller(t *testing.T) {
	t.Parallel()
	k, dir := newSharedRole(t), t.TempDir()
	p := k.process("p", dir)
	cfg := double(k.Server)
	cfg.RecheckAfter, cfg.MaxRetries = time.Hour, 0
	p.c = connect(t, cfg)
	p.c.SetTempDir(dir)
	arrived, goOn := k.holdRequest(getR.Passing(1)) // the verifying read
	gone := p.startModify(addGrant("a"))
	<-arrived
	next := p.startModify(addGrant("b"))
	locked := make(chan bool, 1)
	k.Hook(putR.Once().Do(func(*kibanatest.Exchange) {
		lock := flock.New(lockFiles(t, dir)[0])
		free, err := lock.TryLock()
		_ = lock.Close()
		locked <- !free && err == nil
	}))
	goOn()
	gone.giveUp()
	check(t, <-gone.outcome)
	if !<-locked {
		t.Error("the change of the next caller is written without the lock")
	}
	next.giveUp()
	check(t, <-next.outcome)
}

// If a lock is never released, a call waits for it as long as for a request, and then
// goes on without it.
func TestALockThatIsNeverReleased(t *testing.T) {
	t.Parallel()
	k, dir := newSharedRole(t), t.TempDir()
	defer k.process("k", dir).c.Lock(t.Context(), "r")()
	cfg := double(k.Server)
	cfg.MaxRetries, cfg.RequestTimeout = 0, time.Second
	k.c = connect(t, cfg)
	k.c.SetTempDir(dir)
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
	check(t, k.updateDescription("new")(t.Context()))
	k.want("GPG+G+GP", "planted", "a")
}

// A call that is cancelled while it waits for a lock ends, and sends nothing.
func TestACancelledCallWhileTheLockIsHeld(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(sharedRole) func(context.Context) error{
		"grant":  func(p sharedRole) func(context.Context) error { return p.modify(addGrant("a")) },
		"update": func(p sharedRole) func(context.Context) error { return p.updateDescription("new") },
		"delete": func(p sharedRole) func(context.Context) error { return p.deleteRole },
		"create": func(p sharedRole) func(context.Context) error { return p.createRole },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, dir := newSharedRole(t), t.TempDir()
			unlock := k.process("holds", dir).c.Lock(t.Context(), "r")
			p := k.process("waits", dir)
			c := p.start(call(p))
			c.giveUp()
			if err := <-c.outcome; !isCancelled(err) && err != context.Canceled { //nolint:errorlint // both errors are possible, and neither is wrapped
				t.Errorf("error = %v, want that of a cancelled call", err)
			}
			k.want("", "planted")
			unlock()
			check(t, p.c.ModifyRole(t.Context(), "r", addGrant("b")))
			k.want("GPG+G", "planted", "b")
		})
	}
}

// Without a usable folder for locks, the client works without locks.
func TestNoFolderForLocks(t *testing.T) {
	t.Parallel()
	folder := fmt.Sprint("terraform-provider-cases-", os.Getuid())
	for name, prepare := range map[string]func(t *testing.T, dir string) (tempDir string){
		"a file in place of the temporary files": func(t *testing.T, dir string) string {
			check(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
			return filepath.Join(dir, "file")
		},
		"a file in place of the folder": func(t *testing.T, dir string) string {
			check(t, os.WriteFile(filepath.Join(dir, folder), nil, 0o600))
			return dir
		},
		"a folder that others may write": func(t *testing.T, dir string) string {
			check(t, os.Mkdir(filepath.Join(dir, folder), 0o700))
			check(t, os.Chmod(filepath.Join(dir, folder), 0o770))
			return dir
		},
		"a link to a folder": func(t *testing.T, dir string) string {
			check(t, os.Mkdir(filepath.Join(dir, "elsewhere"), 0o700))
			check(t, os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, folder)))
			return dir
		},
		"temporary files that cannot be written": func(t *testing.T, dir string) string {
			if os.Getuid() == 0 {
				t.Skip("root may write everywhere")
			}
			check(t, os.Chmod(dir, 0o500))
			return dir
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			dir := prepare(t, t.TempDir())
			k = k.process("k", dir)
			check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
			check(t, k.updateDescription("new")(t.Context()))
			k.want("GPG+G+GP", "planted", "a")
			if here, _ := filepath.Glob("*.lock"); len(here) > 0 {
				t.Errorf("locks in the working directory: %q", here)
			}
			if files := lockFiles(t, dir); len(files) > 0 {
				t.Errorf("locks: %q, want none", files)
			}
		})
	}
}
