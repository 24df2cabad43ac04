package client_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestTheServersCertificateIsChecked(t *testing.T) {
	t.Parallel()
	s := serveTLS(t, nil)
	authority := certificatePEM(s.Certificate().Raw)
	inFile := writeFile(t, authority)
	unrelated, _ := keyPair(t)
	byName := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)

	tests := map[string]struct {
		endpoint string
		edit     func(*client.Config)
		kind     client.Kind // empty for success
	}{
		"unknown authority":               {s.URL, func(*client.Config) {}, client.KindTLSUnknownAuthority},
		"another authority is configured": {s.URL, func(c *client.Config) { c.CACerts = []string{unrelated} }, client.KindTLSUnknownAuthority},
		"authority as PEM":                {s.URL, func(c *client.Config) { c.CACerts = []string{authority} }, ""},
		"authority as a file":             {s.URL, func(c *client.Config) { c.CACerts = []string{inFile} }, ""},
		"one of several":                  {s.URL, func(c *client.Config) { c.CACerts = []string{unrelated, inFile} }, ""},
		"several in one":                  {s.URL, func(c *client.Config) { c.CACerts = []string{"# ours\n" + unrelated + authority} }, ""},
		"another host":                    {byName, func(c *client.Config) { c.CACerts = []string{authority} }, client.KindTLSHostname},
		"unchecked":                       {byName, func(c *client.Config) { c.Insecure = true }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config(tt.endpoint)
			tt.edit(&cfg)
			attempts := countAttempts(&cfg)
			_, err := connect(t, cfg).Spaces(t.Context())
			if tt.kind == "" && err != nil {
				t.Fatal(err)
			}
			if tt.kind != "" {
				wantKind(t, err, tt.kind)
			}
			if attempts.Load() != 1 {
				t.Errorf("%d attempts, want 1: a retry cannot help", attempts.Load())
			}
		})
	}
}

func TestAnHTTPServerBehindAnHTTPSEndpoint(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "[]"))
	cfg := config(strings.Replace(s.URL, "http:", "https:", 1))
	attempts := countAttempts(&cfg)
	_, err := connect(t, cfg).Spaces(t.Context())
	wantKind(t, err, client.KindTLSNotSpoken)
	if attempts.Load() != 1 {
		t.Errorf("%d attempts, want 1", attempts.Load())
	}
}

func TestAClientCertificateAuthenticatesTheConnection(t *testing.T) {
	t.Parallel()
	cert, key := keyPair(t)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(cert))
	s := serveTLS(t, &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool})
	trusting := config(s.URL)
	trusting.CACerts = []string{certificatePEM(s.Certificate().Raw)}

	for name, pair := range map[string][2]string{"PEM": {cert, key}, "files": {writeFile(t, cert), writeFile(t, key)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := trusting
			cfg.ClientCert, cfg.ClientKey = pair[0], pair[1]
			if _, err := connect(t, cfg).Spaces(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("without it", func(t *testing.T) {
		t.Parallel()
		cfg := trusting
		attempts := countAttempts(&cfg)
		err := connect(t, cfg).CreateRole(t.Context(), role("r"))
		wantKind(t, err, client.KindTLS)
		var lost *client.LostAnswerError
		if errors.As(err, &lost) || attempts.Load() != 1 {
			t.Errorf("%d attempts and %v, want one attempt, and no lost answer", attempts.Load(), err)
		}
	})
}

func TestBadCertificatesAreRefused(t *testing.T) {
	t.Parallel()
	cert, key := keyPair(t)
	otherCert, _ := keyPair(t)
	garbled := strings.Replace(cert, "\nMII", "\nAAA", 1)
	cas := func(sources ...string) func(*client.Config) {
		return func(c *client.Config) { c.CACerts = sources }
	}
	pair := func(cert, key string) func(*client.Config) {
		return func(c *client.Config) { c.ClientCert, c.ClientKey = cert, key }
	}
	tests := map[string]struct {
		edit   func(*client.Config)
		field  string
		reason string
	}{
		"missing file":                {cas(filepath.Join(t.TempDir(), secret)), "ca_certs", "element 0 is neither PEM nor"},
		"directory":                   {cas(t.TempDir()), "ca_certs", "element 0 is neither PEM nor"},
		"empty":                       {cas(""), "ca_certs", "element 0 is neither PEM nor"},
		"second one missing":          {cas(cert, secret), "ca_certs", "element 1 is neither PEM nor"},
		"file of garbage":             {cas(writeFile(t, secret)), "ca_certs", "no complete PEM certificate"},
		"truncated":                   {cas(cert[:len(cert)/2]), "ca_certs", "no complete PEM certificate"},
		"second one truncated":        {cas(cert + otherCert[:len(otherCert)/2]), "ca_certs", "no complete PEM certificate"},
		"not a certificate inside":    {cas(garbled), "ca_certs", "cannot be parsed"},
		"key instead of certificate":  {cas(key), "ca_certs", "a block of type EC PRIVATE KEY where a certificate belongs"},
		"certificate without key":     {pair(cert, ""), "client_key", "not set"},
		"key without certificate":     {pair("", key), "client_cert", "not set"},
		"certificate file is missing": {pair(secret, key), "client_cert", "neither PEM nor"},
		"key is garbage":              {pair(cert, secret), "client_key", "neither PEM nor"},
		"key of another certificate":  {pair(otherCert, key), "client_cert", "does not work with client_key"},
		"certificate and key swapped": {pair(key, cert), "client_cert", "does not work with client_key"},
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
