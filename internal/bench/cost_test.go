//go:build unix

package main

import (
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// pluginCPU is the CPU time that the test's plugin uses.
const pluginCPU = 300 * time.Millisecond

// TestMain runs the test binary also as the CLI, the meter and the plugin of
// TestProviderCPUIsMeasured.
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

func TestProviderCPUIsMeasured(t *testing.T) {
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
	// Terraform's part is the rest, so it is negative if the provider's was never in the sum.
	if c.Provider < pluginCPU || c.Terraform <= 0 || c.Peak == 0 {
		t.Errorf("%+v", c)
	}
}

func TestProviderCPUIsNotCountedAsTerraforms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		usage string
		want  cost
	}{
		"one process":   {`{"cpu_ns":300,"peak_bytes":7,"meter_cpu_ns":20}` + "\n", cost{Wall: 3, Terraform: 680, Provider: 300, Peak: 7}},
		"two processes": {`{"cpu_ns":300,"peak_bytes":7,"meter_cpu_ns":20}` + "\n" + `{"cpu_ns":100,"peak_bytes":9,"meter_cpu_ns":10}` + "\n", cost{Wall: 3, Terraform: 570, Provider: 400, Peak: 9}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "usage")
			if err := os.WriteFile(file, []byte(test.usage), 0o600); err != nil {
				t.Fatal(err)
			}
			if c, err := commandCost(3, 1000, file); c != test.want || err != nil {
				t.Errorf("%+v, %v, want %+v", c, err, test.want)
			}
		})
	}
}

func TestCostWithoutProvider(t *testing.T) {
	t.Parallel()
	c, err := commandCost(3, 2, "/does/not/exist")
	if want := (cost{Wall: 3, Terraform: 2}); c != want || err != nil {
		t.Errorf("%+v, %v", c, err)
	}
}
