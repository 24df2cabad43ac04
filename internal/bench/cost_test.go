//go:build unix

package main

import (
	"log"
	"os"
	"os/exec"
	"testing"
	"time"
)

// pluginCPU is the CPU time that the test's plugin uses.
const pluginCPU = 300 * time.Millisecond

// TestMain runs the test binary also as the CLI, the meter and the plugin of
// TestProviderCPUIsNotCountedAsTerraforms.
func TestMain(m *testing.M) {
	switch mode := os.Getenv(modeVariable); {
	case mode == "":
		os.Exit(m.Run())
	case len(os.Args) > 1: // the CLI: starts the plugin, and waits for it
		if err := exec.Command(os.Args[0]).Run(); err != nil {
			log.Fatal(err)
		}
	case mode == modeMeter:
		meterPlugin()
	default:
		for ownCPU() < pluginCPU { //nolint:revive // uses CPU time
		}
	}
}

func TestProviderCPUIsNotCountedAsTerraforms(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TF_ACC_TERRAFORM_PATH", program)
	p := &project{&workspace{folder: t.TempDir()}, t.TempDir(), nil}
	c, err := p.terraform(t.Context(), program, "plan")
	if err != nil {
		t.Fatal(err)
	}
	if c.Provider < pluginCPU || c.Terraform <= 0 || c.Terraform > pluginCPU/2 || c.Peak == 0 {
		t.Errorf("%+v", c)
	}
}

func TestCostWithoutProvider(t *testing.T) {
	t.Parallel()
	c, err := commandCost(3, 2, "/does/not/exist")
	if want := (cost{Wall: 3, Terraform: 2}); c != want || err != nil {
		t.Errorf("%+v, %v", c, err)
	}
}
