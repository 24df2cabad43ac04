package kibanatest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestHookAnswers(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Hook(On("PUT", rolePath+"*").Once().Answer(503, "busy", "Retry-After", "7"))
	s.Hook(On("PUT", rolePath+"*").Once().Answer(500, "the first hook has answered"))
	r := send(t, s, "PUT", rolePath+"a%2Fb", "{}").wantStatus(t, http.StatusServiceUnavailable)
	equal(t, string(r.body), "busy")
	equal(t, r.header.Get("Retry-After"), "7")
	equal(t, s.Names(), []string(nil))
	send(t, s, "PUT", rolePath+"a%2Fb", "{}").wantStatus(t, http.StatusNoContent)
}

func TestHookChangesTheAnswer(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Hook(On("PUT", rolePath+"r").AnswerAfter(502, "<html>"))
	send(t, s, "PUT", rolePath+"r", "{}").wantStatus(t, http.StatusBadGateway)
	send(t, s, "PUT", rolePath+"other", "{}").wantStatus(t, http.StatusNoContent)
	equal(t, s.Names(), []string{"other", "r"})
}

func TestHookChangesState(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Hook(On("GET", rolePath+"r").Passing(1).Only(1).
		Do(func(x *Exchange) { x.Server.Plant("r", ESRole{Cluster: []string{"all"}}) }).
		Then(func(x *Exchange) { x.Server.Remove("r") }))
	send(t, s, "GET", rolePath+"r", "").wantStatus(t, http.StatusNotFound)
	send(t, s, "GET", rolePath+"r", "").wantStatus(t, http.StatusOK)
	send(t, s, "GET", rolePath+"r", "").wantStatus(t, http.StatusNotFound)
}

func TestHookGetsTheRouteWithoutPrefixes(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithBasePath("/kb"))
	var path, body string
	s.Hook(Hook{Before: func(x *Exchange) { path, body = x.Request.URL.Path, string(x.Body) }})
	send(t, s, "PUT", "/s/soc"+rolePath+"a%2Fb", "{}").wantStatus(t, http.StatusNoContent)
	equal(t, path, rolePath+"a/b")
	equal(t, body, "{}")
}

func TestHookCutsTheConnection(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Hook(On("PUT", rolePath+"early").Cut())
	s.Hook(On("PUT", rolePath+"late").CutAfter())
	for _, name := range []string{"early", "late"} {
		if r, err := trySend(t, s, "PUT", rolePath+name, "{}"); err == nil {
			t.Errorf("%s: answered %d", name, r.status)
		}
	}
	equal(t, s.Names(), []string{"late"})
	for _, r := range s.Journal() {
		equal(t, r.Status, 0)
	}
}

// This test hangs if the delay does not end.
func TestHookDelayEndsWhenTheCallerGivesUp(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	ctx, giveUp := context.WithCancel(t.Context())
	s.Hook(On("GET", "").Do(func(*Exchange) { t.Error("the path is not empty") }))
	s.Hook(On("", "/api/*").Do(func(*Exchange) { giveUp() }).Delay(24 * time.Hour))
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, s.URL()+rolePath+"r", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil {
		resp.Body.Close()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err %v", err)
	}
	equal(t, s.Names(), []string(nil))
}

func TestLatencyEndsWhenTheCallerGivesUp(t *testing.T) {
	t.Parallel()
	ctx, giveUp := context.WithCancel(t.Context())
	giveUp()
	s := New(Newest(), WithLatency(24*time.Hour))
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("recovered %v", err)
		}
	}()
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/status", nil))
}

func TestJournal(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	send(t, s, "PUT", rolePath+"a%20b?createOnly=true", "{}", "X-Test", "1").wantStatus(t, http.StatusNoContent)
	send(t, s, "GET", "/nosuch", "").wantStatus(t, http.StatusNotFound)
	journal := s.Journal()
	equal(t, len(journal), 2)
	put := journal[0]
	equal(t, put.Method, "PUT")
	equal(t, put.Path, rolePath+"a b")
	equal(t, put.RawPath, rolePath+"a%20b")
	equal(t, put.Query.Get("createOnly"), "true")
	equal(t, put.Header.Get("X-Test"), "1")
	equal(t, string(put.Body), "{}")
	equal(t, put.Status, http.StatusNoContent)
	equal(t, journal[1].Status, http.StatusNotFound)
	put.Header.Set("X-Test", "2")
	equal(t, s.Journal()[0].Header.Get("X-Test"), "1")
	s.ResetJournal()
	equal(t, s.Journal(), []Request(nil))
}
