package client

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// defaultRequestTimeout is used if Config.RequestTimeout is zero.
const defaultRequestTimeout = 30 * time.Second

// Config is the configuration of a [Client]: which Kibana it calls, with which
// credentials, and with which limits.
type Config struct {
	// Endpoint is Kibana's base URL, http or https. It may have a path
	// (server.basePath) and trailing slashes, but no user information, query or
	// fragment.
	Endpoint string

	// Exactly one way to authenticate: APIKey (the encoded form, base64 of
	// "id:api_key"), Username with Password, or BearerToken.
	APIKey             string
	Username, Password string
	BearerToken        string

	// CACerts are trusted in addition to the system's authorities. Each is PEM or the
	// path of a PEM file.
	CACerts []string
	// ClientCert and ClientKey authenticate the TLS connection. Each is PEM or
	// the path of a PEM file; both are set or neither.
	ClientCert, ClientKey string
	// Insecure accepts any server certificate.
	Insecure bool

	// Headers are sent with every request, for a proxy in front of the server. They must
	// not include headers that the client or HTTP sets.
	Headers map[string]string
	// UserAgent is sent with every request.
	UserAgent string

	// MaxRetries is how often a request may be repeated; 0 means never.
	MaxRetries int
	// RequestTimeout bounds each attempt, from dialling to the last byte of the
	// answer; 0 means 30 seconds.
	RequestTimeout time.Duration

	// RecheckAfter is the time between a write of [Client.ModifyRole] and its second
	// verifying read. 0 means a multiple of the measured round trips, at least 250 ms.
	RecheckAfter time.Duration

	// TempDir is the folder for the locks by which processes take turns. Empty means
	// the system's folder for temporary files.
	TempDir string

	// OnAttempt, where set, is called after every attempt, with the values of the
	// call's context. Concurrent calls call it concurrently.
	OnAttempt func(context.Context, Attempt)
}

// ConfigError reports a Config that New refuses.
type ConfigError struct {
	// Field is the setting's name in the provider's configuration, such as "ca_certs".
	// It is "credentials" if none or too many of them are set.
	Field string
	// Reason is the rest of a sentence that starts with the field.
	Reason string
}

func (e *ConfigError) Error() string { return e.Field + " " + e.Reason }

// Format prints only the endpoint, for every verb: other fields hold secrets.
func (c Config) Format(f fmt.State, _ rune) {
	base, err := checkEndpoint("endpoint", c.Endpoint)
	if err != nil {
		base = "an invalid endpoint"
	}
	_, _ = io.WriteString(f, "configuration for Kibana at "+base)
}

// SendsCredentialsInClear reports whether the credentials would be sent over a
// network without encryption: by plain HTTP to another host.
func (c Config) SendsCredentialsInClear() bool { return readableOnTheWay(c.Endpoint) }

// readableOnTheWay reports whether an endpoint is plain HTTP on another host.
func readableOnTheWay(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	local := host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host).IsLoopback()
	return !local
}

// checkEndpoint returns the endpoint without trailing slashes. Its errors name the
// setting. They quote neither the endpoint nor the error of [url.Parse]: both can hold a
// password.
func checkEndpoint(setting, endpoint string) (string, error) {
	refuse := func(reason string) (string, error) { return "", &ConfigError{setting, reason} }
	if endpoint == "" {
		return refuse("is not set")
	}
	// A password that contains a slash is parsed as a part of the path, so the whole
	// endpoint is searched.
	if strings.Contains(endpoint, "@") {
		return refuse("must not contain a user name or password; use the settings for credentials")
	}
	u, err := url.Parse(endpoint)
	switch {
	case err != nil:
		return refuse("is not a valid URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("must start with http:// or https://")
	case u.Hostname() == "":
		return refuse("has no host name")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(endpoint, "#"):
		return refuse("must not have a query or a fragment")
	}
	return u.Scheme + "://" + u.Host + strings.TrimRight(u.EscapedPath(), "/"), nil
}

func (c Config) checkLimits() error {
	switch {
	case c.MaxRetries < 0:
		return &ConfigError{"max_retries", "must not be negative"}
	case c.RequestTimeout < 0:
		return &ConfigError{"request_timeout", "must not be negative"}
	}
	return nil
}

func (c Config) requestTimeout() time.Duration {
	if c.RequestTimeout == 0 {
		return defaultRequestTimeout
	}
	return c.RequestTimeout
}
