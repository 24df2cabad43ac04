package client_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain sets a folder for the locks that other processes do not use.
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
