package review_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// What values known only after apply, sensitive values and deferred changes do to a review.
func TestReadUnknown(t *testing.T) {
	t.Parallel()
	unknown := func(attributes ...string) object {
		marks := object{}
		for _, name := range attributes {
			marks[name] = true
		}
		return object{"after_unknown": marks}
	}
	open := with(roleOf("a"), object{"capabilities": nil, "privileges": nil})
	everywhere := []string{"  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]"}
	for name, test := range map[string]struct {
		plan object
		want string
	}{
		"all of spaces": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", "soc/security: read_cases"), with(open, object{"spaces": nil}), unknown("capabilities", "privileges", "spaces"))}),
			lines(append(append([]string{"update a", "  by cases_role.a update"}, everywhere...), "  soc/security ?")...),
		},
		"the access in one space": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", "soc/security: read_cases", "dev/security: read_cases"),
				with(open, object{"spaces": object{"soc": object{"security": object{}, "stack": object{"access": "view"}}}}),
				object{"after_unknown": object{"capabilities": true, "privileges": true, "spaces": object{"soc": object{"security": object{"access": true}}}}})}),
			lines("update a", "  by cases_role.a update", "  dev/security -read_cases", "  soc/security ?", "  soc/stack ?", "  soc/connectors ?"),
		},
		"another space beside full access and none": {
			planOf(list{changeOf("cases_role.a", "create", nil, with(open, object{"spaces": object{"soc": object{"security": object{"access": "full"}, "stack": object{"access": "none"}}}}),
				unknown("capabilities", "privileges"))}),
			lines("create a", "  by cases_role.a create", "  soc/security ?", "  soc/connectors ?"),
		},
		"all of one space": {
			planOf(list{changeOf("cases_role.a", "create", nil, with(open, object{"spaces": object{}}), object{"after_unknown": object{"capabilities": true, "spaces": object{"soc": true}}})}),
			lines("create a", "  by cases_role.a create", "  soc/security ?", "  soc/observability ?", "  soc/stack ?", "  soc/connectors ?"),
		},
		"a base privilege": {
			planOf(list{changeOf("cases_role.a", "create", nil, with(open, object{"spaces": object{"soc": object{"base": "read"}}}), unknown("capabilities", "privileges"))}),
			lines("create a", "  by cases_role.a create", "  soc/security +read_cases ? ![base_privilege]", "  soc/observability +read_cases ? ![base_privilege]",
				"  soc/stack +read_cases ? ![base_privilege]", "  soc/connectors +use_connectors ? ![base_privilege]"),
		},
		"raw ids": {
			planOf(list{changeOf("cases_role.a", "create", nil, with(open, object{"spaces": object{"soc": object{"features": object{"generalCasesV3": list{nil}, "discover": list{"read"}}}}}),
				object{"after_unknown": object{"capabilities": true, "privileges": true, "spaces": object{"soc": object{"features": object{"generalCasesV3": list{true}}}}}})}),
			lines("create a", "  by cases_role.a create", "  soc/stack ? ![raw_ids]"),
		},
		"one key of capabilities": {
			planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a", "soc/stack: read_cases"), object{"after_unknown": object{"capabilities": object{"soc/security": true}}})}),
			lines("create a", "  by cases_role.a create", "  soc/security ?", "  soc/stack +read_cases"),
		},
		"the name of a role": {
			planOf(list{changeOf("cases_role.a", "create", nil, with(roleOf("a", "soc/stack: read_cases"), object{"name": nil}), unknown("name"))}),
			lines("create ", "  by cases_role.a create", "  soc/stack +read_cases", "  note: The name of the role is known only after apply. It is the role of cases_role.a."),
		},
		"the names of two roles": {
			planOf(list{
				changeOf("cases_role.a", "create", nil, with(roleOf("a", "soc/stack: read_cases"), object{"name": nil}), unknown("name")),
				changeOf("cases_role.b", "create", nil, with(roleOf("a", "dev/stack: read_cases"), object{"name": nil}), unknown("name")),
			}),
			lines("create ", "  by cases_role.a create", "  soc/stack +read_cases", "  note: The name of the role is known only after apply. It is the role of cases_role.a.",
				"create ", "  by cases_role.b create", "  dev/stack +read_cases", "  note: The name of the role is known only after apply. It is the role of cases_role.b."),
		},
		"the name of a grant's role": {
			planOf(list{
				changeOf("cases_role.a", "create", nil, with(roleOf("a", "soc/stack: read_cases"), object{"name": nil}), unknown("name")),
				changeOf("cases_feature_privilege.a", "create", nil, with(grantOf("soc", "soc/security: read_cases"), object{"role": nil}), unknown("role")),
			}),
			lines("update ", "  by cases_feature_privilege.a create", "  soc/security +read_cases",
				"  note: The name of the role is known only after apply. It is the role of cases_feature_privilege.a.",
				"  note: If the role exists already, the grant may take over privileges that it holds.",
				"create ", "  by cases_role.a create", "  soc/stack +read_cases", "  note: The name of the role is known only after apply. It is the role of cases_role.a."),
		},
		"the space of a grant": {
			planOf(list{changeOf("cases_feature_privilege.a", "create", nil,
				with(open, object{"role": "r", "space": nil, "connectors": "all"}), unknown("capabilities", "privileges", "space"))}),
			lines("update r", "  by cases_feature_privilege.a create", "  */connectors ? ![all_spaces]", takesOver),
		},
		"a loss that an unknown entry may give back": {
			planOf(list{changeOf("cases_role.a", "update", roleOf("a", "soc/stack: read_cases"), with(open, object{"spaces": object{"*": object{"stack": object{}}}}),
				object{"after_unknown": object{"capabilities": true, "privileges": true, "spaces": object{"*": object{"stack": true}}}})}),
			lines("update a", "  by cases_role.a update", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]", "  soc/stack ?"),
		},
		"Elasticsearch": {
			planOf(list{changeOf("cases_role.a", "create", nil, with(roleOf("a"), object{"elasticsearch": object{"cluster": nil}}),
				object{"after_unknown": object{"elasticsearch": object{"cluster": true}}})}),
			lines("create a", "  by cases_role.a create", "  note: Privileges in Elasticsearch are known only after apply. They may open a way around case privileges."),
		},
		"deferred without access": {
			planOf(nil, object{"deferred_changes": list{object{"reason": "unknown", "resource_change": changeOf("cases_role.a", "create", nil, roleOf("a"))}}}),
			lines(append(append([]string{"create a", "  by cases_role.a create deferred: unknown"}, everywhere...), "incomplete")...),
		},
		"deferred": {
			planOf(nil, object{"complete": false, "deferred_changes": list{
				object{"reason": "provider_config_unknown", "resource_change": changeOf("cases_role.a", "create", nil, roleOf("a", "soc/stack: read_cases"))},
				object{"reason": "instance_count_unknown", "resource_change": changeOf("cases_role.b[*]", "create", nil, with(open, object{"spaces": nil, "name": nil}), unknown("capabilities", "privileges", "spaces", "name"))},
			}}),
			lines(append(append([]string{"create ", "  by cases_role.b[*] create deferred: instance_count_unknown"}, everywhere...),
				"  note: The name of the role is known only after apply. It is the role of cases_role.b[*].",
				"create a", "  by cases_role.a create deferred: provider_config_unknown", "  soc/stack +read_cases ?", "incomplete")...),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, test.want, summary(read(t, test.plan, review.Options{})))
		})
	}
}

