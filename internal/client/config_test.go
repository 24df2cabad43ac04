package client_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestNewRefusesInvalidConfigurations(t *testing.T) {
	t.Parallel()
	endpoint := func(v string) func(*client.Config) {
		return func(c *client.Config) { c.Endpoint = v }
	}
	header := func(name, value string) func(*client.Config) {
		return func(c *client.Config) { c.Headers = map[string]string{name: value} }
	}
	tests := map[string]struct {
		edit   func(*client.Config)
		field  string
		reason string
	}{
		"no endpoint":           {endpoint(""), "endpoint", "not set"},
		"no scheme":             {endpoint("kibana.example.com"), "endpoint", "must start with http"},
		"host and port only":    {endpoint("localhost:5601"), "endpoint", "must start with http"},
		"another scheme":        {endpoint("ftp://kibana.example.com"), "endpoint", "must start with http"},
		"no host":               {endpoint("https:///kibana"), "endpoint", "no host"},
		"port without host":     {endpoint("https://:5601"), "endpoint", "no host"},
		"not a URL":             {endpoint("https://kibana:port"), "endpoint", "not a valid URL"},
		"query":                 {endpoint("https://kibana/?x=" + secret), "endpoint", "query"},
		"empty query":           {endpoint("https://kibana/?"), "endpoint", "query"},
		"fragment":              {endpoint("https://kibana/#" + secret), "endpoint", "fragment"},
		"user and password":     {endpoint("https://me:" + secret + "@kibana"), "endpoint", "user name or password"},
		"user":                  {endpoint("https://" + secret + "@kibana"), "endpoint", "user name or password"},
		"password with a slash": {endpoint("https://me:1/" + secret + "@kibana"), "endpoint", "user name or password"},

		"no credentials":            {func(c *client.Config) { c.APIKey = "" }, "credentials", "not set"},
		"key and token":             {func(c *client.Config) { c.BearerToken = secret }, "credentials", "only one"},
		"key and user":              {func(c *client.Config) { c.Username = secret }, "credentials", "only one"},
		"user without password":     {func(c *client.Config) { c.APIKey, c.Username = "", "me" }, "password", "not set"},
		"password without user":     {func(c *client.Config) { c.APIKey, c.Password = "", secret }, "username", "not set"},
		"user name with a colon":    {func(c *client.Config) { c.APIKey, c.Username, c.Password = "", "a:b", secret }, "username", "colon"},
		"API key not encoded":       {func(c *client.Config) { c.APIKey = "id:" + secret }, "api_key", "encoded"},
		"API key with a line break": {func(c *client.Config) { c.APIKey = secret + "\n" }, "api_key", "line breaks"},
		"API key with a tab":        {func(c *client.Config) { c.APIKey = secret + "\t" }, "api_key", "line breaks"},
		"token with its scheme":     {func(c *client.Config) { c.APIKey, c.BearerToken = "", "Bearer "+secret }, "bearer_token", "spaces"},

		"header of the client":      {header("authorization", secret), "headers", "sets this header itself"},
		"kbn-xsrf":                  {header("kbn-xsrf", secret), "headers", "sets this header itself"},
		"elastic-api-version":       {header("Elastic-Api-Version", secret), "headers", "sets this header itself"},
		"host":                      {header("HOST", secret), "headers", "sets this header itself"},
		"content-length":            {header("Content-Length", secret), "headers", "sets this header itself"},
		"accept-encoding":           {header("accept-encoding", secret), "headers", "sets this header itself"},
		"header without a name":     {header("", secret), "headers", "not a valid header name"},
		"header name with a space":  {header("x y", secret), "headers", "not a valid header name"},
		"a whole header as a name":  {header("X-Proxy-Token: "+secret, ""), "headers", `"X-Proxy-Token…": it is not a valid header name`},
		"a value as a name":         {header("Bearer "+secret, "Authorization"), "headers", `"Bearer…"`},
		"header with a line break":  {header("X-Proxy", secret+"\r\nX-Evil: 1"), "headers", "line break"},
		"one header, two spellings": {func(c *client.Config) { c.Headers = map[string]string{"X-P": secret, "x-p": secret} }, "headers", "another spelling"},

		"negative retries":  {func(c *client.Config) { c.MaxRetries = -1 }, "max_retries", "negative"},
		"negative time-out": {func(c *client.Config) { c.RequestTimeout = -time.Second }, "request_timeout", "negative"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config("https://kibana.example.com")
			tt.edit(&cfg)
			_, err := client.New(cfg)
			var refused *client.ConfigError
			if !errors.As(err, &refused) {
				t.Fatalf("error = %v, want a ConfigError", err)
			}
			if refused.Field != tt.field || !strings.Contains(refused.Reason, tt.reason) {
				t.Errorf("error = %q, want field %q and %q in the reason", err, tt.field, tt.reason)
			}
			wantNoSecret(t, err)
		})
	}
}

func TestNewSendsNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	connect(t, config(s.URL))
	wantJournal(t, s)
}

func TestSendsCredentialsInClear(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"http://kibana.example.com":  true,
		"http://10.0.0.1:5601":       true,
		"http://localhost.evil.com":  true,
		"http://127.0.0.1.evil.com":  true,
		"HTTP://kibana.example.com":  true,
		"https://kibana.example.com": false,
		"http://localhost:5601":      false,
		"http://LOCALHOST.:5601":     false,
		"http://kibana.localhost":    false,
		"http://127.9.9.9:5601/path": false,
		"http://[::1]:5601":          false,
		"":                           false,
		"http://bad:port":            false,
	}
	for endpoint, want := range tests {
		if got := (client.Config{Endpoint: endpoint}).SendsCredentialsInClear(); got != want {
			t.Errorf("SendsCredentialsInClear of %q = %t, want %t", endpoint, got, want)
		}
	}
}
