package client_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestAPIErrorHasKibanasMessage(t *testing.T) {
	t.Parallel()
	s := serve(t, refuse(400, "[illegal_argument_exception\n\tRoot causes:\n\t\tx]: role [superuser] is reserved"))
	err := connect(t, config(s.URL+"/base")).DeleteRole(t.Context(), "superuser")
	want := &client.APIError{
		StatusCode: 400, Method: "DELETE", Path: "/base/api/security/role/superuser",
		Message: "[illegal_argument_exception\n\tRoot causes:\n\t\tx]: role [superuser] is reserved",
	}
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	line := "DELETE /base/api/security/role/superuser: 400 Bad Request: [illegal_argument_exception Root causes: x]: role [superuser] is reserved"
	if err.Error() != line {
		t.Errorf("Error() = %q, want %q", err, line)
	}
}

func TestPredicates(t *testing.T) {
	t.Parallel()
	predicates := map[int]func(error) bool{
		401: client.IsUnauthorized, 403: client.IsForbidden, 404: client.IsNotFound, 409: client.IsConflict,
	}
	for _, status := range []int{400, 401, 403, 404, 409, 500} {
		err := fmt.Errorf("wrapped: %w", &client.APIError{StatusCode: status})
		for of, holds := range predicates {
			if holds(err) != (of == status) {
				t.Errorf("predicate for %d of a %d = %t", of, status, holds(err))
			}
		}
	}
	for of, holds := range predicates {
		if holds(nil) || holds(errors.New("other")) || holds(&client.ResponseError{StatusCode: of}) {
			t.Errorf("predicate for %d is true without an answer of Kibana", of)
		}
	}
}

func TestUnusableAnswersAreErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		h       http.HandlerFunc
		status  int
		problem string
	}{
		"login page":                  {answerAs("text/html; charset=utf-8", 200, "<!doctype html><title>Log in</title>"), 200, "an HTML page"},
		"login page without its type": {answerAs("", 200, "\n <html>"), 200, "an HTML page"},
		"HTML that claims to be JSON": {answer(200, "<html>"), 200, "an HTML page"},
		"plain text":                  {answerAs("text/plain", 200, "OK"), 200, "malformed or truncated JSON"},
		"truncated JSON":              {answer(200, `{"name":"r","elasticsearch":{`), 200, "malformed or truncated JSON"},
		"JSON and more":               {answer(200, roleJSON("r")+roleJSON("r")), 200, "malformed or truncated JSON"},
		"empty":                       {answer(200, ""), 200, "an empty answer"},
		"no content":                  {answer(204, ""), 204, "an empty answer"},
		"null":                        {answer(200, " null\n"), 200, "a JSON null"},
		"a string":                    {answer(200, `"r"`), 200, "JSON of another shape"},
		"another shape inside":        {answer(200, `{"name":7}`), 200, "JSON of another shape"},
		"a role without its kibana":   {answer(200, `{"name":"r","elasticsearch":{}}`), 200, `role "r" has no "kibana"`},
		"an object of another kind":   {answer(200, `{"error":"login required"}`), 200, `role has no "name"`},
		"oversize":                    {answer(200, strings.Repeat(" ", client.MaxAnswerSize+1)), 200, "more than 8388608 bytes"},
		"HTML error":                  {answerAs("text/html", 404, "<html>"), 404, "an HTML page"},
		"proxy's JSON error":          {answer(404, `{"message":"no such route"}`), 404, "JSON that is not one of Kibana's errors"},
		"error of another status":     {answer(404, `{"statusCode":400,"message":"x"}`), 404, "JSON that is not one of Kibana's errors"},
		"list as an error":            {answer(404, `[]`), 404, "JSON of another shape"},
		"bare error":                  {answer(500, ""), 500, "an empty answer"},
		"redirect without target":     {answer(302, ""), 302, "a redirect that leads nowhere"},
		"redirect to no address":      {redirectTo("http://[::1"), 302, "a redirect that leads nowhere"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.h)
			_, err := connect(t, config(s.URL)).Role(t.Context(), "r")
			wantProblem(t, err, tt.status, tt.problem)
			wantJournal(t, s, "GET /api/security/role/r")
		})
	}
}

func TestAWriteFailsIfTheAnswerIsAPage(t *testing.T) {
	t.Parallel()
	for line, tt := range calls {
		if strings.HasPrefix(line, http.MethodGet) {
			continue
		}
		s := serve(t, tt.handler(answerAs("text/html", 200, "<html>log in</html>")))
		wantProblem(t, tt.call(t.Context(), connect(t, config(s.URL))), 200, "content where Kibana sends none")
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := serve(t, answer(200, roleJSON("r")))
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, tt := range map[string]struct{ location, to string }{
			"to another origin":    {elsewhere.URL + "/x?token=" + secret, elsewhere.URL + "/x"},
			"to a login page":      {"/login?next=%2F", "/login"},
			"to the same path":     {"/api/security/role/r", "/api/security/role/r"},
			"to https":             {"https://kibana.example.com/api", "https://kibana.example.com/api"},
			"to a URL with a user": {"https://me:" + secret + "@kibana.example.com/a%2Fb#f", "https://kibana.example.com/a%2Fb"},
		} {
			t.Run(fmt.Sprint(status, " ", name), func(t *testing.T) {
				t.Parallel()
				redirected := func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Location", tt.location)
					w.WriteHeader(status)
				}
				s := serve(t, script(redirected, readable(redirected)))
				c := connect(t, config(s.URL))
				_, err := c.Role(t.Context(), "r")
				var redirect *client.RedirectError
				if !errors.As(err, &redirect) {
					t.Fatalf("error = %v, want a RedirectError", err)
				}
				to := tt.to
				if strings.HasPrefix(to, "/") {
					to = s.URL + to
				}
				want := client.RedirectError{Method: "GET", From: s.URL + "/api/security/role/r", To: to}
				if diff := cmp.Diff(want, *redirect); diff != "" {
					t.Errorf("error (-want +got):\n%s", diff)
				}
				wantNoSecret(t, err)
				if err := update(t.Context(), c, role("r")); !errors.As(err, &redirect) {
					t.Errorf("error of a write = %v, want a RedirectError", err)
				}
				wantJournal(t, s, "GET /api/security/role/r", "GET /api/security/role/r", "PUT /api/security/role/r")
			})
		}
	}
	t.Cleanup(func() { wantJournal(t, elsewhere) })
}
