package provider_test

import (
	"flag"
	"fmt"
	"runtime"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
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
			worker.wantDiagnostics(tfprotov6.DiagnosticSeverityError)
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
