package provider_test

import (
	"flag"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"go.uber.org/goleak"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// How much `make soak` does, and every other run in small.
var (
	roleCount  = flag.Int("roles", 50, "how many roles TestSoak takes through one provider")
	spaceCount = flag.Int("spaces", 50, "how many spaces the largest role has")
)

const (
	// atOnce is how many roles Terraform deals with at a time.
	atOnce = 10
	// mostKept is the heap that may stay for a role, in bytes, beside the noise of
	// any run.
	mostKept, noise = 256, 2 << 20
)

// TestSoak: a provider that creates, changes and destroys many roles keeps
// neither goroutines nor memory for them. It runs by itself: it counts what the
// whole process holds.
func TestSoak(t *testing.T) { //nolint:paralleltest // it counts what the whole process holds
	others := goleak.IgnoreCurrent()
	goroutines := runtime.NumGoroutine()
	t.Run("roles", func(t *testing.T) {
		k := onDouble(t, kibanatest.Newest())
		p := start(t, k.settings(nil))
		p.soak(k, "first") // what is made once is made now
		before, requests := heap(), 0
		for batch := range *roleCount / atOnce {
			requests += p.soak(k, fmt.Sprint(batch))
		}
		after := heap()
		if kept := after - before; kept > int64(*roleCount)*mostKept+noise {
			t.Errorf("%d roles left %d bytes behind", *roleCount, kept)
		}
		if left := k.Names(); len(left) > 0 {
			t.Errorf("roles are left: %q", left)
		}
		t.Logf("%d roles created, changed and destroyed in %d requests; heap %d KiB before, %d KiB after", *roleCount, requests, before>>10, after>>10)
	})
	goleak.VerifyNone(t, others)
	t.Logf("%d goroutines before, %d after", goroutines, runtime.NumGoroutine())
}

// soak creates, refreshes, changes and destroys a batch of roles, and returns how
// many requests that took.
func (p *process) soak(k target, batch string) (requests int) {
	p.t.Helper()
	var all sync.WaitGroup
	for i := range atOnce {
		all.Go(func() {
			worker := &process{t: p.t, server: p.server}
			role := object{"name": fmt.Sprintf("soak-%s-%d", batch, i), "spaces": inSoc(security("full"))}
			changed := object{"name": role["name"], "description": "changed", "spaces": inSoc(security("assignee", object{"delete_cases": false}))}
			state := worker.refresh("cases_role", worker.change("cases_role", kept{}, role))
			state = worker.refresh("cases_role", worker.change("cases_role", state, changed))
			worker.change("cases_role", state, nil)
			worker.expects(tfprotov6.DiagnosticSeverityError)
		})
	}
	all.Wait()
	// Until then the plugin framework keeps a context for every call.
	if _, err := p.server.StopProvider(p.t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		p.t.Fatal(err)
	}
	requests = len(k.Journal())
	k.ResetJournal()
	return requests
}

// heap is what is in use after a collection, in bytes.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // the second frees what the first found to finalise
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
