package kibanatest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ServeHTTP adds the request to the journal, runs the hooks, and answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(s.maxPayload)+1))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	entry := s.record(r, body)
	x := &Exchange{Server: s, Request: s.routed(r, body), Body: body}
	s.handle(x)
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
	_, _ = w.Write(x.Answer.Body) // The caller may have given up.
}

// handle applies the latency and the hooks, and calls Kibana. The exchange then has
// an answer, or its connection is cut.
func (s *Server) handle(x *Exchange) {
	if s.latency > 0 {
		x.Wait(s.latency)
	}
	hooks := s.hooksFor(x.Request)
	for _, h := range hooks {
		if h.Before != nil && !x.skipsKibana() {
			h.Before(x)
		}
	}
	if x.skipsKibana() {
		return
	}
	x.Answer = s.answer(x.Request, x.Body)
	for _, h := range hooks {
		if h.After != nil {
			h.After(x)
		}
	}
}

// hooksFor returns the hooks that act on a request, and counts the request for each
// hook that matches it.
func (s *Server) hooksFor(r *http.Request) []*installedHook {
	s.mu.Lock()
	installed := slices.Clone(s.hooks)
	s.mu.Unlock()
	var acting []*installedHook
	for _, h := range installed {
		if h.Match != nil && !h.Match(r) {
			continue
		}
		s.mu.Lock()
		if h.countMatch() {
			acting = append(acting, h)
		}
		s.mu.Unlock()
	}
	return acting
}

// record adds a request to the journal.
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

// routed returns the request with the path that Kibana uses for routing: without
// dot segments, the base path and the space prefix. The path is empty if the request is
// not below the base path.
func (s *Server) routed(r *http.Request, body []byte) *http.Request {
	routed := r.Clone(r.Context())
	routed.Body = io.NopCloser(bytes.NewReader(body))
	path, ok := strings.CutPrefix(withoutDots(r.URL.EscapedPath()), s.basePath)
	if !ok {
		path = ""
	}
	if space, ok := strings.CutPrefix(path, "/s/"); ok {
		if i := strings.IndexByte(space, '/'); i > 0 {
			path = space[i:]
		}
	}
	routed.URL.RawPath = path
	routed.URL.Path, _ = url.PathUnescape(path) // cannot fail: net/http has unescaped it before
	return routed
}

// withoutDots resolves the segments "." and ".." of a path, escaped or not, as URLs in
// JavaScript do.
func withoutDots(path string) string {
	var kept []string
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		switch strings.ReplaceAll(strings.ToLower(segment), "%2e", ".") {
		case ".":
		case "..":
			kept = kept[:max(len(kept)-1, 1)] // the first segment is in front of the first slash
		default:
			kept = append(kept, segment)
			continue
		}
		if i == len(segments)-1 {
			kept = append(kept, "") // the path ends with a slash
		}
	}
	return strings.Join(kept, "/")
}
