package kibanatest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPutKeepsOnlyOtherApplications(t *testing.T) {
	t.Parallel()
	const document = `{
		"indices": [], "cluster": ["all"], "run_as": ["u"], "description": "old", "metadata": {"k": 1}, "future": {"a": [1]},
		"global": {"application": {"manage": {"applications": ["x"]}}},
		"applications": [
			{"application": "other", "privileges": ["p"], "resources": ["r"]},
			{"application": "kibana-.kibana", "privileges": ["all"], "resources": ["*"]}
		]}`
	var planted ESRole
	if err := json.Unmarshal([]byte(document), &planted); err != nil {
		t.Fatal(err)
	}
	equal(t, decoded(t, []byte(encoded(t, planted))), decoded(t, []byte(document)))
	s := Start(t, Newest())
	s.Plant("r", planted)
	stored, _ := s.Stored("r")
	equal(t, stored, planted)
	equal(t, string(stored.Extra["future"]), `{"a": [1]}`)
	send(t, s, "PUT", rolePath+"r", `{"kibana":[{"base":["read"],"spaces":["soc"]}]}`).wantStatus(t, http.StatusNoContent)
	stored, _ = s.Stored("r")
	equal(t, stored, ESRole{Applications: []ESApplication{
		kibanaApp([]string{"space_read"}, []string{"space:soc"}),
		planted.Applications[0],
	}}.normalized())
}

func TestGlobalPrivilegesByVersion(t *testing.T) {
	t.Parallel()
	const body = `{"elasticsearch":{"global":{"profile":{"write":{"applications":["a<b"]}}}}}`
	s := Start(t, profileOf(t, "9.6"))
	send(t, s, "PUT", rolePath+"r", body).wantStatus(t, http.StatusNoContent)
	es := send(t, s, "GET", rolePath+"r", "").object(t)["elasticsearch"].(map[string]any)
	equal(t, es["global"], decoded(t, []byte(`{"profile":{"write":{"applications":["a<b"]}}}`)))
	s.SetProfile(profileOf(t, "9.5"))
	send(t, s, "PUT", rolePath+"r", body).wantStatus(t, http.StatusBadRequest)
	absent(t, send(t, s, "GET", rolePath+"r", "").object(t)["elasticsearch"].(map[string]any), "global")
}

func TestStoredIsACopy(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	role := ESRole{
		Cluster:  []string{"a"},
		Indices:  []ESIndices{{Names: []string{"i"}, FieldSecurity: &ESFieldSecurity{Grant: []string{"*"}}}},
		Metadata: map[string]json.RawMessage{"k": json.RawMessage("1")},
	}
	s.Plant("r", role)
	role.Cluster[0] = "changed"
	got, _ := s.Stored("r")
	got.Indices[0].FieldSecurity.Grant[0] = "changed"
	got.Metadata["k"][0] = '2'
	again, ok := s.Stored("r")
	equal(t, ok, true)
	equal(t, again.Cluster, []string{"a"})
	equal(t, again.Indices[0].FieldSecurity.Grant, []string{"*"})
	equal(t, string(again.Metadata["k"]), "1")
	if _, ok := s.Stored("nobody"); ok {
		t.Error("nobody is stored")
	}
}

func TestUpgradeAndSaveInUI(t *testing.T) {
	t.Parallel()
	s := Start(t, profileOf(t, "8.15"), WithLicense("basic"))
	const body = `{"description":"d","kibana":[
		{"feature":{"securitySolutionCases":["minimal_all","cases_delete"]},"spaces":["a"]},
		{"feature":{"securitySolutionCases":["minimal_all","cases_delete"]},"spaces":["b"]},
		{"feature":{"securitySolutionCases":["read"]},"spaces":["*"]}]}`
	send(t, s, "PUT", rolePath+"r", body).wantStatus(t, http.StatusNoContent)
	before, _ := s.Stored("r")
	s.SetProfile(profileOf(t, "9.3"))
	after, _ := s.Stored("r")
	equal(t, after, before)
	equal(t, s.profile.License, "basic")
	s.SaveInUI("r")
	saved, _ := s.Stored("r")
	equal(t, saved.Description, "d")
	const v3 = "feature_securitySolutionCasesV3."
	equal(t, saved.Applications, []ESApplication{
		kibanaApp([]string{v3 + "minimal_all", v3 + "create_comment", v3 + "case_reopen", v3 + "cases_assign", v3 + "cases_delete"}, []string{"space:a", "space:b"}),
		kibanaApp([]string{v3 + "read"}, []string{"*"}),
	})
}

