package review_test

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

func TestMain(m *testing.M) {
	// Properties make fewer checks than rapid's 100, unless the command line says otherwise.
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	dir, err := os.MkdirTemp("", "review")
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("TMPDIR", dir) // what the tests share is removed with it
	debug.SetGCPercent(400)      // saves CPU time
	terraformtest.SaveCPU()
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}
