package client_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestARoleNameIsOnePathSegment(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"soc-tier1":         "soc-tier1",
		"a/b":               "a%2Fb",
		"/":                 "%2F",
		"../role/other":     "..%2Frole%2Fother",
		".":                 "%2E",
		"..":                "%2E%2E",
		"...":               "%2E%2E%2E",
		"a..b":              "a..b",
		"100%":              "100%25",
		"%2F":               "%252F",
		"%2e%2e":            "%252e%252e",
		"a?createOnly=true": "a%3FcreateOnly=true",
		"a#b":               "a%23b",
		"two words":         "two%20words",
		"a+b":               "a+b",
		"a,b;c":             "a%2Cb%3Bc",
		`back\slash "q"`:    "back%5Cslash%20%22q%22",
		"größe":             "gr%C3%B6%C3%9Fe",
		"🔒":                 "%F0%9F%94%92",
	}
	for name, escaped := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					answer(200, otherRoleJSON(name))(w, r)
					return
				}
				answer(204, "")(w, r)
			})
			c := connect(t, config(s.URL+"/base"))
			path := "/base/api/security/role/" + escaped

			if _, err := c.Role(t.Context(), name); err != nil {
				t.Error(err)
			}
			if err := errors.Join(
				c.CreateRole(t.Context(), role(name)),
				update(t.Context(), c, role(name)),
				c.DeleteRole(t.Context(), name),
			); err != nil {
				t.Error(err)
			}
			wantJournal(t, s, "GET "+path, "PUT "+path+"?createOnly=true", "GET "+path, "PUT "+path, "DELETE "+path)
		})
	}
}

func TestAnyRoleNameArrivesUnchanged(t *testing.T) {
	t.Parallel()
	const prefix = "/base/api/security/role/"
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		text, err := json.Marshal(r.URL.Path[len(prefix):])
		if err != nil {
			panic(err)
		}
		answer(200, `{"name":`+string(text)+`,"elasticsearch":{},"kibana":[]}`)(w, r)
	})
	c := connect(t, config(s.URL+"/base"))
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.StringN(1, 60, -1).Draw(rt, "name")
		if _, err := c.Role(t.Context(), name); err != nil {
			rt.Fatalf("Role(%q): %v", name, err)
		}
	})
}

func TestRoleReadsOneRole(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, roleJSON("r")))
	got, err := connect(t, config(s.URL)).Role(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(role("r")) {
		t.Errorf("Role = %+v, want %+v", got, role("r"))
	}
	wantJournal(t, s, "GET /api/security/role/r")
}

func TestRoleRefusesARoleOfAnotherName(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, roleJSON("other")))
	_, err := connect(t, config(s.URL)).Role(t.Context(), "r")
	wantProblem(t, err, 200, "a role of another name")
}

func TestRolesReadsAllRoles(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "["+roleJSON("a")+","+roleJSON("b")+"]"))
	got, err := allRoles(t.Context(), connect(t, config(s.URL)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || !got[0].Equal(role("a")) || !got[1].Equal(role("b")) {
		t.Errorf("Roles = %+v", got)
	}
	wantJournal(t, s, "GET /api/security/role")
}

func TestUpdateSendsThePayloadOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, readable(answer(204, "")))
	if err := update(t.Context(), connect(t, config(s.URL)), role("r")); err != nil {
		t.Fatal(err)
	}
	wantJournal(t, s, readBack, "PUT /api/security/role/r")
	want, err := role("r").Payload()
	if err != nil {
		t.Fatal(err)
	}
	if got := s.body(1); got != string(want) {
		t.Errorf("body = %s, want %s", got, want)
	}
}

func TestAnInvalidRoleIsNotSent(t *testing.T) {
	t.Parallel()
	s := serve(t, another)
	broken := role("r")
	broken.Metadata = json.RawMessage("{")
	c := connect(t, config(s.URL))
	if update(t.Context(), c, broken) == nil || c.CreateRole(t.Context(), broken) == nil {
		t.Error("no error")
	}
	wantJournal(t, s, readBack)
}

