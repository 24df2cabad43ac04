package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Writes have as many retries as reads, and the same waits.
func TestReadsAndWritesHaveTheSameRetries(t *testing.T) {
	t.Parallel()
	for retries := range 4 {
		for what, write := range writeCalls {
			t.Run(fmt.Sprintf("%d for %s", retries, what), func(t *testing.T) {
				t.Parallel()
				cfg := config(serve(t, slowDown).URL)
				cfg.MaxRetries = retries
				reader := connect(t, cfg)
				wantWaits := reader.SkipWaits()
				_, err := reader.Role(t.Context(), "r")

				s := serve(t, onWrite(slowDown))
				cfg.Endpoint = s.URL
				writer := connect(t, cfg)
				gotWaits := writer.SkipWaits()
				if errWrite := write(t.Context(), writer); !client.IsUnavailable(err) || !client.IsUnavailable(errWrite) {
					t.Errorf("errors = %v and %v, want both unavailable", err, errWrite)
				}
				if n := s.count("PUT") + s.count("DELETE"); n != retries+1 {
					t.Errorf("%d writes, want %d", n, retries+1)
				}
				want, got := wantWaits.All(), gotWaits.All()
				if len(want) != retries || len(got) != retries {
					t.Fatalf("waits = %v and %v, want %d of each", want, got, retries)
				}
				for i := range got {
					if least := client.MinBackoff << i; min(want[i], got[i]) < least || max(want[i], got[i]) > least*3/2 {
						t.Errorf("waits %d = %v and %v, want both from %v to %v", i, want[i], got[i], least, least*3/2)
					}
				}
			})
		}
	}
}

func TestRetryAfterOfAWriteIsObeyed(t *testing.T) {
	t.Parallel()
	for status, refusal := range map[int]http.HandlerFunc{429: slowDown, 503: busy} {
		for what, write := range writeCalls {
			t.Run(fmt.Sprintf("%d to %s", status, what), func(t *testing.T) {
				t.Parallel()
				s := serve(t, onWrite(script(after("30", refusal), after("3600", refusal), created)))
				c := connect(t, config(s.URL))
				waits := c.SkipWaits()
				// The reading after it does not show the change of a ModifyRole.
				if err := write(t.Context(), c); err != nil && what != "modify" {
					t.Error(err)
				}
				got := waits.All()
				if len(got) < 2 || got[0] < 30*time.Second || got[0] > 45*time.Second {
					t.Fatalf("waits = %v, want the first from 30s to 45s", got)
				}
				if got[1] < client.MaxRetryAfter || got[1] > client.MaxRetryAfter*3/2 {
					t.Errorf("waits = %v, want the second capped", got)
				}
			})
		}
	}
}

// If somebody else writes during the wait, the retry edits their role. Its body may
// have another length.
func TestARetryEditsTheNewReading(t *testing.T) {
	t.Parallel()
	holds := func(description string) http.HandlerFunc {
		return answer(200, strings.Replace(roleJSON("r"), "Works cases", description, 1))
	}
	for name, test := range map[string]struct {
		failure http.HandlerFunc
		theirs  string
		lost    bool
	}{
		"a 503, and a longer role":  {busy, strings.Repeat("longer ", 100), true},
		"a 503, and a shorter role": {busy, "", true},
		"a 429, and a longer role":  {slowDown, strings.Repeat("longer ", 100), false},
		"a cut, and a shorter role": {cut, "s", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, script(holds("before"), test.failure, holds(test.theirs), created))
			var readings []client.Reading
			err := connect(t, config(s.URL)).UpdateRole(t.Context(), "r", func(reading client.Reading) (roles.Role, error) {
				readings = append(readings, reading)
				changed := reading.Role
				changed.Description += "!"
				return changed, nil
			})
			check(t, err)
			wantJournal(t, s, readBack, replace, readBack, replace)
			if body := s.body(3); !strings.Contains(body, `"description":"`+test.theirs+`!"`) || s.header(3).Get("Content-Length") != fmt.Sprint(len(body)) {
				t.Errorf("second body = %s with headers %v", body, s.header(3))
			}
			if len(readings) != 2 || readings[0].Lost || readings[1].Lost != test.lost {
				t.Errorf("readings = %+v, want lost = %t in the second", readings, test.lost)
			}
		})
	}
}

