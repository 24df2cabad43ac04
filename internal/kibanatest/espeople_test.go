package kibanatest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// ann is a native user in the tests.
var ann = ESUser{Username: "ann", FullName: "Ann A", Roles: []string{"soc_read"}}

// wantBody fails the test if the answer is not exactly this text.
func (r reply) wantBody(t *testing.T, status int, body string) {
	t.Helper()
	r.wantStatus(t, status)
	if string(r.body) != body {
		t.Errorf("answer\n%s\nwant\n%s", r.body, body)
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.AddUser(ann)
	s.AddUser(ESUser{Username: "ben", Email: "b@x", Disabled: true, Metadata: map[string]json.RawMessage{"team": json.RawMessage(`"soc"`)}})
	const (
		annText = `"ann":{"username":"ann","roles":["soc_read"],"full_name":"Ann A","email":null,"metadata":{},"enabled":true`
		benText = `"ben":{"username":"ben","roles":[],"full_name":null,"email":"b@x","metadata":{"team":"soc"},"enabled":false`
		elastic = `"elastic":{"username":"elastic","roles":["superuser"],"full_name":null,"email":null,"metadata":{"_reserved":true},"enabled":true`
	)
	uid := s.LogIn("ann")
	for path, want := range map[string]string{
		"/_security/user/ann":                              "{" + annText + "}}",
		"/_security/user/ben,nobody,ann":                   "{" + benText + "}," + annText + "}}",
		"/_security/user/ann,ben/?with_profile_uid=true":   "{" + annText + `,"profile_uid":"` + uid + `"},` + benText + "}}",
		"//_security/user/elastic?with_profile_uid=true":   "{" + elastic + "}}",
		"/_security/user/ann?with_profile_uid=false&human": "{" + annText + "}}",
	} {
		ask(t, s, "GET", path, "").wantBody(t, http.StatusOK, want)
	}
	ask(t, s, "GET", "/_security/user/nobody", "").wantBody(t, http.StatusNotFound, "{}")
	all := string(ask(t, s, "GET", "/_security/user", "").wantStatus(t, http.StatusOK).body)
	if !strings.HasPrefix(all, "{"+elastic+`},"kibana":`) || !strings.HasSuffix(all, annText+"},"+benText+"}}") {
		t.Errorf("users %s", all)
	}
	s.RemoveUser("ann")
	s.RemoveUser("ann")
	ask(t, s, "GET", "/_security/user/ben,ann", "").wantBody(t, http.StatusOK, "{"+benText+"}}")
	s.DisableUser("elastic")
	ask(t, s, "GET", "/_security/user/elastic", "").wantBody(t, http.StatusOK, "{"+strings.TrimSuffix(elastic, "true")+"false}}")
}

func TestTheAnonymousUser(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithAnonymousUser("viewer"))
	ask(t, s, "GET", "/_security/_authenticate", "", "Authorization", "").wantStatus(t, http.StatusOK)
	users := ask(t, s, "GET", "/_security/user", "").object(t)
	equal(t, users["_anonymous"].(map[string]any)["roles"], any([]any{"viewer"}))
	uid := s.LogInFrom("saml1", ESUser{Username: "cho"})
	equal(t, withPrivileges(t, s, "cases:cases/getCase", uid), []any{uid})
}

func TestRoleMappings(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	ask(t, s, "GET", "/_security/role_mapping", "").wantBody(t, http.StatusOK, "{}")
	s.AddRoleMapping("soc", ESRoleMapping{Roles: []string{"soc_read"}, Rules: json.RawMessage(`{"field":{"groups":["soc","ir"]}}`)})
	s.AddRoleMapping("soc", ESRoleMapping{Roles: []string{"soc_all"}, Operator: true})
	s.AddRoleMapping("by-group", ESRoleMapping{Disabled: true, Templates: []ESRoleTemplate{{`{"source":"{{username}}"}`, "string"}}})
	const (
		byGroup  = `"by-group":{"enabled":false,"role_templates":[{"template":"{\"source\":\"{{username}}\"}","format":"string"}],"rules":{"field":{"username":"*"}},"metadata":{}}`
		soc      = `"soc":{"enabled":true,"roles":["soc_read"],"rules":{"field":{"groups":["soc","ir"]}},"metadata":{}}`
		operator = `"soc-read-only-operator-config":{"enabled":true,"roles":["soc_all"],"rules":{"field":{"username":"*"}},"metadata":{"_read_only":true}}`
	)
	for names, want := range map[string]string{
		"":                                 byGroup + "," + soc + "," + operator,
		"/_all":                            byGroup + "," + soc + "," + operator,
		"/*":                               byGroup + "," + soc + "," + operator,
		"/soc":                             soc + "," + operator,
		"/x,soc-read-only-operator-config": operator,
	} {
		ask(t, s, "GET", "/_security/role_mapping"+names, "").wantBody(t, http.StatusOK, "{"+want+"}")
	}
	ask(t, s, "GET", "/_security/role_mapping/nobody", "").wantBody(t, http.StatusNotFound, "{}")
	s.SetProfile(profileOf(t, "8.15"))
	ask(t, s, "GET", "/_security/role_mapping", "").wantBody(t, http.StatusOK, "{"+byGroup+","+soc+"}")
}

