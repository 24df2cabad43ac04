package provider_test

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// ending is how a write ends that is under way when Terraform is interrupted.
type ending struct{ effect, answer bool }

var endings = map[string]ending{
	"takes effect":                   {effect: true, answer: true},
	"takes effect, answer is lost":   {effect: true},
	"is lost before it takes effect": {},
}

// underWay makes the next write wait: arrived is closed when it is there, and
// finish lets it end.
func (k target) underWay(t *testing.T, end ending) (arrived <-chan struct{}, finish func()) {
	t.Helper()
	there, on, handled := make(chan struct{}), make(chan struct{}), make(chan struct{})
	goOn := sync.OnceFunc(func() { close(on) })
	t.Cleanup(goOn)
	k.Hook(kibanatest.Hook{
		Match: func(r *http.Request) bool { return r.Method != http.MethodGet },
		Times: 1,
		Before: func(x *kibanatest.Exchange) {
			close(there)
			<-on
			if !end.effect {
				x.Cut()
				close(handled)
			}
		},
		After: func(x *kibanatest.Exchange) {
			if !end.answer {
				x.Cut()
			}
			close(handled)
		},
	})
	return there, func() {
		goOn()
		<-handled
	}
}

// running is a command that can be interrupted.
type running struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines chan string // what it says, until it ends
}

// begin starts a command that says in detail what it does.
func (e example) begin(t *testing.T, command ...string) running {
	t.Helper()
	cmd := e.cli.command(t, e.folder, command...)
	cmd.Env = append(cmd.Env, "TF_LOG_CORE=TRACE")
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1<<20) // it must never wait for a reader
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	return running{t, cmd, lines}
}

// interrupt sends what Ctrl-C sends, and returns when the command has said a
// text.
func (r running) interrupt(says string) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
	var all []string
	for line := range r.lines {
		if strings.Contains(line, says) {
			return
		}
		all = append(all, line)
	}
	r.t.Fatalf("it ended without %q:\n%s", says, strings.Join(all, "\n"))
}

// wait waits for the end. What the exit code is depends on how far the command
// came.
func (r running) wait() {
	r.t.Helper()
	for range r.lines {
	}
	_ = r.cmd.Wait()
}
