package client_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// A change that somebody else overwrites is made again in the role that they wrote. It
// is not made again if that role includes it.
func TestModifyOverwritten(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hook     kibanatest.Hook
		requests string
	}{
		"and then restored": {putR.Once().Then(func(x *kibanatest.Exchange) {
			overwrite("theirs")(x)
			x.Server.Hook(getR.Passing(1).Once().Do(overwrite("theirs", "a"))) // before the second attempt
		}), "GPG+G+G"},
		"once":                 {putR.Once().Then(overwrite("theirs")), "GPG+GPG+G"},
		"twice":                {putR.Only(2).Then(overwrite("theirs")), "GPG+GPG+GPG+G"},
		"together with ours":   {putR.Once().Then(overwrite("theirs", "a")), "GPG+G"},
		"before our read":      {getR.Once().Do(overwrite("theirs")), "GPG+G"},
		"already made by them": {getR.Once().Do(overwrite("theirs", "a")), "G"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			k.Hook(test.hook)
			check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
			k.want(test.requests, "theirs", "a")
		})
	}
}

// After an overwritten shared write, all its changes are merged again.
func TestModifySharedWriteOverwritten(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(putR.Passing(1).Only(1).Then(overwrite("theirs")))
	for _, err := range k.modifyBehind(addGrant("a"), addGrant("b")) {
		check(t, err)
	}
	k.want("GPG+GPG+GPG+G", "theirs", "a", "b")
}

// If somebody else always overwrites a change, the client stops, and their version
// stays.
func TestModifyOverwrittenAlways(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	k.Hook(putR.Then(overwrite("theirs")))
	err := k.c.ModifyRole(t.Context(), "r", addGrant("a"))
	overwritten, ok := errors.AsType[*client.OverwrittenError](err)
	if !ok || overwritten.Role != "r" || overwritten.Times != 8 {
		t.Errorf("error = %v, want an OverwrittenError after 8 times", err)
	}
	k.want(strings.Repeat("GPG", 8), "theirs")
}

// If the answer to a write is lost, a read shows whether the write took effect.
func TestModifyLostAnswer(t *testing.T) {
	t.Parallel()
	unknown := func(err error) bool { _, ok := errors.AsType[*client.LostAnswerError](err); return ok }
	broken := func(err error) bool {
		transport, ok := errors.AsType[*client.TransportError](err)
		return ok && !unknown(err) && transport.Kind == client.KindReset
	}
	succeeds := func(err error) bool { return err == nil }
	put := putR.Once()
	verify := getR.Passing(1).Answer(500, `{"statusCode":500,"message":"boom"}`, "Content-Type", "application/json")
	for name, test := range map[string]struct {
		hooks    []kibanatest.Hook
		is       func(error) bool
		requests string
		spaces   string
	}{
		"cut after it took effect":            {[]kibanatest.Hook{put.CutAfter()}, succeeds, "GPG+G+G", "planted a"},
		"gateway error after it took effect":  {[]kibanatest.Hook{put.AnswerAfter(504, "")}, succeeds, "GPG+G+G", "planted a"},
		"cut before it took effect":           {[]kibanatest.Hook{put.Cut()}, broken, "GPG", "planted"},
		"gateway error before it took effect": {[]kibanatest.Hook{put.Answer(502, "")}, client.IsUnavailable, "GPG", "planted"},
		"cut, and somebody else has written":  {[]kibanatest.Hook{put.Then(overwrite("theirs")).CutAfter()}, broken, "GPG", "theirs"},
		"cut, and the role cannot be read":    {[]kibanatest.Hook{put.CutAfter(), verify}, unknown, "GPG", "planted a"},
		"answered, and the role cannot be read": {[]kibanatest.Hook{verify}, func(err error) bool {
			_, ok := errors.AsType[*client.UnverifiedError](err)
			return ok && !unknown(err) && strings.Contains(err.Error(), "could not be verified")
		}, "GPG", "planted a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			for _, hook := range test.hooks {
				k.Hook(hook)
			}
			if err := k.c.ModifyRole(t.Context(), "r", addGrant("a")); !test.is(err) {
				t.Errorf("error = %v", err)
			}
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}

// A call that is cancelled in the queue ends at once, and does not affect other calls.
func TestModifyCancelledWhileWaiting(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	arrived, write := k.holdWrite()
	first := k.startModify(addGrant("first"))
	<-arrived
	a, b, c := k.startModify(addGrant("a")), k.startModify(addGrant("b")), k.startModify(addGrant("c"))
	b.giveUp()
	if err := <-b.outcome; !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled", err)
	}
	write()
	for _, caller := range []*caller{first, a, c} {
		check(t, <-caller.outcome)
	}
	k.want("GPG+GPG+G", "planted", "first", "a", "c")
}

