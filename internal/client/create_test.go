package client_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// If the answer to a createOnly write is lost, the write may have taken effect. Kibana
// then refuses the retry with 409. A read of the role shows which is true.
func TestCreateReadsTheRoleAfterALostAnswer(t *testing.T) {
	t.Parallel()
	succeeds := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("error = %v, want none", err)
		}
	}
	conflicts := func(t *testing.T, err error) {
		t.Helper()
		if !client.IsConflict(err) {
			t.Errorf("error = %v, want a conflict", err)
		}
	}
	status := func(want int) func(*testing.T, error) {
		return func(t *testing.T, err error) {
			t.Helper()
			var refused *client.APIError
			if !errors.As(err, &refused) || refused.StatusCode != want {
				t.Errorf("error = %v, want Kibana's %d", err, want)
			}
		}
	}
	fails := func(kind client.Kind) func(*testing.T, error) {
		return func(t *testing.T, err error) {
			t.Helper()
			wantKind(t, err, kind)
		}
	}
	foreign := func(t *testing.T, err error) {
		t.Helper()
		wantProblem(t, err, 200, "content where Kibana sends none")
	}
	unknown := func(t *testing.T, err error) {
		t.Helper()
		var lost *client.LostAnswerError
		if !errors.As(err, &lost) || lost.Err == nil || lost.ReadErr == nil {
			t.Fatalf("error = %v, want a LostAnswerError with both causes", err)
		}
		if !strings.HasPrefix(err.Error(), "PUT /api/security/role/r: it is unknown whether") {
			t.Errorf("error = %q", err)
		}
	}
	type steps = []http.HandlerFunc
	tests := map[string]struct {
		steps   steps
		want    func(*testing.T, error)
		journal []string
	}{
		"an answer at once needs no reading":        {steps{created}, succeeds, []string{create}},
		"a conflict at once needs no reading":       {steps{exists}, conflicts, []string{create}},
		"a refusal at once needs no reading":        {steps{forbids}, status(403), []string{create}},
		"a 500 is an answer":                        {steps{refuse(500, "boom")}, status(500), []string{create}},
		"a 429 is an answer":                        {steps{slowDown, exists}, conflicts, []string{create, create}},
		"cut before the write, retried":             {steps{cut, created}, succeeds, []string{create, create}},
		"cut after the write":                       {steps{cut, exists, same}, succeeds, []string{create, create, readBack}},
		"cut, and somebody else's role is there":    {steps{cut, exists, another}, conflicts, []string{create, create, readBack}},
		"gateway error after the write":             {steps{gateway, exists, same}, succeeds, []string{create, create, readBack}},
		"503 after the write":                       {steps{busy, exists, same}, succeeds, []string{create, create, readBack}},
		"cut, then refused":                         {steps{cut, refuse(400, "bad"), missing}, status(400), []string{create, create, readBack, probe}},
		"cut, then 500 although it was written":     {steps{cut, refuse(500, "boom"), same}, succeeds, []string{create, create, readBack}},
		"another answer after the write":            {steps{page, same}, succeeds, []string{create, readBack}},
		"another answer in place of the write":      {steps{page, missing}, foreign, []string{create, readBack, probe}},
		"always cut, never written":                 {steps{cut, cut, cut, missing}, fails(client.KindReset), []string{create, create, create, readBack, probe}},
		"always cut, written":                       {steps{cut, cut, cut, same}, succeeds, []string{create, create, create, readBack}},
		"always cut, somebody else's role is there": {steps{cut, cut, cut, another}, conflicts, []string{create, create, create, readBack}},
		"always busy, never written":                {steps{busy, busy, busy, missing}, status(503), []string{create, create, create, readBack, probe}},
		"always cut, the reading as well":           {steps{cut}, unknown, []string{create, create, create, readBack, readBack, readBack}},
		"cut after the write, reading forbidden":    {steps{cut, exists, forbids}, unknown, []string{create, create, readBack}},
		"cut after the write, reading hits an HTML": {steps{cut, exists, page}, unknown, []string{create, create, readBack}},
		"a 404 that is not Kibana's proves nothing": {steps{cut, exists, answer(404, `{"ok":false,"message":"Unknown resource."}`)}, unknown, []string{create, create, readBack}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, withRoleAPI(script(tt.steps...)))
			tt.want(t, connect(t, config(s.URL)).CreateRole(t.Context(), role("r")))
			wantJournal(t, s, tt.journal...)
		})
	}
}

func TestCreateReadsTheRoleAfterATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := config("")
		cfg.MaxRetries = 0
		s, c := inProcess(t, cfg, script(hang, same))
		if err := c.CreateRole(t.Context(), role("r")); err != nil {
			t.Errorf("error = %v, want none: the role is there", err)
		}
		wantJournal(t, s, create, readBack)
	})
}

func TestCreateWithoutAServerIsNotALostAnswer(t *testing.T) {
	t.Parallel()
	s := serve(t, created)
	s.Close()
	err := connect(t, config(s.URL)).CreateRole(t.Context(), role("r"))
	wantKind(t, err, client.KindUnreachable)
	if _, lost := errors.AsType[*client.LostAnswerError](err); lost {
		t.Errorf("error = %v, although nothing was sent", err)
	}
}

func TestCreateThatWasRefusedIsNotALostAnswer(t *testing.T) {
	t.Parallel()
	var s *server
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		_ = s.Listener.Close() // the next attempt cannot connect
		w.Header().Set("Connection", "close")
		slowDown(w, r)
	})
	err := connect(t, config(s.URL)).CreateRole(t.Context(), role("r"))
	wantKind(t, err, client.KindUnreachable)
	if _, lost := errors.AsType[*client.LostAnswerError](err); lost {
		t.Errorf("error = %v, although every answer arrived", err)
	}
	wantJournal(t, s, create)
}

// If the caller gives up during a write, the call still returns the outcome of the
// write. It does not send the write again.
func TestCreateThatIsCancelledReturnsItsOutcome(t *testing.T) {
	t.Parallel()
	cancelled := func(t *testing.T, err error) {
		t.Helper()
		wantKind(t, err, client.KindCancelled)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v does not wrap context.Canceled", err)
		}
	}
	for name, tt := range map[string]struct {
		steps   []http.HandlerFunc
		want    func(*testing.T, error)
		journal []string
	}{
		"and answered": {[]http.HandlerFunc{created}, check, []string{create}},
		"and refused": {[]http.HandlerFunc{exists}, func(t *testing.T, err error) {
			t.Helper()
			if !client.IsConflict(err) {
				t.Errorf("error = %v, want a conflict", err)
			}
		}, []string{create}},
		"its answer is lost": {[]http.HandlerFunc{cut, same}, check, []string{create, readBack}},
		"it is lost":         {[]http.HandlerFunc{cut, missing}, cancelled, []string{create, readBack, probe}},
		"its outcome is unknown": {[]http.HandlerFunc{cut, forbids}, func(t *testing.T, err error) {
			t.Helper()
			if lost, unknown := errors.AsType[*client.LostAnswerError](err); !unknown || !errors.Is(lost, context.Canceled) {
				t.Errorf("error = %v, want a LostAnswerError that wraps context.Canceled", err)
			}
		}, []string{create, readBack}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			steps := script(tt.steps...)
			s := serve(t, withRoleAPI(func(w http.ResponseWriter, r *http.Request) {
				cancel()
				steps(w, r)
			}))
			tt.want(t, connect(t, config(s.URL)).CreateRole(ctx, role("r")))
			wantJournal(t, s, tt.journal...)
		})
	}
}

func TestACancelledContextSendsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := serve(t, created)
	c := connect(t, config(s.URL))
	for what, err := range map[string]error{
		"create": c.CreateRole(ctx, role("r")),
		"update": update(ctx, c, role("r")),
		"delete": c.DeleteRole(ctx, "r"),
		"modify": c.ModifyRole(ctx, "r", addGrant("a")),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error = %v, want context.Canceled", what, err)
		}
	}
	wantJournal(t, s)
}
