package kibanatest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// The credentials that a server accepts without [WithCredentials]. The user and the
// API key have every right.
const (
	DefaultUser     = "elastic"
	DefaultPassword = "changeme"
	// DefaultAPIKey is in the encoded form, which follows "ApiKey " in the header.
	DefaultAPIKey = "ZG91YmxlOmFwaS1rZXk="
)

// Right is a permission of a user.
type Right int

const (
	// ManageSecurity allows reading and writing roles. It is Elasticsearch's cluster
	// privilege manage_security.
	ManageSecurity Right = iota
	// ReadSecurity allows reading roles, users, role mappings and profiles. It is
	// Elasticsearch's cluster privilege read_security.
	ReadSecurity
	// ReadFeatures allows GET /api/features. In Kibana it is part of the base
	// privilege all in all spaces, and of nothing else.
	ReadFeatures
	// ReadSpaces allows reading spaces. See [Credential.Seeing].
	ReadSpaces
	// Monitor allows reading the version of Kibana 9.5 and newer. It is Elasticsearch's
	// cluster privilege monitor.
	Monitor
)

// Credential is what a caller authenticates with, and the caller's rights.
type Credential struct {
	name   string
	header string
	rights []Right
	spaces []string // the spaces that the caller may see; nil means all
}

// user is the caller of a request.
type user struct {
	name   string
	rights []Right
	spaces []string // as in Credential
}

// Basic returns a user name and password with every right.
func Basic(username, password string) Credential {
	return credential(username, "Basic "+base64.StdEncoding.EncodeToString([]byte(username+":"+password)))
}

// APIKey returns an encoded API key with every right.
func APIKey(encoded string) Credential { return credential("api-key", "ApiKey "+encoded) }

// Bearer returns a bearer token with every right.
func Bearer(token string) Credential { return credential("bearer", "Bearer "+token) }

// Only returns the credential with only these rights.
func (c Credential) Only(rights ...Right) Credential {
	c.rights = rights
	return c
}

// Seeing returns the credential of a caller who may see only these spaces.
func (c Credential) Seeing(spaces ...string) Credential {
	c.spaces = append([]string{}, spaces...)
	return c
}

// credential returns a credential with every right.
func credential(name, header string) Credential {
	return Credential{name: name, header: header, rights: []Right{ManageSecurity, ReadSecurity, ReadFeatures, ReadSpaces, Monitor}}
}

func (u user) can(r Right) bool { return slices.Contains(u.rights, r) }

// sees reports whether the user may see a space.
func (u user) sees(space string) bool {
	return u.can(ReadSpaces) && (u.spaces == nil || slices.Contains(u.spaces, space))
}

// forbidden returns Kibana's form of Elasticsearch's error for a missing cluster
// privilege.
func (u user) forbidden(action, privileges string) *apiError {
	return fromElasticsearch(http.StatusForbidden, "security_exception", u.unauthorized(action, privileges))
}

// unauthorized returns Elasticsearch's text for a missing cluster privilege.
func (u user) unauthorized(action, privileges string) string {
	return fmt.Sprintf(
		"action [%s] is unauthorized for user [%s] with effective roles [%s], this action is granted by the cluster privileges [%s]",
		action, u.name, u.name, privileges)
}

// authenticate returns the user of a request. Kibana cannot authenticate anybody
// without its licence.
func (s *Server) authenticate(r *http.Request) (user, *apiError) {
	if s.profile.License == LicenseUnavailable {
		bad := errorf(http.StatusServiceUnavailable,
			"License information could not be obtained from Elasticsearch. Please check the logs for further details.")
		bad.header = http.Header{"Retry-After": {"30"}}
		return user{}, bad
	}
	header := r.Header.Get("Authorization")
	if header == "" {
		return user{}, errorf(http.StatusUnauthorized, "Unauthorized")
	}
	for _, c := range s.credentials {
		if sameCredential(c.header, header) {
			return user{c.name, c.rights, c.spaces}, nil
		}
	}
	return user{}, fromElasticsearch(http.StatusUnauthorized, "security_exception",
		"unable to authenticate with provided credentials for REST request [/_security/_authenticate]")
}

// sameCredential compares two Authorization headers. The case of the scheme does
// not matter.
func sameCredential(a, b string) bool {
	schemeA, valueA, _ := strings.Cut(a, " ")
	schemeB, valueB, _ := strings.Cut(b, " ")
	return strings.EqualFold(schemeA, schemeB) && valueA == valueB
}
