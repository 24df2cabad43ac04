package kibanatest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestElasticsearchRules(t *testing.T) {
	t.Parallel()
	indices := func(rest string) string {
		return fmt.Sprintf(`{"elasticsearch":{"indices":[{"names":["a","b"],"privileges":["read"],%s}]}}`, rest)
	}
	for name, tt := range map[string]struct {
		body   string
		status int
		reason string
	}{
		"except without grant":    {indices(`"field_security":{"except":["x"]}`), 400, "requires grant if except is given"},
		"no field security":       {indices(`"field_security":{}`), 400, `\"field_security\" must not be empty.`},
		"except outside grant":    {indices(`"field_security":{"grant":["a*"],"except":["b"]}`), 400, "must be a subset of the granted fields"},
		"except within grant":     {indices(`"field_security":{"grant":["a*"],"except":["ab*"]}`), 204, ""},
		"empty grant":             {indices(`"field_security":{"grant":[]}`), 204, ""},
		"query is not JSON":       {indices(`"query":"{"`), 400, "failed to parse field 'query' for indices [a,b] at index privilege [0] of role descriptor"},
		"query is not an object":  {indices(`"query":"1"`), 400, "failed to parse field 'query'"},
		"query":                   {indices(`"query":"{ \"match_all\": {} }"`), 204, ""},
		"metadata key":            {`{"metadata":{"_x":1}}`, 400, "role descriptor metadata keys may not start with [_]"},
		"no spaces":               {`{"kibana":[{"base":["all"],"spaces":[]}]}`, 400, "application privileges must refer to at least one resource"},
		"cluster pattern":         {`{"elasticsearch":{"cluster":["MONITOR","cluster:admin/xpack/security/*"]}}`, 204, ""},
		"unknown cluster":         {`{"elasticsearch":{"cluster":["Nosuch","monitor","*"]}}`, 400, ";2: unknown cluster privilege [*]"},
		"index pattern":           {`{"elasticsearch":{"indices":[{"names":["i"],"privileges":["Read","indices:data/read/*"]}]}}`, 204, ""},
		"repeated privilege":      {`{"elasticsearch":{"indices":[{"names":["i"],"privileges":["read","read"]}]}}`, 400, "duplicate element: read"},
		"remote failure store":    {`{"elasticsearch":{"remote_indices":[{"clusters":["c"],"names":["i"],"privileges":["read_failure_store"]}]}}`, 400, "failure store"},
		"remote cluster, blank":   {`{"elasticsearch":{"remote_cluster":[{"clusters":["c"," "],"privileges":["monitor_enrich"]}]}}`, 400, "aliases must contain valid non-empty, non-null values"},
		"remote privilege, blank": {`{"elasticsearch":{"remote_cluster":[{"clusters":["c"],"privileges":[""]}]}}`, 400, "remote_cluster privileges must contain valid"},
		"description of 1000":     {fmt.Sprintf(`{"description":%q}`, strings.Repeat("d", 1000)), 204, ""},
		"two errors": {
			fmt.Sprintf(`{"description":%q,"metadata":{"_x":1}}`, strings.Repeat("d", 1001)), 400,
			"Validation Failed: 1: role descriptor metadata keys may not start with [_];2: Role description must be less than 1000 characters.;",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Start(t, Newest())
			r := send(t, s, "PUT", rolePath+"r", tt.body).wantStatus(t, tt.status)
			if !strings.Contains(string(r.body), tt.reason) {
				t.Errorf("reason: %s", r.body)
			}
			if _, stored := s.Stored("r"); stored != (tt.status == http.StatusNoContent) {
				t.Errorf("stored: %v", stored)
			}
		})
	}
}

func TestServerlessRefusesUnsupportedParts(t *testing.T) {
	t.Parallel()
	s := Start(t, profileOf(t, "serverless-observability"))
	for _, body := range []string{
		`{"run_as":["u"]}`,
		`{"remote_indices":[{"clusters":["c"],"names":["i"],"privileges":["read"]}]}`,
		`{"remote_cluster":[{"clusters":["c"],"privileges":["monitor_enrich"]}]}`,
		`{"indices":[{"names":["i"],"privileges":["read"],"allow_restricted_indices":true}]}`,
	} {
		send(t, s, "PUT", rolePath+"r", `{"elasticsearch":`+body+`}`).wantStatus(t, http.StatusBadRequest)
	}
	send(t, s, "PUT", rolePath+"r", `{"elasticsearch":{"run_as":[],"indices":[{"names":["i"],"privileges":["read"],"query":"{}"}]}}`).wantStatus(t, http.StatusNoContent)
	for _, role := range send(t, s, "GET", "/api/security/role", "").wantStatus(t, http.StatusOK).json(t).([]any) {
		equal(t, role.(map[string]any)["name"], any("r"))
	}
	send(t, s, "GET", rolePath+"nobody", "").wantError(t, http.StatusNotFound, "Not Found")
}

func TestLicenseAndDocumentSecurity(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	const body = `{"elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"query":"{}","field_security":{"grant":["a"]}}]}}`
	send(t, s, "PUT", rolePath+"r", body).wantStatus(t, http.StatusNoContent)
	s.SetLicense("basic")
	got := send(t, s, "GET", rolePath+"r", "").wantStatus(t, http.StatusOK).object(t)
	equal(t, got["transient_metadata"], any(map[string]any{"enabled": false, "unlicensed_features": []any{"fls", "dls"}}))
	send(t, s, "PUT", rolePath+"r", body).wantStatus(t, http.StatusForbidden)
	allFields := strings.NewReplacer(`"query":"{}",`, "", `"grant":["a"]`, `"grant":["*"]`).Replace(body)
	send(t, s, "PUT", rolePath+"r", allFields).wantStatus(t, http.StatusNoContent)
	s.SetLicense("none")
	send(t, s, "GET", rolePath+"r", "").wantError(t, http.StatusForbidden,
		"Your none license does not support security. Please upgrade your license.")
}

func TestBuiltInRoles(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	for _, name := range []string{"superuser", "kibana_admin", "editor", "viewer", "kibana_system"} {
		got := send(t, s, "GET", rolePath+name, "").wantStatus(t, http.StatusOK).object(t)
		equal(t, got["metadata"], any(map[string]any{"_reserved": true}))
		reason := "Validation Failed: 1: Role [" + name + "] is reserved and may not be used.;"
		send(t, s, "PUT", rolePath+name, "{}").wantError(t, http.StatusBadRequest,
			"[action_request_validation_exception\n\tRoot causes:\n\t\taction_request_validation_exception: "+reason+"]: "+reason)
		send(t, s, "PUT", rolePath+name+"?createOnly=true", "{}").wantError(t, http.StatusConflict,
			"Role already exists and cannot be created: "+name)
		send(t, s, "DELETE", rolePath+name, "").wantStatus(t, http.StatusBadRequest)
	}
	equal(t, s.Names(), []string(nil))
}
