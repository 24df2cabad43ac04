package client

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const rolesPath = "/api/security/role"

func roleRequest(method, name string) request {
	return request{method: method, path: rolesPath + "/" + segment(name), versioned: true, paced: true}
}

// Role reads one role: GET /api/security/role/{name}. See [IsNotFound].
func (c *Client) Role(ctx context.Context, name string) (roles.Role, error) {
	x, role, err := fetch[roles.Role](ctx, c, roleRequest(http.MethodGet, name))
	if err != nil {
		return roles.Role{}, c.confirmed404(ctx, err)
	}
	c.confirmed.Store(true)
	if role.Name != name {
		return roles.Role{}, x.responseError("a role of another name")
	}
	return role, nil
}

// Roles reads all roles that the caller may see: GET /api/security/role. One
// role that Kibana cannot process makes it answer 500 for the whole list.
func (c *Client) Roles(ctx context.Context) ([]roles.Role, error) {
	_, all, err := fetchList[roles.Role](ctx, c, listRequest())
	return all, err
}

// confirmed404 makes sure, once, that a 404 speaks of a role: Kibana answers
// every path that it does not know with the same 404, and a wrong base path
// would make all roles seem deleted.
func (c *Client) confirmed404(ctx context.Context, err error) error {
	if !IsNotFound(err) || c.confirmed.Load() {
		return err
	}
	switch _, probe := c.FeaturePrivileges(ctx); {
	case IsNotFound(probe):
		refused, _ := errors.AsType[*APIError](err)
		return &ResponseError{refused.Method, refused.Path, refused.StatusCode, "no role API at this address"}
	case probe != nil:
		return probe
	}
	return err
}

// CreateRole writes a role that must not exist yet: PUT
// /api/security/role/{name}?createOnly=true. See [IsConflict].
//
// When an answer is lost, the role may be there all the same, and a further
// attempt is refused because of it. CreateRole then reads the role: the same
// content is success, other content a conflict, and a read that fails a
// [*LostAnswerError].
func (c *Client) CreateRole(ctx context.Context, role roles.Role) error {
	put, err := putRequest(role)
	if err != nil {
		return err
	}
	put.query = "createOnly=true"
	return c.enqueue(ctx, role.Name, &job{alone: func(ctx context.Context) error {
		c.queues.forget(role.Name)
		x, err := c.write(ctx, put)
		if err == nil || !x.lost {
			return err
		}
		found, unread := c.readBack(ctx, role.Name)
		switch {
		case IsNotFound(unread):
			return err
		case unread != nil:
			return &LostAnswerError{x.method, x.sentPath, err, unread}
		case found.Equal(role):
			return nil
		}
		// Somebody else's, and the answer that said so may be the lost one.
		message := "Role already exists and cannot be created: " + role.Name
		return &APIError{http.StatusConflict, x.method, x.sentPath, message}
	}})
}

// UpdateRole reads a role, changes it, and writes the whole of it: PUT
// /api/security/role/{name}. Where the change is there already, nothing is
// written. It never creates a role; see [IsNotFound].
//
// The error is the edit's own, one of a request, or a [*LostAnswerError]. A
// [*RestoredError] reports a success.
func (c *Client) UpdateRole(ctx context.Context, name string, edit func(Reading) (roles.Role, error)) error {
	return c.enqueue(ctx, name, &job{alone: func(ctx context.Context) error {
		current, err := c.Role(ctx, name)
		if err != nil {
			return err
		}
		wrote, err := c.putChanged(ctx, current, func(current roles.Role, lost bool) (roles.Role, error) {
			return Edit(func(current roles.Role) (roles.Role, error) { return edit(Reading{current, lost, c.queues}) }).apply(current)
		})
		if err != nil || wrote == nil {
			return err
		}
		c.queues.forget(name)
		if !current.HoldsEverything() {
			return nil
		}
		_, notice, err := c.verify(ctx, current)
		return cmp.Or(err, notice)
	}})
}

// Reading is a role as [Client.UpdateRole] has just read it.
type Reading struct {
	Role roles.Role
	// Lost says that an earlier write of the same update may have taken effect: its
	// answer was lost.
	Lost bool

	queues *queues
}

// OnlyOwnWrites reports whether the role differs by changes of this client alone
// from the one that once had a fingerprint.
func (r Reading) OnlyOwnWrites(fingerprint string) bool {
	return r.queues.onlyOwnWrites(fingerprint, r.Role)
}

// DeleteRole removes a role: DELETE /api/security/role/{name}. A role that is
// not there is no error, nor is a lost answer when the role is gone; where that
// cannot be read, it is a [*LostAnswerError].
func (c *Client) DeleteRole(ctx context.Context, name string) error {
	return c.enqueue(ctx, name, &job{deletes: true, alone: func(ctx context.Context) error {
		c.queues.forget(name)
		err := c.repeatOnReading(ctx, roles.Role{Name: name}, func(_ roles.Role, gone error, _ bool) (*request, error) {
			if gone != nil {
				return nil, nil //nolint:nilerr // nothing is left to send
			}
			r := roleRequest(http.MethodDelete, name)
			return &r, nil
		})
		if IsNotFound(err) {
			err = c.confirmed404(ctx, err)
		}
		if IsNotFound(err) {
			return nil
		}
		return err
	}})
}
