package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Settings come from the environment where the configuration has none.
func TestProviderEnvironment(t *testing.T) {
	double := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithClientCert(), kibanatest.WithCredentials(
		kibanatest.Basic("elastic", "changeme"), kibanatest.APIKey("a2V5"), kibanatest.Bearer("token")))
	double.Plant("there", kibanatest.ESRole{})
	cert, key := double.ClientCertPEM()
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, double.CACertPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	base := map[string]string{
		"KIBANA_ENDPOINT": double.URL(), "KIBANA_CA_CERTS": file, "KIBANA_CLIENT_CERT": string(cert), "KIBANA_CLIENT_KEY": string(key),
	}
	user := object{"username": "elastic", "password": "changeme"}
	for name, test := range map[string]struct {
		environment map[string]string
		settings    object
		says        []string
	}{
		"user and password":                        {environment: map[string]string{"KIBANA_USERNAME": "elastic", "KIBANA_PASSWORD": "changeme"}},
		"API key":                                  {environment: map[string]string{"KIBANA_API_KEY": "a2V5"}},
		"bearer token":                             {environment: map[string]string{"KIBANA_BEARER_TOKEN": "token"}},
		"password for a configured user":           {map[string]string{"KIBANA_PASSWORD": "changeme"}, object{"username": "elastic"}, nil},
		"configured credentials win":               {map[string]string{"KIBANA_API_KEY": "wrong"}, user, nil},
		"configured API key beside a user":         {map[string]string{"KIBANA_USERNAME": "elastic", "KIBANA_PASSWORD": "no"}, object{"api_key": "a2V5"}, nil},
		"configured endpoint wins":                 {map[string]string{"KIBANA_ENDPOINT": "https://127.0.0.1:1", "KIBANA_API_KEY": "a2V5"}, object{"endpoint": double.URL()}, nil},
		"insecure":                                 {map[string]string{"KIBANA_INSECURE": "true", "KIBANA_CA_CERTS": ""}, user, nil},
		"configured insecure wins":                 {map[string]string{"KIBANA_INSECURE": "true", "KIBANA_CA_CERTS": ""}, object{"insecure": false, "api_key": "a2V5"}, []string{"ca_certs"}},
		"insecure that is no truth":                {map[string]string{"KIBANA_INSECURE": "maybe"}, user, []string{"KIBANA_INSECURE", `"true" or "false"`}},
		"configured authorities win":               {map[string]string{"KIBANA_CA_CERTS": "/nowhere"}, object{"api_key": "a2V5", "ca_certs": []string{file}}, nil},
		"an authority that is no file":             {map[string]string{"KIBANA_CA_CERTS": "/nowhere"}, user, []string{`AttributeName("ca_certs")`}},
		"no key for the certificate":               {map[string]string{"KIBANA_CLIENT_KEY": ""}, user, []string{`AttributeName("client_key")`, "client_cert"}},
		"no credentials":                           {nil, nil, []string{"KIBANA_API_KEY", "KIBANA_BEARER_TOKEN", "api_key"}},
		"Elasticsearch's endpoint":                 {map[string]string{"ELASTICSEARCH_ENDPOINT": double.ElasticsearchURL()}, user, nil},
		"an endpoint that Elasticsearch has not":   {map[string]string{"ELASTICSEARCH_ENDPOINT": "es:9200"}, user, []string{`AttributeName("elasticsearch_endpoint")`, "ELASTICSEARCH_ENDPOINT"}},
		"configured Elasticsearch wins":            {map[string]string{"ELASTICSEARCH_ENDPOINT": "es:9200"}, object{"api_key": "a2V5", "elasticsearch_endpoint": double.ElasticsearchURL()}, nil},
		"no endpoint":                              {map[string]string{"KIBANA_ENDPOINT": ""}, user, []string{`AttributeName("endpoint")`, "KIBANA_ENDPOINT"}},
		"two ways in the environment":              {map[string]string{"KIBANA_API_KEY": "a2V5", "KIBANA_BEARER_TOKEN": "token"}, nil, []string{"KIBANA_API_KEY", "KIBANA_BEARER_TOKEN"}},
		"a version that is none":                   {map[string]string{"KIBANA_VERSION": "newest"}, user, []string{`AttributeName("kibana_version")`, "newest"}},
		"a user name and nothing for it":           {map[string]string{"KIBANA_USERNAME": "elastic"}, nil, []string{"password"}},
		"a password in the configuration, no user": {nil, object{"password": "changeme"}, []string{"username"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, environment := range []map[string]string{base, test.environment} {
				for variable, value := range environment {
					t.Setenv(variable, value)
				}
			}
			p := start(t, test.settings)
			if len(p.diagnostics) == 0 {
				p.read("there")
			}
			p.wantDiagnostic(test.says...)
		})
	}
}

