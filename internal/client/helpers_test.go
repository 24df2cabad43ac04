package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// secret is a part of every credential and header value in these tests. The client
// must never print it.
const secret = "hunter2-do-not-print"

// config returns a complete configuration for the server at url.
func config(url string) client.Config {
	return client.Config{Endpoint: url, APIKey: secret, MaxRetries: 2, RequestTimeout: time.Minute}
}

// connect returns a client that does not wait before retries and second verifying reads.
func connect(t testing.TB, cfg client.Config) *client.Client {
	t.Helper()
	if cfg.RecheckAfter == 0 {
		cfg.RecheckAfter = time.Nanosecond
	}
	c, err := client.New(cfg)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	c.SkipWaits()
	return c
}

// role returns a small role. roleJSON returns the same role as Kibana shows it.
func role(name string) roles.Role {
	return roles.Role{
		Name:        name,
		Description: "Works cases",
		Kibana: []roles.Entry{{
			Spaces: []string{"soc"}, Base: []string{},
			Feature: map[string][]string{"securitySolutionCasesV3": {"all"}},
		}},
	}
}

func roleJSON(name string) string {
	return fmt.Sprintf(`{"name":%q,"description":"Works cases","metadata":{},"transient_metadata":{"enabled":true},
		"elasticsearch":{"cluster":[],"indices":[],"run_as":[]},
		"kibana":[{"base":[],"feature":{"securitySolutionCasesV3":["all"]},"spaces":["soc"]}],
		"_transform_error":[],"_unrecognized_applications":[]}`, name)
}

// update replaces a role.
func update(ctx context.Context, c *client.Client, to roles.Role) error {
	return c.UpdateRole(ctx, to.Name, func(client.Reading) (roles.Role, error) { return to, nil })
}

// otherRoleJSON returns a role with the same name and other content.
func otherRoleJSON(name string) string {
	return strings.Replace(roleJSON(name), `["all"]`, `["read"]`, 1)
}

// writeCalls are the calls that write a role, by the request of the write.
var writeCalls = map[string]func(context.Context, *client.Client) error{
	create:  func(ctx context.Context, c *client.Client) error { return c.CreateRole(ctx, role("r")) },
	replace: func(ctx context.Context, c *client.Client) error { return update(ctx, c, role("r")) },
	remove:  func(ctx context.Context, c *client.Client) error { return c.DeleteRole(ctx, "r") },
	"modify": func(ctx context.Context, c *client.Client) error {
		return c.ModifyRole(ctx, "r", client.Change{Add: func(roles.Role) (roles.Role, error) { return role("r"), nil }})
	},
}

// call is a call of the client.
type call struct {
	call      func(context.Context, *client.Client) error
	versioned bool
	hasBody   bool
	reads     bool // the role, before the request
}

// calls are all calls of the client, by their last request.
var calls = map[string]call{
	"GET /api/security/role/r": {
		call:      func(ctx context.Context, c *client.Client) error { _, err := c.Role(ctx, "r"); return err },
		versioned: true,
	},
	"GET /api/security/role": {
		call:      func(ctx context.Context, c *client.Client) error { _, err := allRoles(ctx, c); return err },
		versioned: true,
	},
	"PUT /api/security/role/r?createOnly=true": {
		call:      func(ctx context.Context, c *client.Client) error { return c.CreateRole(ctx, role("r")) },
		versioned: true, hasBody: true,
	},
	"PUT /api/security/role/r": {
		call:      func(ctx context.Context, c *client.Client) error { return update(ctx, c, role("r")) },
		versioned: true, hasBody: true, reads: true,
	},
	"DELETE /api/security/role/r": {
		call:      func(ctx context.Context, c *client.Client) error { return c.DeleteRole(ctx, "r") },
		versioned: true,
	},
	"GET /api/security/privileges?respectLicenseLevel=true": {
		call: func(ctx context.Context, c *client.Client) error { _, err := c.EffectivePrivileges(ctx); return err },
	},
	"GET /api/security/privileges?includeActions=true&respectLicenseLevel=false": {
		call: func(ctx context.Context, c *client.Client) error { _, err := c.Privileges(ctx, onCases); return err },
	},
	"GET /api/features?ignoreValidLicenses=true": {
		call: func(ctx context.Context, c *client.Client) error { _, err := c.FeatureRestrictions(ctx); return err },
	},
	"GET /api/status": {
		call: func(ctx context.Context, c *client.Client) error { _, err := c.Status(ctx); return err },
	},
	"GET /api/licensing/info": {
		call: func(ctx context.Context, c *client.Client) error { _, err := c.License(ctx); return err },
	},
	"GET /api/spaces/space": {
		call:      func(ctx context.Context, c *client.Client) error { _, err := c.Spaces(ctx); return err },
		versioned: true,
	},
}

