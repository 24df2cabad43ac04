package client

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	dialTimeout         = 10 * time.Second
	tlsHandshakeTimeout = 10 * time.Second
	idleConnTimeout     = 90 * time.Second
	// maxConns keeps every connection of a high -parallelism in use and alive;
	// net/http keeps two idle ones by default and closes the rest.
	maxConns = 64
)

func newHTTPClient(cfg Config, tlsConfig *tls.Config) *http.Client {
	var transport http.RoundTripper = writeTransport{&http.Transport{
		Proxy:                  environmentProxy(http.ProxyFromEnvironment),
		OnProxyConnectResponse: checkProxyConnect,
		DialContext:            (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSClientConfig:        tlsConfig,
		TLSHandshakeTimeout:    tlsHandshakeTimeout,
		ResponseHeaderTimeout:  cfg.requestTimeout(),
		IdleConnTimeout:        idleConnTimeout,
		MaxIdleConns:           maxConns,
		MaxIdleConnsPerHost:    maxConns,
		MaxConnsPerHost:        maxConns,
		ForceAttemptHTTP2:      true,
	}}
	if cfg.OnAttempt != nil {
		transport = observedTransport{transport, cfg.OnAttempt}
	}
	return &http.Client{
		Transport: transport,
		Timeout:   cfg.requestTimeout(),
		// No API route redirects. Following one would at best end on a login
		// page, at worst hand the credentials to somebody else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// environmentProxy keeps a proxy address that cannot be parsed, and may hold a
// password, out of errors.
func environmentProxy(lookup func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		proxy, err := lookup(r)
		if err != nil {
			return nil, &proxyError{"the proxy address in the environment is not a valid URL"}
		}
		return proxy, nil
	}
}

func checkProxyConnect(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyError{fmt.Sprintf("the proxy answered %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))}
}

// proxyError reports that the proxy which the environment names is at fault.
type proxyError struct{ reason string }

func (e *proxyError) Error() string { return e.reason }

// isProxyError also covers a proxy that cannot be reached.
func isProxyError(err error) bool {
	return isA[*proxyError](err) || failedTo(err, "proxyconnect")
}

// writeTransport sees a write through that has begun, whoever gives up meanwhile:
// broken off, nobody would know whether it took effect. The client's time-out
// holds all the same.
type writeTransport struct{ *http.Transport }

func (t writeTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet && r.Context().Err() == nil {
		r = r.WithContext(context.WithoutCancel(r.Context()))
	}
	return t.Transport.RoundTrip(r)
}

// observedTransport reports every attempt to a hook.
type observedTransport struct {
	http.RoundTripper
	report func(context.Context, Attempt)
}

func (t observedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := t.RoundTripper.RoundTrip(r)
	attempt := Attempt{Method: r.Method, Path: r.URL.EscapedPath(), Duration: time.Since(start)}
	if err == nil {
		attempt.StatusCode = resp.StatusCode
	}
	t.report(r.Context(), attempt)
	return resp, err
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] through.
func (t observedTransport) CloseIdleConnections() {
	(&http.Client{Transport: t.RoundTripper}).CloseIdleConnections()
}
