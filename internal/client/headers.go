package client

import (
	"encoding/base64"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"unicode"
)

// apiVersion is the version of Kibana's versioned public routes.
const apiVersion = "2023-10-31"

// ownHeaders are the headers that Config.Headers must not have: the client or HTTP
// sets them. Accept-Encoding is one of them because net/http decompresses answers
// only if nobody else sets it.
var ownHeaders = map[string]bool{
	"Accept": true, "Accept-Encoding": true, "Authorization": true, "Connection": true,
	"Content-Length": true, "Content-Type": true, "Elastic-Api-Version": true, "Host": true,
	"Kbn-Xsrf": true, "Te": true, "Trailer": true, "Transfer-Encoding": true, "Upgrade": true,
	"User-Agent": true,
}

// headerSetter returns a function that sets the headers of every request to either
// server.
func (c Config) headerSetter() (func(http.Header), error) {
	common, err := c.proxyHeaders()
	if err != nil {
		return nil, err
	}
	authorization, err := c.authorization()
	if err != nil {
		return nil, err
	}
	common.Set("Authorization", authorization)
	common.Set("Accept", "application/json")
	if c.UserAgent != "" {
		common.Set("User-Agent", c.UserAgent)
	}
	return func(h http.Header) { maps.Copy(h, common) }, nil
}

func (c Config) proxyHeaders() (http.Header, error) {
	headers := http.Header{}
	for name, value := range c.Headers {
		refuse := func(reason string) (http.Header, error) {
			return nil, &ConfigError{"headers", "cannot hold " + strconv.Quote(tokenOf(name)) + ": " + reason}
		}
		canonical := http.CanonicalHeaderKey(name)
		switch {
		case !isToken(name):
			return refuse("it is not a valid header name")
		case ownHeaders[canonical]:
			return refuse("the provider sets this header itself")
		case headers[canonical] != nil:
			return refuse("the same header is there in another spelling")
		case strings.ContainsFunc(value, isControl):
			return refuse("its value has a line break or another control character")
		}
		headers.Set(name, value)
	}
	return headers, nil
}

// authorization returns the value of the Authorization header.
func (c Config) authorization() (string, error) {
	basic := c.Username != "" || c.Password != ""
	ways := 0
	for _, used := range []bool{c.APIKey != "", basic, c.BearerToken != ""} {
		if used {
			ways++
		}
	}
	switch {
	case ways == 0:
		return "", &ConfigError{"credentials", "are not set: give api_key, username with password, or bearer_token"}
	case ways > 1:
		return "", &ConfigError{"credentials", "are ambiguous: give only one of api_key, username with password, and bearer_token"}
	case basic:
		return c.basicAuthorization()
	case c.APIKey != "":
		return c.apiKeyAuthorization()
	default:
		return tokenAuthorization("Bearer", "bearer_token", c.BearerToken)
	}
}

func (c Config) basicAuthorization() (string, error) {
	switch {
	case c.Username == "":
		return "", &ConfigError{"username", "is not set, but password is"}
	case c.Password == "":
		return "", &ConfigError{"password", "is not set, but username is"}
	case strings.Contains(c.Username, ":"):
		return "", &ConfigError{"username", "must not contain a colon"}
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.Username+":"+c.Password)), nil
}

func (c Config) apiKeyAuthorization() (string, error) {
	if strings.Contains(c.APIKey, ":") {
		return "", &ConfigError{"api_key", `must be in its encoded form, which is base64 of "id:api_key"`}
	}
	return tokenAuthorization("ApiKey", "api_key", c.APIKey)
}

// tokenAuthorization refuses a token with a line break or a pasted "Bearer ".
// Kibana would answer 401 without saying why.
func tokenAuthorization(scheme, field, token string) (string, error) {
	if strings.ContainsFunc(token, func(r rune) bool { return unicode.IsSpace(r) || isControl(r) }) {
		return "", &ConfigError{field, "must not contain spaces, line breaks or other control characters"}
	}
	return scheme + " " + token, nil
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// isToken reports whether name is a token as RFC 9110 §5.6.2 defines it.
func isToken(name string) bool { return name != "" && !strings.ContainsFunc(name, outsideToken) }

// tokenOf returns the part of a header's name that may be printed. If somebody
// wrote a whole header as the name, the rest is its secret value.
func tokenOf(name string) string {
	if i := strings.IndexFunc(name, outsideToken); i >= 0 {
		return name[:i] + "…"
	}
	return name
}

func outsideToken(r rune) bool {
	letterOrDigit := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !letterOrDigit && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
