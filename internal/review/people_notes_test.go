package review_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// What a plan does not say about people is said.
func TestReadSaysWhomItDoesNotKnow(t *testing.T) {
	t.Parallel()
	const both = "soc/security: read_cases, delete_cases"
	created := changeOf("cases_role.a", "create", nil, roleOf("a", both))
	ann := object{"ann": user("a")}
	const (
		address = "data.cases_users.all"
		role    = "create a\n  by cases_role.a create\n  soc/security +read_cases +delete_cases ![delete_cases]\n"
		gains   = "ann: soc/security +read_cases +delete_cases through a"
	)
	during := changeOf("cases_users.all", "read", nil, object{}, object{"mode": "data", "address": address, "type": "cases_users", "after_unknown": object{"users": true}})
	filtered := object{"capability": "delete_cases", "space": "soc"}
	sensitive := func(marks object) object {
		return with(usersIn(address, ann, filtered), object{"sensitive_values": marks})
	}
	for name, test := range map[string]struct {
		changes list
		state   list
		want    string
	}{
		"no data source":        {list{created}, nil, role},
		"everybody":             {list{created}, list{usersIn(address, ann)}, role + lines(gains)},
		"nothing changes":       {nil, list{usersIn(address, ann, filtered)}, ""},
		"nobody holds the role": {list{created}, list{usersIn(address, object{"ann": user("b")})}, role + lines("note: Nobody whom the plan lists gains or loses access to cases.")},
		"a filter": {
			list{created},
			list{usersIn(address, ann, filtered)},
			role + lines(gains, `note: The review knows only the people whom data.cases_users.all lists. It lists those who match its filter now: capability "delete_cases", space "soc".`),
		},
		"a sensitive filter": {
			list{created},
			list{sensitive(object{"space": true})},
			role + lines(gains, `note: The review knows only the people whom data.cases_users.all lists. It lists those who match its filter now: capability "delete_cases", space (sensitive value).`),
		},
		"a filter beside everybody": {list{created}, list{usersIn(address, ann, filtered), usersIn("module.x.data.cases_users.all", ann)}, role + lines(gains)},
		"sensitive people": {
			list{created},
			list{sensitive(object{"users": object{"ann": true}})},
			role + lines("note: The plan marks the people of data.cases_users.all as sensitive. The review does not show them."),
		},
		"read during apply": {
			list{created, during},
			nil,
			role + lines("note: Terraform reads data.cases_users.all only during apply. Its people are not known before apply."),
		},
		"read by an earlier run": {
			list{created, during},
			list{usersIn(address, ann)},
			role + lines("note: Terraform reads data.cases_users.all only during apply. Its people are not known before apply."),
		},
		"in two data sources": {
			list{created},
			list{usersIn(address, ann), usersIn("data.cases_users.more", object{"ann": user("b"), "bob": user("a")})},
			role + lines(gains, "bob: soc/security +read_cases +delete_cases through a"),
		},
		"ways around": {
			list{changeOf("cases_role.a", "create", nil, with(roleOf("a"), object{"elasticsearch": object{"run_as": list{"kim"}}}))},
			list{usersIn(address, ann)},
			"create a\n  by cases_role.a create\n" + lines(`  way gain run_as: run_as "kim" lets people act as these users, with all that the roles of these users allow.`,
				"note: The review shows ways around case privileges by role, not by person.", "note: Nobody whom the plan lists gains or loses access to cases."),
		},
		"a role without a name": {
			list{changeOf("cases_role.a", "create", nil, with(roleOf("", both), object{"name": nil}), object{"after_unknown": object{"name": true}})},
			list{usersIn(address, ann)},
			strings.Replace(role, "create a", "create ", 1) + lines("  note: The name of the role is known only after apply. It is the role of cases_role.a.",
				"note: The review does not say who holds a role whose name is known only after apply.", "note: Nobody whom the plan lists gains or loses access to cases."),
		},
		"a sensitive role": {
			list{changeOf("cases_role.a", "create", nil, with(roleOf("a", both), object{"spaces": object{"soc": object{}}}), object{"after_sensitive": object{"name": true, "spaces": true}})},
			list{usersIn(address, ann)},
			lines("create (sensitive value)", "  by cases_role.a create", "  (sensitive value)/security +read_cases +delete_cases ![delete_cases]",
				"  note: The plan marks values of this role as sensitive. The review does not show them.",
				"ann: (sensitive value)/security +read_cases +delete_cases through (sensitive value)"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, test.want, summary(read(t, planOf(test.changes, priorState(test.state...)), review.Options{})))
		})
	}
}

