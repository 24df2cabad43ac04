package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// roleConfigured is the configuration of cases_role.a, whose spaces are an expression; nil if they are not configured.
func roleConfigured(spaces any) object {
	expressions := object{"name": object{"constant_value": "a"}}
	if spaces != nil {
		expressions["spaces"] = spaces
	}
	return object{"configuration": object{"root_module": object{"resources": list{
		object{"address": "cases_role.a", "mode": "managed", "type": "cases_role", "name": "a", "provider_config_key": "cases", "expressions": expressions},
		object{"address": "cases_feature_privilege.g", "mode": "managed", "type": "cases_feature_privilege", "name": "g", "provider_config_key": "cases"},
		object{"address": "cases_feature_privilege.h", "mode": "managed", "type": "cases_feature_privilege", "name": "h", "provider_config_key": "cases"},
	}}}}
}

// What a plan does to a role that a grant adds to. The state of the role's owner holds what the grant has added.
func TestReadSharedRole(t *testing.T) {
	t.Parallel()
	const (
		reads, works, stack = "soc/security: read_cases", "soc/security: read_cases, update_cases", "soc/stack: read_cases"
		role, g, h          = "cases_role.a", "cases_feature_privilege.g", "cases_feature_privilege.h"
	)
	space := func(config object) object { return object{"spaces": object{"soc": config}} }
	viewsStack := object{"stack": object{"access": "view", "sub_features": nil}, "security": nil}
	mirror := with(roleOf("a", works, stack), space(viewsStack))
	viewed := object{"constant_value": object{"soc": object{"stack": object{"access": "view"}}}}
	described := func(values object) object { return with(values, object{"description": "new"}) }
	none := with(grantOf("soc"), object{"security": object{"access": "none"}})
	const unsure = "  note: cases_role.a keeps what a grant gives up if its own configuration sets the same. The plan does not say whether it does."
	for name, test := range map[string]struct {
		plan object
		want string
	}{
		"grants change beside a role that ignores its spaces": {
			planOf(list{
				changeOf(role, "no-op", mirror, mirror), changeOf(g, "update", grantOf("soc", works), grantOf("soc", reads)), changeOf(h, "delete", grantOf("soc", stack), nil),
			}, roleConfigured(nil)),
			lines("update a", "  by "+g+" update", "  by "+h+" delete", "  by "+role+" no-op", "  soc/security -update_cases", "  soc/stack -read_cases"),
		},
		"beside its update": {
			planOf(list{
				changeOf(role, "update", mirror, described(mirror)), changeOf(g, "update", grantOf("soc", works), grantOf("soc", reads)), changeOf(h, "delete", grantOf("soc", stack), nil),
			}, roleConfigured(nil)),
			lines("update a", "  by "+g+" update", "  by "+h+" delete", "  by "+role+" update", "  soc/security -update_cases", "  soc/stack -read_cases"),
		},
		"beside a forgotten role": {
			planOf(list{changeOf(role, "forget", mirror, nil), changeOf(h, "delete", grantOf("soc", stack), nil)}, roleConfigured(viewed)),
			lines("forget a", "  by "+h+" delete", "  by "+role+" forget", "  soc/stack -read_cases", forgotten),
		},
		"a grant that gives nothing any more": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(g, "update", grantOf("soc", works), none)}, roleConfigured(nil)),
			lines("update a", "  by "+g+" update", "  by "+role+" no-op", "  soc/security -read_cases -update_cases"),
		},
		"a grant whose state is behind": {
			planOf(list{changeOf(role, "no-op", roleOf("a"), roleOf("a")), changeOf(g, "update", grantOf("soc", works), grantOf("soc", reads))}, roleConfigured(nil)),
			lines("update a", "  by "+g+" update", "  by "+role+" no-op", "  soc/security -update_cases"),
		},
		"the role sets what a grant gives up": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(h, "delete", grantOf("soc", stack), nil)}, roleConfigured(viewed)),
			lines("1 unchanged"),
		},
		"its update sets it": {
			planOf(list{changeOf(role, "update", mirror, described(mirror)), changeOf(h, "delete", grantOf("soc", stack), nil)}, roleConfigured(viewed)),
			lines("1 unchanged"),
		},
		"its update begins to set more": {
			planOf(list{
				changeOf(role, "update", mirror, with(roleOf("a", works, "soc/stack: read_cases, update_cases"), space(object{"stack": object{"access": "assignee"}}))),
				changeOf(h, "delete", grantOf("soc", stack), nil),
			}, roleConfigured(object{"references": list{"var.spaces"}})),
			lines("update a", "  by "+h+" delete", "  by "+role+" update", "  soc/stack +update_cases"),
		},
		"its replacement sets it": {
			planOf(list{changeOf(role, "delete,create", mirror, mirror), changeOf(h, "delete", grantOf("soc", stack), nil)}, roleConfigured(object{"references": list{"var.spaces"}})),
			lines("1 unchanged"),
		},
		"the role sets something else, and ignores that": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(h, "delete", grantOf("soc", stack), nil)},
				roleConfigured(object{"constant_value": object{"soc": object{"stack": object{"access": "assignee"}}}})),
			lines("update a", "  by "+h+" delete", "  by "+role+" no-op", "  soc/stack -read_cases", unsure),
		},
		"nobody can tell what the role sets": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(h, "delete", grantOf("soc", stack), nil)}, roleConfigured(object{"references": list{"var.spaces"}})),
			lines("update a", "  by "+h+" delete", "  by "+role+" no-op", "  soc/stack -read_cases", unsure),
		},
		"a plan without configuration": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(h, "delete", grantOf("soc", stack), nil)}),
			lines("update a", "  by "+h+" delete", "  by "+role+" no-op", "  soc/stack -read_cases", unsure),
		},
		"an update gives up what an unchanged role sets": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(h, "update", grantOf("soc", stack, works), grantOf("soc", works))}, roleConfigured(viewed)),
			lines("update a", "  by "+h+" update", "  by "+role+" no-op", "  soc/stack -read_cases"),
		},
		"another grant holds what a destroyed one gives up": {
			planOf(list{changeOf(role, "no-op", mirror, mirror), changeOf(g, "no-op", grantOf("soc", stack), grantOf("soc", stack)), changeOf(h, "delete", grantOf("soc", stack), nil)}, roleConfigured(nil)),
			lines("1 unchanged"),
		},
		"another grant holds what an update gives up": {
			planOf(list{
				changeOf(role, "no-op", mirror, mirror), changeOf(g, "no-op", grantOf("soc", stack), grantOf("soc", stack)), changeOf(h, "update", grantOf("soc", stack, works), grantOf("soc", works)),
			}, roleConfigured(nil)),
			lines("update a", "  by "+g+" no-op", "  by "+h+" update", "  by "+role+" no-op", "  soc/stack -read_cases"),
		},
		"a connector that a push needs": {
			planOf(list{
				changeOf(role, "no-op", with(roleOf("a", "soc/stack: read_cases, push_cases", "soc/connectors: use_connectors"), pushes), with(roleOf("a", "soc/stack: read_cases, push_cases", "soc/connectors: use_connectors"), pushes)),
				changeOf(h, "delete", grantOf("soc", "soc/connectors: use_connectors"), nil),
			}, roleConfigured(nil)),
			lines("update a", "  by "+h+" delete", "  by "+role+" no-op", "  soc/stack -push_cases", "  soc/connectors -use_connectors"),
		},
		"a connector that a grant keeps": {
			planOf(list{
				changeOf(role, "no-op", with(roleOf("a", "soc/stack: read_cases, push_cases", "soc/connectors: use_connectors"), pushes), with(roleOf("a", "soc/stack: read_cases, push_cases", "soc/connectors: use_connectors"), pushes)),
				changeOf(h, "update", grantOf("soc", "soc/connectors: use_connectors, manage_connectors"), grantOf("soc", "soc/connectors: use_connectors")),
			}, roleConfigured(nil)),
			lines("update a", "  by "+h+" update", "  by "+role+" no-op", "  soc/connectors -manage_connectors"),
		},
		"an update takes from a grant": {
			planOf(list{changeOf(role, "update", roleOf("a", works, stack), roleOf("a", works)), changeOf(h, "no-op", grantOf("soc", stack), grantOf("soc", stack))}, roleConfigured(nil)),
			lines("update a", "  by "+h+" no-op", "  by "+role+" update", "  soc/stack -read_cases", taken),
		},
		"an update that ignores spaces takes nothing": {
			planOf(list{changeOf(role, "update", mirror, described(mirror)), changeOf(h, "no-op", grantOf("soc", stack), grantOf("soc", stack))}, roleConfigured(nil)),
			lines("1 unchanged"),
		},
		"a replacement takes from grants": {
			planOf(list{
				changeOf(role, "delete,create", mirror, roleOf("a")), changeOf(g, "delete,create", grantOf("soc", works), grantOf("soc", works)), changeOf(h, "no-op", grantOf("soc", stack), grantOf("soc", stack)),
			}, roleConfigured(nil)),
			lines("update a", "  by "+g+" delete,create", "  by "+h+" no-op", "  by "+role+" delete,create", "  soc/stack -read_cases", taken),
		},
		"an update takes from a forgotten grant": {
			planOf(list{changeOf(role, "update", mirror, roleOf("a", works)), changeOf(h, "forget", grantOf("soc", stack), nil)}, roleConfigured(nil)),
			lines("update a", "  by "+h+" forget", "  by "+role+" update", "  soc/stack -read_cases"),
		},
		"elasticstack takes from a grant": {
			planOf(list{
				changeOf(kibanaRole, "update", object{"name": "a", "kibana": list{kibanaEntry(list{"soc"}, "generalCasesV3", "read")}}, object{"name": "a", "kibana": list{}}),
				changeOf(h, "no-op", grantOf("soc", stack), grantOf("soc", stack)),
			}),
			lines("update a", "  by "+h+" no-op", "  by "+kibanaRole+" update", "  soc/stack -read_cases", strings.ReplaceAll(taken, role, kibanaRole)),
		},
		"a grant changes beside elasticstack, which ignores that": {
			planOf(list{
				changeOf(kibanaRole, "no-op", object{"name": "a", "kibana": list{kibanaEntry(list{"soc"}, "generalCasesV3", "read")}}, object{"name": "a", "kibana": list{kibanaEntry(list{"soc"}, "generalCasesV3", "read")}}),
				changeOf(h, "delete", grantOf("soc", stack), nil),
			}),
			lines("update a", "  by "+h+" delete", "  by "+kibanaRole+" no-op", "  soc/stack -read_cases"),
		},
		"a role and a grant are created": {
			planOf(list{changeOf(role, "create", nil, roleOf("a")), changeOf(h, "create", nil, grantOf("soc", stack))}, roleConfigured(nil)),
			lines("create a", "  by "+h+" create", "  by "+role+" create", "  soc/stack +read_cases"),
		},
		"a grant is created beside a role that ignores its spaces": {
			planOf(list{changeOf(role, "no-op", roleOf("a", works), roleOf("a", works)), changeOf(h, "create", nil, grantOf("soc", stack))}, roleConfigured(nil)),
			lines("update a", "  by "+h+" create", "  by "+role+" no-op", "  soc/stack +read_cases"),
		},
		"a role and its grant undo each other's changes": {
			planOf(list{changeOf(role, "update", roleOf("a", works, stack), roleOf("a", works)), changeOf(h, "update", grantOf("soc", stack), grantOf("soc", "soc/stack: read_cases, update_cases"))}, roleConfigured(nil)),
			lines("update a", "  by "+h+" update", "  by "+role+" update", "  soc/stack +update_cases", fight),
		},
		"a new grant on a role that has several owners": {
			planOf(list{
				changeOf(role, "no-op", roleOf("a"), roleOf("a")), changeOf("cases_role.b", "no-op", roleOf("a"), roleOf("a")), changeOf(h, "create", nil, grantOf("soc", stack)),
			}),
			lines("update a", "  by "+h+" create", "  soc/stack +read_cases", severalNote, "2 unchanged"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, test.want, summary(read(t, test.plan, review.Options{})))
		})
	}
}

