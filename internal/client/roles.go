package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

const rolesPath = "/api/security/role"

// settleTime bounds how long a caller who has given up waits to learn what became
// of a write.
const settleTime = time.Minute

func roleRequest(method, name string) request {
	return request{method: method, path: rolesPath + "/" + segment(name), versioned: true}
}

// Role reads one role: GET /api/security/role/{name}. See [IsNotFound].
func (c *Client) Role(ctx context.Context, name string) (cases.Role, error) {
	x, role, err := fetch[cases.Role](ctx, c, roleRequest(http.MethodGet, name))
	if err != nil {
		return cases.Role{}, c.confirmed404(ctx, err)
	}
	c.confirmed.Store(true)
	if role.Name != name {
		return cases.Role{}, x.responseError("a role of another name")
	}
	return role, nil
}

// Roles reads all roles that the caller may see: GET /api/security/role. One
// role that Kibana cannot process makes it answer 500 for the whole list.
func (c *Client) Roles(ctx context.Context) ([]cases.Role, error) {
	_, roles, err := fetchList[cases.Role](ctx, c, listRequest())
	return roles, err
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
func (c *Client) CreateRole(ctx context.Context, role cases.Role) error {
	put, err := putRequest(role)
	if err != nil {
		return err
	}
	put.query = "createOnly=true"
	x, err := c.write(ctx, put)
	return c.settle(ctx, x, role.Name, err, func(found cases.Role, exists bool) error {
		switch {
		case !exists:
			return err
		case found.Same(role):
			return nil
		}
		// Somebody else's, and the answer that said so may be the lost one.
		message := "Role already exists and cannot be created: " + role.Name
		return &APIError{http.StatusConflict, x.method, x.sentPath, message}
	})
}

// settle finds out what became of a write that failed: where an answer was lost,
// the role itself says, and judge makes of it what is to be returned.
func (c *Client) settle(ctx context.Context, x *exchange, name string, failure error, judge func(found cases.Role, exists bool) error) error {
	if failure == nil || !x.lost {
		return failure
	}
	found, err := c.settled(ctx, name)
	if err != nil && !IsNotFound(err) {
		return &LostAnswerError{x.method, x.sentPath, failure, err}
	}
	return judge(found, err == nil)
}

// Change changes a role. It must not alter its argument, and doing it again must
// change nothing: that is how a write is recognised.
type Change func(cases.Role) (cases.Role, error)

// UpdateRole changes a role and writes the whole of it: PUT
// /api/security/role/{name}. Current is the role as it was just read; where the
// change is there already, nothing is written. The error may be the change's own.
//
// A write that fails is not just repeated: during the wait somebody else may
// write. The role is read again and the change made to what is found, which also
// tells what became of a write whose answer was lost; where reading fails then,
// the error is a [*LostAnswerError].
func (c *Client) UpdateRole(ctx context.Context, current cases.Role, change Change) (written bool, err error) {
	var failure error // of the last write
	for repeats, last := 0, false; ; repeats++ {
		changed, err := change(current)
		if err != nil || changed.Same(current) {
			return false, err
		}
		if last {
			return false, failure
		}
		put, err := putRequest(changed)
		if err != nil {
			return false, err
		}
		put.once = true
		var x *exchange
		x, failure = c.write(ctx, put)
		if failure == nil {
			return true, nil
		}
		if last = !x.again || repeats == c.maxRetries; !last {
			sleep(ctx, c.backoff(minBackoff, maxBackoff, repeats, x.arrived))
			if last = ctx.Err() != nil; last {
				failure = x.failure(ctx.Err())
			}
		}
		if last && !x.lost {
			return false, failure
		}
		current, err = c.settled(ctx, current.Name)
		switch {
		case IsNotFound(err) || err != nil && !x.lost:
			return false, err
		case err != nil:
			return false, &LostAnswerError{x.method, x.sentPath, failure, err}
		}
	}
}

// settled reads a role that was written, to find out what became of the write,
// even for a caller who has given up.
func (c *Client) settled(ctx context.Context, name string) (cases.Role, error) {
	settling, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(settleTime, cancel) })()
	return c.Role(settling, name)
}

// write sends a request that changes a role: what was listed before is out of date.
func (c *Client) write(ctx context.Context, r request) (*exchange, error) {
	defer c.snapshot.changes()()
	return c.send(ctx, r)
}

func putRequest(role cases.Role) (request, error) {
	body, err := role.Payload()
	if err != nil {
		return request{}, fmt.Errorf("encoding role %q: %w", role.Name, err)
	}
	put := roleRequest(http.MethodPut, role.Name)
	put.body = body
	return put, nil
}

// DeleteRole removes a role: DELETE /api/security/role/{name}. A role that is
// not there is no error, nor is a lost answer when the role is gone; where that
// cannot be read, it is a [*LostAnswerError].
func (c *Client) DeleteRole(ctx context.Context, name string) error {
	x, err := c.write(ctx, roleRequest(http.MethodDelete, name))
	if IsNotFound(err) {
		if err = c.confirmed404(ctx, err); IsNotFound(err) {
			return nil
		}
		return err
	}
	return c.settle(ctx, x, name, err, func(_ cases.Role, exists bool) error {
		if exists {
			return err
		}
		return nil
	})
}
