package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// maxSingleReads is how many roles are read one by one before all are listed. A
// Kibana with thousands of roles is not listed for the sake of a few.
const maxSingleReads = 3

// snapshot is the list of roles for a refresh. Its mutex guards the fields below it,
// and the waiting field of loading.
type snapshot struct {
	query string // of the request

	mu      sync.Mutex
	reads   int                    // for refreshes since the last write
	writes  int                    // counts the beginning and the end of each write
	broken  bool                   // the list failed
	roles   map[string]*listedRole // nil until listed
	loading *loading               // the list in flight; nil if there is none
}

// loading is a list in flight.
type loading struct {
	done    chan struct{} // closed when the list has arrived or failed
	waiting int           // callers that wait for it
	giveUp  context.CancelFunc
}

// listedRole is a role of a list. It is decoded when it is first asked for: most roles
// of a list may never be.
type listedRole struct {
	name   string
	decode func() (*roles.Stored, error) // once
}

// RefreshRole reads a role for a refresh. The first few calls read single roles:
// GET /api/security/role/{name}. Later calls share one list, GET
// /api/security/role, until this client writes a role. A role that the list lacks,
// or does not show completely, is read by itself. So are all roles if the list
// fails: a single role that Kibana cannot process makes it fail. See [IsNotFound].
func (c *Client) RefreshRole(ctx context.Context, name string) (*roles.Stored, error) {
	if role, ok, _ := c.fromList(ctx, c.snapshot, name); ok {
		return role, nil
	}
	role, err := c.Role(ctx, name)
	return roles.NewStored(role), err
}

// RefreshReplacedRole is [Client.ReplacedRole] for a refresh. Later calls share a list, as
// those of [Client.RefreshRole] do: GET
// /api/security/role?replaceDeprecatedPrivileges=true.
func (c *Client) RefreshReplacedRole(ctx context.Context, name string) (*roles.Stored, error) {
	if role, ok, _ := c.fromList(ctx, c.replaced, name); ok {
		return role, nil
	}
	role, err := c.ReplacedRole(ctx, name)
	return roles.NewStored(role), err
}

// FindRole is [Client.RefreshRole] for a plan that can do without the role. It sends no
// request of its own for a role that the list lacks: a plan of many new roles would send
// one for each. Found is false if the role does not exist or cannot be read.
func (c *Client) FindRole(ctx context.Context, name string) (role *roles.Stored, found bool) {
	role, found, missing := c.fromList(ctx, c.snapshot, name)
	if found || missing {
		return role, found
	}
	single, err := c.Role(ctx, name)
	return roles.NewStored(single), err == nil
}

// fromList returns a role from a list, which it reads if that pays. The role is missing
// if there is a list without it, and neither ok nor missing if it has to be read by itself.
func (c *Client) fromList(ctx context.Context, from *snapshot, name string) (role *roles.Stored, ok, missing bool) {
	listed, hasList := from.role(ctx, c, name)
	if listed == nil {
		return nil, false, hasList
	}
	role, ok = listed.stored()
	return role, ok, false
}

// ListedRole returns a role from the list that [Client.RefreshRole] has read. It
// sends no request. Listed is false if there is no list, or if the list lacks the
// role.
func (c *Client) ListedRole(name string) (role *roles.Stored, listed bool) {
	c.snapshot.mu.Lock()
	found := c.snapshot.roles[name]
	c.snapshot.mu.Unlock()
	if found == nil {
		return nil, false
	}
	return found.stored()
}

// HasWritten reports whether this client has begun a write of any role.
func (c *Client) HasWritten() bool {
	c.snapshot.mu.Lock()
	defer c.snapshot.mu.Unlock()
	return c.snapshot.writes > 0
}

// role returns a role from the list, which it reads if that pays. HasList is false if
// there is no list. A role that is nil has to be read by itself, if it exists.
func (s *snapshot) role(ctx context.Context, c *Client, name string) (role *listedRole, hasList bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	if s.broken || s.reads <= maxSingleReads {
		return nil, false
	}
	if s.roles == nil {
		if s.loading == nil {
			s.load(ctx, c)
		}
		s.wait(ctx, s.loading)
	}
	return s.roles[name], s.roles != nil
}

// load begins to list the roles. It does not keep the list if a write begins or
// ends before the list arrives: the list may show a role as it was before.
func (s *snapshot) load(ctx context.Context, c *Client) {
	// Other callers may wait for the list, so the context of one must not end it.
	ctx, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	list, writes := &loading{done: make(chan struct{}), giveUp: giveUp}, s.writes
	s.loading = list
	go func() {
		defer close(list.done)
		byName, err := c.listRoles(ctx, s.query)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.broken = err != nil && ctx.Err() == nil
		if err == nil && writes == s.writes {
			s.roles = byName
		}
		s.loading = nil
	}()
}

// wait waits for a list, with the mutex unlocked meanwhile. The last caller that
// stops waiting cancels the request.
func (s *snapshot) wait(ctx context.Context, list *loading) {
	list.waiting++
	s.mu.Unlock()
	select {
	case <-list.done:
	case <-ctx.Done():
	}
	s.mu.Lock()
	list.waiting--
	if list.waiting == 0 {
		list.giveUp()
	}
}

// beginWrite drops the list before a write. The function that it returns drops
// the list after the write.
func (s *snapshot) beginWrite() (endWrite func()) {
	drop := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.writes++
		s.reads, s.roles, s.broken = 0, nil, false
	}
	drop()
	return drop
}

// listRoles lists the roles by name.
func (c *Client) listRoles(ctx context.Context, query string) (map[string]*listedRole, error) {
	list := listRequest()
	list.query = query
	_, listed, err := fetchList[*listedRole](ctx, c, list)
	if err != nil {
		return nil, err
	}
	c.roleAPIFound.Store(true)
	byName := make(map[string]*listedRole, len(listed))
	for _, role := range listed {
		byName[role.name] = role
	}
	return byName, nil
}

// stored decodes the role. It is not ok if the list does not show the role completely.
func (r *listedRole) stored() (role *roles.Stored, ok bool) {
	role, err := r.decode()
	return role, err == nil && role.Name == r.name
}

func (r *listedRole) UnmarshalJSON(text []byte) error {
	var named struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(text, &named); err != nil {
		return err
	}
	if named.Name == "" {
		return errors.New("a role without a name")
	}
	text = bytes.Clone(text) // released once decoded
	r.name, r.decode = named.Name, sync.OnceValues(func() (*roles.Stored, error) {
		var role roles.Role
		err := json.Unmarshal(text, &role)
		return roles.NewStored(role), err
	})
	return nil
}

func listRequest() request {
	return request{method: http.MethodGet, path: rolesPath, versioned: true}
}
