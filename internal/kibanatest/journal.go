package kibanatest

import (
	"net/http"
	"net/url"
	"slices"
)

// Request is a request as the server received it.
type Request struct {
	Method string
	// Path is decoded and without the base path; a space prefix stays.
	Path string
	// RawPath is the path as it was sent.
	RawPath string
	Query   url.Values
	Header  http.Header
	Body    []byte
	// Status of the answer; 0 when there is none, yet or at all.
	Status int
}

// Journal lists the requests since the start or the last reset, in the order
// of their arrival.
func (s *Server) Journal() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var requests []Request
	for _, r := range s.journal {
		requests = append(requests, r.clone())
	}
	return requests
}

// ResetJournal forgets the requests so far.
func (s *Server) ResetJournal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal = nil
}

func (r *Request) clone() Request {
	c := *r
	c.Query = url.Values(http.Header(r.Query).Clone())
	c.Header = r.Header.Clone()
	c.Body = slices.Clone(r.Body)
	return c
}
