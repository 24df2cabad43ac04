package kibanatest

import (
	"net/http"
	"testing"
)

func TestCredentials(t *testing.T) {
	t.Parallel()
	const unknown = "[security_exception\n\tRoot causes:\n\t\tsecurity_exception: unable to authenticate with provided credentials for REST request [/_security/_authenticate]]: unable to authenticate with provided credentials for REST request [/_security/_authenticate]"
	s := Start(t, Newest(), WithCredentials(APIKey("a2V5"), Bearer("token")))
	for header, status := range map[string]int{
		"ApiKey a2V5":  http.StatusOK,
		"apikey a2V5":  http.StatusOK,
		"ApiKey A2V5":  http.StatusUnauthorized,
		"Bearer token": http.StatusOK,
		"Bearer a2V5":  http.StatusUnauthorized,
	} {
		r := send(t, s, "GET", "/api/security/privileges", "", "Authorization", header).wants(t, status)
		if status != http.StatusOK {
			r.refuses(t, status, unknown)
		}
	}
	send(t, s, "GET", "/api/security/privileges", "").refuses(t, http.StatusUnauthorized, unknown)
	send(t, Start(t, Newest()), "GET", rolePath+"viewer", "", "Authorization", "ApiKey "+DefaultAPIKey).wants(t, http.StatusOK)
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
			send(t, s, "PUT", rolePath+"r", "{}").wants(t, tt.put)
			send(t, s, "GET", rolePath+"r", "").wants(t, tt.get)
			send(t, s, "GET", "/api/security/role", "").wants(t, tt.get)
			send(t, s, "GET", "/api/features", "").wants(t, tt.features)
			send(t, s, "GET", "/api/spaces/space", "").wants(t, tt.spaces)
			send(t, s, "GET", "/api/security/privileges", "").wants(t, http.StatusOK)
			send(t, s, "DELETE", rolePath+"r", "").wants(t, tt.put)
		})
	}
	const reason = "action [cluster:admin/xpack/security/role/put] is unauthorized for user [elastic] with effective roles [elastic], this action is granted by the cluster privileges [manage_security,all]"
	send(t, limited(ReadSecurity), "PUT", rolePath+"r", "{}").refuses(t, http.StatusForbidden,
		"[security_exception\n\tRoot causes:\n\t\tsecurity_exception: "+reason+"]: "+reason)
}

func TestXSRFExemptionOnServerless(t *testing.T) {
	t.Parallel()
	s := Start(t, profileOf(t, "serverless-security"))
	send(t, s, "PUT", rolePath+"r", "{}", "kbn-xsrf", "").wants(t, http.StatusBadRequest)
	send(t, s, "PUT", rolePath+"r", "{}", "kbn-xsrf", "", "Authorization", "ApiKey "+DefaultAPIKey).wants(t, http.StatusNoContent)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, name := range ProfileNames() {
		p := profileOf(t, name)
		s := Start(t, p)
		version := send(t, s, "GET", "/api/status", "").wants(t, http.StatusOK).object(t)["version"].(map[string]any)
		equal(t, version["number"], any(p.Version))
		equal(t, version["build_flavor"], any(p.flavor()))
		absent(t, send(t, s, "GET", "/api/status", "", "Authorization", "Basic bm9ib2R5Og==").wants(t, http.StatusOK).object(t), "version")
	}
}