// If the edit of the new reading fails, the update returns that error.
func TestAnEditMayRefuseTheNewReading(t *testing.T) {
	t.Parallel()
	s := serve(t, onWrite(busy))
	calls := 0
	err := connect(t, config(s.URL)).UpdateRole(t.Context(), "r", func(client.Reading) (roles.Role, error) {
		calls++
		if calls > 1 {
			return roles.Role{}, errRefused
		}
		return role("r"), nil
	})
	if !errors.Is(err, errRefused) {
		t.Errorf("error = %v, want the edit's own", err)
	}
	wantJournal(t, s, readBack, replace, readBack)
}

// The role is read once more only if an answer since the last reading was lost.
// Reading.Lost reports every lost answer.
func TestTheRoleIsReadOnceForALostAnswer(t *testing.T) {
	t.Parallel()
	answers := []http.HandlerFunc{another, cut, another, slowDown, another, slowDown}
	s := serve(t, script(answers...))
	var lost []bool
	err := connect(t, config(s.URL)).UpdateRole(t.Context(), "r", func(reading client.Reading) (roles.Role, error) {
		lost = append(lost, reading.Lost)
		return role("r"), nil
	})
	if !client.IsUnavailable(err) {
		t.Errorf("error = %v, want the last refusal", err)
	}
	wantJournal(t, s, readBack, replace, readBack, replace, readBack, replace)
	if !slices.Equal(lost, []bool{false, true, true}) {
		t.Errorf("lost = %v", lost)
	}
}

// If an answer is lost and the role cannot be read, the error has both causes.
func TestALostAnswerErrorHasBothCauses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		failure http.HandlerFunc
		is      func(error) bool
	}{
		"a 503":           {busy, client.IsUnavailable},
		"a gateway's 504": {gateway, client.IsUnavailable},
		"a cut":           {cut, func(err error) bool { _, ok := errors.AsType[*client.TransportError](err); return ok }},
	} {
		for _, line := range []string{replace, remove} {
			t.Run(name+" to "+line, func(t *testing.T) {
				t.Parallel()
				reads := script(another, forbids)
				if line == remove {
					reads = forbids
				}
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodGet {
						reads(w, r)
						return
					}
					test.failure(w, r)
				})
				err := writeCalls[line](t.Context(), connect(t, config(s.URL)))
				lost, ok := errors.AsType[*client.LostAnswerError](err)
				if !ok || !test.is(lost.Err) || !client.IsForbidden(lost.ReadErr) {
					t.Errorf("error = %v, want a LostAnswerError with both causes", err)
				}
				if n := s.count("PUT") + s.count("DELETE"); n != 1 {
					t.Errorf("%d writes, want 1", n)
				}
			})
		}
	}
}

// A call that is cancelled during the wait ends at once. The client still reads the
// role if an answer was lost, and does not write again.
func TestACancelledWriteIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		refusal http.HandlerFunc
		shown   http.HandlerFunc // after the refusal
		is      func(error) bool
		reads   int // after the refusal
	}{
		"refused":                  {slowDown, another, cancelledInTransport, 0},
		"lost, and without effect": {busy, another, cancelledInTransport, 1},
		"lost, and the role cannot be read": {busy, forbids, func(err error) bool {
			lost, ok := errors.AsType[*client.LostAnswerError](err)
			return ok && errors.Is(lost, context.Canceled) && client.IsForbidden(lost.ReadErr)
		}, 1},
	} {
		for _, line := range []string{replace, remove} {
			for _, seconds := range []string{"60", "0"} { // 0 seconds must end too
				t.Run(fmt.Sprintf("%s, %s after %s s", name, line, seconds), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						ctx, cancel := context.WithCancel(t.Context())
						refused := false
						s, c := inProcess(t, config(""), func(w http.ResponseWriter, r *http.Request) {
							switch {
							case r.Method != http.MethodGet:
								refused = true
								cancel()
								after(seconds, test.refusal)(w, r)
							case refused:
								test.shown(w, r)
							default:
								another(w, r)
							}
						})
						start := time.Now()
						if err := writeCalls[line](ctx, c); !test.is(err) {
							t.Errorf("error = %v", err)
						}
						if waited := time.Since(start); waited != 0 {
							t.Errorf("waited %v", waited)
						}
						want := slices.Concat([]string{line}, repeat(readBack, test.reads))
						if line == replace {
							want = slices.Insert(want, 0, readBack)
						}
						wantJournal(t, s, want...)
					})
				})
			}
		}
	}
}
