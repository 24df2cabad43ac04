package client

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

const rolesPath = "/api/security/role"

// readBackTime bounds how long a caller who has given up waits to learn what
// became of a write, and for what has to follow it.
const readBackTime = time.Minute

func roleRequest(method, name string) request {
	return request{method: method, path: rolesPath + "/" + segment(name), versioned: true, paced: true}
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
		case found.Same(role):
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
// The edit also gets a function that reports whether the role as it was read
// differs from a former fingerprint by changes of this client alone.
//
// The error is the edit's own, one of a request, or a [*LostAnswerError]. A
// [*RestoredError] reports a success.
func (c *Client) UpdateRole(ctx context.Context, name string, edit func(current cases.Role, onlyOwnWrites func(fingerprint string) bool) (cases.Role, error)) error {
	return c.enqueue(ctx, name, &job{alone: func(ctx context.Context) error {
		current, err := c.Role(ctx, name)
		if err != nil {
			return err
		}
		wrote, err := c.putChanged(ctx, current, func(current cases.Role) (cases.Role, error) {
			return edit(current, func(fingerprint string) bool { return c.queues.onlyOwnWrites(fingerprint, current) })
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

// DeleteRole removes a role: DELETE /api/security/role/{name}. A role that is
// not there is no error, nor is a lost answer when the role is gone; where that
// cannot be read, it is a [*LostAnswerError].
func (c *Client) DeleteRole(ctx context.Context, name string) error {
	return c.enqueue(ctx, name, &job{deletes: true, alone: func(ctx context.Context) error {
		c.queues.forget(name)
		err := c.repeatOnReading(ctx, cases.Role{Name: name}, func(_ cases.Role, gone error) (*request, error) {
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

// roleWrite is a write of a role: over what was read, and to what.
type roleWrite struct{ before, after cases.Role }

// putChanged changes a role, given as it was just read, and writes the whole of
// it. It returns the last write; nil where the change was there already.
func (c *Client) putChanged(ctx context.Context, current cases.Role, edit Edit) (wrote *roleWrite, err error) {
	err = c.repeatOnReading(ctx, current, func(found cases.Role, gone error) (*request, error) {
		if gone != nil {
			return nil, gone
		}
		changed, err := edit.apply(found)
		if err != nil || changed.Same(found) {
			return nil, err
		}
		put, err := putRequest(changed)
		wrote = &roleWrite{found, changed}
		return &put, err
	})
	if err != nil {
		return nil, err
	}
	return wrote, nil
}

// repeatOnReading sends a write, and again where that may help. Next says what to
// send, given the role as it was just read, or the error that says that it is not
// there; nil where nothing is left to be done.
//
// A write that fails is not just repeated: during the wait somebody else may
// write. The role is read again, which also tells what became of a write whose
// answer was lost; where reading fails then, the error is a [*LostAnswerError].
func (c *Client) repeatOnReading(ctx context.Context, found cases.Role, next func(found cases.Role, gone error) (*request, error)) error {
	name := found.Name
	var gone, failure error // failure is that of the last write
	for repeats, last := 0, false; ; repeats++ {
		r, err := next(found, gone)
		if err != nil || r == nil {
			return err
		}
		if last {
			return failure
		}
		r.once = true
		var x *exchange
		x, failure = c.write(ctx, *r)
		if failure == nil {
			return nil
		}
		if last = !x.again || repeats == c.maxRetries; !last {
			sleep(ctx, c.backoff(minBackoff, maxBackoff, repeats, x.arrived))
			if last = ctx.Err() != nil; last {
				failure = x.failure(ctx.Err())
			}
		}
		if last && !x.lost {
			return failure
		}
		found, err = c.readBack(ctx, name)
		switch gone = nil; {
		case IsNotFound(err):
			gone = err
		case err != nil && x.lost:
			return &LostAnswerError{x.method, x.sentPath, failure, err}
		case err != nil:
			return err
		}
	}
}

// verify reads a role after it was written over what it was before. The
// privilege "*" of Kibana's own application reads like that of the application
// "*", and only the latter survives a write. Where it went away, verify writes
// the base privilege "all" for all spaces, which gives the same access, and the
// notice is a [*RestoredError].
func (c *Client) verify(ctx context.Context, before cases.Role) (found cases.Role, notice, err error) {
	found, err = c.readBack(ctx, before.Name)
	if err != nil {
		return found, nil, unverified(before.Name, err)
	}
	if !before.HoldsEverything() || found.HoldsEverything() {
		return found, nil, nil
	}
	ctx, cancel := seenThrough(ctx)
	defer cancel()
	grantAll := func(role cases.Role) (cases.Role, error) { return role.GrantingAll(), nil }
	if _, err = c.putChanged(ctx, found, grantAll); err != nil {
		return found, nil, &UnrestoredError{before.Name, err}
	}
	found, err = c.readBack(ctx, before.Name)
	if err != nil {
		return found, nil, unverified(before.Name, err)
	}
	return found, &RestoredError{before.Name}, nil
}

// unverified is the error of a change that was written and could not be read
// afterwards. A role that is not there any more is one that somebody deleted.
func unverified(role string, err error) error {
	if IsNotFound(err) {
		return err
	}
	return &UnverifiedError{role, err}
}

// readBack reads a role that was written, even for a caller who has given up.
func (c *Client) readBack(ctx context.Context, name string) (cases.Role, error) {
	ctx, cancel := seenThrough(ctx)
	defer cancel()
	return c.Role(ctx, name)
}

// seenThrough is the context of what follows a write. It outlives a caller who
// gives up, by a bounded time.
func seenThrough(ctx context.Context) (context.Context, context.CancelFunc) {
	through, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(readBackTime, cancel) })
	return through, func() {
		stop()
		cancel()
	}
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
