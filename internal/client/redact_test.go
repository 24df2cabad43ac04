package client_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// Users see a server's messages. A printed message must not have secrets of the client
// or control characters, and its length is limited.
func TestMessagesArePrintable(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte("elastic:" + secret))
	for name, message := range map[string]string{
		"a password":          "bad password " + secret,
		"a header":            "Authorization: Basic " + basic,
		"terminal sequences":  "\x1b[2J\x1b]0;title\x07 hello\u009b",
		"a very long message": strings.Repeat("é", 4<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, refuse(400, message))
			cfg := config(s.URL)
			cfg.APIKey, cfg.BearerToken, cfg.Username, cfg.Password = "", "", "elastic", secret
			_, err := connect(t, cfg).Role(t.Context(), "r")
			text := err.Error()
			if strings.Contains(text, secret) || strings.Contains(text, basic) {
				t.Error("the text has a credential")
			}
			if strings.ContainsAny(text, "\x1b\x07\u009b") {
				t.Errorf("%q has control characters", text)
			}
			if len(text) > 3<<10 || !utf8.ValidString(text) {
				t.Errorf("%d bytes, valid %v", len(text), utf8.ValidString(text))
			}
		})
	}
}

// If a server repeats a secret, the whole secret is redacted, and nothing else.
func TestEverySecretIsRedacted(t *testing.T) {
	t.Parallel()
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	cert, key := keyPair(t)
	body := strings.Split(key, "\n")[1]
	bundle := cert + key
	bundled := writeFile(t, bundle)
	pair := func(cert, key string) func(*client.Config) {
		return func(c *client.Config) { c.ClientCert, c.ClientKey = cert, key }
	}
	user := func(name, password string, headers ...string) func(*client.Config) {
		return func(c *client.Config) {
			c.APIKey, c.Username, c.Password, c.Headers = "", name, password, map[string]string{}
			for i, value := range headers {
				c.Headers["X-Token-"+string(rune('a'+i))] = value
			}
		}
	}
	keyFile := writeFile(t, key)
	for name, test := range map[string]struct {
		edit             func(*client.Config)
		says, want, lost string
	}{
		"a secret that begins with another": {user("elastic", "changeme", "changeme-proxy-91", "changeme-proxy"), "token changeme-proxy-91 of changeme", "token [redacted] of [redacted]", "proxy"},
		"the longest of three":              {user("elastic", "token", "token-1", "token-1-and-2"), "token-1-and-2 token-1 token", "[redacted] [redacted] [redacted]", "and"},
		"a password":                        {user("elastic", "pa55word"), "elastic has pa55word", "elastic has [redacted]", "pa55"},
		"Basic":                             {user("elastic", "pa55word"), "Basic " + encode("elastic:pa55word"), "Basic [redacted]", "ZWxhc3"},
		"an API key":                        {func(c *client.Config) { c.APIKey = encode("key-id:k3y-secret") }, "ApiKey " + encode("key-id:k3y-secret"), "ApiKey [redacted]", "a2V5"},
		"an API key, decoded":               {func(c *client.Config) { c.APIKey = encode("key-id:k3y-secret") }, "unknown key key-id:k3y-secret", "unknown key [redacted]", "k3y"},
		"the secret half of an API key":     {func(c *client.Config) { c.APIKey = encode("key-id:k3y-secret") }, "API key key-id is not k3y-secret", "API key key-id is not [redacted]", "k3y"},
		"an API key without padding":        {func(c *client.Config) { c.APIKey = strings.TrimRight(encode("key-i:k3y-secret"), "=") }, "not k3y-secret", "not [redacted]", "k3y"},
		"a bearer token":                    {func(c *client.Config) { c.APIKey, c.BearerToken = "", "t0ken" }, "Bearer t0ken", "Bearer [redacted]", "t0ken"},
		"a client key":                      {pair(cert, key), "key: " + key, "key: [redacted]", body},
		"a line of a client key":            {pair(cert, key), "key: " + body, "key: [redacted]", body},
		"a client key in a file":            {pair(cert, keyFile), "key: " + key, "key: [redacted]", body},
		"a line of a client key in a file":  {pair(writeFile(t, cert), keyFile), body + " from " + keyFile, "[redacted] from " + keyFile, body},
		"a key beside its certificate":      {pair(bundled, bundled), body + " " + bundled, "[redacted] " + bundled, body},
		"a certificate is public":           {pair(cert, key), strings.Split(cert, "\n")[1], strings.Split(cert, "\n")[1], body},
		"too short to be a secret":          {user("elastic", "is"), "this is it", "this is it", "["},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, refuse(400, test.says))
			cfg := config(s.URL)
			test.edit(&cfg)
			_, err := connect(t, cfg).Role(t.Context(), "r")
			if text := err.Error(); !strings.HasSuffix(text, "400 Bad Request: "+test.want) || strings.Contains(text, test.lost) {
				t.Errorf("%q is shown as\n%q, want\n%q", test.says, text, test.want)
			}
		})
	}
}
