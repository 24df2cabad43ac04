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

// row is one step with one configuration.
type row struct {
	Scenario string         `json:"scenario"`
	N        int            `json:"n"`
	Latency  time.Duration  `json:"latency_ns"`
	Step     string         `json:"step"`
	Provider spent          `json:"provider"`
	Requests map[string]int `json:"requests"`
	Idle     *spent         `json:"do_nothing,omitempty"`     // on the same state
	Floor    *spent         `json:"terraform_data,omitempty"` // as many blocks
}

// scenario is a configuration of some size; first is the access that its first
// object has.
type scenario struct {
	name    string
	n       int
	latency time.Duration
	config  func(n int, first string) string
	blocks  int // terraform_data blocks to compare with
	planted int // roles of somebody else
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
			all = append(all, scenario{"roles", n, latency, roles, n, 0})
		}
	}
	for _, latency := range o.latencies {
		all = append(all, scenario{"grants", o.grants, latency, grants, o.grants, o.grants / 10})
	}
	for _, n := range o.sizes {
		all = append(all, scenario{"spaces", n, 0, spaces, 1, 0})
	}
	return all
}

// measure takes a configuration from its creation to its end.
func (s scenario) measure(ctx context.Context, w *workspace, rounds int) ([]row, error) {
	k, err := startKibana(s.latency)
	if err != nil {
		return nil, err
	}
	defer k.stop()
	k.provide(s.n, s.planted)
	name := fmt.Sprintf("%s-%d-%s", s.name, s.n, s.latency)
	of, err := w.project(name, k.environment...)
	if err != nil {
		return nil, err
	}
	beside, err := w.project(name + "-floor")
	if err != nil {
		return nil, err
	}
	var rows []row
	step := func(name, first string, arguments ...string) error {
		if err := of.write(s.config(s.n, first)); err != nil {
			return err
		}
		if err := beside.write(floor(s.blocks, first)); err != nil {
			return err
		}
		k.ResetJournal()
		took, err := of.terraform(ctx, w.plugin, arguments...)
		if err != nil {
			return err
		}
		asked := k.requests()
		least, err := beside.terraform(ctx, "", arguments...)
		done := row{s.name, s.n, s.latency, name, took, asked, nil, &least}
		fmt.Fprint(os.Stderr, done.markdown()) // it takes its time
		rows = append(rows, done)
		return err
	}
	if err := step("create", granted, "apply", "-auto-approve"); err != nil {
		return nil, err
	}
	unchanged, err := s.compare(ctx, of, beside, k, rounds)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(os.Stderr, unchanged.markdown())
	rows = append(rows, unchanged)
	if err := step("change one", reduced, "apply", "-auto-approve"); err != nil {
		return nil, err
	}
	return rows, step("destroy", reduced, "apply", "-destroy", "-auto-approve")
}

// compare plans what needs no change, in turns: with the provider, with the one
// that does nothing on the same state, and with terraform_data.
func (s scenario) compare(ctx context.Context, of, beside *project, k *kibana, rounds int) (row, error) {
	idle, err := of.project(filepath.Base(of.folder)+"-idle", of.environment...)
	if err != nil {
		return row{}, err
	}
	if err := os.CopyFS(idle.folder, os.DirFS(of.folder)); err != nil {
		return row{}, err
	}
	result := row{Scenario: s.name, N: s.n, Latency: s.latency, Step: "plan, no changes"}
	var provider, nothing, least []spent
	for range rounds {
		k.ResetJournal()
		for _, one := range []struct {
			project *project
			plugin  string
			spent   *[]spent
		}{{of, of.plugin, &provider}, {idle, of.program, &nothing}, {beside, "", &least}} {
			// With this flag, a plan with changes is an error.
			took, err := one.project.terraform(ctx, one.plugin, "plan", "-detailed-exitcode")
			if err != nil {
				return row{}, err
			}
			*one.spent = append(*one.spent, took)
		}
		result.Requests = k.requests()
	}
	result.Provider, result.Idle, result.Floor = median(provider), new(median(nothing)), new(median(least))
	return result, nil
}

// median is the middle of each figure by itself.
func median(all []spent) spent {
	middle := func(of func(spent) int64) int64 {
		var values []int64
		for _, one := range all {
			values = append(values, of(one))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return spent{
		Wall: time.Duration(middle(func(s spent) int64 { return int64(s.Wall) })),
		usage: usage{
			CPU:  time.Duration(middle(func(s spent) int64 { return int64(s.CPU) })),
			Peak: middle(func(s spent) int64 { return s.Peak }),
		},
	}
}
