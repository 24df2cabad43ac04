package review_test

import (
	"os"
	"runtime/debug"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

func TestMain(m *testing.M) {
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
