package provider_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// duel is the provider and the plugin framework alone, each with a Kibana of its own.
// Both get the same requests, and must do the same.
type duel struct {
	own, framework *process
	kibanas        map[*process]target
	reached        *[]string // the requests that the provider passed to the framework
}

// startDuel starts both after a preparation of their Kibanas.
func startDuel(t testing.TB, on kibanatest.Profile, settings object, prepare func(target)) duel {
	t.Helper()
	d := duel{kibanas: map[*process]target{}, reached: new([]string)}
	for p, server := range map[**process]tfprotov6.ProviderServer{&d.own: provider.NewServerWithoutStartupWait()(), &d.framework: provider.NewFrameworkWithoutStartupWait()} {
		k := onDouble(t, on)
		if prepare != nil {
			prepare(k)
		}
		*p = startOn(t, server, k.settings(settings))
		k.ResetJournal()
		d.kibanas[*p] = k
	}
	provider.WatchFramework(d.own.server, func(request string) { *d.reached = append(*d.reached, request) })
	return d
}

// both does the same with the provider and with the framework alone.
func (d duel) both(do func(*process, target)) {
	for _, p := range []*process{d.own, d.framework} {
		do(p, d.kibanas[p])
	}
}

// plan plans a new object. Of an object that it replaces, prior has what Terraform keeps
// without the state. It is not ok if there is an error. Fast says that the provider did
// not ask the framework.
func (d duel) plan(t rapid.TB, of string, config tftypes.Value, prior kept) (plans map[*process]kept, fast, ok bool) {
	t.Helper()
	plans = map[*process]kept{}
	*d.reached = nil
	d.both(func(p *process, _ target) {
		p.diagnostics = nil
		configured := encodeValue(t, allSchemas().ResourceSchemas[of], config)
		resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: of, Config: configured, ProposedNewState: configured, PriorState: p.value(of, nil), PriorPrivate: prior.private, PriorIdentity: prior.identity,
		})
		p.collect(err, resp.Diagnostics)
		plans[p] = kept{resp.PlannedState, resp.PlannedPrivate, resp.PlannedIdentity}
	})
	d.compare(t, of, "planned", plans)
	return plans, len(*d.reached) == 0, !d.own.failed()
}

// create creates a planned object.
func (d duel) create(t rapid.TB, of string, config tftypes.Value, plans map[*process]kept) (fast bool) {
	t.Helper()
	created := map[*process]kept{}
	*d.reached = nil
	d.both(func(p *process, _ target) {
		p.diagnostics = nil
		resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: of, Config: encodeValue(t, allSchemas().ResourceSchemas[of], config), PriorState: p.value(of, nil),
			PlannedState: p.handedBack(of, plans[p].state), PlannedPrivate: plans[p].private, PlannedIdentity: plans[p].identity,
		})
		p.collect(err, resp.Diagnostics)
		created[p] = kept{resp.NewState, resp.Private, resp.NewIdentity}
	})
	d.compare(t, of, "created", created)
	return len(*d.reached) == 0
}

// compare compares the answers, the diagnostics, the requests and the stored roles.
func (d duel) compare(t rapid.TB, of, what string, answers map[*process]kept) {
	t.Helper()
	d.both(func(p *process, k target) {
		for i := range p.diagnostics {
			p.diagnostics[i] = strings.ReplaceAll(p.diagnostics[i], k.URL(), "KIBANA")
		}
	})
	compareAnswers(t, d.own, d.framework, of, what, answers[d.own], answers[d.framework])
	var requests, stored []any
	d.both(func(_ *process, k target) {
		lines, roles := k.requests(""), map[string]kibanatest.ESRole{}
		slices.Sort(lines) // Requests for facts arrive in any order.
		for _, name := range k.Names() {
			roles[name], _ = k.Stored(name)
		}
		requests, stored = append(requests, lines), append(stored, roles)
	})
	if diff := cmp.Diff(requests[1], requests[0]); diff != "" {
		t.Errorf("requests differ, %s (-framework +own):\n%s", what, diff)
	}
	if diff := cmp.Diff(stored[1], stored[0]); diff != "" {
		t.Errorf("stored roles differ, %s (-framework +own):\n%s", what, diff)
	}
}

// calls are those that create a role which does not exist, in order. Each removes the
// role.
func (d duel) calls(t testing.TB, p *process, config object) []rpc {
	t.Helper()
	configured, none := p.value(ownRole, config), p.value(ownRole, nil)
	plan := p.planChange(ownRole, kept{}, config)
	p.wantNoDiagnostics()
	planned := p.handedBack(ownRole, plan.PlannedState)
	return []rpc{
		{"PlanResourceChange", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: ownRole, Config: configured, ProposedNewState: configured, PriorState: none,
			})
			return resp.Diagnostics, err
		}},
		{"ApplyResourceChange", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
				TypeName: ownRole, Config: configured, PriorState: none, PlannedState: planned, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
			})
			d.kibanas[p].Remove(fmt.Sprint(config["name"]))
			return resp.Diagnostics, err
		}},
	}
}

// configured returns a configuration of a resource.
func configured(t rapid.TB, of string, config object) tftypes.Value {
	t.Helper()
	schema := allSchemas().ResourceSchemas[of]
	value, err := encode(t, schema, config).Unmarshal(schema.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// unknownAt makes attributes of a value unknown, by path: "spaces.soc".
func unknownAt(t rapid.TB, value tftypes.Value, paths ...string) tftypes.Value {
	t.Helper()
	value, err := tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var names []string
		for _, step := range at.Steps() {
			switch step := step.(type) {
			case tftypes.AttributeName:
				names = append(names, string(step))
			case tftypes.ElementKeyString:
				names = append(names, string(step))
			default:
				names = append(names, fmt.Sprint(step))
			}
		}
		if slices.Contains(paths, strings.Join(names, ".")) {
			return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}
