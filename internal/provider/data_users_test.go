package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// withPeople starts a double with somebody of every kind.
func withPeople(t *testing.T, options ...kibanatest.Option) target {
	t.Helper()
	k := onDouble(t, kibanatest.Newest(), options...)
	const security = "feature_securitySolutionCasesV3."
	k.Plant("analyst", granting("space:soc: "+security+"all"))
	k.Plant("reader", granting("space:soc: "+security+"read"))
	k.Plant("cleaner", granting("*: "+security+"cases_delete"))
	k.Plant("broken", brokenRole())
	for name, roles := range map[string][]string{"ann": {"reader"}, "bob": {"analyst"}, "eve": {"analyst"}, "kim": {"cleaner"}} {
		k.AddUser(kibanatest.ESUser{Username: name, Roles: roles})
	}
	k.LogIn("bob")
	k.LogIn("eve")
	k.DisableUser("eve")
	k.LogIn("kim")
	k.AddUser(kibanatest.ESUser{Username: "kim", Roles: []string{"cleaner", "reader"}}) // since the last login
	k.LogInFrom("saml1", kibanatest.ESUser{Username: "sam", FullName: "Sam S", Email: "sam@example.com", Roles: []string{"reader"}})
	k.LogInFrom("saml1", kibanatest.ESUser{Username: "ann", Roles: []string{"analyst"}})
	k.AddRoleMapping("sso", kibanatest.ESRoleMapping{Roles: []string{"reader"}})
	k.AddRoleMapping("by-group", kibanatest.ESRoleMapping{Templates: []kibanatest.ESRoleTemplate{{Template: `{"source":"{{#tojson}}groups{{/tojson}}"}`, Format: "json"}}})
	k.AddRoleMapping("off", kibanatest.ESRoleMapping{Disabled: true, Roles: []string{"analyst"}})
	return k
}

// people reads data.cases_users.
func (k target) people(t *testing.T, config object) (map[string]any, *process) {
	t.Helper()
	p := start(t, k.withElasticsearch(nil))
	return p.reads("cases_users", config), p
}

// Who can do what, and who can be assigned, by name.
func TestDataUsers(t *testing.T) {
	t.Parallel()
	data, p := withPeople(t).people(t, nil)
	p.wantNoDiagnostics()
	const all = `["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users"]`
	expectJSON(t, data, `{
		"users": {
			"ann@native": {"realm": "native", "enabled": true, "reserved": false, "roles": ["reader"], "logged_in": false, "assignable": [],
				"capabilities": {"soc/security": ["read_cases"]}},
			"ann@saml1": {"realm": "saml1", "enabled": true, "reserved": false, "roles": ["analyst"], "roles_at_last_login": ["analyst"], "logged_in": true, "assignable": ["soc/security"],
				"capabilities": {"soc/security": `+all+`}},
			"bob": {"realm": "default_native", "enabled": true, "reserved": false, "roles": ["analyst"], "roles_at_last_login": ["analyst"], "logged_in": true, "assignable": ["soc/security"],
				"capabilities": {"soc/security": `+all+`}},
			"eve": {"realm": "default_native", "enabled": false, "reserved": false, "roles": ["analyst"], "roles_at_last_login": ["analyst"], "logged_in": true, "assignable": ["soc/security"],
				"capabilities": {}},
			"kim": {"realm": "default_native", "enabled": true, "reserved": false, "roles": ["cleaner", "reader"], "roles_at_last_login": ["cleaner"], "logged_in": true, "assignable": [],
				"capabilities": {"*/security": ["delete_cases"], "soc/security": ["read_cases", "delete_cases"]}},
			"sam": {"full_name": "Sam S", "email": "sam@example.com", "realm": "saml1", "enabled": true, "reserved": false, "roles": ["reader"], "roles_at_last_login": ["reader"], "logged_in": true,
				"assignable": ["soc/security"], "capabilities": {"soc/security": ["read_cases"]}}
		},
		"role_mappings": {
			"sso": {"enabled": true, "roles": ["reader"], "role_templates": [], "capabilities": {"soc/security": ["read_cases"]}},
			"by-group": {"enabled": true, "roles": [], "role_templates": ["{\"source\":\"{{#tojson}}groups{{/tojson}}\"}"], "capabilities": {}},
			"off": {"enabled": false, "roles": ["analyst"], "role_templates": [], "capabilities": {"soc/security": `+all+`}}
		}
	}`)
	if matrix, _ := data["markdown"].(string); !strings.Contains(matrix, "| `ann@saml1`, `bob` | `analyst` |") || !strings.Contains(matrix, "* `ann@native`: never logged in to Kibana") {
		t.Errorf("markdown:\n%s", matrix)
	}
}

