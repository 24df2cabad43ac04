package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// readBackTime is the longest time that a caller who has given up waits for the
// outcome of its write, and for the requests that must follow the write.
const readBackTime = time.Minute

// roleWrite is a write of a whole role: the role that was read, and the role that was
// written.
type roleWrite struct{ before, after roles.Role }

// nextBody returns the body of the next write, or [errNothingToSend]. Found is
// the role as it was just read; missing, where set, is the error that says that
// the role does not exist. Lost says that an earlier write may have taken effect:
// its answer was lost.
type nextBody func(found roles.Role, missing error, lost bool) ([]byte, error)

// errNothingToSend says that the role needs no write: it has the change already.
var errNothingToSend = errors.New("nothing to send")

// replaceRole changes a role that was just read, and writes the whole of it. It
// returns the last write; nil if the role had the change already. The error is
// the edit's own, an [*UndecodableError] or one of [Client.writeOnReading].
func (c *Client) replaceRole(ctx context.Context, current roles.Role, edit func(Reading) (roles.Role, error)) (last *roleWrite, err error) {
	put := roleRequest(http.MethodPut, current.Name)
	err = c.writeOnReading(ctx, put, current, func(found roles.Role, missing error, lost bool) ([]byte, error) {
		if missing != nil {
			return nil, missing
		}
		changed, err := edit(Reading{found, lost, c.queues})
		if err != nil {
			return nil, err
		}
		if changed.Equal(found) {
			return nil, errNothingToSend
		}
		if found.Undecodable() {
			return nil, &UndecodableError{found.Name}
		}
		last = &roleWrite{found, changed}
		return payload(changed)
	})
	if err != nil {
		return nil, err
	}
	return last, nil
}

// writeOnReading sends a PUT or DELETE of a role that was just read. It succeeds
// without a request if nothing is left to send.
//
// Every repetition is made on a new reading, because somebody else may have
// written during the wait. If the answer to the last write is lost, the role is
// read once more: that shows whether the write took effect. If that reading fails
// too, the error is a [*LostAnswerError].
func (c *Client) writeOnReading(ctx context.Context, r request, current roles.Role, next nextBody) (err error) {
	defer func() {
		if errors.Is(err, errNothingToSend) {
			err = nil
		}
	}()
	if r.body, err = next(current, nil, false); err != nil {
		return err
	}
	anyLost := false
	readAgain := func(ctx context.Context, x *exchange, failure error) ([]byte, error) {
		lost := x.lost
		x.lost, anyLost = false, anyLost || lost
		found, err := c.readBack(ctx, current.Name)
		switch {
		case err == nil || IsNotFound(err):
			return next(found, err, anyLost)
		case lost:
			return nil, &LostAnswerError{x.method, x.sentPath, failure, err}
		}
		return nil, err
	}
	r.renew = func(ctx context.Context, x *exchange) ([]byte, error) { return readAgain(ctx, x, x.failure) }
	x, failure := c.sendWrite(ctx, r)
	if !x.lost { // as after each success
		return failure
	}
	if _, err := readAgain(ctx, x, failure); err != nil {
		return err
	}
	return failure
}

// verify reads a role after a write. Before is the role as it was before the write.
// Verify restores the access that Kibana drops with a write: the privilege "*" of
// Kibana's own application looks like the privilege "*" of the application "*", but
// only the latter survives. In its place verify writes the base privilege "all" for all
// spaces, which gives the same access; the notice is then a [*RestoredError].
func (c *Client) verify(ctx context.Context, before roles.Role) (found roles.Role, notice, err error) {
	found, err = c.readBack(ctx, before.Name)
	if err != nil {
		return found, nil, unverified(before.Name, err)
	}
	if !before.ShowsStar() || found.ShowsStar() {
		return found, nil, nil
	}
	ctx, cancel := withGrace(ctx)
	defer cancel()
	grantAll := func(reading Reading) (roles.Role, error) {
		if reading.Role.ShowsStar() { // somebody else has restored it
			return reading.Role, nil
		}
		return reading.Role.WithBaseAll(), nil
	}
	if _, err = c.replaceRole(ctx, found, grantAll); err != nil {
		return found, nil, &UnrestoredError{before.Name, err}
	}
	found, err = c.readBack(ctx, before.Name)
	if err != nil {
		return found, nil, unverified(before.Name, err)
	}
	if found.ShowsStar() {
		return found, nil, nil
	}
	return found, &RestoredError{before.Name}, nil
}

// unverified returns the error of a change that was written and could not be read
// afterwards. If the role does not exist any more, somebody has deleted it.
func unverified(role string, err error) error {
	if IsNotFound(err) {
		return err
	}
	return &UnverifiedError{role, err}
}

// readBack reads a role after a write, even if the caller has given up.
func (c *Client) readBack(ctx context.Context, name string) (roles.Role, error) {
	ctx, cancel := withGrace(ctx)
	defer cancel()
	return c.Role(ctx, name)
}

// withGrace returns the context for the requests after a write. It ends readBackTime
// after the given context.
func withGrace(ctx context.Context) (context.Context, context.CancelFunc) {
	grace, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(readBackTime, cancel) })
	return grace, func() {
		stop()
		cancel()
	}
}

// sendWrite sends a request that changes a role, and drops the lists of roles that
// were read before. Kibana answers such a request without content.
func (c *Client) sendWrite(ctx context.Context, r request) (*exchange, error) {
	defer c.snapshot.beginWrite()()
	defer c.replaced.beginWrite()()
	r.noContent = true
	return c.do(ctx, r)
}

// payload returns the body of a PUT of the role.
func payload(role roles.Role) ([]byte, error) {
	body, err := role.Payload()
	if err != nil {
		return nil, fmt.Errorf("encoding role %q: %w", role.Name, err)
	}
	return body, nil
}
