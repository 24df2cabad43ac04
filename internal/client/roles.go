package client

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	rolesPath = "/api/security/role"
	// replaceDeprecated makes a GET of roles replace privileges of deprecated features.
	// Kibana has it from 8.16.
	replaceDeprecated = "replaceDeprecatedPrivileges=true"
)

// Reading is a role as [Client.UpdateRole] has just read it.
type Reading struct {
	Role roles.Role
	// Lost says that an earlier write of the same update may have taken effect: its
	// answer was lost.
	Lost bool

	queues *queues
}

// Role reads one role: GET /api/security/role/{name}. See [IsNotFound].
func (c *Client) Role(ctx context.Context, name string) (roles.Role, error) {
	return c.readRole(ctx, name, "")
}

// ReplacedRole reads a role as Kibana's role form shows it, and as Save in the form
// stores it: privileges of deprecated features are replaced. GET
// /api/security/role/{name}?replaceDeprecatedPrivileges=true. See [IsNotFound].
func (c *Client) ReplacedRole(ctx context.Context, name string) (roles.Role, error) {
	return c.readRole(ctx, name, replaceDeprecated)
}

func (c *Client) readRole(ctx context.Context, name, query string) (roles.Role, error) {
	get := roleRequest(http.MethodGet, name)
	get.query = query
	x, role, err := fetch[roles.Role](ctx, c, get)
	if err != nil {
		return roles.Role{}, c.checkNotFound(ctx, err)
	}
	c.roleAPIFound.Store(true)
	if role.Name != name {
		return roles.Role{}, x.responseError("a role of another name")
	}
	return role, nil
}

// Roles reads all roles that the caller may see: GET /api/security/role. It
// returns what selects returns for each of them, so that memory need not hold every
// role of a large server. A single role that Kibana cannot process makes it answer
// 500 to the whole request.
func Roles[T any](ctx context.Context, c *Client, selects func(roles.Role) (selected T, ok bool)) ([]T, error) {
	_, all, err := fetchSelected(ctx, c, listRequest(), selects)
	return all, err
}

// CreateRole writes a role that does not exist yet: PUT
// /api/security/role/{name}?createOnly=true. See [IsConflict].
//
// If an answer is lost, the role may exist, and Kibana then refuses a further
// attempt. CreateRole therefore reads the role. The same content is a success,
// other content a conflict, and a read that fails a [*LostAnswerError].
func (c *Client) CreateRole(ctx context.Context, role roles.Role) error {
	body, err := payload(role)
	if err != nil {
		return err
	}
	put := roleRequest(http.MethodPut, role.Name)
	put.query, put.body = "createOnly=true", body
	return c.enqueue(ctx, role.Name, &job{alone: func(ctx context.Context) error {
		c.queues.forget(role.Name)
		x, err := c.sendWrite(ctx, put)
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
		// The role is somebody else's. The answer that said so may be the lost one.
		message := "Role already exists and cannot be created: " + role.Name
		return &APIError{StatusCode: http.StatusConflict, Method: x.method, Path: x.sentPath, Message: message}
	}})
}

// UpdateRole reads a role, changes it, and writes the whole of it: PUT
// /api/security/role/{name}. If the role has the change already, nothing is
// written. UpdateRole never creates a role; see [IsNotFound].
//
// The error is the edit's own, one of a request, an [*UndecodableError] or a
// [*LostAnswerError]. If the role shows the privilege "*", the write is verified, and
// the error may be an [*UnverifiedError] or an [*UnrestoredError]. A [*RestoredError]
// reports a success.
func (c *Client) UpdateRole(ctx context.Context, name string, edit func(Reading) (roles.Role, error)) error {
	return c.enqueue(ctx, name, &job{alone: func(ctx context.Context) error {
		current, err := c.Role(ctx, name)
		if err != nil {
			return err
		}
		last, err := c.replaceRole(ctx, current, func(reading Reading) (roles.Role, error) {
			return Edit(func(roles.Role) (roles.Role, error) { return edit(reading) }).apply(reading.Role)
		})
		if err != nil || last == nil {
			return err
		}
		c.queues.forget(name)
		if !current.ShowsStar() {
			return nil
		}
		_, notice, err := c.verify(ctx, current)
		return cmp.Or(err, notice)
	}})
}

// OnlyOwnWrites reports whether only this client has written the role since it
// had the given fingerprint.
func (r Reading) OnlyOwnWrites(fingerprint string) bool {
	return r.queues.onlyOwnWrites(fingerprint, r.Role)
}

// DeleteRole removes a role: DELETE /api/security/role/{name}. It succeeds if the
// role does not exist. If an answer is lost, DeleteRole reads the role: it
// succeeds if the role is gone, and a read that fails is a [*LostAnswerError].
func (c *Client) DeleteRole(ctx context.Context, name string) error {
	return c.enqueue(ctx, name, &job{deletes: true, alone: func(ctx context.Context) error {
		c.queues.forget(name)
		remove := roleRequest(http.MethodDelete, name)
		err := c.writeOnReading(ctx, remove, roles.Role{Name: name}, func(_ roles.Role, missing error, _ bool) ([]byte, error) {
			if missing != nil {
				return nil, errNothingToSend
			}
			return nil, nil
		})
		err = c.checkNotFound(ctx, err)
		if IsNotFound(err) {
			return nil
		}
		return err
	}})
}

// checkNotFound returns err, unless it is a 404 and the role API does not exist
// at this endpoint. Kibana answers 404 to every path that it does not know: with
// a wrong base path all roles would seem deleted. The API is looked for once.
func (c *Client) checkNotFound(ctx context.Context, err error) error {
	if !IsNotFound(err) || c.roleAPIFound.Load() {
		return err
	}
	switch _, probe := c.EffectivePrivileges(ctx); {
	case IsNotFound(probe):
		refused, _ := errors.AsType[*APIError](err)
		return &ResponseError{refused.Method, refused.Path, refused.StatusCode, "no role API at this address"}
	case probe != nil:
		return probe
	}
	return err
}

func roleRequest(method, name string) request {
	return request{method: method, path: rolesPath + "/" + segment(name), versioned: true, timed: true}
}