func TestDeleteOfAMissingRoleSucceeds(t *testing.T) {
	t.Parallel()
	gone := refuse(404, `[{"found":false}]: undefined`)
	for name, test := range map[string]struct {
		steps   []http.HandlerFunc
		journal []string
	}{
		"it never existed":                {[]http.HandlerFunc{gone}, []string{remove, probe}},
		"an earlier attempt removed it":   {[]http.HandlerFunc{cut, gone}, []string{remove, readBack, probe}},
		"it is removed on second attempt": {[]http.HandlerFunc{refuse(503, "busy"), same, answer(204, "")}, []string{remove, readBack, remove}},
		"somebody else removes it":        {[]http.HandlerFunc{slowDown, gone}, []string{remove, readBack, probe}},
		"while it is repeated":            {[]http.HandlerFunc{slowDown, same, gone}, []string{remove, readBack, remove}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, withRoleAPI(script(test.steps...)))
			if err := connect(t, config(s.URL)).DeleteRole(t.Context(), "r"); err != nil {
				t.Error(err)
			}
			wantJournal(t, s, test.journal...)
		})
	}
}

func TestDeleteReadsTheRoleAfterALostAnswer(t *testing.T) {
	t.Parallel()
	lost := func(err error) bool { _, ok := errors.AsType[*client.LostAnswerError](err); return ok }
	for name, test := range map[string]struct {
		steps   []http.HandlerFunc
		is      func(error) bool
		journal []string
	}{
		"it is gone":            {[]http.HandlerFunc{page, missing}, func(err error) bool { return err == nil }, []string{remove, readBack, probe}},
		"it still exists":       {[]http.HandlerFunc{page, same}, func(err error) bool { return err != nil && !lost(err) }, []string{remove, readBack}},
		"it cannot be read":     {[]http.HandlerFunc{page}, lost, []string{remove, readBack}},
		"the server is gone":    {[]http.HandlerFunc{cut}, lost, slices.Concat([]string{remove}, repeat(readBack, 3))},
		"it exists in the end":  {[]http.HandlerFunc{cut, same, cut, same, cut, same}, func(err error) bool { return err != nil && !lost(err) }, []string{remove, readBack, remove, readBack, remove, readBack}},
		"it is gone in the end": {[]http.HandlerFunc{cut, same, cut, same, cut, missing}, func(err error) bool { return err == nil }, []string{remove, readBack, remove, readBack, remove, readBack}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, withRoleAPI(script(test.steps...)))
			if err := connect(t, config(s.URL)).DeleteRole(t.Context(), "r"); !test.is(err) {
				t.Errorf("error = %v", err)
			}
			wantJournal(t, s, test.journal...)
		})
	}
}

// A PUT creates a role, so a 404 to a PUT means that the API does not exist.
func TestA404ToAPutIsNotAMissingRole(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			missing(w, r)
			return
		}
		another(w, r)
	})
	c := connect(t, config(s.URL))
	for what, err := range map[string]error{
		"create": c.CreateRole(t.Context(), role("r")),
		"update": update(t.Context(), c, role("r")),
		"modify": c.ModifyRole(t.Context(), "r", addGrant("noc")),
	} {
		if client.IsNotFound(err) || !client.IsUnrouted(err) {
			t.Errorf("%s: error = %v, want one that is not about the role", what, err)
		}
	}
}

// Kibana answers the same 404 for a missing role and for a path that does not exist.
// With a wrong base path, no role may seem to be deleted.
func TestA404WithoutARoleAPIIsNotAMissingRole(t *testing.T) {
	t.Parallel()
	s := serve(t, refuse(404, "Not Found"))
	c := connect(t, config(s.URL))
	_, read := c.Role(t.Context(), "r")
	for what, err := range map[string]error{"read": read, "delete": c.DeleteRole(t.Context(), "r")} {
		var response *client.ResponseError
		if client.IsNotFound(err) || !errors.As(err, &response) {
			t.Errorf("%s: error = %v, want one that is not about the role", what, err)
		}
	}
}

func TestTheRoleAPIIsCheckedOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, withRoleAPI(refuse(404, "[{}]: undefined")))
	c := connect(t, config(s.URL))
	for range 3 {
		if _, err := c.Role(t.Context(), "r"); !client.IsNotFound(err) {
			t.Errorf("error = %v, want not found", err)
		}
	}
	wantJournal(t, s, "GET /api/security/role/r", probe, "GET /api/security/role/r", "GET /api/security/role/r")
}

func TestDeleteAcceptsOnlyKibanas404(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.HandlerFunc{
		"HTML":           answerAs("text/html", 404, "<html>not found</html>"),
		"a cloud router": answer(404, `{"ok":false,"message":"Unknown resource."}`),
		"nothing":        answer(404, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, h)
			err := connect(t, config(s.URL)).DeleteRole(t.Context(), "r")
			var unusable *client.ResponseError
			if !errors.As(err, &unusable) || client.IsNotFound(err) {
				t.Errorf("error = %v, want a ResponseError", err)
			}
		})
	}
}
