package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role of Elasticsearch that Kibana cannot write is refused with each reason.
func TestRoleMoveFromElasticsearchRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored kibanatest.ESRole
		says   []string
	}{
		"a pattern of spaces": {granting("space:*-prod: feature_ml.all"), []string{`* It holds the space pattern "*-prod"`}},
		"another application": {
			kibanatest.ESRole{Applications: []kibanatest.ESApplication{{Application: "app", Privileges: []string{"read"}, Resources: []string{"*"}}}},
			[]string{`* It holds privileges of the application "app"`, "privileges of several roles add up"},
		},
		"global privileges": {kibanatest.ESRole{Global: json.RawMessage(`{"application":{"manage":{"applications":["kibana-*"]}}}`)}, []string{"* It holds global privileges", "before 9.6"}},
		"no JSON in global": {kibanatest.ESRole{Global: json.RawMessage(`[]`)}, []string{"* It holds global privileges"}},
		"actions":           {granting("*: cases:*"), []string{`* It holds "cases:*", a pattern of Elasticsearch's actions`}},
		"former privileges": {granting("space:soc: feature_siem.minimal_all feature_siem.cases_read"), []string{`* "cases_read" of the feature "siem" gave access to security cases before Kibana 8.0`, `access = "view"`}},
		"several reasons":   {granting("space:soc: all", "*: reserved_x"), []string{`base privilege "all"`, `"reserved_x"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, object{"endpoint": "https://kibana.invalid", "api_key": "a2V5"})
			moved := p.moves(movedProvider, movedFromElasticsearch, 1, elasticsearchRole(t, 1, test.stored))
			p.wantDiagnostic(append([]string{"ERROR : Cannot be moved to cases_role", `cannot write role "rich" as it is`, "apply, and plan again"}, test.says...)...)
			if moved.TargetState != nil {
				t.Error("there is a state all the same")
			}
		})
	}
}

// Whatever Kibana cannot decode is refused, before a refresh would fail.
func TestRoleMoveFromElasticsearchUndecodable(t *testing.T) {
	t.Parallel()
	for reason, applications := range undecodable() {
		if strings.HasPrefix(reason, "feature_requires") || strings.HasPrefix(reason, "disabled") {
			continue // only a server knows these features
		}
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			p := start(t, object{"endpoint": "https://kibana.invalid", "api_key": "a2V5"})
			p.moves(movedProvider, movedFromElasticsearch, 1, elasticsearchRole(t, 1, kibanatest.ESRole{Applications: applications}))
			p.wantDiagnostic("ERROR : Cannot be moved to cases_role", "* It holds ")
		})
	}
}

// Without a refresh, an update is accepted if Kibana stores what the state says. What the
// state says of application privileges shows in privileges.
func TestRoleMovedFromElasticsearchWithoutRefresh(t *testing.T) {
	t.Parallel()
	for version := range 2 {
		t.Run(fmt.Sprint("schema version ", version), func(t *testing.T) {
			t.Parallel()
			stored := movedStored()
			stored.RemoteCluster, stored.RemoteIndices = nil, nil
			k := onDouble(t, kibanatest.Newest())
			k.Plant("rich", stored)
			p := start(t, k.settings(nil))
			moved := p.moves(movedProvider, movedFromElasticsearch, int64(version), elasticsearchRole(t, version, stored))
			state := p.objectOf(moved.TargetState, allSchemas().ResourceSchemas["cases_role"].ValueType())
			if privileges := fmt.Sprint(state["privileges"]); !strings.Contains(privileges, "twin:map[actions:[read] generalCasesV3:[all]]") {
				t.Errorf("privileges: %s", privileges)
			}
			prior := kept{state: moved.TargetState, private: moved.TargetPrivate}
			config := object{"name": "rich", "description": "Changed"}
			p.applyChange("cases_role", prior, config, p.planChange("cases_role", prior, config))
			p.wantDiagnostic("WARNING", `Role "rich" loses read_cases`) // the plan knows what people have
			if now, _ := k.Stored("rich"); now.Description != "Changed" || len(now.Applications) > 0 {
				t.Errorf("stored: %+v", now)
			}
		})
	}
}
