package review_test

import (
	"slices"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// What changes of roles mean for people who may hold other roles as well.
func TestReadTellsWhoGainsAndLoses(t *testing.T) {
	t.Parallel()
	const reads, deletes, both = "soc/security: read_cases", "soc/security: delete_cases", "soc/security: read_cases, delete_cases"
	gain := list{changeOf("cases_role.a", "update", roleOf("a", reads), roleOf("a", both))}
	lose := list{changeOf("cases_role.a", "update", roleOf("a", both), roleOf("a", reads))}
	still := changeOf("cases_role.b", "no-op", roleOf("b", deletes), roleOf("b", deletes))
	disabled := with(user("a", reads), object{"enabled": false})
	grant := list{changeOf("cases_feature_privilege.a", "delete", grantOf("soc", both), nil)}
	unknown := changeOf("cases_role.a", "update", roleOf("a", both),
		with(roleOf("a"), object{"capabilities": nil, "spaces": object{"soc": object{"security": object{}}}}),
		object{"after_unknown": object{"capabilities": true, "spaces": object{"soc": object{"security": true}}}})
	raw := func(feature string, ids ...any) object {
		return object{"name": "a", "kibana": list{object{"spaces": list{"soc"}, "base": list{}, "feature": list{object{"name": feature, "privileges": ids}}}}}
	}
	const gains, loses = "ann: soc/security +delete_cases through a", "ann: soc/security -delete_cases through a"
	for name, test := range map[string]struct {
		changes list
		users   object
		want    []string
	}{
		"a gain":                      {gain, object{"ann": user("a", reads), "bob": user("c")}, []string{gains}},
		"a gain that another gives":   {gain, object{"ann": user("a, c", both)}, nil},
		"in all spaces":               {gain, object{"ann": user("a, c", reads, "*/security: delete_cases")}, nil},
		"by a pattern":                {gain, object{"ann": user("a, c", reads, "so*/security: delete_cases")}, nil},
		"somebody disabled":           {gain, object{"ann": disabled}, nil},
		"a role that is created":      {list{changeOf("cases_role.a", "create", nil, roleOf("a", reads))}, object{"ann": user("a")}, []string{"ann: soc/security +read_cases through a"}},
		"a loss":                      {lose, object{"ann": user("a", both)}, []string{loses}},
		"what they could not do":      {lose, object{"ann": user("a", reads)}, nil},
		"another role is not known":   {lose, object{"ann": user("a, c", both)}, []string{loses + " unless c"}},
		"another role gives it":       {append(list{still}, lose...), object{"ann": user("a, b", both)}, nil},
		"another role does not":       {append(list{changeOf("cases_role.b", "no-op", roleOf("b"), roleOf("b"))}, lose...), object{"ann": user("a, b", both)}, []string{loses}},
		"another role in all spaces":  {lose, object{"ann": user("a, c", both, "*/security: delete_cases")}, nil},
		"somebody else shows it":      {lose, object{"ann": user("a, c, d", both), "bob": user("c", deletes)}, nil},
		"somebody else has more":      {lose, object{"ann": user("a, c", both), "bob": user("c, e", deletes)}, []string{loses + " unless c"}},
		"another role loses it, too":  {append(list{changeOf("cases_role.b", "delete", roleOf("b", deletes), nil)}, lose...), object{"ann": user("a, b", both)}, []string{loses + ", b"}},
		"another role takes over":     {append(list{changeOf("cases_role.b", "create", nil, roleOf("b", deletes))}, lose...), object{"ann": user("a, b", both)}, nil},
		"a grant on an unknown role":  {grant, object{"ann": user("a", both)}, []string{"ann: soc/security -read_cases -delete_cases through a unless a"}},
		"access is not known":         {list{unknown}, object{"ann": user("a, c", both), "bob": user("c")}, []string{"ann: soc/security ? through a", "ann: soc/connectors ? through a"}},
		"raw ids":                     {list{changeOf("elasticstack_kibana_security_role.a", "update", raw("discover", "read"), raw("generalCasesV3", "minimal_read", "cases_settings")), still}, object{"ann": user("a", "soc/stack: read_cases")}, []string{"ann: soc/stack +edit_settings through a"}},
		"two roles give it":           {append(list{changeOf("cases_role.b", "create", nil, roleOf("b", deletes))}, gain...), object{"ann": user("a, b", reads)}, []string{gains + ", b"}},
		"two people, sorted":          {gain, object{"zoe": user("a", reads), "ann": user("a", reads)}, []string{gains, "zoe: soc/security +delete_cases through a"}},
		"roles of two owners":         {list{changeOf("cases_role.a", "update", roleOf("a", both), roleOf("a", reads)), changeOf("cases_role.a2", "no-op", roleOf("a", both), roleOf("a", both))}, object{"ann": user("a", both)}, []string{loses + " unless a"}},
		"a role is imported unknown":  {append(list{changeOf("cases_role.b", "create", nil, roleOf("b"), object{"importing": object{"id": "b"}})}, lose...), object{"ann": user("a, b", both, "*/security: delete_cases")}, []string{loses}},
		"a role only moves":           {list{changeOf("cases_role.a", "no-op", roleOf("a", both), roleOf("a", both), object{"previous_address": "cases_role.x"})}, object{"ann": user("a", both)}, nil},
		"people of an empty role set": {gain, object{"ann": object{"enabled": true, "roles": list{}, "capabilities": object{}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := read(t, planOf(test.changes, priorState(usersIn("data.cases_users.all", test.users))), review.Options{KibanaVersion: "9.5"})
			want := ""
			if len(test.want) > 0 {
				want = lines(test.want...)
			}
			compare(t, want, summaryOfPeople(r.People))
			if nobody := "Nobody whom the plan lists gains or loses access to cases."; len(r.Roles) > 0 && (len(r.People) == 0) != slices.Contains(r.Notes, nobody) {
				t.Errorf("notes: %q", r.Notes)
			}
		})
	}
}

// To push a case takes a connector and the right to push, which may come from two roles.
func TestPeoplePushWithAConnectorOfAnotherRole(t *testing.T) {
	t.Parallel()
	role := func(name, feature, id string) object {
		values := object{"name": name, "kibana": list{}}
		if id != "" {
			values["kibana"] = list{kibanaEntry(list{"soc"}, feature, id)}
		}
		return values
	}
	cases := func(id string) object { return role("a", "generalCasesV3", id) }
	connectors := func(id string) object { return role("b", "actions", id) }
	const without, with = "soc/stack: read_cases, create_cases, update_cases", ", push_cases"
	change := func(before, after, otherBefore, otherAfter object) list {
		return list{
			changeOf("elasticstack_kibana_security_role.a", "update", before, after), changeOf("elasticstack_kibana_security_role.b", "update", otherBefore, otherAfter),
		}
	}
	can := []string{without + with, "soc/connectors: use_connectors"}
	for name, test := range map[string]struct {
		changes list
		can     []string
		want    string
	}{
		"the connector is new":  {change(cases("minimal_all"), cases("minimal_all"), connectors(""), connectors("read")), []string{without}, lines("ann: soc/stack +push_cases through b", "ann: soc/connectors +use_connectors through b")},
		"the connector is lost": {change(cases("minimal_all"), cases("minimal_all"), connectors("read"), connectors("")), can, lines("ann: soc/stack -push_cases through b", "ann: soc/connectors -use_connectors through b")},
		"the right is lost":     {change(cases("minimal_all"), cases(""), connectors("read"), connectors("read")), can, lines("ann: soc/stack -read_cases -create_cases -update_cases -push_cases through a")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := planOf(test.changes, priorState(usersIn("data.cases_users.all", object{"ann": user("a, b", test.can...)})))
			compare(t, test.want, summaryOfPeople(read(t, plan, review.Options{KibanaVersion: "9.5"}).People))
		})
	}
}
