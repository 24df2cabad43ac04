//go:build unix

package main

import (
	"context"
	"time"
)

// scenario is a configuration of a given size. The steps are: create all objects,
// plan without changes, change one object, destroy all objects.
type scenario struct {
	name     string
	n        int
	latency  time.Duration
	resource string
	bodies   func(n int, first string) []string // the attributes of each resource; first is the access of the first object
	roles    int                                // the number of roles that must exist before
}

// The names of scenarios. They also name the objects of which there are n.
const (
	rolesScenario   = "roles"
	grantsScenario  = "grants"
	oneRoleScenario = "grants on one role"
	spacesScenario  = "spaces in one role"
	serverScenario  = "roles on the server"
)

func (o options) scenarios() []scenario {
	var all []scenario
	for _, latency := range o.latencies {
		for _, n := range o.sizes {
			all = append(all, scenario{rolesScenario, n, latency, roleResource, roleBodies, 0})
		}
	}
	for _, latency := range o.latencies {
		all = append(all, scenario{grantsScenario, o.grants, latency, grantResource, grantBodies, o.grants / 10})
	}
	for _, n := range o.sizes {
		all = append(all, scenario{oneRoleScenario, n, 0, grantResource, oneRoleBodies, 1})
	}
	for _, n := range o.sizes {
		all = append(all, scenario{spacesScenario, n, 0, roleResource, spacesBodies, 0})
	}
	return all
}

// The names of the subjects.
const (
	casesSubject  = "cases"
	beforeSubject = "cases, before"
	rivalSubject  = "elasticstack"
	noopSubject   = "no-op"
	emptySubject  = "terraform_data, empty"
	valuesSubject = "terraform_data, same values"
)

// subject is something to measure in a scenario: a provider or terraform_data blocks,
// with its own project and double.
type subject struct {
	*project

	name   string
	plugin string                    // the path; "" without a provider
	kibana *kibana                   // nil if it sends no requests
	config func(first string) string // first is the access of the first object
}

// subjects returns what the scenario measures. The first is this project's provider.
// The doubles run until the context is cancelled.
func (s scenario) subjects(ctx context.Context, w *workspace) ([]*subject, error) {
	var all []*subject
	for _, p := range w.plugins {
		if p.Subject == rivalSubject && s.resource != roleResource {
			continue // it has no resource for a part of a role
		}
		k, err := startKibana(ctx, s.latency)
		if err != nil {
			return nil, err
		}
		k.prepare(s.n, s.roles)
		measured, err := w.project(k.environment...)
		if err != nil {
			return nil, err
		}
		all = append(all, &subject{measured, p.Subject, p.path, k, func(first string) string {
			if p.Subject == rivalSubject {
				return rivalConfig(all[0].kibana) // the roles that the first subject has just written
			}
			return casesConfig(s.resource, s.bodies(s.n, first))
		}})
	}
	for _, floor := range []struct {
		name   string
		config func([]string) string
	}{
		{emptySubject, emptyConfig},
		{valuesSubject, valuesConfig},
	} {
		blocks, err := w.project()
		if err != nil {
			return nil, err
		}
		all = append(all, &subject{blocks, floor.name, "", nil, func(first string) string { return floor.config(s.bodies(s.n, first)) }})
	}
	return all, nil
}
