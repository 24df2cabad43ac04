package provider_test

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"

	"go.uber.org/goleak"

	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// No goroutine stays when the tests are over: a double closes its connections,
// which a real Kibana keeps open.
func TestMain(m *testing.M) {
	// Properties make fewer checks than rapid's 100, unless the command line says otherwise: make soak makes many.
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	dir, err := os.MkdirTemp("", "provider")
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("TMPDIR", dir) // the locks of these tests are their own
	debug.SetGCPercent(400)      // saves a tenth of the CPU time
	terraformtest.SaveCPU()
	if os.Getenv("TF_ACC") != "" {
		code := thenClose{m}.Run()
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}
	goleak.VerifyTestMain(thenClose{m},
		goleak.Cleanup(func(code int) {
			_ = os.RemoveAll(dir)
			os.Exit(code)
		}),
		// terraform-plugin-testing serves the provider in this process, and leaves
		// the pipes from which go-plugin reads its output to the garbage collector.
		goleak.IgnoreAnyFunction("github.com/hashicorp/go-plugin.copyChan"),
	)
}

// thenClose runs the tests and closes what they share.
type thenClose struct{ *testing.M }

func (m thenClose) Run() int {
	defer sharedElasticsearch.Close()
	defer sharedDouble.Close()
	return m.M.Run()
}