// pushes are privileges with which people may push cases, and a connector.
var pushes = object{"privileges": object{"soc": object{"generalCasesV3": list{"all"}, "actions": list{"read"}}}}

// taken says that cases_role.a takes away what a grant adds.
const taken = "  note: cases_role.a takes away what cases_feature_privilege.h adds. The next plan of the grant adds it again."

// The plans of Terraform for a role that ignores its spaces, and for grants on it.
func TestReadSharedRoleOfTerraform(t *testing.T) {
	t.Parallel()
	kibana := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc", "lab"))
	w := newWorkspace(t)
	const role, g, h = "cases_role.nar", "cases_feature_privilege.g", "cases_feature_privilege.h"
	grant := func(more object) object { return with(object{"role": "${cases_role.nar.name}", "space": "soc"}, more) }
	assignee := object{"access": "assignee"}
	configure := func(grants object) {
		w.configure(kibana, object{"resource": object{
			"cases_role":              object{"nar": object{"name": "nar", "lifecycle": object{"ignore_changes": list{"spaces"}}}},
			"cases_feature_privilege": grants,
		}})
	}
	reviewed := func(flags ...string) string {
		return summary(readBytes(t, w.plan(flags...)))
	}
	configure(object{"g": grant(object{"security": assignee}), "h": grant(object{"stack": assignee})})
	w.terraform("apply", "-input=false", "-auto-approve")
	w.terraform("apply", "-input=false", "-auto-approve", "-refresh-only")
	const lost = " -create_cases -update_cases -delete_cases -edit_settings -add_comments -manage_templates -reopen_cases -assign_users"
	compare(t, lines("update nar", "  by "+g+" no-op", "  by "+h+" no-op", "  by "+role+" delete,create", "  soc/security -read_cases"+lost, "  soc/stack -read_cases"+lost,
		"  note: "+role+" takes away what these grants add: "+g+", "+h+". The next plans of the grants add it again."), reviewed("-replace="+role))
	configure(object{"g": grant(object{"security": object{"access": "view"}})})
	compare(t, lines("update nar", "  by "+g+" update", "  by "+h+" delete", "  by "+role+" no-op", "  soc/security"+lost, "  soc/stack -read_cases"+lost), reviewed())
	w.terraform("apply", "-input=false", "tfplan")

	// Somebody gives a role what a grant gives, so that the next plan of the role takes it away.
	view := object{"soc": object{"security": object{"access": "view"}}}
	w.configure(kibana, object{"resource": object{
		"cases_role":              object{"b": object{"name": "b", "spaces": view}},
		"cases_feature_privilege": object{"h": object{"role": "b", "space": "lab", "connectors": "all", "depends_on": list{"cases_role.b"}}},
	}})
	w.terraform("apply", "-input=false", "-auto-approve")
	compare(t, lines("update b", fmt.Sprintf("  by %s no-op", h), "  by cases_role.b update", "  lab/connectors -use_connectors -manage_connectors",
		strings.ReplaceAll(taken, "cases_role.a", "cases_role.b")), reviewed())
}