// If all waiting calls are cancelled, nothing is written for them.
func TestModifyCancelledByAll(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	arrived, write := k.holdWrite()
	first := k.startModify(addGrant("first"))
	<-arrived
	a := k.startModify(addGrant("a"))
	a.giveUp()
	if err := <-a.outcome; !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled", err)
	}
	write()
	check(t, <-first.outcome)
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("b")))
	k.want("GPG+G+GPG+G", "planted", "first", "b")
}

// A call that is cancelled during a shared write returns the outcome of the write.
func TestModifyCancelledWhileShared(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	arrived, write := k.holdWrite()
	first := k.startModify(addGrant("first"))
	<-arrived
	a, b := k.startModify(addGrant("a")), k.startModify(addGrant("b"))
	shared, writeShared := k.holdWrite()
	write()
	check(t, <-first.outcome)
	<-shared
	a.giveUp()
	writeShared()
	check(t, <-a.outcome)
	check(t, <-b.outcome)
	k.want("GPG+GPG+G", "planted", "first", "a", "b")
}

// A call that is cancelled during its own write returns the outcome of the write.
func TestModifyCancelledWhileWritten(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	arrived, write := k.holdWrite()
	a := k.startModify(addGrant("a"))
	<-arrived
	a.giveUp()
	write()
	check(t, <-a.outcome)
	k.want("GPG+G", "planted", "a")
}

// A call whose context is cancelled before returns that error, and writes nothing.
func TestModifyCancelledBefore(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := k.c.ModifyRole(ctx, "r", addGrant("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled", err)
	}
	if slices.ContainsFunc(k.Journal(), func(r kibanatest.Request) bool { return r.Method == http.MethodPut }) {
		t.Error("the change was written")
	}
}

// A change that panics fails only itself. The next change is made.
func TestModifyPanic(t *testing.T) {
	t.Parallel()
	k := newSharedRole(t)
	err := k.c.ModifyRole(t.Context(), "r", client.Change{Add: func(roles.Role) (roles.Role, error) { panic("of a change") }})
	if err == nil || !strings.Contains(err.Error(), "of a change") {
		t.Errorf("error = %v, want the panic's", err)
	}
	check(t, k.c.ModifyRole(t.Context(), "r", addGrant("a")))
}

// Somebody else may write during the wait before a retry. The retry then writes their
// role with the change.
func TestModifyReadsAgainBeforeItRepeatsAWrite(t *testing.T) {
	t.Parallel()
	made := func(err error) bool { return err == nil }
	once := putR.Once()
	for name, test := range map[string]struct {
		hook     kibanatest.Hook
		is       func(error) bool
		requests string
		spaces   string
	}{
		"busy":                              {once.Answer(503, ""), made, "GP+GPG+G", "planted a"},
		"busy, and somebody writes":         {once.Do(overwrite("theirs")).Answer(503, ""), made, "GP+GPG+G", "theirs a"},
		"too many requests, and they write": {once.Do(overwrite("theirs")).Answer(429, ""), made, "GP+GPG+G", "theirs a"},
		"broken, and somebody writes":       {once.Do(overwrite("theirs")).Cut(), made, "GP+GPG+G", "theirs a"},
		"broken, but written":               {once.CutAfter(), made, "GP+G+G+G", "planted a"},
		"broken, written and written over":  {once.Then(overwrite("theirs")).CutAfter(), made, "GP+GPG+G", "theirs a"},
		"broken, and somebody did the same": {once.Do(overwrite("theirs", "a")).Cut(), made, "GP+G+G+G", "theirs a"},
		"busy to the end":                   {putR.Answer(503, ""), client.IsUnavailable, "GP+GP+G", "planted"},
		"busy to the end, but written":      {putR.AnswerAfter(503, ""), made, "GP+G+G+G", "planted a"},
		"too many requests to the end":      {putR.Answer(429, refusal(429), "Content-Type", "application/json"), client.IsUnavailable, "GP+GP", "planted"},
		"refused for good":                  {putR.Answer(403, refusal(403), "Content-Type", "application/json"), client.IsForbidden, "GP", "planted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRole(t)
			cfg := double(k.Server)
			cfg.MaxRetries = 1
			k.c = connect(t, cfg)
			k.Hook(test.hook)
			if err := k.c.ModifyRole(t.Context(), "r", addGrant("a")); !test.is(err) {
				t.Errorf("error = %v", err)
			}
			k.want(test.requests, strings.Fields(test.spaces)...)
		})
	}
}