func TestSuggestedProfiles(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	const none = `{"took":0,"total":{"value":0,"relation":"eq"},"profiles":[]}`
	ask(t, s, "POST", "/_security/profile/_suggest", `{"name":"","size":20000}`).wantBody(t, http.StatusOK, none)
	s.AddUser(ann)
	uid := s.LogIn("ann")
	other := s.LogInFrom("saml1", ESUser{Username: "ann", Email: "a@x", Roles: []string{"soc_all"}})
	gone := s.LogInFrom("saml1", ESUser{Username: "gone"})
	s.DisableProfile(gone)
	native := `{"uid":"` + uid + `","user":{"username":"ann","roles":["soc_read"],"realm_name":"default_native","full_name":"Ann A"},"labels":{},"data":{}}`
	saml := `{"uid":"` + other + `","user":{"username":"ann","roles":["soc_all"],"realm_name":"saml1","email":"a@x"},"labels":{},"data":{}}`
	found := func(count int, hits ...string) string {
		return fmt.Sprintf(`{"took":0,"total":{"value":%d,"relation":"eq"},"profiles":[%s]}`, count, strings.Join(hits, ","))
	}
	for body, want := range map[string]string{
		"":                                  found(2, saml, native),
		`{"name":" "}`:                      found(2, saml, native),
		`{"name":"AN","size":1,"data":"*"}`: found(2, saml),
		`{"size":0,"hint":{"uids":["x"]}}`:  found(2),
		`{"name":"gone"}`:                   found(0),
	} {
		ask(t, s, "GET", "/_security/profile/_suggest", body).wantBody(t, http.StatusOK, want)
	}
	// The profile keeps the roles of the last login, and the name of a deleted user.
	s.AddUser(ESUser{Username: "ann", Roles: []string{"soc_all"}})
	ask(t, s, "POST", "/_security/profile/_suggest", "").wantBody(t, http.StatusOK, found(2, saml, native))
	equal(t, s.LogIn("ann"), uid)
	renewed := strings.NewReplacer("soc_read", "soc_all", `,"full_name":"Ann A"`, "").Replace(native)
	s.RemoveUser("ann")
	ask(t, s, "POST", "/_security/profile/_suggest", "").wantBody(t, http.StatusOK, found(2, renewed, saml))

	for body, reason := range map[string]string{
		`{"size":-1}`:    "Validation Failed: 1: [size] parameter cannot be negative but was [-1];",
		`{"hint":{}}`:    "Validation Failed: 1: [hint] parameter cannot be empty;",
		`{"size":10001}`: "Result window is too large",
		`{"nome":""}`:    "unknown field",
		`{} {}`:          "content after the object",
	} {
		wantReason(t, ask(t, s, "POST", "/_security/profile/_suggest", body), http.StatusBadRequest, reason)
	}
	wantReason(t, ask(t, s, "POST", "/_security/profile/_suggest?data=a", `{"data":"b"}`), http.StatusBadRequest, "but not both")
}

func TestMoreProfilesThanASearchCounts(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	for i := range maxProfiles + 1 {
		s.LogInFrom("saml1", ESUser{Username: fmt.Sprintf("u%d", i)})
	}
	answer := ask(t, s, "POST", "/_security/profile/_suggest", `{"size":10000}`).object(t)
	equal(t, answer["total"], any(map[string]any{"value": 10000.0, "relation": "gte"}))
	equal(t, len(answer["profiles"].([]any)), maxProfiles)
}

func TestProfilesByUID(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	ask(t, s, "GET", "/_security/profile/u_x", "").wantBody(t, http.StatusOK,
		`{"profiles":[],"errors":{"count":1,"details":{"u_x":{"type":"exception","reason":"profile index does not exist"}}}}`)
	uid := s.LogInFrom("saml1", ESUser{Username: "cho", Roles: []string{"r"}})
	profile := `{"uid":"` + uid + `","enabled":true,"last_synchronized":1700000001000,"user":{"username":"cho","roles":["r"],"realm_name":"saml1"},` +
		`"labels":{},"data":{},"_doc":{"_primary_term":1,"_seq_no":0}}`
	ask(t, s, "GET", "/_security/profile/"+uid+"?data=*", "").wantBody(t, http.StatusOK, `{"profiles":[`+profile+`]}`)
	s.DisableProfile(uid)
	ask(t, s, "GET", "/_security/profile/u_x,"+uid, "").wantBody(t, http.StatusOK,
		`{"profiles":[`+strings.Replace(profile, "true", "false", 1)+`],"errors":{"count":1,"details":{"u_x":{"type":"resource_not_found_exception","reason":"profile document not found"}}}}`)
}

func TestTheCaller(t *testing.T) {
	t.Parallel()
	s := Start(t, profileOf(t, "serverless-security"))
	ask(t, s, "GET", "/_security/_authenticate", "").wantBody(t, http.StatusOK,
		`{"username":"elastic","roles":["superuser"],"full_name":null,"email":null,"metadata":{"_reserved":true},"enabled":true,`+
			`"authentication_realm":{"name":"reserved","type":"reserved"},"lookup_realm":{"name":"reserved","type":"reserved"},"authentication_type":"realm"}`)
	key := ask(t, s, "GET", "/_security/_authenticate", "", "Authorization", "ApiKey "+DefaultAPIKey).object(t)
	equal(t, key["roles"], any([]any{}))
	equal(t, key["authentication_type"], any("api_key"))
}