// People belong to the Kibana of their data source, in any module.
func TestReadTellsPeopleOfTwoKibanasApart(t *testing.T) {
	t.Parallel()
	const both = "soc/security: read_cases"
	changes := list{changeOf("cases_role.us", "create", nil, roleOf("a", both)), changeOf("cases_role.eu", "delete", roleOf("a", both), nil)}
	state := func(resources ...any) object {
		return object{"prior_state": object{"values": object{"root_module": object{"child_modules": list{object{"address": "module.people[0]", "resources": resources}}}}}}
	}
	us := usersIn(`module.people[0].data.cases_users.us["x"]`, object{"ann": user("a")})
	eu := usersIn("module.people[0].data.cases_users.eu", object{"ann": user("a", both)})
	inModule := func(name, key string) object {
		return object{"address": "data.cases_users." + name, "mode": "data", "type": "cases_users", "name": name, "provider_config_key": key}
	}
	configuration := configured(object{"cases": constant("https://us"), "cases.eu": constant("https://eu")}, object{"cases_role.us": "cases", "cases_role.eu": "cases.eu"},
		object{"people": object{"module": object{"resources": list{inModule("us", "cases"), inModule("eu", "cases.eu")}}}})
	const gains, loses = "ann of cases: soc/security +read_cases through a", "ann of cases.eu: soc/security -read_cases through a"
	elsewhere := "The plan does not list the people of cases.eu. The review does not say who holds roles there."
	for name, test := range map[string]struct {
		state list
		want  string
		notes string
	}{
		"both": {list{us, eu}, lines(gains, loses), ""},
		"one":  {list{us}, lines(gains), elsewhere},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := read(t, planOf(changes, configuration, state(test.state...)), review.Options{})
			compare(t, test.want, summaryOfPeople(r.People))
			compare(t, test.notes, strings.Join(r.Notes, " "))
		})
	}
	// The only role is in another Kibana than the people.
	r := read(t, planOf(changes[:1], configuration, state(eu)), review.Options{})
	compare(t, "", summaryOfPeople(r.People))
	compare(t, "The plan does not list the people of cases. The review does not say who holds roles there. Nobody whom the plan lists gains or loses access to cases.", strings.Join(r.Notes, " "))
	// A role that is not in the configuration any more may be in either.
	gone := list{changes[0], changeOf("cases_role.gone", "delete", roleOf("b", both), nil)}
	r = read(t, planOf(gone, configuration, state(us, eu)), review.Options{})
	compare(t, lines(gains), summaryOfPeople(r.People))
	compare(t, "The review does not say who holds a role if the plan does not say which Kibana the role is in.", strings.Join(r.Notes, " "))
}

// People in another form than the provider's are no reason to review without them.
func TestReadRefusesPeopleOfAnotherForm(t *testing.T) {
	t.Parallel()
	for name, people := range map[string]any{
		"a list":       list{},
		"a user":       object{"ann": "x"},
		"roles":        object{"ann": object{"enabled": true, "roles": "secret", "capabilities": object{}}},
		"capabilities": object{"ann": object{"enabled": true, "roles": list{}, "capabilities": list{"secret"}}},
		"no roles":     object{"ann": object{"enabled": true, "capabilities": object{}}},
	} {
		resource := usersIn("data.cases_users.all", nil, object{"users": people})
		_, err := review.Read(bytes.NewReader(encode(t, planOf(nil, priorState(resource)))), review.Options{})
		if err == nil || !strings.HasPrefix(err.Error(), "The plan cannot be understood: ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