// The space of a grant may be sensitive, too.
func TestReadHidesTheSpaceOfGrant(t *testing.T) {
	t.Parallel()
	r := read(t, planOf(list{changeOf("cases_feature_privilege.a", "create", nil, grantOf("secret", "secret/stack: read_cases"),
		object{"after_sensitive": object{"space": true}})}), review.Options{})
	if text := string(encode(t, r)); strings.Contains(text, "secret") || len(r.Roles[0].Access) != 1 {
		t.Error(text)
	}
}

// A review does not show what the plan marks as sensitive.
func TestReadHides(t *testing.T) {
	t.Parallel()
	role := with(roleOf("secret-role", "secret-space/stack: read_cases"), object{
		"spaces": object{"secret-space": object{}}, "elasticsearch": object{"run_as": list{"secret-user"}},
	})
	for name, test := range map[string]struct {
		sensitive object
		shown     string
	}{
		"name":          {object{"name": true}, "secret-space secret-user"},
		"spaces":        {object{"spaces": true}, "secret-role"},
		"elasticsearch": {object{"elasticsearch": object{"run_as": true}}, "secret-role secret-space"},
	} {
		for _, when := range []string{"before", "after"} {
			t.Run(name+" "+when, func(t *testing.T) {
				t.Parallel()
				change := changeOf("cases_role.a", "create", nil, role, object{"after_sensitive": test.sensitive})
				if when == "before" {
					change = changeOf("cases_role.a", "delete", role, nil, object{"before_sensitive": test.sensitive})
				}
				r := read(t, planOf(list{change}), review.Options{})
				text := string(encode(t, r))
				if r.Roles[0].Notes[len(r.Roles[0].Notes)-1] != strings.TrimPrefix(hiddenNote, "  note: ") {
					t.Errorf("notes %q", r.Roles[0].Notes)
				}
				for _, secret := range []string{"secret-role", "secret-space", "secret-user"} {
					if strings.Contains(text, secret) != strings.Contains(test.shown, secret) {
						t.Errorf("%s in %s", secret, text)
					}
				}
				d, err := review.ParseDenial("read_cases@secret-space")
				if err != nil {
					t.Fatal(err)
				}
				onStack := func(v review.Violation) bool { return v.Solution == "stack" }
				if when == "after" && !slices.ContainsFunc(r.Denied([]review.Denial{d}), onStack) {
					t.Error("what is hidden is not denied")
				}
			})
		}
	}
}
