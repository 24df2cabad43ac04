package client_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// Requests, in the form of [server.journal].
const (
	create    = "PUT /api/security/role/r?createOnly=true"
	readBack  = "GET /api/security/role/r"
	replace   = "PUT /api/security/role/r"
	remove    = "DELETE /api/security/role/r"
	listRoles = "GET /api/security/role"
	// probe finds out whether the role API exists, after a 404.
	probe = "GET /api/security/privileges?respectLicenseLevel=true"
)

// Answers.

var (
	created  = answer(204, "")
	exists   = refuse(409, "Role already exists and cannot be created: r")
	same     = answer(200, roleJSON("r"))
	another  = answer(200, otherRoleJSON("r"))
	missing  = refuse(404, "[{}]: undefined")
	forbids  = refuse(403, "action [cluster:admin/xpack/security/role/get] is unauthorized")
	page     = answerAs("text/html", 200, "<html>")
	gateway  = answerAs("text/html", 504, "<html>gateway time-out</html>")
	busy     = refuse(503, "License information could not be obtained")
	slowDown = refuse(429, "slow down")
)

// server is an HTTP server that records its requests.
type server struct {
	*httptest.Server

	mu      sync.Mutex // guards the fields below
	lines   []string
	headers []http.Header
	bodies  []string
}

// serve answers every request with h.
func serve(t testing.TB, h http.HandlerFunc) *server {
	t.Helper()
	s := newServer(h)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// inProcess returns a client with its real waits, and the server that answers it
// without a network. Both can run in a bubble of testing/synctest, whose clock jumps
// over waits.
func inProcess(t *testing.T, cfg client.Config, h http.HandlerFunc) (*server, *client.Client) {
	t.Helper()
	s := newServer(h)
	t.Cleanup(s.Close)
	cfg.Endpoint = "http://kibana.test"
	c, err := client.New(cfg)
	check(t, err)
	c.AnswerInProcess(s.Config.Handler)
	c.SetTempDir(t.TempDir()) // nobody else waits for the lock of the role
	return s, c
}

// newServer returns a server that is not started yet.
func newServer(h http.HandlerFunc) *server {
	s := &server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // without it, the server does not notice a client that closes the connection
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

// journal returns the requests in the form "METHOD target".
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

// script answers the first request with the first step, and so on. The last step also
// answers all further requests.
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

// withRoleAPI answers the probe. h answers all other requests.
func withRoleAPI(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method+" "+r.RequestURI == probe {
			answer(200, `{"features":{}}`)(w, r)
			return
		}
		h(w, r)
	}
}

// readable answers the first request, the read before a change, with a role of other
// content. h answers all other requests.
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

// refuse sends an error like Kibana.
func refuse(status int, message string) http.HandlerFunc {
	return answer(status, fmt.Sprintf(`{"statusCode":%d,"error":%q,"message":%q}`, status, http.StatusText(status), message))
}

// cut closes the connection without an answer.
func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hang waits until the client closes the connection.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// wantJournal checks that the server got exactly these requests.
func wantJournal(t *testing.T, s *server, want ...string) {
	t.Helper()
	if got := s.journal(); !slices.Equal(got, want) {
		t.Errorf("requests made:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// repeat returns a journal line n times.
func repeat(line string, n int) []string { return slices.Repeat([]string{line}, n) }

// onWrite answers writes with h, and reads with a role of other content.
func onWrite(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			another(w, r)
			return
		}
		h(w, r)
	}
}

// after answers with h, and with a Retry-After header.
func after(seconds string, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", seconds)
		h(w, r)
	}
}

// count returns the number of requests with a method.
func (s *server) count(method string) int {
	n := 0
	for _, line := range s.journal() {
		if strings.HasPrefix(line, method+" ") {
			n++
		}
	}
	return n
}

// rawAnswer writes text to the connection and closes it.
func rawAnswer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}
}

func redirectTo(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	}
}

// serveTLS starts an HTTPS server that answers with an empty list.
func serveTLS(t *testing.T, cfg *tls.Config) *server {
	t.Helper()
	s := newServer(answer(200, "[]"))
	s.TLS = cfg
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// serveCounting is [serve], and counts the connections that clients open.
func serveCounting(t *testing.T, h http.HandlerFunc) (*server, *atomic.Int32) {
	t.Helper()
	var opened atomic.Int32
	s := newServer(h)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s, &opened
}