// handler answers the request with h.
func (c call) handler(h http.HandlerFunc) http.HandlerFunc {
	if c.reads {
		return readable(h)
	}
	return h
}

// wantHeader checks all values of a header of the last request.
func wantHeader(t *testing.T, s *server, name string, want ...string) {
	t.Helper()
	if got := s.header(len(s.journal()) - 1)[http.CanonicalHeaderKey(name)]; !slices.Equal(got, want) {
		t.Errorf("header %s = %q, want %q", name, got, want)
	}
}

func onlyIf(condition bool, value string) []string {
	if condition {
		return []string{value}
	}
	return nil
}

// double returns a configuration for k.
func double(k *kibanatest.Server) client.Config {
	cfg := config(k.URL())
	cfg.APIKey = kibanatest.DefaultAPIKey
	return cfg
}

func wantRole(t *testing.T, c *client.Client, want roles.Role) {
	t.Helper()
	got, err := c.Role(t.Context(), want.Name)
	check(t, err)
	if !got.Equal(want) {
		t.Errorf("role = %+v, want %+v", got, want)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, want client.Kind) {
	t.Helper()
	var failure *client.TransportError
	if !errors.As(err, &failure) {
		t.Fatalf("error = %v (%T), want a TransportError", err, err)
	}
	if failure.Kind != want {
		t.Errorf("kind = %q (%v), want %q", failure.Kind, failure.Err, want)
	}
	if text := err.Error(); !strings.HasPrefix(text, failure.Method+" "+failure.Path+": ") {
		t.Errorf("error %q does not start with method and path", text)
	}
}

func wantProblem(t *testing.T, err error, status int, problem string) {
	t.Helper()
	var unusable *client.ResponseError
	if !errors.As(err, &unusable) {
		t.Fatalf("error = %v, want a ResponseError", err)
	}
	if unusable.StatusCode != status || !strings.Contains(unusable.Problem, problem) {
		t.Errorf("status %d with %q, want %d with %q", unusable.StatusCode, unusable.Problem, status, problem)
	}
}

func succeeds(err error) bool { return err == nil }

func isCancelled(err error) bool { return client.KindOf(err) == client.KindCancelled }

func cancelledInTransport(err error) bool {
	failure, ok := errors.AsType[*client.TransportError](err)
	_, lost := errors.AsType[*client.LostAnswerError](err)
	return ok && !lost && failure.Kind == client.KindCancelled && errors.Is(err, context.Canceled)
}

// wantNoSecret prints v, and every error that it wraps, with several verbs. No text may
// have the secret.
func wantNoSecret(t *testing.T, v any) {
	t.Helper()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		text := fmt.Sprintf(verb, v)
		if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
			t.Errorf("%s prints a secret: %s", verb, text)
		}
	}
	if err, ok := v.(error); ok && errors.Unwrap(err) != nil {
		wantNoSecret(t, errors.Unwrap(err))
	}
}

func configWithSecrets(endpoint string) client.Config {
	return client.Config{
		Endpoint: endpoint, Username: secret, Password: secret,
		Headers: map[string]string{"X-Proxy-Token": secret},
	}
}
