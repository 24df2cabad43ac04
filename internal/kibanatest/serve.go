package kibanatest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// api is one of the two HTTP APIs of the double.
type api struct {
	// maxBody is the largest body in bytes that is read.
	maxBody int
	// route returns the path for routing from the path below the base path.
	route  func(path string) string
	answer func(r *http.Request, body []byte) *Answer
}

// ServeHTTP answers as Kibana does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, api{s.maxPayload + 1, withoutSpace, s.answer})
}

// Elasticsearch returns the handler of the Elasticsearch behind Kibana. Hooks, journal,
// credentials, base path and latency are the same as Kibana's.
func (s *Server) Elasticsearch() http.Handler {
	a := api{maxElasticsearchBody, withoutEmptySegments, s.answerElasticsearch}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, a) })
}

// serve adds the request to the journal, runs the hooks, and answers.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, a api) {
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(a.maxBody)))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	entry := s.record(r, body)
	x := &Exchange{Server: s, Request: s.routed(r, body, a.route), Body: body}
	s.handle(x, a)
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

// handle applies the latency and the hooks, and calls the API. The exchange then has
// an answer, or its connection is cut.
func (s *Server) handle(x *Exchange, a api) {
	if s.latency > 0 {
		x.Wait(s.latency)
	}
	hooks := s.hooksFor(x.Request)
	for _, h := range hooks {
		if h.Before != nil && !x.isSettled() {
			h.Before(x)
		}
	}
	if x.isSettled() {
		return
	}
	x.Answer = a.answer(x.Request, x.Body)
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

// routed returns the request with the path for routing: without dot segments and the
// base path, and changed by route. The path is empty if the request is not below the
// base path.
func (s *Server) routed(r *http.Request, body []byte, route func(path string) string) *http.Request {
	routed := r.Clone(r.Context())
	routed.Body = io.NopCloser(bytes.NewReader(body))
	path, ok := strings.CutPrefix(withoutDots(r.URL.EscapedPath()), s.basePath)
	if !ok {
		path = ""
	}
	path = route(path)
	routed.URL.RawPath = path
	routed.URL.Path, _ = url.PathUnescape(path) // cannot fail: net/http has unescaped it before
	return routed
}

// withoutSpace removes Kibana's space prefix from a path.
func withoutSpace(path string) string {
	if space, ok := strings.CutPrefix(path, "/s/"); ok {
		if i := strings.IndexByte(space, '/'); i > 0 {
			return space[i:]
		}
	}
	return path
}

// withoutEmptySegments removes the slashes of a path that Elasticsearch ignores: at the
// end, and those that follow another one.
func withoutEmptySegments(path string) string {
	var b strings.Builder
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" {
			b.WriteString("/" + segment)
		}
	}
	return b.String()
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
