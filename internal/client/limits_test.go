package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestTheErrorOfATooLargeRoleHasItsSize(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	c := connect(t, double(k))
	var tooLarge *client.TooLargeError
	// Kibana accepts the size. Elasticsearch refuses the long description.
	if err := c.CreateRole(t.Context(), large(t, client.MaxPayload)); !client.IsInvalid(err) {
		t.Errorf("error of %d bytes = %v, want Elasticsearch's refusal", client.MaxPayload, err)
	}
	if err := c.CreateRole(t.Context(), large(t, client.MaxPayload+1)); !errors.As(err, &tooLarge) || tooLarge.Size != client.MaxPayload+1 {
		t.Errorf("error of %d bytes = %v, want a TooLargeError", client.MaxPayload+1, err)
	}
}

// A server refuses a large role with an answer, or closes the connection before the
// whole role has arrived.
func TestARoleThatIsTooLarge(t *testing.T) {
	t.Parallel()
	const size = 3 * client.MaxPayload
	read, missing := answer(200, roleJSON("r")), refuse(404, "[{}]: undefined")
	for who, refusal := range map[string]http.HandlerFunc{
		"Kibana says so":    refuse(413, "Payload content length greater than maximum allowed: 1048576"),
		"a proxy says so":   answerAs("text/html", 413, "<html>Request Entity Too Large"),
		"somebody hangs up": rawAnswer(""),
	} {
		for name, tt := range map[string]struct {
			found http.HandlerFunc
			call  func(context.Context, *client.Client, roles.Role) error
		}{
			"create": {missing, func(ctx context.Context, c *client.Client, r roles.Role) error { return c.CreateRole(ctx, r) }},
			"update": {read, update},
			"modify": {read, func(ctx context.Context, c *client.Client, r roles.Role) error {
				return c.ModifyRole(ctx, "r", client.Change{Add: func(roles.Role) (roles.Role, error) { return r, nil }})
			}},
		} {
			t.Run(name+", "+who, func(t *testing.T) {
				t.Parallel()
				s := httptest.NewServer(withRoleAPI(func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodGet {
						tt.found(w, r)
						return
					}
					refusal(w, r) // without reading the body
				}))
				t.Cleanup(s.Close)
				var tooLarge *client.TooLargeError
				if err := tt.call(t.Context(), connect(t, config(s.URL)), large(t, size)); !errors.As(err, &tooLarge) || tooLarge.Size != size {
					t.Errorf("error = %v, want a TooLargeError of %d bytes", err, size)
				}
			})
		}
	}
}
