package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// peopleCall is a call of a client of Elasticsearch.
type peopleCall struct {
	call   func(context.Context, *client.Elasticsearch) error
	line   string // the request
	answer string // a usable answer
}

// peopleCalls are all calls of a client of Elasticsearch.
var peopleCalls = map[string]peopleCall{
	"Users": {
		func(ctx context.Context, es *client.Elasticsearch) error { _, err := es.Users(ctx); return err },
		"GET /_security/user?with_profile_uid=true",
		`{"ann":{"username":"ann","roles":["r"],"full_name":null,"email":null,"metadata":{},"enabled":true}}`,
	},
	"RoleMappings": {
		func(ctx context.Context, es *client.Elasticsearch) error { _, err := es.RoleMappings(ctx); return err },
		"GET /_security/role_mapping",
		`{"soc":{"enabled":true,"roles":["r"],"rules":{},"metadata":{}}}`,
	},
	"Profiles": {
		func(ctx context.Context, es *client.Elasticsearch) error { _, err := es.Profiles(ctx); return err },
		"POST /_security/profile/_suggest",
		`{"took":1,"total":{"value":1,"relation":"eq"},"profiles":[{"uid":"u_a_0","user":{"username":"ann","roles":["r"],"realm_name":"saml1"},"labels":{},"data":{}}]}`,
	},
	"ProfilesByUID": {
		func(ctx context.Context, es *client.Elasticsearch) error {
			_, err := es.ProfilesByUID(ctx, []string{"u_a_0"})
			return err
		},
		"GET /_security/profile/u_a_0",
		`{"profiles":[{"uid":"u_a_0","enabled":true,"user":{"username":"ann","roles":["r"],"realm_name":"saml1"}}]}`,
	},
}

// forElasticsearch returns a client for an Elasticsearch at the address of cfg.
func forElasticsearch(t testing.TB, cfg client.Config) *client.Elasticsearch {
	t.Helper()
	es, err := connect(t, cfg).Elasticsearch(cfg.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

// refuseLike sends an error like Elasticsearch.
func refuseLike(status int, reason string) http.HandlerFunc {
	return answer(status, fmt.Sprintf(`{"error":{"root_cause":[],"type":"some_exception","reason":%q},"status":%d}`, reason, status))
}

func TestRequestsToElasticsearch(t *testing.T) {
	t.Parallel()
	for what, tt := range peopleCalls {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(200, tt.answer))
			cfg := config(s.URL + "/")
			cfg.UserAgent, cfg.Headers = "terraform-provider-cases/1.2.3", map[string]string{"x-proxy-token": secret}
			var seen client.Attempt
			cfg.OnAttempt = func(_ context.Context, a client.Attempt) { seen = a }
			check(t, tt.call(t.Context(), forElasticsearch(t, cfg)))
			wantJournal(t, s, tt.line)
			hasBody := strings.HasPrefix(tt.line, "POST")
			wantHeader(t, s, "Kbn-Xsrf")
			wantHeader(t, s, "Elastic-Api-Version")
			wantHeader(t, s, "Accept", "application/json")
			wantHeader(t, s, "User-Agent", "terraform-provider-cases/1.2.3")
			wantHeader(t, s, "X-Proxy-Token", secret)
			wantHeader(t, s, "Authorization", "ApiKey "+secret)
			wantHeader(t, s, "Content-Type", onlyIf(hasBody, "application/json")...)
			if seen.Server != "Elasticsearch" {
				t.Errorf("attempt %+v", seen)
			}
		})
	}
}

func TestElasticsearchIsAskedAgain(t *testing.T) {
	t.Parallel()
	for what, tt := range peopleCalls {
		for name, failure := range map[string]http.HandlerFunc{
			"slow down":      refuseLike(429, "slow down"),
			"unavailable":    refuseLike(503, "no master"),
			"gateway":        gateway,
			"connection cut": cut,
			"broken off":     rawAnswer("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + tt.answer[:len(tt.answer)/2]),
		} {
			t.Run(what+", "+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, script(failure, answer(200, tt.answer)))
				check(t, tt.call(t.Context(), forElasticsearch(t, config(s.URL))))
				wantJournal(t, s, tt.line, tt.line)
				if s.body(0) != s.body(1) {
					t.Errorf("bodies %s and %s", s.body(0), s.body(1))
				}
			})
		}
	}
}

func TestElasticsearchThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for what, tt := range peopleCalls {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := serve(t, hang)
			cfg := config(s.URL)
			cfg.RequestTimeout, cfg.MaxRetries = 50*time.Millisecond, 1
			err := tt.call(t.Context(), forElasticsearch(t, cfg))
			wantKind(t, errors.Unwrap(err), client.KindTimeout)
		})
	}
}

// A POST that only reads ends with its caller.
func TestACallerOfElasticsearchGivesUp(t *testing.T) {
	t.Parallel()
	for what, tt := range peopleCalls {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				cancel()
				hang(w, r)
			})
			err := tt.call(ctx, forElasticsearch(t, config(s.URL)))
			if !cancelledInTransport(err) {
				t.Errorf("error = %v, want a cancelled request", err)
			}
		})
	}
}

func TestUnusableAnswersOfElasticsearch(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		h       http.HandlerFunc
		status  int
		problem string
	}{
		"HTML":                   {answerAs("text/html", 200, "<html>"), 200, "an HTML page"},
		"empty":                  {answer(200, ""), 200, "an empty answer"},
		"null":                   {answer(200, "null"), 200, "a JSON null"},
		"a list":                 {answer(200, "[]"), 200, "JSON of another shape"},
		"truncated":              {answer(200, `{"a":{`), 200, "truncated JSON"},
		"not JSON":               {answer(200, `{"a" 1}`), 200, "malformed or truncated JSON"},
		"a number":               {answer(200, `{"a":1,"profiles":2,"has_privilege_uids":3}`), 200, "JSON"},
		"HTML error":             {answerAs("text/html", 404, "<html>"), 404, "an HTML page"},
		"an error of Kibana":     {refuse(404, "Not Found"), 404, "an error of Kibana instead of Elasticsearch"},
		"an error of a proxy":    {answer(404, `{"message":"no route"}`), 404, "JSON that is not one of Elasticsearch's errors"},
		"an error of no type":    {answer(404, `{"error":{"reason":"x"},"status":404}`), 404, "JSON that is not one of Elasticsearch's errors"},
		"another status":         {answer(404, `{"error":{"type":"a","reason":"x"},"status":400}`), 404, "JSON that is not one of Elasticsearch's errors"},
		"a cause without status": {answer(404, `{"error":{"type":"a","reason":"x"}}`), 404, "JSON that is not one of Elasticsearch's errors"},
	} {
		for what, call := range peopleCalls {
			t.Run(what+", "+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, tt.h)
				wantProblem(t, call.call(t.Context(), forElasticsearch(t, config(s.URL))), tt.status, tt.problem)
				wantJournal(t, s, call.line)
			})
		}
	}
}

func TestAnswersThatAreNotWhole(t *testing.T) {
	t.Parallel()
	user := func(json string) string { return `{"ann":` + json + `}` }
	profiles := func(hits string) string { return `{"total":{"value":2,"relation":"eq"},"profiles":[` + hits + `]}` }
	const hit = `{"uid":"u","user":{"username":"a","roles":[],"realm_name":"r"}}`
	for _, tt := range []struct{ call, answer, problem string }{
		{"Users", user("null"), "a user of another name"},
		{"Users", user(`{"username":"ben","roles":[],"enabled":true}`), "a user of another name"},
		{"Users", user(`{"username":"ann","roles":null,"enabled":true}`), "a user without roles"},
		{"Users", user(`{"username":"ann","roles":[]}`), `a user without "enabled"`},
		{"Users", user(`{"username":"ann","roles":"r","enabled":true}`), "JSON of another shape"},
		{"Users", peopleCalls["Users"].answer + "{}", "content after the value"},
		{"Users", `{"a":{"username":"a","roles":[],"enabled":true},"a":{"username":"a","roles":[],"enabled":true}}`, "the same user twice"},
		{"RoleMappings", `{"m":{"roles":["r"],"rules":{}}}`, `a role mapping without "enabled"`},
		{"RoleMappings", `{"m":{"enabled":true,"rules":{}}}`, "a role mapping without roles"},
		{"RoleMappings", `{"m":{"enabled":true,"roles":["r"]}}`, "a role mapping without rules"},
		{"RoleMappings", `{"m":{"enabled":true,"roles":["r"],"rules":{}},"m":{"enabled":true,"roles":["r"],"rules":{}}}`, "the same role mapping twice"},
		{"Profiles", `{}`, "JSON without profiles"},
		{"Profiles", `{"profiles":null}`, "no list of profiles"},
		{"Profiles", `{"profiles":[]}`, "JSON without the number of profiles"},
		{"Profiles", `{"total":{"value":0,"relation":"about"},"profiles":[]}`, "JSON without the number of profiles"},
		{"Profiles", `{"total":{"value":0,"relation":"eq"},"profiles":[` + hit + `]}`, "JSON without the number of profiles"},
		{"Profiles", profiles(hit + "," + hit), "the same profile twice"},
		{"Profiles", profiles(strings.Replace(hit, `"u"`, `""`, 1)), "a profile without a uid"},
		{"Profiles", profiles(strings.Replace(hit, `"a"`, `""`, 1)), "a profile without a user name or a realm"},
		{"Profiles", profiles(strings.Replace(hit, `"realm_name":"r"`, `"realm":"r"`, 1)), "a profile without a user name or a realm"},
		{"Profiles", profiles(strings.Replace(hit, `[]`, `null`, 1)), "a profile without roles"},
		{"ProfilesByUID", `{"profiles":[]}`, "other profiles"},
		{"ProfilesByUID", `{"profiles":[` + hit + `]}`, "other profiles"},
		{"ProfilesByUID", `{"profiles":[],"errors":{"count":1}}`, "errors without details"},
	} {
		s := serve(t, answer(200, tt.answer))
		err := peopleCalls[tt.call].call(t.Context(), forElasticsearch(t, config(s.URL)))
		wantProblem(t, err, 200, tt.problem)
	}
}

