package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/bench/idle"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// Each call that Terraform makes for an unchanged role in a plan, beside the
// same call of a provider that does nothing.
func BenchmarkUnchangedRole(b *testing.B) {
	r := storedRole(b)
	for _, c := range r.calls() {
		for of, server := range map[string]tfprotov6.ProviderServer{"provider": r.server, "idle": idleServer()} {
			b.Run(c.name+"/"+of, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.do(b, server)
				}
			})
		}
	}
}

// Time is a benchmark's to measure, but what is allocated can be told: every call
// for an unchanged role takes a fraction of what the plugin framework takes by
// itself.
func TestUnchangedRoleCostsAFractionOfTheFramework(t *testing.T) { //nolint:paralleltest // it counts the allocations of the whole process
	r := storedRole(t)
	idling := idleServer()
	for _, c := range r.calls() {
		for range 4 { // reads until there is a list
			c.do(t, r.server)
		}
		own := testing.AllocsPerRun(10, func() { c.do(t, r.server) })
		if framework := testing.AllocsPerRun(10, func() { c.do(t, idling) }); own > framework/5 {
			t.Errorf("%s allocates %.0f objects, a provider that does nothing %.0f", c.name, own, framework)
		}
	}
}

// idleServer is a provider that does nothing, with the same schemas.
func idleServer() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(idle.New(provider.New("test")()))()
}

// unchangedRole is what Terraform hands a provider for a role that is as
// configured.
type unchangedRole struct {
	server        tfprotov6.ProviderServer
	config, state *tfprotov6.DynamicValue
	stateFile     *tfprotov6.RawState
	identity      *tfprotov6.ResourceIdentityData
	private       []byte
}

// rpc is a request that must be answered without a diagnostic.
type rpc struct {
	name string
	send func(context.Context, tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error)
}

func (c rpc) do(t testing.TB, server tfprotov6.ProviderServer) {
	t.Helper()
	if diagnostics, err := c.send(t.Context(), server); err != nil || len(diagnostics) > 0 {
		t.Fatal(c.name, err, diagnostics)
	}
}

// calls are those of a plan, in order.
func (r unchangedRole) calls() []rpc {
	return []rpc{
		{"ValidateResourceConfig", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "cases_role", Config: r.config})
			return resp.Diagnostics, err
		}},
		{"UpgradeResourceState", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: "cases_role", RawState: r.stateFile})
			return resp.Diagnostics, err
		}},
		{"ReadResource", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
				TypeName: "cases_role", CurrentState: r.state, CurrentIdentity: r.identity, Private: r.private,
			})
			return resp.Diagnostics, err
		}},
		{"PlanResourceChange", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: "cases_role", Config: r.config, ProposedNewState: r.state,
				PriorState: r.state, PriorIdentity: r.identity, PriorPrivate: r.private,
			})
			return resp.Diagnostics, err
		}},
	}
}

// storedRole creates a role with cases of every solution in two spaces.
func storedRole(b testing.TB) unchangedRole {
	b.Helper()
	p := start(b, onDouble(b, kibanatest.Newest()).settings(nil))
	space := object{
		"security":      object{"access": "full"},
		"observability": object{"access": "assignee", "sub_features": object{"delete_cases": true}},
		"stack":         object{"access": "view"},
		"features":      object{"discover_v2": []string{"read"}, "dashboard_v2": []string{"read"}},
	}
	config := object{"name": "soc-tier1", "description": "Works on cases.", "spaces": object{"soc": space, "sandbox": space}}
	created := p.create(config)
	p.wants()
	r := unchangedRole{server: p.server, state: created.NewState, identity: created.NewIdentity, private: created.Private}
	of := p.typeOf("cases_role")
	r.config = p.value("cases_role", config)
	state, err := created.NewState.Unmarshal(of)
	if err != nil {
		b.Fatal(err)
	}
	text, err := json.Marshal(plainValue(b, state))
	if err != nil {
		b.Fatal(err)
	}
	r.stateFile = &tfprotov6.RawState{JSON: text}
	return r
}

// Creating a role in many spaces: the cost should grow as the spaces do.
func BenchmarkRoleInSpaces(b *testing.B) {
	for _, n := range []int{100, 300, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			spaces := object{}
			for i := range n {
				spaces[fmt.Sprintf("team-%d", i)] = object{"security": object{"access": "full"}, "stack": object{"access": "view"}}
			}
			k := onDouble(b, kibanatest.Newest())
			p := start(b, k.settings(nil))
			b.ReportAllocs()
			for b.Loop() {
				p.create(object{"name": "wide", "spaces": spaces})
				k.Remove("wide")
			}
		})
	}
}
