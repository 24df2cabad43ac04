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
	calls := map[string]func(context.Context, tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error){
		"ValidateResourceConfig": func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "cases_role", Config: r.config})
			return resp.Diagnostics, err
		},
		"UpgradeResourceState": func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: "cases_role", RawState: r.stateFile})
			return resp.Diagnostics, err
		},
		"ReadResource": func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
				TypeName: "cases_role", CurrentState: r.state, CurrentIdentity: r.identity, Private: r.private,
			})
			return resp.Diagnostics, err
		},
		"PlanResourceChange": func(ctx context.Context, s tfprotov6.ProviderServer) ([]*tfprotov6.Diagnostic, error) {
			resp, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: "cases_role", Config: r.config, ProposedNewState: r.state,
				PriorState: r.state, PriorIdentity: r.identity, PriorPrivate: r.private,
			})
			return resp.Diagnostics, err
		},
	}
	idling := providerserver.NewProtocol6(idle.New(provider.New("test")()))()
	for _, name := range []string{"ValidateResourceConfig", "UpgradeResourceState", "ReadResource", "PlanResourceChange"} {
		for of, server := range map[string]tfprotov6.ProviderServer{"provider": r.server, "idle": idling} {
			b.Run(name+"/"+of, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if diagnostics, err := calls[name](b.Context(), server); err != nil || len(diagnostics) > 0 {
						b.Fatal(err, diagnostics)
					}
				}
			})
		}
	}
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

// storedRole creates a role with cases of every solution in two spaces.
func storedRole(b *testing.B) unchangedRole {
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
	configured, err := p.value(config).Unmarshal(of)
	if err != nil {
		b.Fatal(err)
	}
	packed, err := tfprotov6.NewDynamicValue(of, configured) // as Terraform sends it
	if err != nil {
		b.Fatal(err)
	}
	r.config = &packed
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
