package kibanatest

import (
	"strings"
	"time"
)

// Option configures a new server.
type Option func(*Server)

// defaultMaxPayload is the default of server.maxPayload.
const defaultMaxPayload = 1 << 20

// WithBasePath serves Kibana and Elasticsearch below a path, like server.basePath behind
// a proxy that rewrites paths.
func WithBasePath(path string) Option {
	return func(s *Server) {
		if path = strings.Trim(path, "/"); path != "" {
			s.basePath = "/" + path
		}
	}
}

// WithCredentials makes the server accept only these credentials.
func WithCredentials(credentials ...Credential) Option {
	return func(s *Server) { s.credentials = credentials }
}

// WithLicense sets the licence type; see [Server.SetLicense].
func WithLicense(kind string) Option {
	return func(s *Server) { s.profile.License = kind }
}

// WithLatency delays every answer.
func WithLatency(d time.Duration) Option {
	return func(s *Server) { s.latency = d }
}

// WithSpaces creates spaces in addition to the default space. The name of each is
// its id.
func WithSpaces(ids ...string) Option {
	return func(s *Server) {
		for _, id := range ids {
			s.AddSpace(id, id)
		}
	}
}

// WithRestrictedLicensing makes GET /api/licensing/info answer 400 to every caller
// except Kibana itself, like server.restrictInternalApis.
func WithRestrictedLicensing() Option {
	return func(s *Server) { s.restrictedLicensing = true }
}

// WithoutNativeUsers switches off native users, like the setting
// xpack.security.authc.native_users.enabled of Elasticsearch.
func WithoutNativeUsers() Option {
	return func(s *Server) { s.es.users.nativeOff = true }
}

// WithAnonymousUser lets callers without credentials in, as a user with these roles. In
// Elasticsearch everybody has these roles, besides their own.
func WithAnonymousUser(roles ...string) Option {
	return func(s *Server) {
		s.es.users.anonymous = &ESUser{Username: "_anonymous", Roles: roles, Metadata: reservedMetadata()}
	}
}

// WithMaxPayload sets server.maxPayload, in bytes.
func WithMaxPayload(bytes int) Option {
	return func(s *Server) { s.maxPayload = bytes }
}

// WithTLS serves HTTPS. The certificate is signed by a new authority; see
// [Server.CACertPEM].
func WithTLS() Option {
	return func(s *Server) { s.tls = newTLSIdentity(false) }
}

// WithClientCert serves HTTPS and requires a client certificate; see
// [Server.ClientCertPEM].
func WithClientCert() Option {
	return func(s *Server) { s.tls = newTLSIdentity(true) }
}
