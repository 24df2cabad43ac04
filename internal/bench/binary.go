//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// plugin is the binary of a provider to measure.
type plugin struct {
	Subject string        `json:"subject"`
	StartUp time.Duration `json:"start_up_ns"` // until Terraform can call it; the median of several starts
	Bytes   int64         `json:"bytes"`

	path string
}

// newPlugin checks that a file is a provider, and measures its start.
func newPlugin(ctx context.Context, subject, path string) (plugin, error) {
	p := plugin{Subject: subject}
	info, err := os.Stat(path)
	if err != nil {
		return p, err
	}
	p.Bytes = info.Size()
	if p.path, err = filepath.Abs(path); err != nil {
		return p, err
	}
	var times []time.Duration
	for range 11 {
		duration, err := startOnce(ctx, p.path)
		if err != nil {
			return p, fmt.Errorf("%s does not start as a Terraform provider: %w", path, err)
		}
		times = append(times, duration)
	}
	slices.Sort(times)
	p.StartUp = times[len(times)/2]
	return p, nil
}

func startOnce(ctx context.Context, path string) (time.Duration, error) {
	ctx, stop := context.WithCancel(ctx)
	command := exec.CommandContext(ctx, path)
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
