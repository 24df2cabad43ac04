package client_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain keeps the locks of the tests apart from those of other processes.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "client")
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("TMPDIR", dir)
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}))
}
