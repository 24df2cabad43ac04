package client

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// readBackTime bounds how long a caller who has given up waits to learn what
// became of a write, and for what has to follow it.
const readBackTime = time.Minute

// roleWrite is a write of a role: over what was read, and to what.
type roleWrite struct{ before, after roles.Role }

// putChanged changes a role, given as it was just read, and writes the whole of
// it. It returns the last write; nil where the change was there already.
func (c *Client) putChanged(ctx context.Context, current roles.Role, edit func(current roles.Role, lost bool) (roles.Role, error)) (wrote *roleWrite, err error) {
	err = c.repeatOnReading(ctx, current, func(found roles.Role, gone error, lost bool) (*request, error) {
		if gone != nil {
			return nil, gone
		}
		changed, err := edit(found, lost)
		if err != nil || changed.Equal(found) {
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
// there, and whether a write may have taken effect; nil where nothing is left to be
// done.
//
// A write that fails is not just repeated: during the wait somebody else may
// write. The role is read again, which also tells what became of a write whose
// answer was lost; where reading fails then, the error is a [*LostAnswerError].
func (c *Client) repeatOnReading(ctx context.Context, found roles.Role, next func(found roles.Role, gone error, lost bool) (*request, error)) error {
	name := found.Name
	var gone, failure error // failure is that of the last write
	lost := false
	for repeats, last := 0, false; ; repeats++ {
		r, err := next(found, gone, lost)
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
		lost = lost || x.lost
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
func (c *Client) verify(ctx context.Context, before roles.Role) (found roles.Role, notice, err error) {
	found, err = c.readBack(ctx, before.Name)
	if err != nil {
		return found, nil, unverified(before.Name, err)
	}
	if !before.HoldsEverything() || found.HoldsEverything() {
		return found, nil, nil
	}
	ctx, cancel := seenThrough(ctx)
	defer cancel()
	grantAll := func(role roles.Role, _ bool) (roles.Role, error) { return role.GrantingAll(), nil }
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
func (c *Client) readBack(ctx context.Context, name string) (roles.Role, error) {
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

func putRequest(role roles.Role) (request, error) {
	body, err := role.Payload()
	if err != nil {
		return request{}, fmt.Errorf("encoding role %q: %w", role.Name, err)
	}
	put := roleRequest(http.MethodPut, role.Name)
	put.body = body
	return put, nil
}