// A filter finds enabled people by what they can do there, and the matrix is about them.
func TestDataUsersFilter(t *testing.T) {
	t.Parallel()
	k := withPeople(t)
	for name, test := range map[string]struct {
		filter object
		want   string
	}{
		"a capability":           {object{"capability": "delete_cases"}, "ann@saml1 bob kim"},
		"in another space":       {object{"capability": "delete_cases", "space": "sandbox"}, "kim"},
		"a solution":             {object{"solution": "stack"}, ""},
		"with the built-in":      {object{"space": "soc", "solution": "stack", "include_reserved": true}, "elastic"},
		"everybody, all of them": {object{"include_reserved": true}, "ann@native ann@saml1 apm_system beats_system bob elastic eve kibana kibana_system kim logstash_system remote_monitoring_user sam"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, _ := k.people(t, test.filter)
			users, _ := data["users"].(map[string]any)
			if got := strings.Join(slices.Sorted(maps.Keys(users)), " "); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
			matrix, _ := data["markdown"].(string)
			if strings.Contains(matrix, "`bob`") != strings.Contains(test.want, "bob") {
				t.Errorf("the matrix is about others:\n%s", matrix)
			}
		})
	}
	for attribute, value := range map[string]string{"space": "", "solution": "siem", "capability": "delete_case"} {
		_, p := k.people(t, object{attribute: value})
		p.wantDiagnostic("ERROR", `AttributeName("`+attribute+`")`)
	}
}

// A role loses access: the people who have it do, too, at the next read.
func TestDataUsersFollowRoles(t *testing.T) {
	t.Parallel()
	k := withPeople(t)
	k.Plant("analyst", granting("space:soc: feature_securitySolutionCasesV3.read"))
	data, _ := k.people(t, object{"capability": "delete_cases"})
	if users, _ := data["users"].(map[string]any); len(users) != 1 || users["kim"] == nil {
		t.Errorf("can delete: %v", slices.Sorted(maps.Keys(users)))
	}
}

// What cannot be listed or judged is said.
func TestDataUsersSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	serverless := profile(t, "serverless-security")
	for name, test := range map[string]struct {
		options []kibanatest.Option
		change  func(target)
		says    []string
		users   bool
	}{
		"a role from a file": {
			change: func(k target) { k.AddUser(kibanatest.ESUser{Username: "fay", Roles: []string{"from-file"}}) },
			says:   []string{"WARNING", "Some roles are not counted", "from-file"}, users: true,
		},
		"a role that cannot be decoded": {
			change: func(k target) { k.AddUser(kibanatest.ESUser{Username: "fay", Roles: []string{"broken"}}) },
			says:   []string{"WARNING", "Role cannot be decoded", "broken"}, users: true,
		},
		"a basic licence": {change: func(k target) { k.SetLicense("basic") }, says: []string{"WARNING", "Listing user profiles needs a licence", "nobody can be assigned"}, users: true},
		"no native users": {options: []kibanatest.Option{kibanatest.WithoutNativeUsers()}, says: []string{"WARNING", "Listing users is switched off"}, users: true},
		"serverless":      {change: func(k target) { k.SetProfile(serverless) }, says: []string{"ERROR", "serverless"}},
		"no permission": {change: func(k target) {
			k.Hook(kibanatest.On("GET", "/_security/user").Answer(403, `{"error":{"type":"security_exception","reason":"action is unauthorized"},"status":403}`))
		}, says: []string{"ERROR", "read_security"}},
		"too many": {change: func(k target) {
			k.Hook(kibanatest.On("POST", "/_security/profile/_suggest").Answer(200, `{"took":1,"total":{"value":10000,"relation":"gte"},"profiles":[]}`))
		}, says: []string{"WARNING", "Not everybody is listed", "10,000"}, users: true},
		"half an answer": {change: func(k target) {
			k.Hook(kibanatest.On("GET", "/_security/role_mapping").Answer(200, `{"sso":{"enabled":true`))
		}, says: []string{"ERROR", "Listing role mappings failed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := withPeople(t, test.options...)
			if test.change != nil {
				test.change(k)
			}
			data, p := k.people(t, nil)
			if name == "too many" { // native users have their profiles looked up
				bob, _ := data["users"].(map[string]any)["bob"].(map[string]any)
				if diff := cmp.Diff([]any{"soc/security"}, bob["assignable"]); diff != "" {
					t.Errorf("bob can be assigned (-want +got):\n%s", diff)
				}
			}
			if (data != nil) != test.users {
				t.Errorf("users: %v", data["users"])
			}
			if said := strings.Join(p.diagnostics, "\n"); !slices.ContainsFunc(p.diagnostics, func(line string) bool {
				for _, text := range test.says {
					if !strings.Contains(line, text) {
						return false
					}
				}
				return true
			}) {
				t.Errorf("diagnostics %s, want %q", said, test.says)
			}
		})
	}
}

