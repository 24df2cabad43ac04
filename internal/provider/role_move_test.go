package provider_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

const (
	movedType     = "elasticstack_kibana_security_role"
	movedProvider = "registry.terraform.io/elastic/elasticstack"
)

// elasticstackRole is what the other provider's state says of movedStored, in a
// version of its schema.
func elasticstackRole(t *testing.T, version int) string {
	t.Helper()
	none, single := any(nil), func(o object) any { return o }
	if version == 0 {
		none, single = []any{}, func(o object) any { return []any{o} }
	}
	noQuery := map[int]any{0: "", 1: nil}[version]
	state, err := json.Marshal(object{
		"id": "rich", "name": "rich", "description": "Works cases", "metadata": `{"team":"secops"}`,
		"elasticsearch": single(object{
			"cluster": []any{"monitor"}, "run_as": []any{"reporter"},
			"indices": []any{
				object{
					"names": []any{"logs-*"}, "privileges": []any{"read", "view_index_metadata"}, "query": `{"term":{"team":"soc"}}`,
					"field_security": single(object{"grant": []any{"*"}, "except": []any{"secret"}}),
				},
				object{"names": []any{".alerts-security.alerts-soc"}, "privileges": []any{"read"}, "query": noQuery, "field_security": none},
			},
			"remote_indices": []any{object{
				"clusters": []any{"eu-*"}, "names": []any{"logs-*"}, "privileges": []any{"read"}, "query": `{"match_all":{}}`,
				"field_security": single(object{"grant": []any{"message"}, "except": none}),
			}},
		}),
		"kibana": []any{
			object{"spaces": []any{"dev", "twin"}, "base": none, "feature": []any{
				object{"name": "actions", "privileges": []any{"read"}},
				object{"name": "generalCasesV3", "privileges": []any{"all"}},
			}},
			object{"spaces": []any{"sandbox"}, "base": []any{"read"}, "feature": []any{}},
			object{"spaces": []any{"soc"}, "base": none, "feature": []any{
				object{"name": "actions", "privileges": []any{"all"}},
				object{"name": "discover_v2", "privileges": []any{"read"}},
				object{"name": "observabilityCasesV3", "privileges": []any{"create_comment", "minimal_read"}},
				object{"name": "securitySolutionCasesV3", "privileges": []any{
					"case_reopen", "cases_assign", "cases_manage_templates", "cases_settings", "create_comment", "minimal_all",
				}},
			}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(state)
}

// movedStored is richStored with an entry for two spaces. The other provider
// sees neither its allow_restricted_indices nor its remote_cluster.
func movedStored() kibanatest.ESRole {
	stored := richStored
	stored.Applications = slices.Clone(stored.Applications)
	stored.Applications[1].Resources = []string{"space:dev", "space:twin"}
	return stored
}

// moves asks for the cases_role that another resource's state makes.
func (p *process) moves(provider, source string, version int64, state string) *tfprotov6.MoveResourceStateResponse {
	p.t.Helper()
	resp, err := p.server.MoveResourceState(p.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: source, SourceSchemaVersion: version,
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: "cases_role",
	})
	p.heard(err, resp.Diagnostics)
	return resp
}

// A refreshed role is the same moved as imported, whatever the state said.
func TestRoleMovedLikeImported(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("rich", movedStored())
	p := start(t, k.settings(nil))
	schemas, err := p.server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	of := schemas.ResourceSchemas["cases_role"].ValueType()
	want, err := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "rich"}).Unmarshal(of)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		provider string
		version  int64
		state    string
	}{
		"schema version 0":     {movedProvider, 0, elasticstackRole(t, 0)},
		"schema version 1":     {movedProvider, 1, elasticstackRole(t, 1)},
		"from another host":    {"registry.example.com/elastic/elasticstack", 1, elasticstackRole(t, 1)},
		"OpenTofu's address":   {"elasticstack", 0, elasticstackRole(t, 0)},
		"an attribute to come": {movedProvider, 1, `{"name": "rich", "new": {"a": [1]}, "elasticsearch": {"new": true}, "kibana": [{"new": null}]}`},
		"another role's past": {movedProvider, 1, `{"name": "rich", "description": "Other", "metadata": "no JSON",
			"elasticsearch": {"cluster": ["all"]}, "kibana": [{"spaces": ["*"], "base": ["all"]}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			moved := p.moves(test.provider, movedType, test.version, test.state)
			p.wants()
			if name := p.identity(moved.TargetIdentity); name != "rich" {
				t.Errorf("identity %q", name)
			}
			read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: "cases_role", CurrentState: moved.TargetState, Private: moved.TargetPrivate, CurrentIdentity: moved.TargetIdentity,
			})
			p.heard(err, read.Diagnostics)
			p.wants()
			got, err := read.NewState.Unmarshal(of)
			if differences, diffErr := got.Diff(want); err != nil || diffErr != nil || len(differences) > 0 {
				t.Error(err, diffErr, differences)
			}
		})
	}
}

// What cannot be moved is refused with the way out.
func TestRoleMoveRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		provider, source string
		version          int64
		state            string
		says             string
	}{
		"a newer version":    {movedProvider, movedType, 2, `{"name": "a"}`, "in schema version 0 or 1"},
		"another type":       {movedProvider, "elasticstack_elasticsearch_security_role", 1, `{"name": "a"}`, "takes over " + movedType},
		"another provider":   {"registry.terraform.io/someone/elasticstack", movedType, 1, `{"name": "a"}`, "of the provider elastic/elasticstack"},
		"a longer name":      {"registry.terraform.io/not-elastic/elasticstack", movedType, 1, `{"name": "a"}`, "of the provider elastic/elasticstack"},
		"no JSON":            {movedProvider, movedType, 1, `{"name": `, "unexpected end of JSON input"},
		"no object":          {movedProvider, movedType, 1, `["a"]`, "cannot unmarshal array"},
		"another shape":      {movedProvider, movedType, 1, `{"name": "a", "kibana": "all"}`, "cannot unmarshal string"},
		"another shape of 0": {movedProvider, movedType, 0, `{"name": "a", "elasticsearch": ["all"]}`, "cannot unmarshal string"},
		"no state":           {movedProvider, movedType, 1, ``, "unexpected end of JSON input"},
		"null":               {movedProvider, movedType, 1, `null`, "no name"},
		"no name":            {movedProvider, movedType, 1, `{"id": "a", "name": null}`, "no name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, object{"endpoint": "https://kibana.invalid", "api_key": "a2V5"})
			moved := p.moves(test.provider, test.source, test.version, test.state)
			p.wants("ERROR : Cannot be moved to cases_role", test.says, "removed block")
			if moved.TargetState != nil {
				t.Error("there is a state all the same")
			}
		})
	}
}

// What the state does not say is not overwritten unseen: without a refresh, an
// update is refused where Kibana holds something else.
func TestRoleMovedWithoutRefresh(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("rich", kibanatest.ESRole{RemoteCluster: richStored.RemoteCluster})
	p := start(t, k.settings(nil))
	config := object{"name": "rich", "description": "Changed"}
	moved := p.moves(movedProvider, movedType, 1, `{"name": "rich"}`)
	proposed := p.value("cases_role", object{"id": "rich", "name": "rich", "description": "Changed", "privileges": object{}})
	planned, err := p.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "cases_role", Config: p.value("cases_role", config), ProposedNewState: proposed, PriorState: moved.TargetState, PriorPrivate: moved.TargetPrivate,
	})
	p.heard(err, planned.Diagnostics)
	p.wants()
	applied, err := p.server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "cases_role", Config: p.value("cases_role", config), PriorState: moved.TargetState,
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: moved.TargetIdentity,
	})
	p.heard(err, applied.Diagnostics)
	p.wants("changed since this plan was made", "Nothing was written")
	wantNone(t, k.requests("PUT"))
}
