package provider_test

import (
	"fmt"
	"runtime"
	"testing"

	"go.uber.org/goleak"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
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
