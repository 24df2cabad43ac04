package kibanatest

import (
	"net/http"
	"testing"
)

func TestCredentials(t *testing.T) {
	t.Parallel()
	const rejected = "[security_exception\n\tRoot causes:\n\t\tsecurity_exception: unable to authenticate with provided credentials for REST request [/_security/_authenticate]]: unable to authenticate with provided credentials for REST request [/_security/_authenticate]"
	s := Start(t, Newest(), WithCredentials(APIKey("a2V5"), Bearer("token")))
	for header, status := range map[string]int{
		"ApiKey a2V5":  http.StatusOK,
		"apikey a2V5":  http.StatusOK,
		"ApiKey A2V5":  http.StatusUnauthorized,
		"Bearer token": http.StatusOK,
		"Bearer a2V5":  http.StatusUnauthorized,
	} {
		r := send(t, s, "GET", "/api/security/privileges", "", "Authorization", header).wantStatus(t, status)
		if status != http.StatusOK {
			r.wantError(t, status, rejected)
		}
	}
	send(t, s, "GET", "/api/security/privileges", "").wantError(t, http.StatusUnauthorized, rejected)
	send(t, Start(t, Newest()), "GET", rolePath+"viewer", "", "Authorization", "ApiKey "+DefaultAPIKey).wantStatus(t, http.StatusOK)
}

func TestRights(t *testing.T) {
	t.Parallel()
	limited := func(rights ...Right) *Server {
		s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only(rights...)))
		s.Plant("r", ESRole{})
		return s
	}
	for name, tt := range map[string]struct {
		rights                     []Right
		put, get, features, spaces int
	}{
		"none":     {nil, 403, 403, 403, 403},
		"read":     {[]Right{ReadSecurity}, 403, 200, 403, 403},
		"manage":   {[]Right{ManageSecurity}, 204, 200, 403, 403},
		"features": {[]Right{ReadFeatures}, 403, 403, 200, 403},
		"spaces":   {[]Right{ReadSpaces}, 403, 403, 403, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := limited(tt.rights...)
			send(t, s, "PUT", rolePath+"r", "{}").wantStatus(t, tt.put)
			send(t, s, "GET", rolePath+"r", "").wantStatus(t, tt.get)
			send(t, s, "GET", "/api/security/role", "").wantStatus(t, tt.get)
			send(t, s, "GET", "/api/features", "").wantStatus(t, tt.features)
			send(t, s, "GET", "/api/spaces/space", "").wantStatus(t, tt.spaces)
			send(t, s, "GET", "/api/security/privileges", "").wantStatus(t, http.StatusOK)
			send(t, s, "DELETE", rolePath+"r", "").wantStatus(t, tt.put)
		})
	}
	const reason = "action [cluster:admin/xpack/security/role/put] is unauthorized for user [elastic] with effective roles [elastic], this action is granted by the cluster privileges [manage_security,all]"
	send(t, limited(ReadSecurity), "PUT", rolePath+"r", "{}").wantError(t, http.StatusForbidden,
		"[security_exception\n\tRoot causes:\n\t\tsecurity_exception: "+reason+"]: "+reason)
}

func TestXSRFExemptionOnServerless(t *testing.T) {
	t.Parallel()
	s := Start(t, profileOf(t, "serverless-security"))
	send(t, s, "PUT", rolePath+"r", "{}", "kbn-xsrf", "").wantStatus(t, http.StatusBadRequest)
	send(t, s, "PUT", rolePath+"r", "{}", "kbn-xsrf", "", "Authorization", "ApiKey "+DefaultAPIKey).wantStatus(t, http.StatusNoContent)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, name := range ProfileNames() {
		p := profileOf(t, name)
		s := Start(t, p)
		version := send(t, s, "GET", "/api/status", "").wantStatus(t, http.StatusOK).object(t)["version"].(map[string]any)
		equal(t, version["number"], any(p.Version))
		equal(t, version["build_flavor"], any(p.flavor()))
		absent(t, send(t, s, "GET", "/api/status", "", "Authorization", "Basic bm9ib2R5Og==").wantStatus(t, http.StatusOK).object(t), "version")

		s = Start(t, p, WithCredentials(Basic(DefaultUser, DefaultPassword).Only(ManageSecurity)))
		_, told := send(t, s, "GET", "/api/status", "").wantStatus(t, http.StatusOK).object(t)["version"]
		equal(t, told, p.release < 905)
	}
}