func TestLicensing(t *testing.T) {
	t.Parallel()
	license := send(t, Start(t, Newest(), WithLicense("gold")), "GET", "/api/licensing/info", "").object(t)["license"]
	equal(t, license.(map[string]any)["type"], any("gold"))
	s := Start(t, Newest(), WithRestrictedLicensing())
	send(t, s, "GET", "/api/licensing/info", "").wantError(t, http.StatusBadRequest,
		"uri [/api/licensing/info] with method [get] exists but is not available with the current configuration")
	send(t, s, "GET", "/api/licensing/info", "", "x-elastic-internal-origin", "kibana").wantStatus(t, http.StatusOK)
}

func TestPrivilegesBelowGold(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithLicense("basic"))
	listed := func(query string) int {
		features := send(t, s, "GET", "/api/security/privileges"+query, "").wantStatus(t, http.StatusOK).object(t)["features"]
		return len(features.(map[string]any)["generalCasesV3"].([]any))
	}
	equal(t, []int{listed(""), listed("?respectLicenseLevel=false")}, []int{4, 10})
	s.SetLicense("gold")
	equal(t, listed(""), 10)
}

func TestFeaturesRouteOmitsDeprecatedFeatures(t *testing.T) {
	t.Parallel()
	var cases []any
	for _, f := range send(t, Start(t, Newest()), "GET", "/api/features", "").wantStatus(t, http.StatusOK).json(t).([]any) {
		if feature := f.(map[string]any); feature["name"] == "Cases" {
			cases = append(cases, feature["id"])
		}
	}
	equal(t, cases, []any{"generalCasesV3", "observabilityCasesV3", "securitySolutionCasesV3"})
}

func TestTLS(t *testing.T) {
	t.Parallel()
	get := func(s *Server, config *tls.Config) error {
		transport := &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}
		resp, err := (&http.Client{Transport: transport}).Get(s.URL() + "/api/status")
		if err == nil {
			resp.Body.Close()
		}
		return err
	}
	trusting := func(s *Server) *tls.Config {
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(s.CACertPEM())
		return &tls.Config{RootCAs: pool}
	}
	plain := Start(t, Newest(), WithTLS())
	if err := get(plain, &tls.Config{}); err == nil {
		t.Error("the client trusts an authority that it does not have")
	}
	if err := get(plain, trusting(plain)); err != nil {
		t.Error(err)
	}
	strict := Start(t, Newest(), WithClientCert())
	if err := get(strict, trusting(strict)); err == nil {
		t.Error("answered without a client certificate")
	}
	pair, err := tls.X509KeyPair(strict.ClientCertPEM())
	if err != nil {
		t.Fatal(err)
	}
	config := trusting(strict)
	config.Certificates = []tls.Certificate{pair}
	if err := get(strict, config); err != nil {
		t.Error(err)
	}
}

func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	s := New(Newest())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for _, method := range []string{"PUT", "GET", "DELETE"} {
				r := httptest.NewRequestWithContext(t.Context(), method, rolePath+"r", nil)
				r.SetBasicAuth(DefaultUser, DefaultPassword)
				s.ServeHTTP(httptest.NewRecorder(), r)
				s.Names()
			}
		})
	}
	wg.Wait()
	equal(t, len(s.Journal()), 60)
}
