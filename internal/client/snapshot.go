package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// fewReads is how many roles are read one by one before all are listed: a
// Kibana with thousands of roles of which a few are managed is never listed.
const fewReads = 3

// RefreshRole reads a role for a refresh. The first few are read one by one;
// then one list answers for all, until this client writes a role. What the list
// does not have, or does not have whole, is read by itself, and so is everything
// where listing fails: one role that Kibana cannot process breaks its list. See
// [IsNotFound].
func (c *Client) RefreshRole(ctx context.Context, name string) (cases.Role, error) {
	var role cases.Role
	raw, listed := c.snapshot.role(ctx, c, name)
	if listed && json.Unmarshal(raw, &role) == nil && role.Name == name {
		return role, nil
	}
	return c.Role(ctx, name)
}

// ListedRole is [Client.RefreshRole] for callers who go without what is not in a
// list yet: it requests nothing.
func (c *Client) ListedRole(name string) (role cases.Role, listed bool) {
	c.snapshot.mu.Lock()
	raw, listed := c.snapshot.roles[name]
	c.snapshot.mu.Unlock()
	return role, listed && json.Unmarshal(raw, &role) == nil && role.Name == name
}

// HasWritten reports whether this client has begun to write roles.
func (c *Client) HasWritten() bool {
	c.snapshot.mu.Lock()
	defer c.snapshot.mu.Unlock()
	return c.snapshot.writes > 0
}

// snapshot is a list of roles, taken when it pays.
type snapshot struct {
	mu      sync.Mutex
	reads   int                        // since the last write
	writes  int                        // begun or ended so far
	broken  bool                       // listing failed
	roles   map[string]json.RawMessage // nil until listed
	loading *loading                   // the list in flight
}

// loading is a list that some wait for.
type loading struct {
	done    chan struct{} // closed when the list is here
	waiting int
	giveUp  context.CancelFunc
}

// role returns a role of the list; not listed means that it has to be read.
func (s *snapshot) role(ctx context.Context, c *Client, name string) (raw json.RawMessage, listed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	if s.broken || s.reads <= fewReads {
		return nil, false
	}
	if s.roles == nil {
		if s.loading == nil {
			s.load(ctx, c)
		}
		s.wait(ctx, s.loading)
	}
	raw, listed = s.roles[name]
	return raw, listed
}

// load begins to list the roles. A list is not kept if a write began or ended
// meanwhile: it may show the role as it was before.
func (s *snapshot) load(ctx context.Context, c *Client) {
	// Others wait for the list: one caller's end is not theirs.
	ctx, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	list, writes := &loading{done: make(chan struct{}), giveUp: giveUp}, s.writes
	s.loading = list
	go func() {
		defer close(list.done)
		roles, err := c.rawRoles(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.broken = err != nil && ctx.Err() == nil
		if err == nil && writes == s.writes {
			s.roles = roles
		}
		s.loading = nil
	}()
}

// wait lets a list arrive. When nobody waits for it any more, it is given up.
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

// rawRoles lists the roles without decoding more than their names: most may be
// nobody's business.
func (c *Client) rawRoles(ctx context.Context) (map[string]json.RawMessage, error) {
	_, list, err := fetchList[rawRole](ctx, c, listRequest())
	if err != nil {
		return nil, err
	}
	c.roleAPIFound.Store(true)
	roles := make(map[string]json.RawMessage, len(list))
	for _, role := range list {
		roles[role.name] = role.text
	}
	return roles, nil
}

// rawRole is a role of which only the name has been decoded.
type rawRole struct {
	name string
	text json.RawMessage
}

func (r *rawRole) UnmarshalJSON(text []byte) error {
	var named struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(text, &named); err != nil {
		return err
	}
	if named.Name == "" {
		return errors.New("a role without a name")
	}
	r.name, r.text = named.Name, bytes.Clone(text)
	return nil
}

func listRequest() request {
	return request{method: http.MethodGet, path: rolesPath, versioned: true}
}
