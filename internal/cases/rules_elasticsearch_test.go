package cases

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestCheckElasticsearchRefusesWhatElasticsearchRefuses(t *testing.T) {
	t.Parallel()
	logs := func(change func(*roles.Indices)) roles.Elasticsearch {
		i := roles.Indices{Names: []string{"logs-*"}, Privileges: []string{"read"}}
		change(&i)
		return roles.Elasticsearch{Indices: []roles.Indices{{Names: []string{"a"}, Privileges: []string{"read"}}, i}}
	}
	query := func(text string) roles.Elasticsearch { return logs(func(i *roles.Indices) { i.Query = &text }) }
	fields := func(grant, except []string) roles.Elasticsearch {
		return logs(func(i *roles.Indices) { i.FieldSecurity = &roles.FieldSecurity{Grant: grant, Except: except} })
	}
	remote := func(clusters, names []string) roles.Elasticsearch {
		return roles.Elasticsearch{RemoteIndices: []roles.Indices{{Clusters: clusters, Names: names, Privileges: []string{"read"}}}}
	}
	const at = "error at elasticsearch.indices[1]."
	notJSON := []string{at + "query: Query is not a JSON object"}
	noGrant := []string{at + "field_security: Field security without grant"}
	notGranted := []string{at + "field_security.except: Exception was not granted"}
	for name, test := range map[string]struct {
		es     roles.Elasticsearch
		want   []string
		detail string
	}{
		"nothing":                    {roles.Elasticsearch{}, nil, ""},
		"cluster and run_as":         {roles.Elasticsearch{Cluster: []string{"monitor"}, RunAs: []string{"someone"}}, nil, ""},
		"an empty cluster privilege": {roles.Elasticsearch{Cluster: []string{"monitor", ""}}, []string{"error at elasticsearch.cluster: Empty element"}, "Remove it"},
		"an empty user":              {roles.Elasticsearch{RunAs: []string{""}}, []string{"error at elasticsearch.run_as: Empty element"}, "Remove it"},
		"indices":                    {logs(func(*roles.Indices) {}), nil, ""},
		"no names":                   {logs(func(i *roles.Indices) { i.Names = []string{} }), []string{at + "names: Empty list"}, "at least one index name or pattern"},
		"no privileges":              {logs(func(i *roles.Indices) { i.Privileges = []string{} }), []string{at + "privileges: Empty list"}, "at least one privilege"},
		"names unknown":              {logs(func(i *roles.Indices) { i.Names, i.Privileges = nil, nil }), nil, ""},
		"an empty name":              {logs(func(i *roles.Indices) { i.Names = []string{"a", ""} }), []string{at + "names: Empty element"}, "Remove it"},

		"a query":                  {query(`{"match_all":{}}`), nil, ""},
		"a query over lines":       {query("{\n  \"term\": { \"a\": 1 }\n}\n"), nil, ""},
		"a query template":         {query(`{"template":{"source":{"term":{"a":"{{_user.username}}"}}}}`), nil, ""},
		"no query":                 {logs(func(*roles.Indices) {}), nil, ""},
		"empty query":              {query(""), notJSON, ""},
		"a query that is not JSON": {query("match_all"), notJSON, `query = jsonencode({ match_all = {} })`},
		"a query of spaces":        {query(" "), notJSON, "leave it out"},
		"a query that is cut off":  {query(`{"match_all":{}`), notJSON, ""},
		"a query with more behind": {query(`{"match_all":{}} {}`), notJSON, ""},
		"a query that is a list":   {query(`[{"match_all":{}}]`), notJSON, ""},
		"a query that is null":     {query(`null`), notJSON, ""},
		"a query that is a text":   {query(`"match_all"`), notJSON, ""},

		"grant":                           {fields([]string{"a", "b.*"}, nil), nil, ""},
		"grant of everything":             {fields([]string{"*"}, []string{"secret", "user.*"}), nil, ""},
		"except within grant":             {fields([]string{"user.*", "host"}, []string{"user.name", "host"}), nil, ""},
		"except without grant":            {fields(nil, []string{"secret"}), noGrant, `Write grant = ["*"]`},
		"except with an empty grant":      {fields([]string{}, []string{"secret"}), noGrant, `Write grant = ["*"]`},
		"except outside of grant":         {fields([]string{"user.*"}, []string{"host.name"}), notGranted, "Remove it, or add it to grant"},
		"except wider than grant":         {fields([]string{"user.name"}, []string{"user.*"}), notGranted, `"user.*"`},
		"one of two exceptions":           {fields([]string{"user.*"}, []string{"user.id", "host"}), notGranted, `"host"`},
		"field security of nothing":       {fields(nil, nil), noGrant, "field_security has no grant. Write grant with the fields"},
		"field security, except nothing":  {fields(nil, []string{}), noGrant, "field_security has no grant."},
		"grant of no field":               {fields([]string{}, nil), nil, ""},
		"except a regular expression":     {fields([]string{"user.*"}, []string{"/u.*/"}), nil, ""},
		"an empty field":                  {fields([]string{"a", ""}, nil), []string{at + "field_security.grant: Empty element"}, "An empty text is no field"},
		"an empty exception":              {fields([]string{"*"}, []string{"", "a"}), []string{at + "field_security.except: Empty element"}, "Remove it"},
		"an empty exception from some":    {fields([]string{"user.*"}, []string{""}), []string{at + "field_security.except: Empty element"}, "Remove it"},
		"except nothing, grant something": {fields([]string{"a"}, []string{}), nil, ""},

		"remote indices":       {remote([]string{"c*"}, []string{"logs"}), nil, ""},
		"no remote cluster":    {remote([]string{}, []string{"logs"}), []string{"error at elasticsearch.remote_indices[0].clusters: Empty list"}, "at least one remote cluster"},
		"no remote name":       {remote([]string{"c"}, []string{}), []string{"error at elasticsearch.remote_indices[0].names: Empty list"}, ""},
		"a remote cluster":     {roles.Elasticsearch{RemoteCluster: []roles.RemoteCluster{{Clusters: []string{"c"}, Privileges: []string{"monitor_enrich"}}}}, nil, ""},
		"no cluster privilege": {roles.Elasticsearch{RemoteCluster: []roles.RemoteCluster{{Clusters: []string{"c"}, Privileges: []string{}}}}, []string{"error at elasticsearch.remote_cluster[0].privileges: Empty list"}, ""},
		"an empty cluster":     {roles.Elasticsearch{RemoteCluster: []roles.RemoteCluster{{Clusters: []string{""}, Privileges: []string{"monitor_enrich"}}}}, []string{"error at elasticsearch.remote_cluster[0].clusters: Empty element"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckElasticsearch(test.es), test.want, []string{test.detail}[:min(1, len(test.want))])
		})
	}
}
