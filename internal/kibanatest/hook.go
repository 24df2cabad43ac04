package kibanatest

import (
	"net/http"
	"strings"
	"time"
)

// Hook intercepts requests to Kibana or Elasticsearch: it can change the server's state,
// answer in their place, delay the request, or cut the connection. [On] returns a hook,
// its methods add actions, and [Server.Hook] installs it:
//
//	s.Hook(kibanatest.On("PUT", "/api/security/role/*").Once().Answer(503, ""))
//	s.Hook(kibanatest.On("PUT", "/api/security/role/soc").Once().CutAfter())
//	s.Hook(kibanatest.On("GET", "/api/security/role").Do(func(x *kibanatest.Exchange) {
//		x.Server.Plant("soc", drifted)
//	}))
//
// Hooks run in the order of their installation. They hold no lock. A hook acts on
// every request that it matches, within the limits of Skip and Times.
type Hook struct {
	// Match selects the requests; nil matches every request. The URL's path is the
	// route: decoded, without base path and space prefix. The routes of Elasticsearch
	// begin with /_security/.
	Match func(*http.Request) bool
	// Skip is the number of matching requests that pass before the hook acts.
	Skip int
	// Times is the number of requests that the hook acts on; 0 means no limit.
	Times int
	// Before runs before Kibana handles the request.
	Before func(*Exchange)
	// After runs after Kibana has handled the request, and before the answer is sent.
	After func(*Exchange)
}

// Exchange is a request and its answer, for a hook.
type Exchange struct {
	Server  *Server
	Request *http.Request
	// Body is the request's body. Request.Body is a copy of it.
	Body []byte
	// Answer is the answer to send. It is nil in Before. If Before sets it, Kibana does
	// not handle the request.
	Answer *Answer

	cut bool
}

// Answer is an HTTP answer.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// installedHook is a hook with the number of requests that it has matched.
type installedHook struct {
	Hook
	matches int // guarded by Server.mu
}

// Cut closes the connection instead of answering.
func (x *Exchange) Cut() { x.cut = true }

// Wait waits for d. It cuts the connection if the caller gives up before that.
func (x *Exchange) Wait(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.Request.Context().Done():
		x.Cut()
	}
}

// On returns a hook for a method and a path. The method "" matches every method. A
// path that ends in "*" is a prefix.
func On(method, path string) Hook {
	return Hook{Match: func(r *http.Request) bool {
		if method != "" && method != r.Method {
			return false
		}
		if prefix, ok := strings.CutSuffix(path, "*"); ok {
			return strings.HasPrefix(r.URL.Path, prefix)
		}
		return r.URL.Path == path
	}}
}

// Once limits the hook to one request.
func (h Hook) Once() Hook { return h.Only(1) }

// Only limits the hook to n requests.
func (h Hook) Only(n int) Hook {
	h.Times = n
	return h
}

// Passing lets n matching requests pass before the hook acts.
func (h Hook) Passing(n int) Hook {
	h.Skip = n
	return h
}

// Do runs f before Kibana handles the request.
func (h Hook) Do(f func(*Exchange)) Hook {
	h.Before = sequence(h.Before, f)
	return h
}

// Then runs f after Kibana has handled the request.
func (h Hook) Then(f func(*Exchange)) Hook {
	h.After = sequence(h.After, f)
	return h
}

// Answer answers instead of Kibana. The header arguments are alternating names and
// values.
func (h Hook) Answer(status int, body string, header ...string) Hook {
	return h.Do(func(x *Exchange) { x.Answer = NewAnswer(status, body, header...) })
}

// AnswerAfter lets Kibana handle the request, and replaces its answer.
func (h Hook) AnswerAfter(status int, body string, header ...string) Hook {
	return h.Then(func(x *Exchange) { x.Answer = NewAnswer(status, body, header...) })
}

// Delay waits before Kibana handles the request.
func (h Hook) Delay(d time.Duration) Hook {
	return h.Do(func(x *Exchange) { x.Wait(d) })
}

// Cut closes the connection before Kibana handles the request. If the connection
// has served another request before, Go's HTTP client repeats a GET, but no other
// method.
func (h Hook) Cut() Hook { return h.Do((*Exchange).Cut) }

// CutAfter closes the connection after Kibana has handled the request. Only the
// answer is lost.
func (h Hook) CutAfter() Hook { return h.Then((*Exchange).Cut) }

// NewAnswer returns an answer. The header arguments are alternating names and
// values.
func NewAnswer(status int, body string, header ...string) *Answer {
	a := &Answer{Status: status, Header: make(http.Header), Body: []byte(body)}
	for i := 0; i+1 < len(header); i += 2 {
		a.Header.Add(header[i], header[i+1])
	}
	return a
}

// isSettled reports whether a hook has answered or cut the connection: the API does not
// handle the request then.
func (x *Exchange) isSettled() bool { return x.cut || x.Answer != nil }

// sequence returns a function that calls both functions. The first may be nil.
func sequence(first, second func(*Exchange)) func(*Exchange) {
	if first == nil {
		return second
	}
	return func(x *Exchange) {
		first(x)
		second(x)
	}
}

// countMatch counts a matching request, and reports whether the hook acts on it.
func (h *installedHook) countMatch() bool {
	h.matches++
	return h.matches > h.Skip && (h.Times == 0 || h.matches <= h.Skip+h.Times)
}
