package review_test

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "review")
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("TMPDIR", dir) // what the tests share is removed with it
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}
