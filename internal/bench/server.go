//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
)

// addServer measures the commands that read every role on the server: a plan with
// data.cases_roles, and terraform query.
func (r *report) addServer(ctx context.Context, w *workspace, o options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := scenario{name: serverScenario, n: o.server}
	k, err := startKibana(ctx, s.latency)
	if err != nil {
		return err
	}
	k.plantReaders(s.n)
	var subjects []*subject
	for _, p := range w.plugins {
		if p.Subject == rivalSubject {
			continue // it has no such data source
		}
		reader, err := w.project(k.environment...)
		if err != nil {
			return err
		}
		err = errors.Join(
			reader.write("main.tf", header+"\ndata \"cases_roles\" \"all\" {}\n"),
			reader.write("all.tfquery.hcl", fmt.Sprintf("list \"cases_role\" \"all\" {\n  provider = cases\n  limit    = %d\n}\n", s.n)))
		if err != nil {
			return err
		}
		subjects = append(subjects, &subject{reader, p.Subject, p.path, k, nil})
	}
	steps := []step{{"plan, data source", "", o.rounds, []string{"plan"}}}
	if hasQuery(r.Terraform) {
		steps = append(steps, step{"query", "", o.rounds, []string{"query"}})
	} else {
		r.Notes = append(r.Notes, "`terraform query` was not measured: it needs Terraform 1.14 or newer.")
	}
	for _, st := range steps {
		done, err := s.run(ctx, subjects, st)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		r.Rows = append(r.Rows, done)
	}
	return nil
}

// hasQuery reports whether a CLI has the command query. The text is the first line of
// its command version.
func hasQuery(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "Terraform v%d.%d", &major, &minor)
	return err == nil && (major > 1 || major == 1 && minor >= 14)
}
