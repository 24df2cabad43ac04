package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// grantsIn is a role that grants privileges in one space.
func grantsIn(space string, privileges ...string) kibanatest.ESRole {
	return kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:" + space}, Privileges: privileges},
	}}
}

// everywhere is a role that grants feature privileges in all spaces.
func everywhere(privileges ...string) kibanatest.ESRole {
	return kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"*"}, Privileges: privileges},
	}}
}

// brokenRole is a role that Kibana cannot show, and that grants everything on
// security cases.
func brokenRole() kibanatest.ESRole {
	return everywhere("feature_securitySolutionCasesV3.all", "all")
}

// granting is a role that stores privileges: "<resources>: <privileges>" for each
// entry, as Elasticsearch has them.
func granting(entries ...string) kibanatest.ESRole {
	role := kibanatest.ESRole{Cluster: []string{"monitor"}}
	for _, entry := range entries {
		resources, privileges, _ := strings.Cut(entry, ": ")
		role.Applications = append(role.Applications, kibanatest.ESApplication{
			Application: "kibana-.kibana", Resources: strings.Fields(resources), Privileges: strings.Fields(privileges),
		})
	}
	return role
}

// grant adds a privilege to what a role holds in a space.
func grant(r *kibanatest.ESRole, space, privilege string) {
	for i := range r.Applications {
		if r.Applications[i].Resources[0] == "space:"+space {
			r.Applications[i].Privileges = append(r.Applications[i].Privileges, privilege)
		}
	}
}

// richStored is what richRole stores.
var richStored = kibanatest.ESRole{
	Description: "Works cases",
	Metadata:    map[string]json.RawMessage{"team": json.RawMessage(`"secops"`)},
	Cluster:     []string{"monitor"},
	RunAs:       []string{"reporter"},
	Indices: []kibanatest.ESIndices{
		{
			Names: []string{"logs-*"}, Privileges: []string{"read", "view_index_metadata"}, Query: `{"term":{"team":"soc"}}`,
			FieldSecurity: &kibanatest.ESFieldSecurity{Grant: []string{"*"}, Except: []string{"secret"}},
		},
		{Names: []string{".alerts-security.alerts-soc"}, Privileges: []string{"read"}, AllowRestrictedIndices: true},
	},
	RemoteIndices: []kibanatest.ESIndices{{
		Clusters: []string{"eu-*"}, Names: []string{"logs-*"}, Privileges: []string{"read"}, Query: `{"match_all":{}}`,
		FieldSecurity: &kibanatest.ESFieldSecurity{Grant: []string{"message"}},
	}},
	RemoteCluster: []kibanatest.ESRemoteCluster{{Clusters: []string{"eu-*"}, Privileges: []string{"monitor_enrich"}}},
	Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{
			"feature_securitySolutionCasesV3.minimal_all", "feature_securitySolutionCasesV3.cases_settings",
			"feature_securitySolutionCasesV3.create_comment", "feature_securitySolutionCasesV3.case_reopen",
			"feature_securitySolutionCasesV3.cases_assign", "feature_securitySolutionCasesV3.cases_manage_templates",
			"feature_observabilityCasesV3.minimal_read", "feature_observabilityCasesV3.create_comment",
			"feature_actions.all", "feature_discover_v2.read",
		}},
		{Application: "kibana-.kibana", Resources: []string{"space:dev"}, Privileges: []string{"feature_generalCasesV3.all", "feature_actions.read"}},
		{Application: "kibana-.kibana", Resources: []string{"space:sandbox"}, Privileges: []string{"space_read"}},
	},
}

// tier1With is a grant on the role of others.
func tier1With(space string, arguments ...string) string {
	return fmt.Sprintf("\nresource \"cases_feature_privilege\" \"test\" {\n  role = \"rich\"\n  space = %q\n  %s\n}", space, strings.Join(arguments, "\n  "))
}

