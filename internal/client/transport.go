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
	// maxConns lets a high -parallelism keep all its connections. By default
	// net/http keeps two idle connections, and closes the others.
	maxConns = 64
)

// proxyError reports that the proxy of the environment failed.
type proxyError struct{ reason string }

func (e *proxyError) Error() string { return e.reason }

// newHTTPClient returns the client that makes single attempts. It has no time-out
// of its own: [attemptTransport] bounds the time of an attempt.
func newHTTPClient(cfg Config, tlsConfig *tls.Config, pace *pace) *http.Client {
	transport := &http.Transport{
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
	}
	return &http.Client{Transport: &attemptTransport{transport, cfg.requestTimeout(), pace, cfg.OnAttempt}}
}

// environmentProxy replaces the error of a lookup, which quotes the address of the
// proxy: the address may hold a password.
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

// isProxyError reports that the proxy failed, or that it cannot be reached.
func isProxyError(err error) bool {
	return isA[*proxyError](err) || failedTo(err, "proxyconnect")
}
