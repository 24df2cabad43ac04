package client_test

import (
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestUnusableListsAreErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		h       http.HandlerFunc
		problem string
	}{
		"login page":              {answerAs("text/html", 200, "<!doctype html><title>Log in</title>"), "an HTML page"},
		"empty":                   {answer(200, ""), "an empty answer"},
		"null":                    {answer(200, " null"), "a JSON null"},
		"an object":               {answer(200, "{}"), "JSON of another shape"},
		"null inside":             {answer(200, "[null]"), `role has no "name"`},
		"a text inside":           {answer(200, `["a"]`), "JSON of another shape"},
		"cut off in a role":       {answer(200, "["+roleJSON("a")+`,{"name":`), "truncated JSON"},
		"cut off between roles":   {answer(200, "["+roleJSON("a")+","), "truncated JSON"},
		"cut off before its end":  {answer(200, "["+roleJSON("a")), "truncated JSON"},
		"HTML inside":             {answer(200, "["+roleJSON("a")+",<b>]"), "malformed or truncated JSON"},
		"a list and more":         {answer(200, "[]"+roleJSON("a")), "content after the value"},
		"a list and HTML":         {answer(200, "[]<b>"), "content after the value"},
		"one bad role":            {answer(200, "["+roleJSON("a")+`,{"name":"b"}]`), `role "b" has no "elasticsearch"`},
		"oversize":                {answer(200, `["wrong",`+strings.Repeat(" ", client.MaxStreamSize)+"]"), "more than 67108864 bytes"},
		"oversize and not a list": {answer(200, "<"+strings.Repeat(" ", client.MaxStreamSize)), "more than 67108864 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.h)
			roles, err := allRoles(t.Context(), connect(t, config(s.URL)))
			wantProblem(t, err, 200, test.problem)
			if roles != nil {
				t.Errorf("Roles = %v", roles)
			}
			wantJournal(t, s, listRoles)
		})
	}
}

func TestAListMayBeLargerThanARole(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "["+strings.Repeat(" ", client.MaxAnswerSize)+"]"))
	if _, err := allRoles(t.Context(), connect(t, config(s.URL))); err != nil {
		t.Error(err)
	}
}

// After a broken list, the elements that arrived before are not used.
func TestAListThatBreaksOffIsRequestedAgain(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{
		"all is well so far": "[" + roleJSON("gone") + ",",
		"wrong already":      `[{"name":"b"},` + strings.Repeat(roleJSON("a")+",", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			breaksOff := func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, begin)
				_ = http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			}
			s := serve(t, script(breaksOff, answer(200, "["+roleJSON("a")+","+roleJSON("b")+"]")))
			roles, err := allRoles(t.Context(), connect(t, config(s.URL)))
			if err != nil || len(roles) != 2 || roles[0].Name != "a" || roles[1].Name != "b" {
				t.Errorf("Roles = %v, %v", roles, err)
			}
			wantJournal(t, s, listRoles, listRoles)

			s = serve(t, breaksOff)
			if roles, err := allRoles(t.Context(), connect(t, config(s.URL))); client.KindOf(err) != client.KindReset || roles != nil {
				t.Errorf("Roles = %v, %v, want a broken connection", roles, err)
			}
			wantJournal(t, s, listRoles, listRoles, listRoles)
		})
	}
}

// Memory holds the text of a list only once.
func TestALongListIsInMemoryOnce(t *testing.T) { //nolint:paralleltest // it counts the allocations of the whole process
	const roles = 4000
	role := strings.Replace(roleJSON("r"), "{", `{"description":"`+strings.Repeat("x", 4000)+`",`, 1)
	head, tail, _ := strings.Cut(role, `"r"`)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/security/role" {
			answer(200, roleJSON(r.URL.Path[len("/api/security/role/"):]))(w, r)
			return
		}
		_, _ = io.WriteString(w, "[")
		for i := range roles {
			for _, part := range []string{head, strconv.Quote("r" + strconv.Itoa(i)), tail, ","} {
				_, _ = io.WriteString(w, part)
			}
		}
		_, _ = io.WriteString(w, role+"]")
	})
	c := connect(t, config(s.URL))
	allocated := func(name string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := c.RefreshRole(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for _, name := range []string{"r0", "r1", "r2"} { // one by one
		allocated(name)
	}
	if size, took := uint64(roles*len(role)), allocated("r3"); took > size*8/5 {
		t.Errorf("%d bytes were allocated for a list of %d bytes", took, size)
	}
}