// A setting that cannot work is refused by its name, before any request, and
// without quoting what may be secret.
func TestProviderRefusesSettings(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for name, test := range map[string]struct {
		settings object
		says     []string
	}{
		"two ways":          {object{"api_key": "c2VjcmV0"}, []string{"api_key and username and password"}},
		"three ways":        {object{"api_key": "c2VjcmV0", "bearer_token": "c2VjcmV0"}, []string{"api_key", "username and password", "bearer_token"}},
		"duration, no unit": {object{"request_timeout": "30"}, []string{`AttributeName("request_timeout")`, `"30" is not a duration`, "with its unit", `"30s"`}},
		"empty duration":    {object{"request_timeout": ""}, []string{`AttributeName("request_timeout")`, `"" is not a duration`, `"30s"`}},
		"no duration":       {object{"request_timeout": "0s"}, []string{`AttributeName("request_timeout")`, `"0s" is too short`}},
		"version":           {object{"kibana_version": "nine"}, []string{`AttributeName("kibana_version")`, "nine", "serverless"}},
		"empty version":     {object{"kibana_version": ""}, []string{`AttributeName("kibana_version")`, `"" is not a Kibana version`, "serverless"}},
		"authority":         {object{"ca_certs": []string{"/nowhere.pem"}}, []string{`AttributeName("ca_certs")`, "element 0"}},
		"broken PEM":        {object{"ca_certs": []string{"-----BEGIN CERTIFICATE-----"}}, []string{`AttributeName("ca_certs")`, "element 0"}},
		"certificate alone": {object{"client_cert": "/nowhere.pem"}, []string{`AttributeName("client_key")`}},
		"certificate":       {object{"client_cert": "/nowhere.pem", "client_key": "c2VjcmV0"}, []string{`AttributeName("client_cert")`}},
		"user in endpoint":  {object{"endpoint": "https://elastic:c2VjcmV0@kibana"}, []string{`AttributeName("endpoint")`, "user name or password"}},
		"scheme":            {object{"endpoint": "kibana:5601"}, []string{`AttributeName("endpoint")`, "https://"}},
		"user in Elasticsearch's endpoint": {
			object{"elasticsearch_endpoint": "https://elastic:c2VjcmV0@es"},
			[]string{`AttributeName("elasticsearch_endpoint")`, "user name or password", "ELASTICSEARCH_ENDPOINT"},
		},
		"scheme of Elasticsearch's endpoint": {object{"elasticsearch_endpoint": "es:9200"}, []string{`AttributeName("elasticsearch_endpoint")`, "https://"}},
		"empty endpoint of Elasticsearch":    {object{"elasticsearch_endpoint": ""}, []string{`AttributeName("elasticsearch_endpoint")`, "is not set"}},
		"header of its own":                  {object{"headers": object{"Authorization": "c2VjcmV0"}}, []string{`AttributeName("headers")`, "Authorization"}},
		"null header":                        {object{"headers": object{"X-Proxy": nil}}, []string{`AttributeName("headers").ElementKeyString("X-Proxy")`, "Write its value, or remove it"}},
		"null authority":                     {object{"ca_certs": []any{nil}}, []string{`AttributeName("ca_certs").ElementKeyInt(0)`, "Write PEM", "or remove it"}},
		"empty authority":                    {object{"ca_certs": []string{""}}, []string{`AttributeName("ca_certs").ElementKeyInt(0)`, "Write PEM", "or remove it"}},
		"empty header name":                  {object{"headers": object{"": "x"}}, []string{`AttributeName("headers")`, "valid header name"}},
		"many retries":                       {object{"max_retries": 1000000000000}, []string{`AttributeName("max_retries")`, "1000 times at most"}},
		"too many retries":                   {object{"max_retries": 1001}, []string{`AttributeName("max_retries")`, "1000 times at most"}},
		"more retries than an integer holds": {object{"max_retries": json.RawMessage("1e30")}, []string{`AttributeName("max_retries")`, "1000 times at most"}},
		"half a retry":                       {object{"max_retries": 1.5}, []string{`AttributeName("max_retries")`, "1.5 is not a whole number", "such as 4", "0 for never"}},
		"negative half a retry":              {object{"max_retries": -0.5}, []string{`AttributeName("max_retries")`, "-0.5 is not a whole number"}},
		"retries":                            {object{"max_retries": -1}, []string{`AttributeName("max_retries")`, "-1 is negative", "0 for never"}},
		"many negative retries":              {object{"max_retries": json.RawMessage("-1e30")}, []string{`AttributeName("max_retries")`, "-1e+30 is negative"}},
		"little time":                        {object{"request_timeout": "30ns"}, []string{`AttributeName("request_timeout")`, `"30ns" is too short`, `"10ms"`, `"30s"`}},
		"less than the minimum":              {object{"request_timeout": "9.9ms"}, []string{`AttributeName("request_timeout")`, `"9.9ms" is too short`, `"10ms"`}},
		"negative time":                      {object{"request_timeout": "-30s"}, []string{`AttributeName("request_timeout")`, `"-30s" is too short`}},
		"much time":                          {object{"request_timeout": "9999999h"}, []string{`AttributeName("request_timeout")`, `"9999999h" is longer than`, "Write a shorter duration", `"30s"`}},
		"API key, two halves":                {object{"api_key": "id:c2VjcmV0", "username": nil, "password": nil}, []string{`AttributeName("api_key")`, "base64"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(test.settings))
			p.wantDiagnostic(append(test.says, "ERROR")...)
			if strings.Contains(fmt.Sprint(p.diagnostics), "c2VjcmV0") {
				t.Errorf("diagnostics contain a secret: %q", p.diagnostics)
			}
		})
	}
}

