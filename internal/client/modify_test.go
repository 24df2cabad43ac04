package client_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A single change is read, written and verified. If the role has it already, it is
// only read.
func TestModifyAlone(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
	k.want("GPG+G", "planted", "a")
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
	k.want("GPG+G+G", "planted", "a")
	if err := k.c.ModifyRole(t.Context(), "r", refusedChange); !errors.Is(err, errRefused) {
		t.Errorf("error = %v, want the change's own", err)
	}
	k.want("GPG+G+G+G", "planted", "a")
}

// All changes that wait for a write share the next write. The second verifying read of
// the first write is also the read of the next one.
func TestModifySharesAWrite(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	want := []string{"planted", "first"}
	var changes []client.Change
	for _, letter := range "abcdefghijklmnopqrst" {
		changes = append(changes, addGrant(string(letter)))
		want = append(want, string(letter))
	}
	for _, err := range k.modifyBehind(changes...) {
		check(t, err)
	}
	k.want("GPG+GPG+G", want...)
}

// If one change is refused, the changes that share its write are made all the same.
func TestModifyFailsAlone(t *testing.T) {
	t.Parallel()
	invalid := addGrant("NOT A SPACE")
	for name, test := range map[string]struct {
		bad      client.Change
		is       func(error) bool
		requests string
	}{
		"refused by the change": {refusedChange, func(err error) bool { return errors.Is(err, errRefused) }, "GPG+G+GPG+G+GPG+G"},
		"refused by Kibana":     {invalid, client.IsInvalid, "GPG+GP+GPG+GP+GPG+G"},
		"not refused":           {addGrant("b"), func(err error) bool { return err == nil }, "GPG+GPG+G"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			outcomes := k.modifyBehind(addGrant("a"), test.bad, addGrant("c"))
			if outcomes[0] != nil || !test.is(outcomes[1]) || outcomes[2] != nil {
				t.Errorf("outcomes: %v", outcomes)
			}
			want := []string{"planted", "first", "a", "c"}
			if outcomes[1] == nil {
				want = append(want, "b")
			}
			k.want(test.requests, want...)
		})
	}
}

// An error that every change would meet fails all of them. They are not made again one
// by one.
func TestModifyFailsTogether(t *testing.T) {
	t.Parallel()
	answering := func(hook kibanatest.Hook, status int) kibanatest.Hook {
		return hook.Answer(status, fmt.Sprintf(`{"statusCode":%d,"message":"no"}`, status), "Content-Type", "application/json")
	}
	unreachable := func(err error) bool { _, ok := errors.AsType[*client.TransportError](err); return ok }
	for name, test := range map[string]struct {
		hook     kibanatest.Hook // from the second write on
		is       func(error) bool
		requests string
	}{
		"the connection breaks":   {putR.Passing(1).Cut(), unreachable, "GPG+GPG"},
		"Kibana is not available": {putR.Passing(1).Answer(503, "busy"), client.IsUnavailable, "GPG+GPG"},
		"writing is forbidden":    {answering(putR.Passing(1), 403), client.IsForbidden, "GPG+GP"},
		// The first of these reads is the second verifying read of the first write.
		"reading is forbidden":    {answering(getR.Passing(2), 403), client.IsForbidden, "GPG+G+G"},
		"the credentials expired": {answering(getR.Passing(2), 401), client.IsUnauthorized, "GPG+G+G"},
		"the role is gone":        {answering(getR.Passing(2), 404), client.IsNotFound, "GPG+G+G"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.Hook(test.hook)
			for i, err := range k.modifyTogether(addGrant("first"), addGrant("a"), addGrant("b"), addGrant("c"))[1:] {
				if !test.is(err) {
					t.Errorf("outcome of change %d: %v", i, err)
				}
			}
			k.want(test.requests, "planted", "first")
		})
	}
}

// Changes that were written are not made again one by one if the verifying read fails.
func TestModifyFailsTogetherAfterAWrite(t *testing.T) {
	t.Parallel()
	unverified := func(err error) bool { _, ok := errors.AsType[*client.UnverifiedError](err); return ok }
	overwritten := func(err error) bool { _, ok := errors.AsType[*client.OverwrittenError](err); return ok }
	for name, test := range map[string]struct {
		hook     kibanatest.Hook // from the second write on
		is       func(error) bool
		requests string
		spaces   string
	}{
		"not verified":        {getR.Passing(3).Answer(200, "<html>", "Content-Type", "text/html"), unverified, "GPG+GPG", "planted first a b"},
		"always written over": {putR.Passing(1).Then(overwrite("theirs")), overwritten, "GPG" + strings.Repeat("GPG", 8), "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.Hook(test.hook)
			for i, err := range k.modifyBehind(addGrant("a"), addGrant("b")) {
				if !test.is(err) {
					t.Errorf("outcome of change %d: %v", i, err)
				}
			}
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// Changes to different roles do not wait for each other.
func TestModifyOtherRoles(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Plant("s", kibanatest.ESRole{})
	arrived, write := k.holdWrite()
	blocked := k.startModify(addGrant("a"))
	<-arrived
	check(t, k.c.ModifyRole(t.Context(), "s", addGrant("b")))
	k.want("GP+GPGG", "planted")
	write()
	check(t, <-blocked.outcome)
	k.want("GP+GPGG+GG", "planted", "a")
}

func TestModifyMissingRole(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	if err := k.c.ModifyRole(t.Context(), "missing", addGrant("a")); !client.IsNotFound(err) {
		t.Errorf("error = %v, want not found", err)
	}
	k.want("GG", "planted") // the second GET checks that the role API exists
}

// A failed change does not affect the next one.
func TestModifyAfterAFailure(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(putR.Once().Answer(http.StatusServiceUnavailable, ""))
	if err := k.c.ModifyRole(t.Context(), "r", addGrant("a")); !client.IsUnavailable(err) {
		t.Errorf("error = %v, want unavailable", err)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("b")))
	k.want("GPG+GPG+G", "planted", "b")
}
