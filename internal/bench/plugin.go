//go:build unix

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"runtime"
	"slices"
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

// usage is the resource usage of a plugin process.
type usage struct {
	CPU  time.Duration `json:"cpu_ns"`
	Peak int64         `json:"peak_bytes"` // resident memory
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

// serveNoop serves the no-op provider as an ordinary plugin, without tuning.
func serveNoop() {
	constructor := func() provider.Provider { return noop.New(cases.New("noop")()) }
	if err := providerserver.Serve(context.Background(), constructor, providerserver.ServeOpts{Address: address}); err != nil {
		log.Fatal(err)
	}
}

// startUp returns the time that the plugin needs until Terraform can call it. It is
// the median of several starts.
func startUp(ctx context.Context, plugin string) (time.Duration, error) {
	var times []time.Duration
	for range 11 {
		duration, err := startOnce(ctx, plugin)
		if err != nil {
			return 0, err
		}
		times = append(times, duration)
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

func startOnce(ctx context.Context, plugin string) (time.Duration, error) {
	ctx, stop := context.WithCancel(ctx)
	command := exec.CommandContext(ctx, plugin)
	command.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", "PLUGIN_PROTOCOL_VERSIONS=6")
	output, err := command.StdoutPipe()
	if err != nil {
		stop()
		return 0, err
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		stop()
		return 0, err
	}
	_, err = bufio.NewReader(output).ReadString('\n') // the handshake
	duration := time.Since(began)
	stop()
	_ = command.Wait() // an error: the process was killed
	return duration, err
}
