package client

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// Attempt is what may be logged of one HTTP request.
type Attempt struct {
	// Server is the kind of server: "Kibana" or "Elasticsearch".
	Server string
	Method string
	Path   string // as sent, without the query
	// StatusCode is 0 when no answer arrived.
	StatusCode int
	// Duration is the time until the headers of the answer arrived, or until the
	// attempt failed.
	Duration time.Duration
}

// attemptTransport makes one attempt of an exchange. It reads the whole answer,
// so that an answer that breaks off fails the attempt, like any broken
// connection.
type attemptTransport struct {
	*http.Transport

	timeout   time.Duration // of an attempt, from dialling to the end of the answer
	pace      *pace
	onAttempt func(context.Context, Attempt) // may be nil
}

// RoundTrip makes the attempt, and stores its outcome in the exchange. The
// response that it returns has an empty body, and leads nowhere.
func (t *attemptTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	x := exchangeOf(r)
	x.status, x.contentType, x.answer, x.failure = 0, "", nil, nil
	var connected atomic.Bool // net/http may call GotConn on any goroutine
	ctx, cancel := t.attemptContext(r)
	defer cancel()
	r = r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}))

	start := time.Now()
	resp, err := t.Transport.RoundTrip(r)
	t.report(r, resp, time.Since(start))
	if err == nil {
		x.lost = x.lost || isFromGateway(resp.StatusCode)
		err = x.receive(resp)
	}
	if x.timed && x.status != 0 {
		t.pace.observe(time.Since(start))
	}
	if err != nil {
		if ctx.Err() != nil { // net/http may report the connection that it closed because of that
			err = ctx.Err()
		}
		// With TLS 1.3 a server refuses a client certificate only after the
		// handshake, on a connection that looked usable.
		x.lost = x.lost || connected.Load() && !kindOf(err).isTLS()
		x.failure = x.errorWithoutAnswer(err)
		return nil, err
	}
	// No API route redirects, and the exchange has the error of a redirect by now. Without
	// this header net/http follows none: it would end on a login page at best, and hand the
	// credentials to somebody else at worst.
	resp.Header.Del("Location")
	return resp, nil
}

// attemptContext bounds the time of an attempt. A write that has begun goes on
// when its caller gives up: if it were broken off, its effect would be unknown.
func (t *attemptTransport) attemptContext(r *http.Request) (context.Context, context.CancelFunc) {
	ctx := r.Context()
	if r.Method != http.MethodGet && !exchangeOf(r).readOnly && ctx.Err() == nil {
		ctx = context.WithoutCancel(ctx)
	}
	return context.WithTimeout(ctx, t.timeout)
}

func (t *attemptTransport) report(r *http.Request, resp *http.Response, duration time.Duration) {
	if t.onAttempt == nil {
		return
	}
	attempt := Attempt{Server: exchangeOf(r).name, Method: r.Method, Path: r.URL.EscapedPath(), Duration: duration}
	if resp != nil {
		attempt.StatusCode = resp.StatusCode
	}
	t.onAttempt(r.Context(), attempt)
}
