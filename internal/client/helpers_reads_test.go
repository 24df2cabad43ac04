package client_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// newManyRoles returns a Kibana with the roles r0, r1, and so on, and a client for it.
func newManyRoles(t testing.TB, n int) (*kibanatest.Server, *client.Client) {
	t.Helper()
	s := kibanatest.Start(t, kibanatest.Newest())
	for i := range n {
		s.Plant(fmt.Sprintf("r%d", i), kibanatest.ESRole{Description: fmt.Sprint(i)})
	}
	return s, connect(t, client.Config{Endpoint: s.URL(), Username: kibanatest.DefaultUser, Password: kibanatest.DefaultPassword})
}

// refresh reads roles one after the other, and checks them.
func refresh(t *testing.T, c *client.Client, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		role, err := c.RefreshRole(t.Context(), fmt.Sprintf("r%d", i))
		if err != nil || role.Description != fmt.Sprint(i) {
			t.Errorf("r%d: %q, %v", i, role.Description, err)
		}
	}
}

// countReads returns the numbers of requests for the list of roles and for single
// roles.
func countReads(s *kibanatest.Server) (lists, singles int) {
	for _, r := range s.Journal() {
		switch {
		case r.Method == http.MethodGet && r.Path == "/api/security/role":
			lists++
		case r.Method == http.MethodGet && strings.HasPrefix(r.Path, "/api/security/role/"):
			singles++
		}
	}
	return lists, singles
}

func wantReads(t *testing.T, s *kibanatest.Server, lists, singles int) {
	t.Helper()
	if l, n := countReads(s); l != lists || n != singles {
		t.Errorf("%d lists and %d single reads, want %d and %d", l, n, lists, singles)
	}
}

// large returns a role whose PUT has a body of the given size, in bytes.
func large(t *testing.T, size int) roles.Role {
	t.Helper()
	r := role("r")
	body, err := r.Payload()
	check(t, err)
	r.Description += strings.Repeat("x", size-len(body))
	return r
}

// allRoles reads all roles.
func allRoles(ctx context.Context, c *client.Client) ([]roles.Role, error) {
	return client.Roles(ctx, c, func(role roles.Role) (roles.Role, bool) { return role, true })
}
