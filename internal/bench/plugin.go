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

	"github.com/kibana-cases/terraform-provider-cases/internal/bench/idle"
	cases "github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// The program stands in for two others: it is the plugin that Terraform starts,
// which runs the one to measure, and the provider that does nothing.
const (
	actVariable    = "BENCH_ACT"    // what this process is
	pluginVariable = "BENCH_PLUGIN" // the plugin to measure
	usageVariable  = "BENCH_USAGE"  // where to note what it used

	actMeter = "meter"
	actIdle  = "idle"
)

// usage is what a plugin process took.
type usage struct {
	CPU  time.Duration `json:"cpu_ns"`
	Peak int64         `json:"peak_bytes"` // resident memory
}

// meterPlugin runs a plugin for Terraform, and notes what it used.
func meterPlugin() {
	name := os.Getenv(pluginVariable)
	plugin := exec.CommandContext(context.Background(), name) //nolint:gosec // this program named it
	plugin.Stdin, plugin.Stdout, plugin.Stderr = os.Stdin, os.Stdout, os.Stderr
	plugin.Env = append(os.Environ(), actVariable+"="+actIdle) // of no meaning to the provider
	if err := plugin.Run(); err != nil {
		log.Fatal(err)
	}
	spent := usage{CPU: plugin.ProcessState.UserTime() + plugin.ProcessState.SystemTime()}
	if system, ok := plugin.ProcessState.SysUsage().(*syscall.Rusage); ok {
		spent.Peak = int64(system.Maxrss) //nolint:unconvert // 32 bits wide on some machines
		if runtime.GOOS != "darwin" {     // which counts bytes
			spent.Peak <<= 10
		}
	}
	line, err := json.Marshal(spent)
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.OpenFile(os.Getenv(usageVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // this program named it
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

// serveIdle is a plugin as plugins are, without tuning.
func serveIdle() {
	constructor := func() provider.Provider { return idle.New(cases.New("idle")()) }
	if err := providerserver.Serve(context.Background(), constructor, providerserver.ServeOpts{Address: address}); err != nil {
		log.Fatal(err)
	}
}

// startUp is how long the plugin takes until Terraform can talk to it: the
// median of several starts.
func startUp(ctx context.Context, plugin string) (time.Duration, error) {
	var took []time.Duration
	for range 11 {
		one, err := startOnce(ctx, plugin)
		if err != nil {
			return 0, err
		}
		took = append(took, one)
	}
	slices.Sort(took)
	return took[len(took)/2], nil
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
	took := time.Since(began)
	stop()
	_ = command.Wait() // It was stopped.
	return took, err
}
