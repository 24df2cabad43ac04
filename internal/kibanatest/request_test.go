package kibanatest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestRoleNames(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	for _, name := range []string{"a", "a/b", "/", "a b", "100%", "%2F", "a+b", "a?b#c", "...", ".a", "_query", "a;b", `"q"`} {
		target := rolePath + url.PathEscape(name)
		send(t, s, "PUT", target, `{"elasticsearch":{"cluster":["monitor"]}}`).wantStatus(t, http.StatusNoContent)
		equal(t, s.Names(), []string{name})
		got := send(t, s, "GET", target, "").wantStatus(t, http.StatusOK).object(t)
		equal(t, got["name"], any(name))
		send(t, s, "DELETE", target, "").wantStatus(t, http.StatusNoContent)
		equal(t, s.Names(), []string(nil))
	}
	for _, path := range []string{"a/b", "", ".", "..", "%2E", "%2e.", "a/.."} {
		send(t, s, "PUT", rolePath+path, "{}").wantError(t, http.StatusNotFound, "Not Found")
	}
	send(t, s, "PUT", rolePath+"x/../%2e/a", "{}").wantStatus(t, http.StatusNoContent)
	equal(t, s.Names(), []string{"a"})
}

func TestRoleNamesThatElasticsearchRefuses(t *testing.T) {
	t.Parallel()
	stateful, serverless := Start(t, Newest()), Start(t, profileOf(t, "serverless-security"))
	for _, name := range []string{"Größe", " a", "a ", "\t", "角色"} {
		r := send(t, stateful, "PUT", rolePath+url.PathEscape(name), "{}").wantStatus(t, http.StatusBadRequest)
		if !strings.Contains(r.object(t)["message"].(string), "Role names must be at least 1") {
			t.Errorf("%q: %s", name, r.body)
		}
	}
	for _, name := range []string{"a/b", "_a", "a b"} {
		send(t, serverless, "PUT", rolePath+url.PathEscape(name), "{}").wantStatus(t, http.StatusBadRequest)
	}
	send(t, serverless, "PUT", rolePath+"A1._-", "{}").wantStatus(t, http.StatusNoContent)
}

// Elasticsearch splits a name at commas in a GET, but not in a PUT.
func TestCommaInName(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	send(t, s, "PUT", rolePath+"a,b?createOnly=true", "{}").wantStatus(t, http.StatusNoContent)
	send(t, s, "PUT", rolePath+"a,b?createOnly=true", "{}").wantStatus(t, http.StatusNoContent)
	send(t, s, "GET", rolePath+"a,b", "").wantError(t, http.StatusNotFound, "[{}]: undefined")
	s.Plant("a", ESRole{})
	send(t, s, "GET", rolePath+"a,b", "").wantError(t, http.StatusNotFound, "Not Found")
}

