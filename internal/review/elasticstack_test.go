package review_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

const (
	kibanaRole        = "elasticstack_kibana_security_role.a"
	elasticsearchRole = "elasticstack_elasticsearch_security_role.a"
)

// kibanaEntry is a block "kibana" with the privileges on one feature.
func kibanaEntry(spaces list, feature string, ids ...any) object {
	return object{"spaces": spaces, "base": nil, "feature": list{object{"name": feature, "privileges": ids}}}
}

// application is a block "applications" on Kibana.
func application(resources list, privileges ...any) object {
	return object{"application": "kibana-.kibana", "privileges": privileges, "resources": resources}
}

const regexpNote = "  note: A regular expression of resources may match spaces. The review counts it as all spaces."

func notThere(privilege string) string {
	return "Kibana 8.11 does not have " + privilege + ". What this gives cannot be judged. If your Kibana is another version, choose it with -kibana-version."
}

// Raw privilege ids are judged by a version of Kibana.
func TestReadElasticstack(t *testing.T) {
	t.Parallel()
	raw := func(kibana ...any) object { return object{"name": "a", "kibana": kibana} }
	stored := func(applications ...any) object { return object{"name": "a", "applications": applications} }
	create := func(address string, after object, more ...object) object {
		return planOf(list{changeOf(address, "create", nil, after, more...)})
	}
	const byKibana, byElasticsearch = "  by " + kibanaRole + " create", "  by " + elasticsearchRole + " create"
	const v3Read, v3All = "soc/security +read_cases", " +read_cases +create_cases +update_cases +delete_cases +edit_settings +add_comments"
	for name, test := range map[string]struct {
		plan    object
		version string
		want    string
	}{
		"feature": {
			create(kibanaRole, raw(kibanaEntry(list{"soc", "dev"}, "securitySolutionCasesV3", "read"))), "9.2.0",
			lines("create a", byKibana, "  dev/security +read_cases", "  soc/security +read_cases"),
		},
		"base, in any case": {
			create(kibanaRole, raw(object{"spaces": list{"*"}, "base": list{"READ"}, "feature": list{}})), "serverless",
			lines("create a", byKibana, "  */security +read_cases ![all_spaces base_privilege]", "  */observability +read_cases ![all_spaces base_privilege]",
				"  */connectors +use_connectors ![all_spaces base_privilege]"),
		},
		"no spaces are all spaces": {
			create(kibanaRole, raw(kibanaEntry(nil, "generalCases", "read"))), "8.11",
			lines("create a", byKibana, "  */stack +read_cases ![all_spaces]"),
		},
		"a feature of another version": {
			create(kibanaRole, raw(kibanaEntry(list{"soc"}, "securitySolutionCasesV3", "read"))), "8.11", lines("create a", byKibana, "  soc/security ?", "  note: "+notThere("securitySolutionCasesV3.read")),
		},
		"a privilege of another version": {
			create(kibanaRole, raw(kibanaEntry(list{"soc"}, "securitySolutionCases", "read", "cases_paint"))), "8.11",
			lines("create a", byKibana, "  soc/security +read_cases ?", "  note: "+notThere("securitySolutionCases.cases_paint")),
		},
		"a feature of another version that stays": {
			planOf(list{changeOf(kibanaRole, "update", raw(kibanaEntry(list{"soc"}, "securitySolutionCasesV9", "read")), raw(kibanaEntry(list{"soc"}, "securitySolutionCasesV9", "read"), kibanaEntry(list{"dev"}, "securitySolutionCases", "read")))}), "8.11",
			lines("update a", "  by "+kibanaRole+" update", "  dev/security +read_cases"),
		},
		"the connector in another block": {
			create(kibanaRole, raw(kibanaEntry(list{"soc"}, "generalCases", "minimal_all"), kibanaEntry(list{"*"}, "actions", "read"))), "8.11",
			lines("create a", byKibana, "  */connectors +use_connectors ![all_spaces]", "  soc/stack +read_cases +create_cases +update_cases +edit_settings +add_comments +reopen_cases +assign_users +push_cases ![edit_settings]"),
		},
		"the connector in a pattern of spaces": {
			create(kibanaRole, raw(kibanaEntry(list{"*"}, "generalCases", "cases_delete"), kibanaEntry(list{"lab-*"}, "actions", "read"), kibanaEntry(list{"*"}, "securitySolutionCases", "minimal_all"))), "8.11",
			lines("create a", byKibana, "  */security +read_cases +create_cases +update_cases +edit_settings +add_comments +reopen_cases +assign_users ![all_spaces edit_settings]",
				"  */stack +delete_cases ![all_spaces delete_cases]", "  lab-*/security +push_cases ![all_spaces]", "  lab-*/connectors +use_connectors ![all_spaces]"),
		},
		"schema version 0": {
			create(kibanaRole, object{"name": "a", "elasticsearch": list{object{"cluster": list{"manage_security"}, "indices": list{}}}, "kibana": list{kibanaEntry(list{"soc"}, "generalCases", "read")}}), "9.2.0",
			lines("create a", byKibana, "  soc/stack +read_cases", `  way gain manage_security: The cluster privilege "manage_security" lets people change roles and users, and so give themselves any access.`),
		},
		"schema version 1": {
			create(kibanaRole, object{"name": "a", "elasticsearch": object{"run_as": list{"admin"}}, "kibana": list{kibanaEntry(list{"soc"}, "filesManagement", "read")}}), "9.2.0",
			lines("create a", byKibana, `  way gain files_management: filesManagement.read in "soc" lets people list the files that are attached to cases.`,
				`  way gain run_as: run_as "admin" lets people act as these users, with all that the roles of these users allow.`),
		},
		"unknown kibana": {
			create(kibanaRole, object{"name": "a"}, object{"after_unknown": object{"kibana": true}}), "9.2.0",
			lines("create a", byKibana, "  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]"),
		},
		"unknown privileges": {
			create(kibanaRole, raw(kibanaEntry(list{"soc"}, "generalCases", nil)),
				object{"after_unknown": object{"kibana": list{object{"feature": list{object{"privileges": list{true}}}}}}}), "9.2.0",
			lines("create a", byKibana, "  soc/stack ?"),
		},
		"unknown spaces": {
			create(kibanaRole, raw(kibanaEntry(list{"dev", nil}, "generalCases", "read")),
				object{"after_unknown": object{"kibana": list{object{"spaces": list{false, true}}}}}), "9.2.0",
			lines("create a", byKibana, "  */stack ? ![all_spaces]", "  dev/stack +read_cases ?"),
		},
		"a base privilege in unknown spaces": {
			create(kibanaRole, raw(object{"spaces": list{nil}, "base": list{"read"}}), object{"after_unknown": object{"kibana": list{object{"spaces": list{true}}}}}), "9.2.0",
			lines("create a", byKibana, "  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]"),
		},
		"an unknown feature": {
			create(kibanaRole, raw(object{"spaces": list{"soc"}, "feature": list{object{"privileges": list{"read"}}}}),
				object{"after_unknown": object{"kibana": list{object{"feature": list{object{"name": true}}}}}}), "9.2.0",
			lines("create a", byKibana, "  soc/security ?", "  soc/observability ?", "  soc/stack ?", "  soc/connectors ?"),
		},
		"unknown base": {
			create(kibanaRole, raw(object{"spaces": list{"soc"}}), object{"after_unknown": object{"kibana": list{object{"base": true}}}}), "9.2.0",
			lines("create a", byKibana, "  soc/security ?", "  soc/observability ?", "  soc/stack ?", "  soc/connectors ?"),
		},
		"application": {
			create(elasticsearchRole, stored(application(list{"space:soc"}, "feature_securitySolutionCasesV3.read"))), "9.2.0",
			lines("create a", byElasticsearch, "  "+v3Read),
		},
		"application of all of Kibana's": {
			create(elasticsearchRole, stored(object{"application": "kibana-*", "privileges": list{"read"}, "resources": list{"*"}})), "serverless",
			lines("create a", byElasticsearch, "  */security +read_cases ![all_spaces base_privilege]", "  */observability +read_cases ![all_spaces base_privilege]",
				"  */connectors +use_connectors ![all_spaces base_privilege]"),
		},
		"another application": {create(elasticsearchRole, stored(object{"application": "myapp", "privileges": list{"all"}, "resources": list{"*"}})), "9.2.0", lines("1 unchanged")},
		"another resource":    {create(elasticsearchRole, stored(application(list{"package:x"}, "all"))), "9.2.0", lines("1 unchanged")},
		"an unknown name":     {create(elasticsearchRole, stored(application(list{"*"}, "feature_discover.all", "reserved_x", "login:", "feature_x*"))), "9.2.0", lines("1 unchanged")},
		"a pattern of spaces": {
			create(elasticsearchRole, stored(application(list{"space:soc*"}, "feature_generalCases.read"))), "8.11",
			lines("create a", byElasticsearch, "  soc*/stack +read_cases ![all_spaces]"),
		},
		"a pattern of resources": {
			create(elasticsearchRole, stored(application(list{"sp*"}, "feature_generalCases.read"))), "8.11",
			lines("create a", byElasticsearch, "  */stack +read_cases ![all_spaces]"),
		},
		"a base privilege beside a feature": {
			create(elasticsearchRole, stored(application(list{"space:soc"}, "space_read"), application(list{"space:soc"}, "feature_generalCases.cases_delete", "feature_actions.all"))), "8.11",
			lines("create a", byElasticsearch, "  soc/security +read_cases ![base_privilege]", "  soc/observability +read_cases ![base_privilege]",
				"  soc/stack +read_cases +delete_cases ![base_privilege delete_cases]", "  soc/connectors +use_connectors +manage_connectors ![base_privilege manage_connectors]"),
		},
		"a pattern of actions": {
			create(elasticsearchRole, stored(application(list{"space:soc"}, "cases:*"))), "serverless",
			lines("create a", byElasticsearch, "  soc/security"+v3All+" +manage_templates +reopen_cases +assign_users +push_cases ![base_privilege delete_cases edit_settings]",
				"  soc/observability"+v3All+" +manage_templates +reopen_cases +assign_users +push_cases ![base_privilege delete_cases edit_settings]",
				"  soc/connectors +use_connectors +manage_connectors ![base_privilege manage_connectors]",
				"  note: The role holds a pattern of Kibana's actions that may match actions on cases. The review counts it as the base privilege all."),
		},
		"global": {
			create(elasticsearchRole, object{"name": "a", "global": `{"application":{"manage":{"applications":["kibana-*"]}}}`}), "9.2.0",
			lines("create a", byElasticsearch, `  way gain manage_application_privileges: The global privilege to manage the application privileges of "kibana-*" lets people redefine what every privilege of Kibana allows.`),
		},
		"indices": {
			create(elasticsearchRole, object{"name": "a", "indices": list{object{"names": list{".kibana*"}, "privileges": list{"read"}, "allow_restricted_indices": true}}}), "9.2.0",
			lines("create a", byElasticsearch, `  way gain kibana_indices: The index privilege "read" on ".kibana*" with allow_restricted_indices lets people read Kibana's own indices, which hold the cases of all spaces and solutions.`),
		},
		"unknown application": {
			create(elasticsearchRole, stored(object{"privileges": list{"x"}, "resources": list{"space:soc"}}),
				object{"after_unknown": object{"applications": list{object{"application": true}}}}), "9.2.0",
			lines("create a", byElasticsearch, "  soc/security ?", "  soc/observability ?", "  soc/stack ?", "  soc/connectors ?"),
		},
		"unknown resources": {
			create(elasticsearchRole, stored(application(list{nil}, "x")), object{"after_unknown": object{"applications": list{object{"resources": list{true}}}}}), "9.2.0",
			lines("create a", byElasticsearch, "  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]"),
		},
		"a regular expression of resources": {
			create(elasticsearchRole, stored(application(list{"/space:.*/"}, "feature_generalCases.read"))), "8.11",
			lines("create a", byElasticsearch, "  */stack +read_cases ![all_spaces]"),
		},
		"another regular expression of resources": {
			create(elasticsearchRole, stored(application(list{"/space:(soc|dev)/"}, "feature_generalCases.read"))), "8.11",
			lines("create a", byElasticsearch, "  */stack +read_cases ![all_spaces]", regexpNote),
		},
		"a regular expression of resources that becomes all spaces": {
			planOf(list{changeOf(elasticsearchRole, "update", stored(application(list{"/space:(soc|dev)/"}, "feature_generalCases.read")), stored(application(list{"*"}, "feature_generalCases.read")))}), "8.11",
			lines("update a", "  by "+elasticsearchRole+" update", regexpNote),
		},
		"a regular expression of other resources": {
			create(elasticsearchRole, stored(application(list{"/package:.*/"}, "feature_generalCases.read"))), "8.11", lines("1 unchanged"),
		},
		"patterns of resources that match some spaces": {
			create(elasticsearchRole, stored(application(list{"*:soc", "spac?:dev", "space*-prod", "s*:s?c", `\space:lab`}, "feature_generalCases.read"))), "8.11",
			lines("create a", byElasticsearch, "  *-prod/stack +read_cases ![all_spaces]", "  dev/stack +read_cases", "  lab/stack +read_cases", "  s?c/stack +read_cases ![all_spaces]", "  soc/stack +read_cases"),
		},
		"a pattern of resources that matches more spaces": {
			planOf(list{changeOf(elasticsearchRole, "update", stored(application(list{"*:soc"}, "feature_generalCases.read")), stored(application(list{"*:*"}, "feature_generalCases.read")))}), "8.11",
			lines("update a", "  by "+elasticsearchRole+" update", "  */stack +read_cases ![all_spaces]", "  soc/stack"),
		},
		"sensitive applications": {
			create(elasticsearchRole, stored(application(list{"space:soc"}, "feature_generalCases.read")), object{"after_sensitive": object{"applications": true}}), "8.11",
			lines("create a", byElasticsearch, "  (sensitive value)/stack +read_cases", hiddenNote),
		},
		"a sensitive block": {
			create(kibanaRole, object{"name": "a", "elasticsearch": list{object{"run_as": list{"admin"}}}}, object{"after_sensitive": object{"elasticsearch": true}}), "9.2.0",
			lines("create a", byKibana, "  way gain run_as: (sensitive value)", hiddenNote),
		},
		"unknown applications": {
			create(elasticsearchRole, object{"name": "a"}, object{"after_unknown": object{"applications": true}}), "9.2.0",
			lines("create a", byElasticsearch, "  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]"),
		},
		"handed over to a cases_role that gives less": {
			planOf(list{
				changeOf(kibanaRole, "forget", raw(kibanaEntry(list{"soc"}, "generalCases", "read", "cases_delete")), nil),
				changeOf("cases_role.a", "update", roleOf("a", "soc/stack: read_cases, delete_cases"), roleOf("a", "soc/stack: read_cases"), object{"importing": object{"id": "a"}}),
			}), "8.11",
			lines("update a", "  by cases_role.a update imported", "  by "+kibanaRole+" forget", "  soc/stack -delete_cases"),
		},
		"handed over to cases_role": {
			planOf(list{
				changeOf(kibanaRole, "forget", raw(kibanaEntry(list{"soc"}, "generalCases", "read")), nil),
				changeOf("cases_role.a", "no-op", roleOf("a", "soc/stack: read_cases"), roleOf("a", "soc/stack: read_cases"), object{"importing": object{"id": "a"}}),
			}), "8.11",
			lines("keep a", "  by cases_role.a no-op imported", "  by "+kibanaRole+" forget"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, test.want, summary(read(t, test.plan, review.Options{KibanaVersion: test.version})))
		})
	}
}
