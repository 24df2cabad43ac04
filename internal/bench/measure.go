//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// row is the result of one step of a scenario.
type row struct {
	Scenario string        `json:"scenario"`
	N        int           `json:"n"`
	Latency  time.Duration `json:"latency_ns"`
	Step     string        `json:"step"`
	Results  []result      `json:"results"` // the first is that of this project's provider
}

// result is the cost of a step for one subject.
type result struct {
	Subject string `json:"subject"`
	cost
	Requests map[string]int `json:"requests,omitempty"` // by kind
}

// step is a Terraform command to measure.
type step struct {
	name      string
	first     string // the access of the first object in a new configuration; "" keeps the last one
	rounds    int    // repetitions; the result is their median
	arguments []string
}

const planStep = "plan, no changes"

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
	if o.server == 0 {
		return r, nil
	}
	fmt.Fprintln(os.Stderr, serverScenario)
	return r, r.addServer(ctx, w, o)
}

// measure runs the steps of the scenario.
func (s scenario) measure(ctx context.Context, w *workspace, rounds int) ([]row, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	subjects, err := s.subjects(ctx, w)
	if err != nil {
		return nil, err
	}
	created, err := s.run(ctx, subjects, step{"create", initialAccess, 1, []string{"apply", "-auto-approve"}})
	if err != nil {
		return nil, err
	}
	noop, err := subjects[0].noop()
	if err != nil {
		return nil, err
	}
	// With this flag, a plan with changes is an error.
	planned, err := s.run(ctx, append(subjects, noop), step{planStep, "", rounds, []string{"plan", "-detailed-exitcode"}})
	if err != nil {
		return nil, err
	}
	changed, err := s.run(ctx, subjects, step{"change one", changedAccess, 1, []string{"apply", "-auto-approve"}})
	if err != nil {
		return nil, err
	}
	destroyed, err := s.run(ctx, subjects, step{"destroy", "", 1, []string{"apply", "-destroy", "-auto-approve"}})
	return []row{created, planned, changed, destroyed}, err
}

// noop returns a copy of the subject's project, for the no-op provider.
func (s *subject) noop() (*subject, error) {
	p, err := s.workspace.project(s.environment...)
	if err != nil {
		return nil, err
	}
	return &subject{project: p, name: noopSubject, plugin: s.program}, os.CopyFS(p.folder, os.DirFS(s.folder))
}

// run runs a step for every subject in turn, in each round.
func (s scenario) run(ctx context.Context, subjects []*subject, st step) (row, error) {
	done := row{s.name, s.n, s.latency, st.name, make([]result, len(subjects))}
	costs := make([][]cost, len(subjects))
	for range st.rounds {
		for i, measured := range subjects {
			c, requests, err := measured.run(ctx, st)
			if err != nil {
				return done, fmt.Errorf("%s, %s: %w", st.name, measured.name, err)
			}
			costs[i] = append(costs[i], c)
			done.Results[i] = result{measured.name, median(costs[i]), requests}
		}
	}
	fmt.Fprint(os.Stderr, done.costs()) // shows progress
	return done, nil
}

// run runs a step once. It also returns the number of requests by kind.
func (s *subject) run(ctx context.Context, st step) (cost, map[string]int, error) {
	if st.first != "" {
		if err := s.write("main.tf", s.config(st.first)); err != nil {
			return cost{}, nil, err
		}
	}
	if s.kibana != nil {
		s.kibana.ResetJournal()
	}
	c, err := s.terraform(ctx, s.plugin, st.arguments...)
	if err != nil || s.kibana == nil {
		return c, nil, err
	}
	return c, s.kibana.countRequests(), nil
}
