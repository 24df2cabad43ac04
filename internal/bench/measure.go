//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// row is the result of one step of a scenario.
type row struct {
	Scenario string         `json:"scenario"`
	N        int            `json:"n"`
	Latency  time.Duration  `json:"latency_ns"`
	Step     string         `json:"step"`
	Provider cost           `json:"provider"`
	Requests map[string]int `json:"requests"`                 // by kind
	Noop     *cost          `json:"noop,omitempty"`           // the no-op provider on the same state
	Baseline *cost          `json:"terraform_data,omitempty"` // the terraform_data blocks
}

// scenario is a configuration of a given size. The steps are: create all objects,
// plan without changes, change one object, destroy all objects.
type scenario struct {
	name    string
	n       int
	latency time.Duration
	config  func(n int, first string) string // first is the access of the first object
	blocks  int                              // the number of terraform_data blocks for comparison
	roles   int                              // the number of roles that must exist before
}

func measure(ctx context.Context, w *workspace, o options) (*report, error) {
	r, err := newReport(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, s := range o.scenarios() {
		fmt.Fprintln(os.Stderr, s.name)
		rows, err := s.measure(ctx, w, o.rounds)
		if err != nil {
			return nil, fmt.Errorf("%s, %d: %w", s.name, s.n, err)
		}
		r.Rows = append(r.Rows, rows...)
	}
	return r, nil
}

func (o options) scenarios() []scenario {
	var all []scenario
	for _, latency := range o.latencies {
		for _, n := range o.sizes {
			all = append(all, scenario{"roles", n, latency, rolesConfig, n, 0})
		}
	}
	for _, latency := range o.latencies {
		all = append(all, scenario{"grants", o.grants, latency, grantsConfig, o.grants, o.grants / 10})
	}
	for _, n := range o.sizes {
		all = append(all, scenario{"spaces", n, 0, spacesConfig, 1, 0})
	}
	return all
}

// measure runs the steps of the scenario.
func (s scenario) measure(ctx context.Context, w *workspace, rounds int) ([]row, error) {
	k, err := startKibana(s.latency)
	if err != nil {
		return nil, err
	}
	defer k.stop()
	k.prepare(s.n, s.roles)
	name := fmt.Sprintf("%s-%d-%s", s.name, s.n, s.latency)
	measured, err := w.project(name, k.environment...)
	if err != nil {
		return nil, err
	}
	baseline, err := w.project(name + "-baseline")
	if err != nil {
		return nil, err
	}
	var rows []row
	step := func(name, first string, arguments ...string) error {
		if err := measured.write(s.config(s.n, first)); err != nil {
			return err
		}
		if err := baseline.write(baselineConfig(s.blocks, first)); err != nil {
			return err
		}
		k.ResetJournal()
		provider, err := measured.terraform(ctx, w.plugin, arguments...)
		if err != nil {
			return err
		}
		requests := k.countRequests()
		other, err := baseline.terraform(ctx, "", arguments...)
		done := row{s.name, s.n, s.latency, name, provider, requests, nil, &other}
		fmt.Fprint(os.Stderr, done.markdown()) // shows progress
		rows = append(rows, done)
		return err
	}
	if err := step("create", initialAccess, "apply", "-auto-approve"); err != nil {
		return nil, err
	}
	unchanged, err := s.compare(ctx, measured, baseline, k, rounds)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(os.Stderr, unchanged.markdown())
	rows = append(rows, unchanged)
	if err := step("change one", changedAccess, "apply", "-auto-approve"); err != nil {
		return nil, err
	}
	return rows, step("destroy", changedAccess, "apply", "-destroy", "-auto-approve")
}

// compare plans without changes: in each round once with the provider, once with the
// no-op provider on the same state, and once with terraform_data blocks.
func (s scenario) compare(ctx context.Context, measured, baseline *project, k *kibana, rounds int) (row, error) {
	noop, err := measured.project(filepath.Base(measured.folder)+"-noop", measured.environment...)
	if err != nil {
		return row{}, err
	}
	if err := os.CopyFS(noop.folder, os.DirFS(measured.folder)); err != nil {
		return row{}, err
	}
	result := row{Scenario: s.name, N: s.n, Latency: s.latency, Step: "plan, no changes"}
	var providerCosts, noopCosts, baselineCosts []cost
	for range rounds {
		k.ResetJournal()
		for _, run := range []struct {
			project *project
			plugin  string
			costs   *[]cost
		}{
			{measured, measured.plugin, &providerCosts},
			{noop, measured.program, &noopCosts},
			{baseline, "", &baselineCosts},
		} {
			// With this flag, a plan with changes is an error.
			c, err := run.project.terraform(ctx, run.plugin, "plan", "-detailed-exitcode")
			if err != nil {
				return row{}, err
			}
			*run.costs = append(*run.costs, c)
		}
		result.Requests = k.countRequests()
	}
	result.Provider, result.Noop, result.Baseline = median(providerCosts), new(median(noopCosts)), new(median(baselineCosts))
	return result, nil
}

// median returns the medians of the wall times, CPU times and peaks.
func median(costs []cost) cost {
	middle := func(value func(cost) int64) int64 {
		var values []int64
		for _, c := range costs {
			values = append(values, value(c))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		Wall: time.Duration(middle(func(c cost) int64 { return int64(c.Wall) })),
		usage: usage{
			CPU:  time.Duration(middle(func(c cost) int64 { return int64(c.CPU) })),
			Peak: middle(func(c cost) int64 { return c.Peak }),
		},
	}
}