func TestAnEndlessAnswerOfElasticsearch(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"took":"`))
		for chunk := []byte(strings.Repeat(" ", 1<<20)); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := forElasticsearch(t, config(s.URL)).Profiles(t.Context())
	wantProblem(t, err, 200, fmt.Sprintf("more than %d bytes", client.MaxStreamSize))
}

func TestARedirectOfElasticsearchIsNotFollowed(t *testing.T) {
	t.Parallel()
	s := serve(t, redirectTo("https://me:"+secret+"@other.example.com/login"))
	for what, tt := range peopleCalls {
		err := tt.call(t.Context(), forElasticsearch(t, config(s.URL)))
		if _, ok := errors.AsType[*client.RedirectError](err); !ok {
			t.Errorf("%s: error = %v, want a RedirectError", what, err)
		}
		wantNoSecret(t, err)
	}
}

func TestAReasonAsAText(t *testing.T) {
	t.Parallel()
	for body, status := range map[string]int{
		`{"error":"no handler found for uri [/_security/user] and method [GET]"}`:     400,
		`{"error":"Incorrect HTTP method for uri [/x], allowed: [PUT]","status":405}`: 405,
	} {
		s := serve(t, answer(status, body))
		_, err := forElasticsearch(t, config(s.URL)).Users(t.Context())
		refused, ok := errors.AsType[*client.APIError](err)
		if !ok || refused.StatusCode != status || !strings.Contains(body, refused.Message) || refused.Message == "" {
			t.Errorf("error = %v, want the reason in %s", err, body)
		}
	}
}

func TestErrorsOfElasticsearchHaveNoSecret(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.HandlerFunc{
		"refused":       answer(403, `{"error":{"type":"`+secret+`","reason":"`+secret+`","license.expired.feature":"`+secret+`"},"status":403}`),
		"a text":        answer(400, `{"error":"`+secret+`"}`),
		"a key":         answer(200, `{"`+secret+`":1}`),
		"a value":       answer(200, `{"a":"`+secret+`"}`),
		"a failed one":  answer(200, `{"`+secret+`":{"username":"`+secret+`"}}`),
		"HTML":          answerAs("text/html", 200, "<html>"+secret),
		"malformed":     answer(200, `{"a":`+secret),
		"other profile": answer(200, `{"has_privilege_uids":["`+secret+`"],"profiles":[],"errors":{"details":{"`+secret+`":{}}}}`),
	} {
		s := serve(t, h)
		for what, tt := range peopleCalls {
			err := tt.call(t.Context(), forElasticsearch(t, configWithSecrets(s.URL)))
			if err == nil {
				t.Errorf("%s, %s: no error", what, name)
				continue
			}
			wantNoSecret(t, err)
		}
	}
	es := forElasticsearch(t, configWithSecrets("https://es.example.com"))
	wantNoSecret(t, es)
	wantNoSecret(t, *es)
}
