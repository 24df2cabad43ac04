package kibanatest

import (
	"strings"
	"time"
)

// Option configures a server when it is made.
type Option func(*Server)

// WithBasePath serves Kibana below a path, as server.basePath does behind a
// proxy that rewrites.
func WithBasePath(path string) Option {
	return func(s *Server) {
		if path = strings.Trim(path, "/"); path != "" {
			s.basePath = "/" + path
		}
	}
}

// WithCredentials accepts these credentials and no others.
func WithCredentials(credentials ...Credential) Option {
	return func(s *Server) { s.credentials = credentials }
}

// WithLicense sets the licence type, see [Server.SetLicense].
func WithLicense(kind string) Option {
	return func(s *Server) { s.profile.License = kind }
}

// WithLatency delays each answer.
func WithLatency(d time.Duration) Option {
	return func(s *Server) { s.latency = d }
}

// WithSpaces creates spaces beside the default one; each is named by its id.
func WithSpaces(ids ...string) Option {
	return func(s *Server) {
		for _, id := range ids {
			s.AddSpace(id, id)
		}
	}
}

// WithRestrictedLicensing hides GET /api/licensing/info from callers that are
// not Kibana itself, as server.restrictInternalApis may do.
func WithRestrictedLicensing() Option {
	return func(s *Server) { s.restrictedLicensing = true }
}

// defaultMaxPayload is the default of server.maxPayload.
const defaultMaxPayload = 1 << 20

// WithMaxPayload sets server.maxPayload, in bytes.
func WithMaxPayload(bytes int) Option {
	return func(s *Server) { s.maxPayload = bytes }
}

// WithTLS serves HTTPS with a certificate of a fresh authority, see
// [Server.CACertPEM].
func WithTLS() Option {
	return func(s *Server) { s.tls = newTLSIdentity(false) }
}

// WithClientCert serves HTTPS and requires a client certificate, see
// [Server.ClientCertPEM].
func WithClientCert() Option {
	return func(s *Server) { s.tls = newTLSIdentity(true) }
}
