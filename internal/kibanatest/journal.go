package kibanatest

import (
	"net/http"
	"net/url"
	"slices"
)

// Request is an entry of the journal: a request that the server received.
type Request struct {
	Method string
	// Path is decoded and does not have the base path. It has the space prefix, if
	// the request has one.
	Path string
	// RawPath is the path that was sent.
	RawPath string
	Query   url.Values
	Header  http.Header
	Body    []byte
	// Status is the status of the answer. It is 0 before the answer, and if the
	// connection was cut.
	Status int
}

// Journal returns the requests since the start or the last [Server.ResetJournal],
// in the order of their arrival.
func (s *Server) Journal() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var requests []Request
	for _, r := range s.journal {
		requests = append(requests, r.clone())
	}
	return requests
}

// ResetJournal empties the journal.
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
