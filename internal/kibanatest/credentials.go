package kibanatest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// What a server accepts unless [WithCredentials] says otherwise: a superuser
// by password, and the same rights by API key.
const (
	DefaultUser     = "elastic"
	DefaultPassword = "changeme"
	// DefaultAPIKey is the encoded form, what follows "ApiKey " in the header.
	DefaultAPIKey = "ZG91YmxlOmFwaS1rZXk="
)

// Right is something that a user may do.
type Right int

const (
	// ManageSecurity is Elasticsearch's manage_security: write and read roles.
	ManageSecurity Right = iota
	// ReadSecurity is Elasticsearch's read_security: read roles.
	ReadSecurity
	// ReadFeatures opens GET /api/features; Kibana gives it with base all in all
	// spaces only.
	ReadFeatures
	// ReadSpaces lets the user see spaces.
	ReadSpaces
)

// Credential is something that authenticates, and what it may do then.
type Credential struct {
	name   string
	header string
	rights []Right
}

// Basic is a user name and password, with every right.
func Basic(username, password string) Credential {
	return credential(username, "Basic "+base64.StdEncoding.EncodeToString([]byte(username+":"+password)))
}

// APIKey is an encoded API key, with every right.
func APIKey(encoded string) Credential { return credential("api-key", "ApiKey "+encoded) }

// Bearer is a bearer token, with every right.
func Bearer(token string) Credential { return credential("bearer", "Bearer "+token) }

func credential(name, header string) Credential {
	return Credential{name, header, []Right{ManageSecurity, ReadSecurity, ReadFeatures, ReadSpaces}}
}

// Only returns the credential with these rights and no others.
func (c Credential) Only(rights ...Right) Credential {
	c.rights = rights
	return c
}

// user is who sent a request.
type user struct {
	name   string
	rights []Right
}

func (u user) can(r Right) bool { return slices.Contains(u.rights, r) }

// forbidden is Elasticsearch's answer to a missing cluster privilege.
func (u user) forbidden(action, privileges string) *apiError {
	return fromElasticsearch(http.StatusForbidden, "security_exception", fmt.Sprintf(
		"action [%s] is unauthorized for user [%s] with effective roles [%s], this action is granted by the cluster privileges [%s]",
		action, u.name, u.name, privileges))
}

// authenticate finds the user of a request, for which Kibana needs to know its
// licence.
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
			return user{c.name, c.rights}, nil
		}
	}
	return user{}, fromElasticsearch(http.StatusUnauthorized, "security_exception",
		"unable to authenticate with provided credentials for REST request [/_security/_authenticate]")
}

// sameCredential compares two Authorization headers; the scheme has no case.
func sameCredential(a, b string) bool {
	schemeA, valueA, _ := strings.Cut(a, " ")
	schemeB, valueB, _ := strings.Cut(b, " ")
	return strings.EqualFold(schemeA, schemeB) && valueA == valueB
}
