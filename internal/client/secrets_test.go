package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestConfigAndClientPrintNoSecrets(t *testing.T) {
	t.Parallel()
	cfg := configWithSecrets("https://kibana.example.com/base")
	c := connect(t, cfg)
	printed := map[string]any{
		"config": cfg, "pointer to config": &cfg, "config in a struct": struct{ C client.Config }{cfg},
		"client": c, "client by value": *c, "client in a struct": struct{ C *client.Client }{c},
		"config of every field": client.Config{
			Endpoint: "https://me:" + secret + "@kibana", APIKey: secret, BearerToken: secret, Username: secret, Password: secret,
			CACerts: []string{secret}, ClientCert: secret, ClientKey: secret, Headers: map[string]string{secret: secret}, UserAgent: secret,
		},
	}
	for name, v := range printed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantNoSecret(t, v)
		})
	}
	if got, want := fmt.Sprint(cfg), "configuration for Kibana at https://kibana.example.com/base"; got != want {
		t.Errorf("the configuration prints %q, want %q", got, want)
	}
}

func TestNoErrorHasASecret(t *testing.T) {
	t.Parallel()
	leaky := map[string]http.HandlerFunc{
		"refused":         refuse(403, "no"),
		"unauthorized":    refuse(401, "no"),
		"HTML":            answerAs("text/html", 200, "<html>"+secret),
		"HTML error":      answerAs("text/html", 502, "<html>"+secret),
		"plain text":      answerAs("text/plain", 500, secret),
		"malformed":       answer(200, `{"name": "`+secret),
		"another shape":   answer(200, `[{"`+secret+`": 1}]`),
		"another error":   answer(404, `{"message":"`+secret+`"}`),
		"cut":             cut,
		"not HTTP":        rawAnswer(secret + "\r\n\r\n"),
		"bad header":      rawAnswer("HTTP/1.1 200 OK\r\n" + secret + "\r\n\r\n"),
		"broken off":      rawAnswer("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + secret),
		"redirect":        redirectTo("https://me:" + secret + "@other.example.com/login?next=" + secret + "#" + secret),
		"broken redirect": redirectTo("https://" + secret + ":x/"),
	}
	for name, h := range leaky {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for line, tt := range calls {
				s := serve(t, tt.handler(h))
				c := connect(t, configWithSecrets(s.URL))
				err := tt.call(t.Context(), c)
				if err == nil {
					t.Errorf("%s: no error", line)
					continue
				}
				for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err)} {
					if strings.Contains(text, secret) {
						t.Errorf("%s: the error has a secret: %s", line, text)
					}
				}
			}
		})
	}
}

func TestAttemptsAreReportedWithoutSecrets(t *testing.T) {
	t.Parallel()
	s := serve(t, script(cut, refuse(503, "busy"), answer(200, roleJSON("r"))))
	var mu sync.Mutex
	var seen []string
	type key struct{}
	cfg := config(s.URL + "/base")
	cfg.OnAttempt = func(ctx context.Context, a client.Attempt) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf("%v %s %s %d", ctx.Value(key{}), a.Method, a.Path, a.StatusCode))
		wantNoSecret(t, a)
		if a.Duration <= 0 || a.Duration > time.Hour {
			t.Errorf("duration = %v", a.Duration)
		}
	}
	ctx := context.WithValue(t.Context(), key{}, "caller's")
	if _, err := connect(t, cfg).Role(ctx, "r"); err != nil {
		t.Fatal(err)
	}
	want := "caller's GET /base/api/security/role/r 0, caller's GET /base/api/security/role/r 503, caller's GET /base/api/security/role/r 200"
	if got := strings.Join(seen, ", "); got != want {
		t.Errorf("attempts reported:\n%s\nwant:\n%s", got, want)
	}
}

func TestAnInvalidProxyAddressIsNotInErrors(t *testing.T) {
	t.Parallel()
	lookup := client.EnvironmentProxy(func(*http.Request) (*url.URL, error) {
		return nil, errors.New("invalid proxy address " + secret)
	})
	_, err := lookup(nil)
	if client.KindOf(err) != client.KindProxy {
		t.Errorf("kind = %q, want the proxy's", client.KindOf(err))
	}
	wantNoSecret(t, err)
}