func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	s, old := Start(t, Newest()), Start(t, profileOf(t, "8.11"))
	for _, tt := range []struct {
		server                     *Server
		method, path, body, header string
		status                     int
		message                    string
	}{
		{server: s, method: "GET", path: "/api/nosuch", status: 404, message: "Not Found"},
		{server: s, method: "POST", path: rolePath + "r", status: 404, message: "Not Found"},
		{server: s, method: "GET", path: rolePath + "r?createOnly=true", status: 400, message: "[request query.createOnly]: Additional properties are not allowed ('createOnly' was unexpected)"},
		{server: old, method: "GET", path: rolePath + "r?createOnly=true", status: 400, message: "[request query.createOnly]: definition for this key is missing"},
		{server: old, method: "GET", path: rolePath + "r?replaceDeprecatedPrivileges=true", status: 400, message: "[request query.replaceDeprecatedPrivileges]: definition for this key is missing"},
		{server: s, method: "PUT", path: rolePath + "r?createOnly=yes", body: "{}", status: 400, message: "[request query.createOnly]: expected value of type [boolean] but got [string]"},
		{server: s, method: "PUT", path: rolePath + "r", body: "{", status: 400, message: "Invalid request payload JSON format"},
		{server: s, method: "PUT", path: rolePath + "r", status: 400, message: "[request body]: expected a plain object value, but found [null] instead."},
		{server: s, method: "PUT", path: rolePath + "r", body: `{"elasticsearch":{"cluster":"x"}}`, status: 400, message: "[request body.elasticsearch.cluster]: could not parse array value from json input"},
		{server: s, method: "PUT", path: rolePath + "r", body: `{"metadata":"x"}`, status: 400, message: "[request body.metadata]: could not parse record value from json input"},
		{server: s, method: "PUT", path: rolePath + "r", body: `{"kibana":"1"}`, status: 400, message: "[request body.kibana]: expected value of type [array] but got [number]"},
		{server: s, method: "PUT", path: rolePath + "r", body: `{"kibana":null}`, status: 400, message: "[request body.kibana]: expected value of type [array] but got [null]"},
		{server: s, method: "PUT", path: rolePath + "r", body: `{"elasticsearch":{"indices":[{"names":["a"]}]}}`, status: 400, message: "[request body.elasticsearch.indices.0.privileges]: expected value of type [array] but got [undefined]"},
		{server: old, method: "PUT", path: rolePath + "r", body: `{"description":"d"}`, status: 400, message: "[request body.description]: definition for this key is missing"},
		{server: old, method: "PUT", path: rolePath + "r", body: `{"elasticsearch":{"remote_cluster":[]}}`, status: 400, message: "[request body.elasticsearch.remote_cluster]: definition for this key is missing"},
		{server: s, method: "PUT", path: rolePath + "r", body: `"` + strings.Repeat("x", defaultMaxPayload) + `"`, status: 413, message: "Payload content length greater than maximum allowed: 1048576"},
		{server: s, method: "GET", path: rolePath + "r", header: "1", status: 400, message: `Invalid version. Received "1", expected a valid date string formatted as YYYY-MM-DD.`},
	} {
		send(t, tt.server, tt.method, tt.path, tt.body, "elastic-api-version", tt.header).wantError(t, tt.status, tt.message)
	}
}

func TestArrayLimits(t *testing.T) {
	t.Parallel()
	body := func(n int) string {
		return `{"elasticsearch":{"cluster":["monitor"` + strings.Repeat(`,"monitor"`, n-1) + `]}}`
	}
	unlimited, limited := Start(t, profileOf(t, "9.0")), Start(t, profileOf(t, "9.2"))
	send(t, unlimited, "PUT", rolePath+"r", body(101)).wantStatus(t, http.StatusNoContent)
	send(t, limited, "PUT", rolePath+"r", body(100)).wantStatus(t, http.StatusNoContent)
	send(t, limited, "PUT", rolePath+"r", body(101)).wantError(t, http.StatusBadRequest,
		"[request body.elasticsearch.cluster]: array size is [101], but cannot be greater than [100]")
}

func TestJSONInStringsIsParsed(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	body := `{"elasticsearch":{"cluster":"[\"monitor\"]"},"kibana":"[{\"base\":[\"all\"]}]"}`
	send(t, s, "PUT", rolePath+"r?createOnly=TRUE", body).wantStatus(t, http.StatusNoContent)
	role, _ := s.Stored("r")
	equal(t, role.Cluster, []string{"monitor"})
	equal(t, role.Applications, []ESApplication{kibanaApp([]string{"all"}, []string{"*"})})
}

// TestOrderOfKeys checks that keys that are numbers come first, as in JavaScript.
func TestOrderOfKeys(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	send(t, s, "PUT", rolePath+"r", `{"kibana":[{"feature":{"zed":["a"],"10":["b"],"01":["c"],"2":["d"]}}]}`).
		wantStatus(t, http.StatusNoContent)
	stored, _ := s.Stored("r")
	equal(t, strings.Join(stored.Applications[0].Privileges, " "), "feature_2.d feature_10.b feature_zed.a feature_01.c")
}

func TestBasePathAndSpacePrefix(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithBasePath("/kibana/"))
	if !strings.HasSuffix(s.URL(), "/kibana") {
		t.Fatalf("URL %s", s.URL())
	}
	send(t, s, "PUT", "/s/soc"+rolePath+"a%2Fb", "{}").wantStatus(t, http.StatusNoContent)
	send(t, s, "GET", rolePath+"a%2Fb", "").wantStatus(t, http.StatusOK)
	send(t, s, "GET", "/../api/status", "").wantStatus(t, http.StatusNotFound)
	journal := s.Journal()
	equal(t, journal[0].Path, "/s/soc/api/security/role/a/b")
	equal(t, journal[0].RawPath, "/kibana/s/soc/api/security/role/a%2Fb")
}
