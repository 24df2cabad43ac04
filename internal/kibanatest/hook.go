package kibanatest

import (
	"net/http"
	"strings"
	"time"
)

// Hook acts on requests: it may change the server's state, answer in Kibana's
// place, delay, or cut the connection. [On] makes one, its methods say what
// happens, and [Server.Hook] installs it:
//
//	s.Hook(kibanatest.On("PUT", "/api/security/role/*").Once().Answer(503, ""))
//	s.Hook(kibanatest.On("PUT", "/api/security/role/soc").Once().CutAfter())
//	s.Hook(kibanatest.On("GET", "/api/security/role").Do(func(x *kibanatest.Exchange) {
//		x.Server.Plant("soc", drifted)
//	}))
//
// Hooks run in the order of their installation, without any lock held, and in
// every request that they match until they are used up.
type Hook struct {
	// Match chooses the requests; nil matches each. The URL's path is the Kibana
	// route: decoded, without base path and space prefix.
	Match func(*http.Request) bool
	// Skip lets so many matching requests pass first.
	Skip int
	// Times limits how often the hook acts; 0 is without limit.
	Times int
	// Before runs before Kibana sees the request.
	Before func(*Exchange)
	// After runs when Kibana has handled it and before the answer is sent.
	After func(*Exchange)
}

// Exchange is one request and its answer, as a hook sees them.
type Exchange struct {
	Server  *Server
	Request *http.Request
	// Body is the body of the request, which has been read already.
	Body []byte
	// Answer is the answer to send. In Before it is nil, and setting it keeps the
	// request from Kibana.
	Answer *Answer

	cut bool
}

// Answer is an HTTP answer.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Cut closes the connection instead of answering.
func (x *Exchange) Cut() { x.cut = true }

// settled tells whether Kibana has no part in the exchange any more.
func (x *Exchange) settled() bool { return x.cut || x.Answer != nil }

// Wait delays, and cuts the connection when the caller gives up meanwhile.
func (x *Exchange) Wait(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.Request.Context().Done():
		x.Cut()
	}
}

// On makes a hook for a method and a path; "" is any method, and a path that
// ends in "*" is a prefix.
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

// Passing lets n matching requests through before the hook acts.
func (h Hook) Passing(n int) Hook {
	h.Skip = n
	return h
}

// Do runs f before Kibana sees the request.
func (h Hook) Do(f func(*Exchange)) Hook {
	h.Before = sequence(h.Before, f)
	return h
}

// Then runs f after Kibana has handled the request.
func (h Hook) Then(f func(*Exchange)) Hook {
	h.After = sequence(h.After, f)
	return h
}

// Answer answers instead of Kibana; header takes names and values by turns.
func (h Hook) Answer(status int, body string, header ...string) Hook {
	return h.Do(func(x *Exchange) { x.Answer = NewAnswer(status, body, header...) })
}

// AnswerAfter lets the request take effect and then answers something else.
func (h Hook) AnswerAfter(status int, body string, header ...string) Hook {
	return h.Then(func(x *Exchange) { x.Answer = NewAnswer(status, body, header...) })
}

// Delay waits before Kibana sees the request.
func (h Hook) Delay(d time.Duration) Hook {
	return h.Do(func(x *Exchange) { x.Wait(d) })
}

// Cut closes the connection before Kibana sees the request. Go's own client
// repeats a GET, but no other method, when that happens on a connection that
// has served a request before.
func (h Hook) Cut() Hook { return h.Do((*Exchange).Cut) }

// CutAfter closes the connection when the request has taken effect, so that
// only its answer is lost.
func (h Hook) CutAfter() Hook { return h.Then((*Exchange).Cut) }

// NewAnswer makes an answer; header takes names and values by turns.
func NewAnswer(status int, body string, header ...string) *Answer {
	a := &Answer{Status: status, Header: make(http.Header), Body: []byte(body)}
	for i := 0; i+1 < len(header); i += 2 {
		a.Header.Add(header[i], header[i+1])
	}
	return a
}

func sequence(first, second func(*Exchange)) func(*Exchange) {
	if first == nil {
		return second
	}
	return func(x *Exchange) {
		first(x)
		second(x)
	}
}

// installedHook is a hook and how often it has matched.
type installedHook struct {
	Hook
	seen int
}

// due counts a matching request and tells whether the hook acts on it.
func (h *installedHook) due() bool {
	h.seen++
	return h.seen > h.Skip && (h.Times == 0 || h.seen <= h.Skip+h.Times)
}
