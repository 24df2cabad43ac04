package client_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestKindOfFailure(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	proxied := func(err error) error { return &net.OpError{Op: "proxyconnect", Net: "tcp", Err: err} }
	alert := &net.OpError{Op: "remote error", Err: errors.New("tls: bad certificate")}
	tests := map[string]struct {
		err  error
		want client.Kind
	}{
		"refused":               {dial(syscall.ECONNREFUSED), client.KindUnreachable},
		"no route":              {dial(syscall.EHOSTUNREACH), client.KindUnreachable},
		"dial timed out":        {dial(context.DeadlineExceeded), client.KindUnreachable},
		"unknown host":          {dial(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}), client.KindDNS},
		"proxy refused":         {proxied(dial(syscall.ECONNREFUSED)), client.KindProxy},
		"proxy unknown":         {proxied(dial(&net.DNSError{Err: "no such host", Name: "x"})), client.KindProxy},
		"proxy wants a login":   {client.CheckProxy(context.Background(), nil, nil, &http.Response{StatusCode: http.StatusProxyAuthRequired}), client.KindProxy},
		"unknown authority":     {verification(x509.UnknownAuthorityError{}), client.KindTLSUnknownAuthority},
		"other host":            {verification(x509.HostnameError{Certificate: &x509.Certificate{}}), client.KindTLSHostname},
		"expired":               {verification(x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}), client.KindTLS},
		"alert":                 {alert, client.KindTLS},
		"alert while reading":   {fmt.Errorf("read: %w", alert), client.KindTLS},
		"not TLS":               {tls.RecordHeaderError{Msg: "first record does not look like TLS"}, client.KindTLS},
		"plain HTTP":            {http.ErrSchemeMismatch, client.KindTLSNotSpoken},
		"deadline":              {context.DeadlineExceeded, client.KindTimeout},
		"read timed out":        {&net.OpError{Op: "read", Err: syscall.ETIMEDOUT}, client.KindTimeout},
		"cancelled":             {context.Canceled, client.KindCancelled},
		"cancelled while dials": {dial(context.Canceled), client.KindCancelled},
		"closed":                {io.EOF, client.KindReset},
		"closed halfway":        {io.ErrUnexpectedEOF, client.KindReset},
		"reset":                 {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, client.KindReset},
		"broken pipe":           {&net.OpError{Op: "write", Err: syscall.EPIPE}, client.KindReset},
		"closed while writing":  {&net.OpError{Op: "write", Err: net.ErrClosed}, client.KindReset},
		"other":                 {errors.New("?"), client.KindOther},
	}
	for name, tt := range tests {
		for _, err := range []error{tt.err, &url.Error{Op: "Get", URL: "https://x", Err: tt.err}} {
			if got := client.KindOf(err); got != tt.want {
				t.Errorf("%s: kind of %v = %q, want %q", name, err, got, tt.want)
			}
		}
	}
}

func TestAnUnreachableServerIsRetried(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "[]"))
	s.Close()
	cfg := config(s.URL)
	attempts := countAttempts(&cfg)
	_, err := connect(t, cfg).Spaces(t.Context())
	wantKind(t, err, client.KindUnreachable)
	if attempts.Load() != 3 {
		t.Errorf("%d attempts, want 3: Kibana may be starting", attempts.Load())
	}
	if wrapper, ok := errors.AsType[*url.Error](err); ok {
		t.Errorf("error wraps the error of net/http, which has the address: %v", wrapper)
	}
}

func TestABrokenConnection(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		h    http.HandlerFunc
		kind client.Kind
	}{
		"before the answer":     {cut, client.KindReset},
		"inside the answer":     {rawAnswer("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[]"), client.KindReset},
		"not HTTP":              {rawAnswer("SSH-2.0-OpenSSH_9.6\r\n"), client.KindOther},
		"inside a chunked body": {rawAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"), client.KindReset},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.h)
			_, err := connect(t, config(s.URL)).Spaces(t.Context())
			wantKind(t, err, tt.kind)
			wantJournal(t, s, repeat("GET /api/spaces/space", 3)...)
		})
	}
}

func verification(err error) error { return &tls.CertificateVerificationError{Err: err} }
