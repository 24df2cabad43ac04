//go:build unix

package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/kibana-cases/terraform-provider-cases/internal/bench/noop"
	cases "github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// Terraform starts this program as its plugin. These environment variables tell the
// process what to do.
const (
	modeVariable   = "BENCH_MODE"   // one of the modes below
	pluginVariable = "BENCH_PLUGIN" // the plugin to measure
	usageVariable  = "BENCH_USAGE"  // the file to which the plugin's usage is appended

	modeMeter = "meter" // run the plugin, and measure its usage
	modeNoop  = "noop"  // serve the no-op provider
)

// usage is the resource usage of a plugin process, and of the meter that started it.
type usage struct {
	CPU      time.Duration `json:"cpu_ns"`
	Peak     int64         `json:"peak_bytes"` // resident memory
	MeterCPU time.Duration `json:"meter_cpu_ns"`
}

// meterPlugin runs a plugin for Terraform, and appends its usage to a file.
func meterPlugin() {
	name := os.Getenv(pluginVariable)
	plugin := exec.CommandContext(context.Background(), name) //nolint:gosec // this program sets the name
	plugin.Stdin, plugin.Stdout, plugin.Stderr = os.Stdin, os.Stdout, os.Stderr
	plugin.Env = append(os.Environ(), modeVariable+"="+modeNoop) // the provider ignores it
	if err := plugin.Run(); err != nil {
		log.Fatal(err)
	}
	used := usage{CPU: plugin.ProcessState.UserTime() + plugin.ProcessState.SystemTime()}
	if system, ok := plugin.ProcessState.SysUsage().(*syscall.Rusage); ok {
		used.Peak = int64(system.Maxrss) //nolint:unconvert // 32 bits wide on some machines
		if runtime.GOOS != "darwin" {    // macOS counts bytes; others count KiB
			used.Peak <<= 10
		}
	}
	used.MeterCPU = ownCPU()
	line, err := json.Marshal(used)
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.OpenFile(os.Getenv(usageVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // this program sets the name
	if err != nil {
		log.Fatal(err)
	}
	_, err = file.Write(append(line, '\n'))
	if err := file.Close(); err != nil {
		log.Fatal(err)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// ownCPU returns the CPU time of this process.
func ownCPU() time.Duration {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		log.Fatal(err)
	}
	return time.Duration(own.Utime.Nano() + own.Stime.Nano())
}

// serveNoop serves the no-op provider as an ordinary plugin, without tuning.
func serveNoop() {
	constructor := func() provider.Provider { return noop.New(cases.New("noop")()) }
	if err := providerserver.Serve(context.Background(), constructor, providerserver.ServeOpts{Address: address}); err != nil {
		log.Fatal(err)
	}
}
