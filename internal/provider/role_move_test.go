package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

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
		provider, source string
		version          int64
		state            string
	}{
		"schema version 0":                     {movedProvider, movedType, 0, elasticstackRole(t, 0)},
		"schema version 1":                     {movedProvider, movedType, 1, elasticstackRole(t, 1)},
		"from Elasticsearch, schema version 0": {movedProvider, movedFromElasticsearch, 0, elasticsearchRole(t, 0, movedStored())},
		"from Elasticsearch, schema version 1": {movedProvider, movedFromElasticsearch, 1, elasticsearchRole(t, 1, movedStored())},
		"from Elasticsearch, little of it":     {movedProvider, movedFromElasticsearch, 1, `{"name": "rich", "global": "{\"application\":{},\"data_source\":[]}", "applications": [], "indices": null}`},
		"from another host":                    {"registry.example.com/elastic/elasticstack", movedType, 1, elasticstackRole(t, 1)},
		"OpenTofu's address":                   {"elasticstack", movedType, 0, elasticstackRole(t, 0)},
		"an attribute to come":                 {movedProvider, movedType, 1, `{"name": "rich", "new": {"a": [1]}, "elasticsearch": {"new": true}, "kibana": [{"new": null}]}`},
		"another role's past": {movedProvider, movedType, 1, `{"name": "rich", "description": "Other", "metadata": "no JSON",
			"elasticsearch": {"cluster": ["all"]}, "kibana": [{"spaces": ["*"], "base": ["all"]}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			moved := p.moves(test.provider, test.source, test.version, test.state)
			p.wantNoDiagnostics()
			if name := p.identity(moved.TargetIdentity); name != "rich" {
				t.Errorf("identity %q", name)
			}
			read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: "cases_role", CurrentState: moved.TargetState, Private: moved.TargetPrivate, CurrentIdentity: moved.TargetIdentity,
			})
			p.collect(err, read.Diagnostics)
			p.wantNoDiagnostics()
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
		"a newer version":                    {movedProvider, movedType, 2, `{"name": "a"}`, "in schema version 0 or 1"},
		"another type":                       {movedProvider, "elasticstack_elasticsearch_security_user", 1, `{"name": "a"}`, "takes over " + movedFromElasticsearch + " and " + movedType},
		"a newer version from Elasticsearch": {movedProvider, movedFromElasticsearch, 2, `{"name": "a"}`, "in schema version 0 or 1"},
		"another shape from Elasticsearch":   {movedProvider, movedFromElasticsearch, 1, `{"name": "a", "applications": "all"}`, "cannot unmarshal string"},
		"no name from Elasticsearch":         {movedProvider, movedFromElasticsearch, 1, `{"applications": []}`, "no name"},
		"another provider":                   {"registry.terraform.io/someone/elasticstack", movedType, 1, `{"name": "a"}`, "of the provider elastic/elasticstack"},
		"a longer name":                      {"registry.terraform.io/not-elastic/elasticstack", movedType, 1, `{"name": "a"}`, "of the provider elastic/elasticstack"},
		"no JSON":                            {movedProvider, movedType, 1, `{"name": `, "unexpected end of JSON input"},
		"no object":                          {movedProvider, movedType, 1, `["a"]`, "cannot unmarshal array"},
		"another shape":                      {movedProvider, movedType, 1, `{"name": "a", "kibana": "all"}`, "cannot unmarshal string"},
		"another shape of 0":                 {movedProvider, movedType, 0, `{"name": "a", "elasticsearch": ["all"]}`, "cannot unmarshal string"},
		"no state":                           {movedProvider, movedType, 1, ``, "unexpected end of JSON input"},
		"null":                               {movedProvider, movedType, 1, `null`, "no name"},
		"no name":                            {movedProvider, movedType, 1, `{"id": "a", "name": null}`, "no name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, object{"endpoint": "https://kibana.invalid", "api_key": "a2V5"})
			moved := p.moves(test.provider, test.source, test.version, test.state)
			p.wantDiagnostic("ERROR : Cannot be moved to cases_role", test.says, "removed block")
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
	p.collect(err, planned.Diagnostics)
	p.wantNoDiagnostics()
	applied, err := p.server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "cases_role", Config: p.value("cases_role", config), PriorState: moved.TargetState,
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: moved.TargetIdentity,
	})
	p.collect(err, applied.Diagnostics)
	p.wantDiagnostic("changed since this plan was made", "Nothing was written")
	wantNone(t, k.requests("PUT"))
}

// Newer releases of the other provider have allow_restricted_indices in
// remote_indices. The move keeps it: an update without a refresh is accepted.
func TestRoleMovedWithRestrictedRemoteIndices(t *testing.T) {
	t.Parallel()
	for restricted, want := range map[string]bool{`"allow_restricted_indices": true`: true, `"allow_restricted_indices": false`: false, `"allow_restricted_indices": null`: false, `"query": null`: false} {
		t.Run(restricted, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("rich", kibanatest.ESRole{RemoteIndices: []kibanatest.ESIndices{{
				Clusters: []string{"eu"}, Names: []string{".internal*"}, Privileges: []string{"read"}, AllowRestrictedIndices: want,
			}}})
			p := start(t, k.settings(nil))
			moved := p.moves(movedProvider, movedType, 1, `{"name": "rich", "elasticsearch": {"remote_indices": [
				{"clusters": ["eu"], "names": [".internal*"], "privileges": ["read"], `+restricted+`}
			]}}`)
			block := object{"clusters": []string{"eu"}, "names": []string{".internal*"}, "privileges": []string{"read"}}
			if want {
				block["allow_restricted_indices"] = true
			}
			config := object{"name": "rich", "description": "Changed", "elasticsearch": object{"remote_indices": []object{block}}}
			prior := kept{state: moved.TargetState, private: moved.TargetPrivate}
			planned := p.planChange("cases_role", prior, config)
			p.applyChange("cases_role", prior, config, planned)
			p.wantNoDiagnostics()
			stored, _ := k.Stored("rich")
			if stored.Description != "Changed" || len(stored.RemoteIndices) != 1 || stored.RemoteIndices[0].AllowRestrictedIndices != want {
				t.Errorf("stored: %+v", stored)
			}
		})
	}
}
