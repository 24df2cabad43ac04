package review_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

const (
	deletedNote = "  note: The role is deleted with all its access, including what grants outside of this plan gave."
	takesOver   = "  note: The role itself is not in the plan. The grant may take over privileges that the role holds already: the plan's JSON does not say."
	fight       = "  note: A cases_role owns all of this role, and a cases_feature_privilege adds to it. The role's next update takes away what the grant adds."
	severalNote = "  note: Several resources own the whole role of this name. The review shows them one by one. In one Kibana, the last one that is applied decides."
	hiddenNote  = "  note: The plan marks values of this role as sensitive. The review does not show them."
	forgotten   = "  note: Terraform forgets the role. It stays in Kibana with the access that it gives."
)

// What a plan does to resources, and what that changes about roles.
func TestRead(t *testing.T) {
	t.Parallel()
	reads, works := "soc/security: read_cases", "soc/security: read_cases, update_cases"
	for name, test := range map[string]struct {
		plan object
		want string
	}{
		"nothing": {planOf(nil), ""},
		"other resources": {
			planOf(list{changeOf("aws_iam_role.a", "create", nil, object{"name": 5})}),
			"",
		},
		"no-op": {
			planOf(list{changeOf("cases_role.a", "no-op", roleOf("a", reads), roleOf("a", reads))}),
			lines("1 unchanged"),
		},
		"create": {
			planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a", works, "*/connectors: use_connectors, manage_connectors"))}),
			lines("create a", "  by cases_role.a create", "  */connectors +use_connectors +manage_connectors ![all_spaces manage_connectors]", "  soc/security +read_cases +update_cases"),
		},
		"create without access to cases": {
			planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a"))}),
			lines("1 unchanged"),
		},
		"update": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", works), roleOf("a", "soc/security: read_cases, delete_cases, edit_settings"))}),
			lines("update a", "  by cases_role.a update", "  soc/security +delete_cases +edit_settings -update_cases ![delete_cases edit_settings]"),
		},
		"what all spaces give already": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", reads), roleOf("a", "*/security: read_cases"))}),
			lines("update a", "  by cases_role.a update", "  */security +read_cases ![all_spaces]", "  soc/security"),
		},
		"update that changes no access": {
			planOf(list{changeOf("cases_role.a", "update", with(roleOf("a", works), object{"description": "old"}), with(roleOf("a", works), object{"description": "new"}))}),
			lines("1 unchanged"),
		},
		"delete": {
			planOf(list{changeOf("cases_role.a", "delete", roleOf("a", works), nil)}),
			lines("delete a", "  by cases_role.a delete", "  soc/security -read_cases -update_cases", deletedNote),
		},
		"delete with a grant that stays": {
			planOf(list{
				changeOf("cases_role.a", "delete", roleOf("a", reads), nil),
				changeOf("cases_feature_privilege.a", "no-op", grantOf("dev", "dev/stack: read_cases"), grantOf("dev", "dev/stack: read_cases")),
			}),
			lines("delete a", "  by cases_feature_privilege.a no-op", "  by cases_role.a delete", "  dev/stack -read_cases", "  soc/security -read_cases", deletedNote),
		},
		"replace, delete first": {
			planOf(list{changeOf("cases_role.a", "delete,create", roleOf("a", reads), roleOf("a", works))}),
			lines("update a", "  by cases_role.a delete,create", "  soc/security +update_cases"),
		},
		"replace, create first": {
			planOf(list{changeOf("cases_role.a", "create,delete", roleOf("a", works), roleOf("a", reads))}),
			lines("update a", "  by cases_role.a create,delete", "  soc/security -update_cases"),
		},
		"replace under another name": {
			planOf(list{changeOf("cases_role.a", "delete,create", roleOf("a", works), roleOf("b", reads))}),
			lines("delete a", "  by cases_role.a delete,create", "  soc/security -read_cases -update_cases", deletedNote,
				"create b", "  by cases_role.a delete,create", "  soc/security +read_cases"),
		},
		"forget": {
			planOf(list{changeOf("cases_role.a", "forget", roleOf("a", works), nil)}),
			lines("forget a", "  by cases_role.a forget", forgotten),
		},
		"create under another name, forget the old role": {
			planOf(list{changeOf("cases_role.a", "create,forget", roleOf("a", works), roleOf("b", reads))}),
			lines("forget a", "  by cases_role.a create,forget", forgotten, "create b", "  by cases_role.a create,forget", "  soc/security +read_cases"),
		},
		"forget a grant": {
			planOf(list{changeOf("cases_feature_privilege.a", "forget", grantOf("soc", works), nil)}),
			lines("keep a", "  by cases_feature_privilege.a forget", "  note: Terraform forgets a grant. What it gave stays on the role."),
		},
		"move": {
			planOf(list{changeOf("cases_role.b", "no-op", roleOf("a", works), roleOf("a", works), object{"previous_address": "cases_role.a"})}),
			lines("keep a", "  by cases_role.b no-op from cases_role.a"),
		},
		"import": {
			planOf(list{changeOf("cases_role.a", "no-op", roleOf("a", works), roleOf("a", works), object{"importing": object{"id": "a"}})}),
			lines("keep a", "  by cases_role.a no-op imported"),
		},
		"import without before": {
			planOf(list{changeOf("cases_role.a", "no-op", nil, roleOf("a", works), object{"importing": object{"id": "a"}})}),
			lines("keep a", "  by cases_role.a no-op imported"),
		},
		"import and update": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", reads), roleOf("a", works), object{"importing": object{"id": "a"}})}),
			lines("update a", "  by cases_role.a update imported", "  soc/security +update_cases"),
		},
		"for_each in modules": {
			planOf(list{
				changeOf(`module.teams["a.b"].cases_role.this["x"]`, "create", nil, roleOf("x", reads)),
				changeOf(`module.teams["a.b"].cases_role.this["y"]`, "create", nil, roleOf("y", reads)),
			}),
			lines("create x", `  by module.teams["a.b"].cases_role.this["x"] create`, "  soc/security +read_cases",
				"create y", `  by module.teams["a.b"].cases_role.this["y"] create`, "  soc/security +read_cases"),
		},
		"deposed": {
			planOf(list{
				changeOf("cases_role.a", "no-op", roleOf("a", works), roleOf("a", works)),
				changeOf("cases_role.a", "delete", roleOf("old", works), nil, object{"deposed": "0a1b"}),
			}),
			lines("delete old", "  by cases_role.a delete", "  soc/security -read_cases -update_cases", deletedNote,
				"  note: Terraform destroys an object that a failed replacement left behind. That deletes the role of this name, even if another resource manages it now.",
				"1 unchanged"),
		},
		"two owners": {
			planOf(list{
				changeOf("cases_role.a", "update", roleOf("a", works), roleOf("a", reads)),
				changeOf("cases_role.b", "update", roleOf("a", reads), roleOf("a", works)),
				changeOf("cases_feature_privilege.a", "no-op", grantOf("soc", works), grantOf("soc", works)),
			}),
			lines("update a", "  by cases_role.a update", "  soc/security -update_cases", severalNote,
				"update a", "  by cases_role.b update", "  soc/security +update_cases", severalNote, "1 unchanged"),
		},
		"data sources": {
			planOf(list{changeOf("cases_role.a", "read", nil, object{"name": "a"}, object{"mode": "data"})}),
			"",
		},
		"who holds roles": {
			planOf(list{changeOf("elasticstack_elasticsearch_security_role_mapping.a", "create", nil, object{})}),
			lines("note: The plan also changes who holds roles, or what API keys may do. The review does not judge that: elasticstack_elasticsearch_security_role_mapping.a."),
		},
		"incomplete": {
			planOf(nil, object{"complete": false}),
			lines("incomplete"),
		},
		"not applyable": {
			planOf(list{changeOf("aws_iam_role.a", "create", nil, object{})}, object{"applyable": false}),
			lines("note: Terraform says that this plan cannot be applied."),
		},
		"not applyable without changes": {planOf(nil, object{"applyable": false}), ""},
		"drift": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", works), roleOf("a", reads))}, object{"resource_drift": list{
				changeOf("cases_role.a", "update", roleOf("a", reads), roleOf("a", works)),
				changeOf("cases_role.b", "update", with(roleOf("b", reads), object{"description": "x"}), roleOf("b", reads)),
			}}),
			lines("update a", "  by cases_role.a update", "  soc/security -update_cases", "outside: keep a", "  by cases_role.a update", "  soc/security +update_cases"),
		},
		"drift that a grant gives, too": {
			planOf(list{
				changeOf("cases_role.a", "update", roleOf("a", reads), roleOf("a", works)),
				changeOf("cases_feature_privilege.a", "no-op", grantOf("soc", works), grantOf("soc", works)),
			}, object{"resource_drift": list{changeOf("cases_role.a", "update", roleOf("a", works), roleOf("a", reads))}}),
			lines("1 unchanged"),
		},
		"deleted outside": {
			planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a", reads))}, object{"resource_drift": list{
				changeOf("cases_role.a", "delete", roleOf("a", reads), nil),
			}}),
			lines("create a", "  by cases_role.a create", "  soc/security +read_cases", "outside: delete a", "  by cases_role.a delete", "  soc/security -read_cases", deletedNote),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, test.want, summary(read(t, test.plan, review.Options{})))
		})
	}
}
