package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// Each call that Terraform makes for an unchanged role in a plan, beside the
// same call of a no-op provider.
func BenchmarkUnchangedRole(b *testing.B) {
	r := unchangedRole(b)
	for _, c := range r.calls() {
		for range 4 { // reads until there is a list
			c.do(b, r.server)
		}
		for of, server := range map[string]tfprotov6.ProviderServer{"provider": r.server, "no-op": noopServer()} {
			b.Run(c.name+"/"+of, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.do(b, server)
				}
			})
		}
	}
}

// Every call for an unchanged role allocates a fraction of what the plugin framework
// allocates by itself.
func TestUnchangedRoleCostsAFractionOfTheFramework(t *testing.T) { //nolint:paralleltest // it counts the allocations of the whole process
	r := unchangedRole(t)
	idling := noopServer()
	for _, c := range r.calls() {
		for range 4 { // reads until there is a list
			c.do(t, r.server)
		}
		own := testing.AllocsPerRun(10, func() { c.do(t, r.server) })
		if framework := testing.AllocsPerRun(10, func() { c.do(t, idling) }); own > framework/5 {
			t.Errorf("%s allocates %.0f objects, a no-op provider %.0f", c.name, own, framework)
		}
	}
}

// Each call that Terraform makes to create a role, beside the same call of the plugin
// framework alone. An apply makes all, and a plan the first. The double's share counts.
func BenchmarkCreateRole(b *testing.B) {
	d := startDuel(b, kibanatest.Newest(), nil, nil)
	for of, p := range map[string]*process{"provider": d.own, "framework": d.framework} {
		for _, c := range d.calls(b, p, everySolution()) {
			b.Run(c.name+"/"+of, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.do(b, p.server)
				}
			})
		}
	}
}

// Every call that creates a role allocates a fraction of what the plugin framework
// allocates by itself, in addition to requests.
func TestNewRoleCostsAFractionOfTheFramework(t *testing.T) { //nolint:paralleltest // it counts the allocations of the whole process
	d := startDuel(t, kibanatest.Newest(), nil, nil)
	framework := d.calls(t, d.framework, everySolution())
	for i, c := range d.calls(t, d.own, everySolution()) {
		own := testing.AllocsPerRun(10, func() { c.do(t, d.own.server) })
		if theirs := testing.AllocsPerRun(10, func() { framework[i].do(t, d.framework.server) }); own > theirs/5 {
			t.Errorf("%s allocates %.0f objects, the framework %.0f", c.name, own, theirs)
		}
	}
}

// No call for an unchanged object reaches the framework.
func TestUnchangedObjectsAreInTheFastLane(t *testing.T) {
	t.Parallel()
	for _, o := range []unchangedObject{unchangedRole(t), unchangedGrant(t)} {
		if err := provider.FastLaneOff(t.Context(), o.server, o.of); err != nil {
			t.Errorf("the framework alone serves %s: %v", o.of, err)
		}
		provider.WatchFramework(o.server, func(request string) { t.Errorf("%s of %s reaches the framework", request, o.of) })
		for range 5 { // the first few reads are single ones, the later ones are from the list
			o.calls()[2].do(t, o.server)
		}
		for _, c := range o.calls() {
			c.do(t, o.server)
		}
	}
}

// Creating a role in many spaces: the cost should grow as the spaces do.
func BenchmarkRoleInSpaces(b *testing.B) {
	for _, n := range []int{100, 300, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			spaces := object{}
			for i := range n {
				spaces[fmt.Sprintf("team-%d", i)] = object{"security": object{"access": "full"}, "stack": object{"access": "view"}}
			}
			k := onDouble(b, kibanatest.Newest(), kibanatest.WithSpaces(slices.Collect(maps.Keys(spaces))...))
			p := start(b, k.settings(nil))
			config, none := p.value(ownRole, object{"name": "wide", "spaces": spaces}), p.value(ownRole, nil)
			b.ReportAllocs()
			for b.Loop() {
				plan, err := p.server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
					TypeName: ownRole, Config: config, ProposedNewState: config, PriorState: none,
				})
				if p.collect(err, plan.Diagnostics) {
					b.Fatal(p.diagnostics)
				}
				created, err := p.server.ApplyResourceChange(b.Context(), &tfprotov6.ApplyResourceChangeRequest{
					TypeName: ownRole, Config: config, PriorState: none, PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
				})
				if p.collect(err, created.Diagnostics) {
					b.Fatal(p.diagnostics)
				}
				k.Remove("wide")
			}
		})
	}
}