// undecodable are roles that Kibana cannot show, by its reason.
func undecodable() map[string][]kibanatest.ESApplication {
	entry := func(application, resource string, privileges ...string) kibanatest.ESApplication {
		return kibanatest.ESApplication{Application: application, Resources: strings.Fields(resource), Privileges: privileges}
	}
	const own = "kibana-.kibana"
	return map[string][]kibanatest.ESApplication{
		"reserved_privileges_mixed":     {entry("kibana-*", "*", "reserved_x", "all")},
		"reserved_privileges_wrong_app": {entry(own, "*", "reserved_x")},
		"space_privileges_global":       {entry(own, "*", "space_all")},
		"global_privileges_space":       {entry(own, "space:noc", "all")},
		"base_feature_privileges_mixed": {entry(own, "space:noc", "space_read", "feature_ml.all")},
		"global_resource_mixed":         {entry(own, "* space:noc", "feature_ml.all")},
		"invalid_resource_format":       {entry(own, "noc", "feature_ml.all")},
		"duplicated_resources":          {entry(own, "space:noc", "feature_ml.all"), entry(own, "space:noc space:dev", "feature_apm.all")},
		"feature_requires_all_spaces":   {entry(own, "space:noc", "feature_everywhere.all")},
		"disabled_feature_privileges":   {entry(own, "*", "feature_off.read")},
		"transformation_exception":      {entry(own, "space:noc", "feature_ml.a;;")},
	}
}

func withOddFeatures(p kibanatest.Profile) kibanatest.Profile {
	return p.With(
		kibanatest.Feature{ID: "everywhere", All: kibanatest.Privilege{RequireAllSpaces: true}, Hidden: true},
		kibanatest.Feature{ID: "off", Read: kibanatest.Privilege{Disabled: true}},
	)
}

// othersRole is a role that somebody fills in every part: several spaces in one
// entry, base privileges, repetitions, ids that nobody knows, and privileges of
// other applications.
func othersRole() kibanatest.ESRole {
	others := richStored
	others.Cluster = []string{"monitor", "manage_ilm", "monitor"}
	others.Metadata = map[string]json.RawMessage{"team": json.RawMessage(`{"b": 1.50, "a": [null]}`)}
	others.Global = json.RawMessage(`{"application":{"manage":{"applications":["app-*"]}}}`)
	others.Applications = []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:noc", "space:soc", "space:dev"}, Privileges: []string{
			"feature_ml.read", "feature_brandNew.odd", "feature_ml.all", "feature_observabilityCasesV2.minimal_read", "feature_ml.read",
		}},
		{Application: "kibana-*", Resources: []string{"*"}, Privileges: []string{"reserved_ml_user", "reserved_ml_user"}},
		{Application: "kibana-.kibana", Resources: []string{"space:sandbox"}, Privileges: []string{"space_read"}},
		{Application: "kibana-.kibana", Resources: []string{"*"}, Privileges: []string{"feature_dashboard_v2.read", "feature_actions.read"}},
		{Application: "*", Resources: []string{"*"}, Privileges: []string{"*"}},
		{Application: "logstash-default", Resources: []string{"*", "pipelines"}, Privileges: []string{"read", "read"}},
	}
	return others
}

// withOthersRole runs a test on a double that holds the role of others.
func withOthersRole(t *testing.T, options ...kibanatest.Option) target {
	t.Helper()
	k := onDouble(t, showsGlobal(t), options...)
	k.Plant("rich", othersRole())
	return k
}

// movedStored is richStored with an entry for two spaces. The other provider
// sees neither the allow_restricted_indices of its indices nor its remote_cluster.
func movedStored() kibanatest.ESRole {
	stored := richStored
	stored.Applications = slices.Clone(stored.Applications)
	stored.Applications[1].Resources = []string{"space:dev", "space:twin"}
	return stored
}

// withRoles is a Kibana with roles of many kinds.
func withRoles(t *testing.T) target {
	t.Helper()
	k := onDouble(t, kibanatest.Newest())
	lead := grantsIn("soc", "feature_securitySolutionCasesV3.all", "feature_actions.all")
	lead.Description = "Leads"
	k.Plant("lead", lead)
	k.Plant("tier1", grantsIn("soc", "feature_securitySolutionCasesV3.minimal_all", "feature_observabilityCasesV3.read", "feature_actions.read"))
	k.Plant("old", grantsIn("noc", "feature_generalCases.all"))
	k.Plant("cleaner", everywhere("feature_securitySolutionCasesV2.cases_delete"))
	k.Plant("base", everywhere("read"))
	k.Plant("connectors", grantsIn("soc", "feature_actions.all"))
	k.Plant("alerts", grantsIn("soc", "feature_siemV5.all"))
	k.Plant("nothing", kibanatest.ESRole{})
	return k
}

const (
	loginPage = "<!DOCTYPE html><title>Elastic</title><form action=/login>"
	secret    = "c2VjcmV0"
)