func TestProviderWarnsOfPlainHTTP(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	start(t, k.settings(object{"endpoint": "http://kibana.invalid:5601"})).wantDiagnostic("WARNING", `AttributeName("endpoint")`, "https")
	start(t, k.settings(object{"elasticsearch_endpoint": "http://es.invalid:9200"})).wantDiagnostic("WARNING", `AttributeName("elasticsearch_endpoint")`, "https")
	start(t, k.settings(object{"elasticsearch_endpoint": k.ElasticsearchURL()})).wantNoDiagnostics()
	start(t, k.settings(nil)).wantNoDiagnostics()
}

// Only what reads people asks Elasticsearch. Nothing else needs its address, which may
// come from what the same apply creates.
func TestElasticsearchIsLeftAlone(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("there", kibanatest.ESRole{})
	for _, p := range []*process{
		start(t, k.settings(object{"elasticsearch_endpoint": k.ElasticsearchURL()})),
		start(t, k.settings(object{"elasticsearch_endpoint": "https://es.invalid"})),
		startWithUnknown(t, "elasticsearch_endpoint", k.settings(nil)),
	} {
		p.read("there")
		p.plan(object{"name": "planned", "spaces": object{"soc": object{"security": object{"access": "full"}}}})
		p.wantNoDiagnostics()
	}
	wantNone(t, k.requests("GET /_security"))
	wantNone(t, k.requests("POST"))
	if len(k.requests("GET /api")) == 0 {
		t.Error("Kibana got no request")
	}
}

// With a version the plan needs no server at all.
func TestProviderPlansForAVersion(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := object{"name": "planned", "spaces": object{"soc": object{"security": object{"access": "full"}}}}
	for _, version := range []string{"8.11.0", "9.2.0", "serverless"} {
		p := start(t, k.settings(object{"kibana_version": version}))
		p.plan(config)
		p.wantNoDiagnostics()
	}
	p := start(t, k.settings(object{"kibana_version": "8.10.4"}))
	p.plan(config)
	p.wantDiagnostic("ERROR", "8.11")
	wantNone(t, k.requests(""))
}

// Requests say who sends them, and there are no more than it takes: the
// catalogue once in each process, however many roles there are. Terraform plans a
// role again before it creates it, and that plan may read the role, as long as
// nothing has been written.
func TestProviderRequests(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := func(access string) string {
		var all strings.Builder
		for _, name := range []string{"a", "b", "c"} {
			fmt.Fprintf(&all, `
				resource "cases_role" %[1]q {
				  name   = %[1]q
				  spaces = { soc = { security = { access = %[2]q } } }
				}`, name, access)
		}
		return all.String()
	}
	e := example{newCLI(t, k.Server), t.TempDir()}
	for _, step := range []struct {
		config  string
		mayRead bool
		methods []string // of requests for a role
	}{
		{config("view"), true, []string{"PUT"}},
		{config("full"), false, []string{"GET", "PUT"}},
		{"# nothing", false, []string{"DELETE"}},
	} {
		e.write(t, "main.tf", withRequirements+step.config)
		e.must(t, 0, "plan", "-out=tfplan")
		k.ResetJournal()
		e.must(t, 0, "apply", "tfplan")
		var want, sent []string
		for _, method := range step.methods {
			for _, name := range []string{"a", "b", "c"} {
				want = append(want, method+" /api/security/role/"+name)
			}
		}
		for _, r := range k.Journal() {
			line := r.Method + " " + r.Path
			if strings.HasSuffix(r.Path, "/privileges") { // requested with and without actions
				line += "?" + r.Query.Encode()
			}
			sent = append(sent, line)
		}
		slices.Sort(sent)
		once := slices.Compact(slices.Clone(sent))
		if len(once) < len(sent) {
			t.Errorf("sent more than once: %q", sent)
		}
		roles := slices.DeleteFunc(once, func(line string) bool {
			return !strings.Contains(line, "/role/") || step.mayRead && strings.HasPrefix(line, "GET ")
		})
		if err := sameLines("role requests", strings.Join(roles, "\n"), strings.Join(want, "\n")); err != nil {
			t.Error(err)
		}
	}
	for _, r := range k.Journal() {
		if got := r.Header.Get("User-Agent"); !strings.HasPrefix(got, "terraform-provider-cases/test Terraform/1.") {
			t.Errorf("User-Agent of %s %s: %q", r.Method, r.Path, got)
		}
	}
}
