package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestRetriedStatuses(t *testing.T) {
	t.Parallel()
	retried := map[int]bool{429: true, 502: true, 503: true, 504: true}
	for _, status := range []int{400, 401, 403, 404, 409, 413, 429, 500, 501, 502, 503, 504} {
		for line, tt := range calls {
			t.Run(fmt.Sprintf("%d to %s", status, line), func(t *testing.T) {
				t.Parallel()
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if r.Method+" "+r.RequestURI == line {
						refuse(status, "no")(w, r)
						return
					}
					another(w, r) // an update reads the role again before it writes again
				})
				_ = tt.call(t.Context(), connect(t, config(s.URL)))
				got := slices.DeleteFunc(s.journal(), func(made string) bool { return made != line })
				want := 1
				if retried[status] {
					want = 3 // the first attempt and MaxRetries more
				}
				if len(got) != want {
					t.Errorf("%d attempts, want %d", len(got), want)
				}
			})
		}
	}
}

func TestARetryThatSucceeds(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]http.HandlerFunc{
		"busy":               refuse(429, "busy"),
		"gateway without it": answerAs("text/html", 502, "<html>"),
		"connection cut":     cut,
		"answer broken off":  rawAnswer("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, script(failure, answer(200, roleJSON("r"))))
			got, err := connect(t, config(s.URL)).Role(t.Context(), "r")
			if err != nil || !got.Equal(role("r")) {
				t.Errorf("Role = %+v, %v", got, err)
			}
			wantJournal(t, s, repeat("GET /api/security/role/r", 2)...)
		})
	}
}

func TestARetrySendsTheWholeBody(t *testing.T) {
	t.Parallel()
	s := serve(t, script(cut, refuse(503, "busy"), answer(204, "")))
	if err := connect(t, config(s.URL)).CreateRole(t.Context(), role("r")); err != nil {
		t.Fatal(err)
	}
	wantJournal(t, s, repeat(create, 3)...)
	want, err := role("r").Payload()
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		if got := s.body(n); got != string(want) {
			t.Errorf("body of attempt %d = %s, want %s", n, got, want)
		}
	}
}

func TestNoRetriesByDefault(t *testing.T) {
	t.Parallel()
	s := serve(t, refuse(503, "License information could not be obtained"))
	cfg := config(s.URL)
	cfg.MaxRetries = 0
	_, err := connect(t, cfg).Spaces(t.Context())
	var refused *client.APIError
	if !errors.As(err, &refused) || refused.StatusCode != http.StatusServiceUnavailable || refused.Message != "License information could not be obtained" {
		t.Errorf("error = %v, want Kibana's 503 with its message", err)
	}
	wantJournal(t, s, "GET /api/spaces/space")
}

func TestRetryAfterIsObeyed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 503} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := serve(t, script(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "30")
				refuse(status, "later")(w, r)
			}, answer(200, "[]")))
			c := connect(t, config(s.URL))
			waits := c.SkipWaits()
			if _, err := c.Spaces(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := waits.All(); len(got) != 1 || got[0] < 30*time.Second {
				t.Errorf("waits = %v, want one of at least 30s", got)
			}
		})
	}
}

func TestWaitsAreLimited(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		recorder := httptest.NewRecorder()
		if rapid.Bool().Draw(t, "asked to wait") {
			recorder.Header().Set("Retry-After", rapid.OneOf(
				rapid.Map(rapid.Int64(), func(n int64) string { return fmt.Sprint(n) }),
				rapid.SampledFrom([]string{"0", "", "soon", "Fri, 31 Dec 2999 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:59 GMT"}),
			).Draw(t, "Retry-After"))
		}
		recorder.WriteHeader(rapid.SampledFrom([]int{429, 502, 503}).Draw(t, "status"))
		attempt := rapid.IntRange(0, 1000).Draw(t, "attempt")
		wait := client.Backoff(client.MinBackoff, client.MaxBackoff, attempt, recorder.Result())
		if wait < 0 || wait > client.MaxRetryAfter*3/2 {
			t.Fatalf("wait = %v", wait)
		}
	})
}

func TestWaitsGrowAndDiffer(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for attempt := range 20 {
		wait := client.Backoff(client.MinBackoff, client.MaxBackoff, attempt, nil)
		least := min(client.MinBackoff<<attempt, client.MaxBackoff)
		if wait < least || wait > least*3/2 {
			t.Errorf("wait before retry %d = %v, want %v to %v", attempt+1, wait, least, least*3/2)
		}
		seen[wait] = true
	}
	if len(seen) < 15 {
		t.Errorf("only %d different waits: no jitter", len(seen))
	}
}

func TestACancelledCallIsNotRetried(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.HandlerFunc{
		"while it waits for an answer": hang,
		"while it waits for a retry":   after("60", busy),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				s, c := inProcess(t, config(""), h)
				const patience = time.Second
				time.AfterFunc(patience, cancel)
				start := time.Now()
				_, err := c.Role(ctx, "r")
				wantKind(t, err, client.KindCancelled)
				if !errors.Is(err, context.Canceled) {
					t.Errorf("error = %v does not wrap context.Canceled", err)
				}
				if waited := time.Since(start); waited != patience {
					t.Errorf("ended after %v", waited)
				}
				wantJournal(t, s, readBack)
			})
		})
	}
}

func TestATimeoutIsRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := config("")
		cfg.MaxRetries = 1
		s, c := inProcess(t, cfg, hang)
		start := time.Now()
		_, err := c.Role(t.Context(), "r")
		wantKind(t, err, client.KindTimeout)
		wantJournal(t, s, repeat(readBack, 2)...)
		if took := time.Since(start); took < 2*cfg.RequestTimeout+client.MinBackoff || took > 2*cfg.RequestTimeout+client.MinBackoff*3/2 {
			t.Errorf("took %v", took)
		}
	})
}

// The time-out of an attempt includes the answer's body. This also holds for a list,
// and for a write whose caller has given up.
func TestAnAnswerThatNeverEndsTimesOut(t *testing.T) {
	t.Parallel()
	for line, tt := range calls {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method+" "+r.RequestURI != line {
					another(w, r)
					return
				}
				answer(200, "[")(w, r)
				check(t, http.NewResponseController(w).Flush())
				hang(w, r)
			})
			cfg := config(s.URL)
			cfg.RequestTimeout, cfg.MaxRetries = time.Second, 0
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := tt.call(ctx, connect(t, cfg))
			if line == create { // the read shows a role of somebody else
				if !client.IsConflict(err) {
					t.Errorf("error = %v, want a conflict", err)
				}
				return
			}
			wantKind(t, err, client.KindTimeout)
		})
	}
}

// The read after a write has the usual time-out, unless the caller has given up.
func TestReadingBackHasTheUsualTimeout(t *testing.T) {
	t.Parallel()
	s := serve(t, script(another, answer(204, ""), same))
	cfg := config(s.URL)
	cfg.RequestTimeout = time.Hour
	var latest []time.Time // the deadline of each attempt
	cfg.OnAttempt = func(ctx context.Context, _ client.Attempt) {
		deadline, _ := ctx.Deadline()
		latest = append(latest, deadline)
	}
	check(t, connect(t, cfg).ModifyRole(t.Context(), "r", client.Change{Add: func(roles.Role) (roles.Role, error) { return role("r"), nil }}))
	if len(latest) != 4 || !slices.IsSortedFunc(latest, time.Time.Compare) {
		t.Errorf("deadlines %v, want four, each later than the previous one", latest)
	}
}
