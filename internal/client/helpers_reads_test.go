package client_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// manyRoles is a Kibana with n roles, named r0 and so on.
func newManyRoles(t testing.TB, n int) (*kibanatest.Server, *client.Client) {
	t.Helper()
	s := kibanatest.Start(t, kibanatest.Newest())
	for i := range n {
		s.Plant(fmt.Sprintf("r%d", i), kibanatest.ESRole{Description: fmt.Sprint(i)})
	}
	return s, connect(t, client.Config{Endpoint: s.URL(), Username: kibanatest.DefaultUser, Password: kibanatest.DefaultPassword})
}

// refresh reads roles one after the other and checks that each is itself.
func refresh(t *testing.T, c *client.Client, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		role, err := c.RefreshRole(t.Context(), fmt.Sprintf("r%d", i))
		if err != nil || role.Description != fmt.Sprint(i) {
			t.Errorf("r%d: %q, %v", i, role.Description, err)
		}
	}
}

// lists counts the requests that list roles, and singles those that read one.
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

// large is a role whose request has a body of so many bytes.
func large(t *testing.T, size int) roles.Role {
	t.Helper()
	r := role("r")
	body, err := r.Payload()
	check(t, err)
	r.Description += strings.Repeat("x", size-len(body))
	return r
}
