package client_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// secret appears in every credential and header value that the tests use, and
// must appear in nothing that the client prints.
const secret = "hunter2-do-not-print"

// server is an HTTP server that remembers what it was asked.
type server struct {
	*httptest.Server

	mu      sync.Mutex
	lines   []string
	headers []http.Header
	bodies  []string
}

// serve answers every request with h.
func serve(t *testing.T, h http.HandlerFunc) *server {
	t.Helper()
	s := newServer(h)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// newServer returns a server that is not yet started.
func newServer(h http.HandlerFunc) *server {
	s := &server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // also lets the server notice a client that goes away
		s.mu.Lock()
		s.lines = append(s.lines, r.Method+" "+r.RequestURI)
		s.headers = append(s.headers, r.Header)
		s.bodies = append(s.bodies, string(body))
		s.mu.Unlock()
		h(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// journal lists the requests so far, as "METHOD target".
func (s *server) journal() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lines)
}

// header returns the headers of the nth request.
func (s *server) header(n int) http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.headers[n]
}

// body returns the body of the nth request.
func (s *server) body(n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bodies[n]
}

// script answers the first request with the first step, and so on; the last
// step also answers whatever follows.
func script(steps ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		step := steps[0]
		if len(steps) > 1 {
			steps = steps[1:]
		}
		mu.Unlock()
		step(w, r)
	}
}

// probe is how the client makes sure that a 404 speaks of a role.
const probe = "GET /api/security/privileges?respectLicenseLevel=false"

// withRoleAPI answers the probe, and leaves everything else to h.
func withRoleAPI(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method+" "+r.RequestURI == probe {
			answer(200, `{"features":{}}`)(w, r)
			return
		}
		h(w, r)
	}
}

// readable answers the first request, by which a change reads the role, with one
// of other content, and leaves everything else to h.
func readable(h http.HandlerFunc) http.HandlerFunc { return script(another, h) }

// answer sends JSON.
func answer(status int, body string) http.HandlerFunc {
	return answerAs("application/json; charset=utf-8", status, body)
}

func answerAs(contentType string, status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if body != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// refuse sends an error as Kibana does.
func refuse(status int, message string) http.HandlerFunc {
	return answer(status, fmt.Sprintf(`{"statusCode":%d,"error":%q,"message":%q}`, status, http.StatusText(status), message))
}

// cut closes the connection without an answer.
func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hang answers nothing until the client has gone away.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// config is a complete configuration for the server at url.
func config(url string) client.Config {
	return client.Config{Endpoint: url, APIKey: secret, MaxRetries: 2, RequestTimeout: time.Minute}
}

// connect makes a client that retries, and verifies a second time, without waiting.
func connect(t testing.TB, cfg client.Config) *client.Client {
	t.Helper()
	if cfg.RecheckAfter == 0 {
		cfg.RecheckAfter = time.Nanosecond
	}
	c, err := client.New(cfg)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	c.SkipWaits()
	return c
}

// role is a small role, roleJSON how Kibana shows it.
func role(name string) roles.Role {
	return roles.Role{
		Name:        name,
		Description: "Works cases",
		Kibana: []roles.Entry{{
			Spaces: []string{"soc"}, Base: []string{},
			Feature: map[string][]string{"securitySolutionCasesV3": {"all"}},
		}},
	}
}

func roleJSON(name string) string {
	return fmt.Sprintf(`{"name":%q,"description":"Works cases","metadata":{},"transient_metadata":{"enabled":true},
		"elasticsearch":{"cluster":[],"indices":[],"run_as":[]},
		"kibana":[{"base":[],"feature":{"securitySolutionCasesV3":["all"]},"spaces":["soc"]}],
		"_transform_error":[],"_unrecognized_applications":[]}`, name)
}

// update writes a role over the one that is there.
func update(ctx context.Context, c *client.Client, to roles.Role) error {
	return c.UpdateRole(ctx, to.Name, func(client.Reading) (roles.Role, error) { return to, nil })
}

// otherRoleJSON is a role of the same name with other content.
func otherRoleJSON(name string) string {
	return strings.Replace(roleJSON(name), `["all"]`, `["read"]`, 1)
}

// wantJournal checks which requests were made, and that no others were.
func wantJournal(t *testing.T, s *server, want ...string) {
	t.Helper()
	if got := s.journal(); !slices.Equal(got, want) {
		t.Errorf("requests made:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// repeat lists one journal line n times.
func repeat(line string, n int) []string { return slices.Repeat([]string{line}, n) }
