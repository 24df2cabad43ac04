package kibanatest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ServeHTTP journals the request, lets the hooks at it, and answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(s.maxPayload)+1))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	entry := s.record(r, body)
	x := &Exchange{Server: s, Request: s.routed(r, body), Body: body}
	s.exchange(x)
	if x.cut {
		panic(http.ErrAbortHandler)
	}
	s.mu.Lock()
	entry.Status = x.Answer.Status
	s.mu.Unlock()
	for name, values := range x.Answer.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	w.WriteHeader(x.Answer.Status)
	_, _ = w.Write(x.Answer.Body) // The caller may have gone.
}

// exchange takes a request through latency, hooks and Kibana to an answer or a
// cut.
func (s *Server) exchange(x *Exchange) {
	if s.latency > 0 {
		x.Wait(s.latency)
	}
	hooks := s.due(x.Request)
	for _, h := range hooks {
		if h.Before != nil && !x.settled() {
			h.Before(x)
		}
	}
	if x.settled() {
		return
	}
	x.Answer = s.answer(x.Request, x.Body)
	for _, h := range hooks {
		if h.After != nil {
			h.After(x)
		}
	}
}

// due lists the hooks that act on a request.
func (s *Server) due(r *http.Request) []*installedHook {
	s.mu.Lock()
	installed := slices.Clone(s.hooks)
	s.mu.Unlock()
	var due []*installedHook
	for _, h := range installed {
		if h.Match != nil && !h.Match(r) {
			continue
		}
		s.mu.Lock()
		if h.due() {
			due = append(due, h)
		}
		s.mu.Unlock()
	}
	return due
}

func (s *Server) record(r *http.Request, body []byte) *Request {
	entry := &Request{
		Method:  r.Method,
		Path:    strings.TrimPrefix(r.URL.Path, s.basePath),
		RawPath: r.URL.EscapedPath(),
		Query:   r.URL.Query(),
		Header:  r.Header.Clone(),
		Body:    body,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal = append(s.journal, entry)
	return entry
}

// routed returns the request with the path that Kibana routes by: without base
// path and space prefix. A request outside the base path keeps none.
func (s *Server) routed(r *http.Request, body []byte) *http.Request {
	routed := r.Clone(r.Context())
	routed.Body = io.NopCloser(bytes.NewReader(body))
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), s.basePath)
	if !ok {
		path = ""
	}
	if space, ok := strings.CutPrefix(path, "/s/"); ok {
		if i := strings.IndexByte(space, '/'); i > 0 {
			path = space[i:]
		}
	}
	routed.URL.RawPath = path
	routed.URL.Path, _ = url.PathUnescape(path) // The server has unescaped it before.
	return routed
}
