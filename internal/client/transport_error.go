package client

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
)

// Kind is the reason why no answer arrived.
type Kind string

// The kinds of TransportError. A request is not repeated after KindCancelled and
// the kinds of TLS.
const (
	KindUnreachable         Kind = "the server cannot be reached"
	KindDNS                 Kind = "the host name cannot be resolved"
	KindProxy               Kind = "the proxy from the environment failed"
	KindTLSUnknownAuthority Kind = "the server's certificate is signed by an unknown authority"
	KindTLSHostname         Kind = "the server's certificate is for another host"
	// KindTLSNotSpoken means that the server of an https endpoint speaks plain HTTP.
	KindTLSNotSpoken Kind = "the server does not speak TLS"
	// KindTLS is any other TLS failure: an expired certificate, or a client
	// certificate that is missing or refused.
	KindTLS       Kind = "the TLS connection failed"
	KindTimeout   Kind = "no answer arrived in time"
	KindCancelled Kind = "the request was cancelled"
	KindReset     Kind = "the connection broke before the whole answer had arrived"
	KindOther     Kind = "the request failed"
)

func (k Kind) isTLS() bool {
	switch k {
	case KindTLSUnknownAuthority, KindTLSHostname, KindTLSNotSpoken, KindTLS:
		return true
	}
	return false
}

// TransportError reports that no answer of the server arrived.
type TransportError struct {
	Method string
	Path   string
	Kind   Kind
	// Err is the cause. Error leaves its text out for KindReset and KindOther, where
	// it may quote what the server sent.
	Err error
}

func (e *TransportError) Error() string {
	text := fmt.Sprintf("%s %s: %s", e.Method, e.Path, e.Kind)
	switch e.Kind {
	case KindReset, KindOther, KindTimeout, KindCancelled:
		return text
	}
	return text + ": " + e.Err.Error()
}

func (e *TransportError) Unwrap() error { return e.Err }

// errorWithoutAnswer returns the typed error of an attempt whose answer did not
// arrive, or is too long. It removes the wrapper of net/http, which repeats the
// address.
func (x *exchange) errorWithoutAnswer(err error) error {
	if tooLong, ok := errors.AsType[*ResponseError](err); ok {
		return tooLong
	}
	if wrapper, ok := errors.AsType[*url.Error](err); ok {
		err = wrapper.Err
	}
	failure := &TransportError{x.method, x.sentPath, kindOf(err), err}
	// A server that refuses a large body may close the connection before the whole
	// body, and so before its refusal, has arrived.
	if len(x.body) > MaxPayload && isBroken(err) {
		return &TooLargeError{len(x.body), failure}
	}
	return failure
}

// kindOf classifies an error by its type. The order matters: a time-out while
// dialling means that the server is unreachable, and the error of a proxy may wrap
// one of another kind.
func kindOf(err error) Kind {
	switch {
	case errors.Is(err, context.Canceled):
		return KindCancelled
	case isProxyError(err):
		return KindProxy
	case isA[*net.DNSError](err):
		return KindDNS
	case isA[x509.UnknownAuthorityError](err):
		return KindTLSUnknownAuthority
	case isA[x509.HostnameError](err):
		return KindTLSHostname
	case errors.Is(err, http.ErrSchemeMismatch):
		return KindTLSNotSpoken
	case isTLSFailure(err):
		return KindTLS
	case failedTo(err, "dial"):
		return KindUnreachable
	case isTimeout(err):
		return KindTimeout
	case isBroken(err):
		return KindReset
	default:
		return KindOther
	}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// isTLSFailure recognises alerts by the operation that package tls gives their
// errors, because their type is not exported.
func isTLSFailure(err error) bool {
	return failedTo(err, "remote error") || failedTo(err, "local error") ||
		isA[*tls.CertificateVerificationError](err) || isA[tls.RecordHeaderError](err)
}

// failedTo reports whether op is the outermost network operation that failed.
func failedTo(err error, op string) bool {
	failed, ok := errors.AsType[*net.OpError](err)
	return ok && failed.Op == op
}

func isTimeout(err error) bool {
	network, ok := errors.AsType[net.Error](err)
	return ok && network.Timeout()
}

func isBroken(err error) bool {
	return errors.Is(err, net.ErrClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