// Without elasticsearch_endpoint nothing is asked of Elasticsearch, and the error says
// what to set.
func TestDataUsersNeedElasticsearch(t *testing.T) {
	t.Parallel()
	k := withPeople(t)
	p := start(t, k.settings(nil))
	if got := p.reads("cases_users", nil); got != nil {
		t.Errorf("users: %v", got)
	}
	p.wantDiagnostic("ERROR", "elasticsearch_endpoint is not set", "ELASTICSEARCH_ENDPOINT")
	start(t, k.withElasticsearch(nil)).reads("cases_roles", nil)
	wantNone(t, k.requests("GET /_security"))
}

// The requests: one for each kind of people, and one list of roles.
func TestDataUsersRequests(t *testing.T) {
	t.Parallel()
	k := withPeople(t)
	k.people(t, nil)
	got := slices.Sorted(slices.Values(append(k.requests("GET /_security"), append(k.requests("POST /_security"), k.requests("GET /api/security/role")...)...)))
	want := []string{"GET /_security/role_mapping", "GET /_security/user", "GET /api/security/role", "POST /_security/profile/_suggest"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// Elasticsearch decides whom Kibana offers as assignees, from the roles of the last login. It
// says the same as assignable, whatever the roles hold.
func TestAssignableIsWhatElasticsearchSays(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"8.11", "8.12", "9.2", "9.5"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, version))
			features := map[string]string{"security": "securitySolutionCases", "observability": "observabilityCases", "stack": "generalCases"}
			owners := map[string]string{"security": "securitySolution", "observability": "observability", "stack": "cases"}
			var entries []string
			for _, feature := range features {
				for _, id := range []string{"all", "read", "minimal_all", "minimal_read", "cases_delete"} {
					entries = append(entries, "space:soc: feature_"+feature+"."+id, "*: feature_"+feature+"."+id)
				}
			}
			entries = append(entries, "space:soc: space_read", "space:soc: space_all", "*: read", "*: all", "*: *", "space:s?c: feature_generalCases.read", "space:lab: space_all")
			uids, stored := map[string]string{}, map[string]string{}
			for i, entry := range entries {
				name := fmt.Sprintf("p%d", i)
				k.Plant(name, granting(entry))
				stored[name] = entry
				uids[name] = k.LogInFrom("saml1", kibanatest.ESUser{Username: name, Roles: []string{name}})
			}
			data, _ := k.people(t, object{"space": "soc"})
			everybody, _ := k.people(t, nil)
			for solution, owner := range owners {
				actions := []string{"login:", "cases:" + owner + "/getCase"}
				if version == "8.11" {
					actions = append(actions, "cases:"+owner+"/updateCase")
				}
				with := k.whoHas(t, slices.Collect(maps.Values(uids)), actions, "space:soc")
				for name, uid := range uids {
					user, found := data["users"].(map[string]any)[name].(map[string]any)
					if !found {
						user, _ = everybody["users"].(map[string]any)[name].(map[string]any)
					}
					assignable, _ := user["assignable"].([]any)
					if got, want := slices.Contains(assignable, any("soc/"+solution)), slices.Contains(with, uid); got != want {
						t.Errorf("%s cases, %s: assignable %t, and Elasticsearch says %t", solution, stored[name], got, want)
					}
				}
			}
		})
	}
}

// whoHas asks Elasticsearch which profiles have all actions on a resource.
func (k target) whoHas(t *testing.T, uids, actions []string, resource string) []string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"uids": uids, "privileges": map[string]any{"application": []any{
		map[string]any{"application": "kibana-.kibana", "privileges": actions, "resources": []string{resource}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		UIDs []string `json:"has_privilege_uids"`
	}
	if err := json.Unmarshal(k.asksElasticsearch(t, http.MethodPost, "/_security/profile/_has_privileges", string(body)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.UIDs
}
