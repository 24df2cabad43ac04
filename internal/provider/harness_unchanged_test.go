package provider_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/bench/noop"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// unchangedObject is what Terraform hands a provider for an object that is as
// configured.
type unchangedObject struct {
	of            string
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
func (o unchangedObject) calls() []rpc {
	return []rpc{
		{"ValidateResourceConfig", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: o.of, Config: o.config})
			return resp.Diagnostics, err
		}},
		{"UpgradeResourceState", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: o.of, RawState: o.stateFile})
			return resp.Diagnostics, err
		}},
		{"ReadResource", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
				TypeName: o.of, CurrentState: o.state, CurrentIdentity: o.identity, Private: o.private,
			})
			return resp.Diagnostics, err
		}},
		{"PlanResourceChange", func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: o.of, Config: o.config, ProposedNewState: o.state,
				PriorState: o.state, PriorIdentity: o.identity, PriorPrivate: o.private,
			})
			return resp.Diagnostics, err
		}},
	}
}

// everySolution configures a role with cases of every solution in two spaces.
func everySolution() object {
	space := object{
		"security":      object{"access": "full"},
		"observability": object{"access": "assignee", "sub_features": object{"delete_cases": true}},
		"stack":         object{"access": "view"},
		"features":      object{"discover_v2": []string{"read"}, "dashboard_v2": []string{"read"}},
	}
	return object{"name": "soc-tier1", "description": "Works on cases.", "spaces": object{"soc": space, "sandbox": space}}
}

// unchangedRole creates a role of everySolution.
func unchangedRole(t testing.TB) unchangedObject {
	t.Helper()
	return unchanged(t, ownRole, everySolution())
}

// unchangedGrant creates a grant on a role that is there.
func unchangedGrant(t testing.TB) unchangedObject {
	t.Helper()
	return unchanged(t, featurePrivilege, object{"role": "granted", "space": "soc", "security": object{"access": "full"}, "connectors": "all"})
}

// unchanged creates an object.
func unchanged(t testing.TB, of string, config object) unchangedObject {
	t.Helper()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("granted", kibanatest.ESRole{})
	p := start(t, k.settings(nil))
	created := p.change(of, kept{}, config)
	p.wantNoDiagnostics()
	text, err := json.Marshal(plainValue(t, p.valueOf(of, created.state)))
	if err != nil {
		t.Fatal(err)
	}
	return unchangedObject{
		of: of, server: start(t, k.settings(nil)).server, config: p.value(of, config), state: created.state, identity: created.identity, private: created.private,
		stateFile: &tfprotov6.RawState{JSON: text},
	}
}

// noopServer is a no-op provider, with the same schemas.
func noopServer() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(noop.New(provider.New("test")()))()
}
