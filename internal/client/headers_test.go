package client_test

import (
	"encoding/base64"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestEveryCallHasTheRequiredHeaders(t *testing.T) {
	t.Parallel()
	for line, tt := range calls {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.handler(refuse(400, "no")))
			cfg := config(s.URL)
			cfg.UserAgent = "terraform-provider-cases/1.2.3"
			cfg.Headers = map[string]string{"x-proxy-token": secret}
			_ = tt.call(t.Context(), connect(t, cfg))

			made := s.journal()
			if n := len(made); n == 0 || made[n-1] != line || n > 1 != tt.reads {
				t.Errorf("requests made: %q, want %s as the last", made, line)
			}
			wantHeader(t, s, "Kbn-Xsrf", "true")
			wantHeader(t, s, "Accept", "application/json")
			wantHeader(t, s, "User-Agent", "terraform-provider-cases/1.2.3")
			wantHeader(t, s, "X-Proxy-Token", secret)
			wantHeader(t, s, "Authorization", "ApiKey "+secret)
			wantHeader(t, s, "Elastic-Api-Version", onlyIf(tt.versioned, "2023-10-31")...)
			wantHeader(t, s, "Content-Type", onlyIf(tt.hasBody, "application/json")...)
		})
	}
}

func TestAuthorizationHeaders(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg  client.Config
		want string
	}{
		"API key": {client.Config{APIKey: "a2V5"}, "ApiKey a2V5"},
		"basic": {
			client.Config{Username: "elastic", Password: "pä ss:word"},
			"Basic " + base64.StdEncoding.EncodeToString([]byte("elastic:pä ss:word")),
		},
		"bearer token": {client.Config{BearerToken: "t.o.k"}, "Bearer t.o.k"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(200, "[]"))
			tt.cfg.Endpoint = s.URL
			if _, err := connect(t, tt.cfg).Spaces(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantHeader(t, s, "Authorization", tt.want)
		})
	}
}

func TestThePathOfTheEndpointIsUsed(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                "/api/spaces/space",
		"/":               "/api/spaces/space",
		"/kibana":         "/kibana/api/spaces/space",
		"/kibana//":       "/kibana/api/spaces/space",
		"/a/b/":           "/a/b/api/spaces/space",
		"/with%2Fescape/": "/with%2Fescape/api/spaces/space",
	}
	for prefix, want := range tests {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(200, "[]"))
			if _, err := connect(t, config(s.URL+prefix)).Spaces(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantJournal(t, s, "GET "+want)
		})
	}
}
