package client_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"
)

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.HandlerFunc{
		"after an answer":         answer(200, "[]"),
		"after a refusal":         refuse(403, "no"),
		"after a page":            answerAs("text/html", 500, "<html>"),
		"after a long wrong list": answer(200, `["wrong"`+strings.Repeat(`,{"id":"a"}`, 10000)+"]"),
		"after an attempt failed": script(refuse(503, "busy"), answer(200, "[]")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, opened := serveCounting(t, h)
			c := connect(t, config(s.URL))
			for range 20 {
				_, _ = c.Spaces(t.Context())
			}
			// On a busy machine, a call may dial before the previous connection is back in
			// the pool. Without reuse, the number would be 20.
			if opened.Load() > 5 {
				t.Errorf("20 calls in a row opened %d connections", opened.Load())
			}
		})
	}
}

func TestParallelCallsShareAFewConnections(t *testing.T) {
	t.Parallel()
	const parallel = 10
	s, opened := serveCounting(t, answer(200, "[]"))
	c := connect(t, config(s.URL))
	for range 20 {
		var calls errgroup.Group
		for range parallel {
			calls.Go(func() error { _, err := c.Spaces(t.Context()); return err })
		}
		if err := calls.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	// A call may dial, and then use another connection that is free earlier.
	if opened.Load() > 2*parallel {
		t.Errorf("%d rounds of %d calls opened %d connections", 20, parallel, opened.Load())
	}
}

func TestHTTP2IsUsed(t *testing.T) {
	t.Parallel()
	var protocol atomic.Int32
	s := newServer(func(w http.ResponseWriter, r *http.Request) {
		protocol.Store(int32(r.ProtoMajor))
		answer(200, "[]")(w, r)
	})
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	cfg := config(s.URL)
	cfg.CACerts = []string{certificatePEM(s.Certificate().Raw)}
	if _, err := connect(t, cfg).Spaces(t.Context()); err != nil {
		t.Fatal(err)
	}
	if protocol.Load() != 2 {
		t.Errorf("protocol = HTTP/%d, want HTTP/2", protocol.Load())
	}
}
