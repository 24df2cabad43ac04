//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"time"
)

// cost is the cost of a Terraform command.
type cost struct {
	Wall      time.Duration `json:"wall_ns"`
	Terraform time.Duration `json:"terraform_cpu_ns"` // without the provider
	Provider  time.Duration `json:"provider_cpu_ns"`  // of all processes of the provider
	Peak      int64         `json:"peak_bytes"`       // resident memory of the largest of these processes
}

// total returns the CPU time of Terraform and the provider.
func (c cost) total() time.Duration { return c.Terraform + c.Provider }

// commandCost splits the CPU time of a Terraform command.
//
// When a process ends, its parent gets its CPU time, with that of all its descendants
// that were waited for. Terraform waits for its plugins, which are meters, and each
// meter waits for the provider. So the CPU time of the command includes both. Each
// meter reports its own CPU time and the provider's. The rest is Terraform's, except
// for the few milliseconds that each meter needs to write its report and to end.
//
// The usage file has a line for each process of the provider. It does not exist if
// Terraform started none.
func commandCost(wall, cpu time.Duration, usageFile string) (cost, error) {
	c := cost{Wall: wall, Terraform: cpu}
	text, err := os.ReadFile(usageFile) //nolint:gosec // this program sets the name
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return c, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var process usage
		switch err := decoder.Decode(&process); {
		case errors.Is(err, io.EOF):
			return c, nil
		case err != nil:
			return c, err
		}
		c.Terraform -= process.CPU + process.MeterCPU
		c.Provider += process.CPU
		c.Peak = max(c.Peak, process.Peak)
	}
}

// median returns the median of each value.
func median(costs []cost) cost {
	return cost{
		Wall:      middle(costs, func(c cost) time.Duration { return c.Wall }),
		Terraform: middle(costs, func(c cost) time.Duration { return c.Terraform }),
		Provider:  middle(costs, func(c cost) time.Duration { return c.Provider }),
		Peak:      middle(costs, func(c cost) int64 { return c.Peak }),
	}
}

// middle returns the median of one value.
func middle[T int64 | time.Duration](costs []cost, value func(cost) T) T {
	var values []T
	for _, c := range costs {
		values = append(values, value(c))
	}
	slices.Sort(values)
	return values[len(values)/2]
}
