package provider_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

const (
	movedType              = "elasticstack_kibana_security_role"
	movedFromElasticsearch = "elasticstack_elasticsearch_security_role"
	movedProvider          = "registry.terraform.io/elastic/elasticstack"
)

// sourceState is what the other provider's state says of movedStored, by type.
func sourceState(t *testing.T, from string, version int) string {
	t.Helper()
	if from == movedFromElasticsearch {
		return elasticsearchRole(t, version, movedStored())
	}
	return elasticstackRole(t, version)
}

// elasticsearchRole is what the other provider's state says of a role in Elasticsearch, in a
// version of its schema.
func elasticsearchRole(t *testing.T, version int, stored kibanatest.ESRole) string {
	t.Helper()
	text, err := json.Marshal(stored)
	if err != nil {
		t.Fatal(err)
	}
	var state object
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	metadata, err := json.Marshal(stored.Metadata)
	if err != nil {
		t.Fatal(err)
	}
	state["id"], state["name"], state["metadata"], state["global"] = "cluster/rich", "rich", string(metadata), nil
	if stored.Global != nil {
		state["global"] = string(stored.Global)
	}
	delete(state, "remote_cluster")
	state["elasticsearch_connection"] = []any{}
	for _, list := range []string{"indices", "remote_indices"} {
		entries, _ := state[list].([]any)
		for _, entry := range entries {
			e, _ := entry.(map[string]any)
			if version == 0 && e["field_security"] == nil {
				e["field_security"] = []any{}
			} else if version == 0 {
				e["field_security"] = []any{e["field_security"]}
			}
		}
	}
	text, err = json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

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

// moves asks for the cases_role that another resource's state makes.
func (p *process) moves(provider, source string, version int64, state string) *tfprotov6.MoveResourceStateResponse {
	p.t.Helper()
	resp, err := p.server.MoveResourceState(p.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: source, SourceSchemaVersion: version,
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: "cases_role",
	})
	p.collect(err, resp.Diagnostics)
	return resp
}
