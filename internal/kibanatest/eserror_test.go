package kibanatest

import (
	"net/http"
	"strings"
	"testing"
)

// wantReason fails the test if the answer is not an error of Elasticsearch with this
// text in its reason.
func wantReason(t *testing.T, r reply, status int, reason string) {
	t.Helper()
	r.wantStatus(t, status)
	cause, _ := r.object(t)["error"].(map[string]any)
	if text, _ := cause["reason"].(string); !strings.Contains(text, reason) {
		t.Errorf("answer %s, want the reason %q", r.body, reason)
	}
}

// The routes that need a right, with a body that they accept.
var guarded = map[string]string{
	"/_security/user":                    "",
	"/_security/user/ann":                "",
	"/_security/role_mapping":            "",
	"/_security/profile/u_x":             "",
	"/_security/profile/_suggest":        "",
	"/_security/profile/_has_privileges": `{"uids":["u_x"],"privileges":{"application":[{"application":"a-b","privileges":["c"],"resources":["*"]}]}}`,
}

func TestElasticsearchRefusesAsItDoes(t *testing.T) {
	t.Parallel()
	const (
		licence  = `{"type":"security_exception","reason":"current license is non-compliant for [user-profile-collaboration]","license.expired.feature":"user-profile-collaboration"`
		stranger = `{"type":"security_exception","reason":"unable to authenticate user [eve] for REST request [/_security/user?pretty]","header":{"WWW-Authenticate":["Basic realm=\"security\", charset=\"UTF-8\"","Bearer realm=\"security\"","ApiKey"]}`
	)
	whole := func(cause, status string) string {
		return `{"error":{"root_cause":[` + cause + `}],` + cause[1:] + `},"status":` + status + `}`
	}
	s := Start(t, Newest(), WithLicense("basic"), WithBasePath("/es"))
	ask(t, s, "POST", "/_security/profile/_suggest", "").wantBody(t, http.StatusForbidden, whole(licence, "403"))
	r := ask(t, s, "GET", "/_security/user?pretty", "", "Authorization", "Basic ZXZlOng=")
	r.wantBody(t, http.StatusUnauthorized, whole(stranger, "401"))
	equal(t, len(r.header["Www-Authenticate"]), 3)
	equal(t, r.header.Get("X-Elastic-Product"), "Elasticsearch")
	wantReason(t, ask(t, s, "GET", "/_security/user", "", "Authorization", ""), http.StatusUnauthorized,
		"missing authentication credentials for REST request [/_security/user]")
	wantReason(t, ask(t, s, "GET", "/_security/user", "", "Authorization", "ApiKey x"), http.StatusUnauthorized,
		"unable to authenticate with provided credentials for REST request [/_security/user]")
	wantReason(t, ask(t, s, "GET", "/_security/user?with_uid", ""), http.StatusBadRequest,
		"request [/_security/user] contains unrecognized parameter: [with_uid]")
	ask(t, s, "GET", "/api/status", "").wantBody(t, http.StatusBadRequest,
		`{"error":"no handler found for uri [/api/status] and method [GET]"}`)
	ask(t, s, "PATCH", "/_security/user", "").wantBody(t, http.StatusMethodNotAllowed,
		`{"error":"Incorrect HTTP method for uri [/_security/user] and method [PATCH], allowed: [GET]","status":405}`)
	equal(t, s.Journal()[0].Path, "/_security/profile/_suggest")
}

func TestElasticsearchChecksRights(t *testing.T) {
	t.Parallel()
	for _, right := range []Right{ManageSecurity, ReadSecurity} {
		s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only(right)))
		s.AddUser(ann)
		for path, body := range guarded {
			ask(t, s, "GET", path, body).wantStatus(t, http.StatusOK)
		}
	}
	s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only()))
	for path, body := range guarded {
		wantReason(t, ask(t, s, "GET", path, body), http.StatusForbidden,
			"is unauthorized for user [elastic] with effective roles [elastic], this action is granted by the cluster privileges [")
	}
	ask(t, s, "GET", "/_security/_authenticate", "").wantStatus(t, http.StatusOK)
}

func TestWhatServerlessDoesNotOffer(t *testing.T) {
	t.Parallel()
	s := Start(t, profileOf(t, "serverless-security"))
	for path, body := range guarded {
		wantReason(t, ask(t, s, "GET", path, body), http.StatusGone,
			"Request for uri ["+path+"] with method [GET] exists but is not available when running in serverless mode")
	}
}

func TestNativeUsersThatAreSwitchedOff(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithoutNativeUsers())
	wantReason(t, ask(t, s, "GET", "/_security/user", ""), http.StatusGone, "Native user management is not enabled in this Elasticsearch instance")
	ask(t, s, "GET", "/_security/role_mapping", "").wantStatus(t, http.StatusOK)
}

func TestLicencesOfProfiles(t *testing.T) {
	t.Parallel()
	for license, status := range map[string]int{"basic": 403, "standard": 200, "gold": 200, "platinum": 200, "trial": 200} {
		s := Start(t, Newest(), WithLicense(license))
		for _, route := range []string{"_suggest", "_has_privileges"} {
			ask(t, s, "POST", "/_security/profile/"+route, guarded["/_security/profile/"+route]).wantStatus(t, status)
		}
		ask(t, s, "GET", "/_security/profile/u_x", "").wantStatus(t, http.StatusOK)
	}
}

func TestHooksOfElasticsearch(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Hook(On("GET", "/_security/user").Once().Answer(503, "busy"))
	ask(t, s, "GET", "//_security/user/", "").wantStatus(t, http.StatusServiceUnavailable)
	ask(t, s, "GET", "/_security/user", "").wantStatus(t, http.StatusOK)
}
