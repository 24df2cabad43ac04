package client_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

func onCases(action string) bool { return strings.HasPrefix(action, "cases:") }

func TestEffectivePrivileges(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"global":["all","read"],"space":["all","read"],"reserved":[],
		"features":{"generalCasesV3":["all","read","minimal_all","minimal_read"],"dev_tools":["all"]}}`))
	got, err := connect(t, config(s.URL)).EffectivePrivileges(t.Context())
	check(t, err)
	want := map[string][]string{"generalCasesV3": {"all", "read", "minimal_all", "minimal_read"}, "dev_tools": {"all"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("privileges (-want +got):\n%s", diff)
	}
	wantJournal(t, s, "GET /api/security/privileges?respectLicenseLevel=true")
}

// Only the actions that the caller keeps are kept, but every id.
func TestPrivileges(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"reserved":{"x":["login:"],"deep":{"a":[1,null]}},
		"global":{"all":["login:","cases:cases/getCase"],"read":[]},"space":{"all":["cases:cases/getCase"],"read":["login:"]},
		"features":{"generalCasesV3":{"all":["login:","cases:cases/getCase","cases:x/y","ui:a"],"read":["ui:a"]},"dev_tools":{"all":[]}}}`))
	got, err := connect(t, config(s.URL)).Privileges(t.Context(), onCases)
	check(t, err)
	want := client.Privileges{
		Features: map[string]map[string][]string{
			"generalCasesV3": {"all": {"cases:cases/getCase", "cases:x/y"}, "read": nil},
			"dev_tools":      {"all": nil},
		},
		Space:  map[string][]string{"all": {"cases:cases/getCase"}, "read": nil},
		Global: map[string][]string{"all": {"cases:cases/getCase"}, "read": nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("privileges (-want +got):\n%s", diff)
	}
	wantJournal(t, s, "GET /api/security/privileges?includeActions=true&respectLicenseLevel=false")
}

func TestUnusablePrivilegesAreErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		h       http.HandlerFunc
		problem string
	}{
		"a login page":         {answerAs("text/html", 200, "<!doctype html>"), "an HTML page"},
		"empty":                {answer(200, " "), "an empty answer"},
		"null":                 {answer(200, "null"), "JSON of another shape"},
		"a list":               {answer(200, "[]"), "JSON of another shape"},
		"no features":          {answer(200, `{"space":{}}`), "JSON without features"},
		"null for features":    {answer(200, `{"features":null}`), "JSON of another shape"},
		"ids without actions":  {answer(200, `{"features":{"a":["all"]}}`), "JSON of another shape"},
		"a number as action":   {answer(200, `{"features":{"a":{"all":[1]}}}`), "JSON of another shape"},
		"an object as actions": {answer(200, `{"features":{"a":{"all":{}}}}`), "JSON of another shape"},
		"cut off":              {answer(200, `{"features":{"a":{"all":["cases:a`), "truncated JSON"},
		"cut off later":        {answer(200, `{"features":{"a":{"all":["cases:a/b"]}}`), "truncated JSON"},
		"more behind":          {answer(200, `{"features":{}} {}`), "content after the privileges"},
		"too long":             {answer(200, `{"features":{},"x":"`+strings.Repeat("x", client.MaxStreamSize)+`"}`), "more than 67108864 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.h)
			got, err := connect(t, config(s.URL)).Privileges(t.Context(), onCases)
			wantProblem(t, err, 200, test.problem)
			if got.Features != nil || got.Space != nil || got.Global != nil {
				t.Errorf("Privileges = %v", got)
			}
		})
	}
	for _, body := range []string{`{}`, `{"features":null}`} {
		s := serve(t, answer(200, body))
		_, err := connect(t, config(s.URL)).EffectivePrivileges(t.Context())
		wantProblem(t, err, 200, "JSON without features")
	}
}

// What breaks off is requested anew, and nothing of it is kept.
func TestPrivilegesThatBreakOffAreRequestedAgain(t *testing.T) {
	t.Parallel()
	breaksOff := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"features":{"gone":{"all":["cases:a/b"]},`))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	s := serve(t, script(breaksOff, answer(200, `{"features":{"a":{"all":[]}}}`)))
	got, err := connect(t, config(s.URL)).Privileges(t.Context(), onCases)
	check(t, err)
	if _, ok := got.Features["a"]; !ok || len(got.Features) != 1 {
		t.Errorf("Privileges = %v", got)
	}
}

// An answer of the size that a real Kibana sends is never in memory as a whole.
func TestManyActionsAreNotKept(t *testing.T) { //nolint:paralleltest // it counts the allocations of the whole process
	profile := kibanatest.Newest()
	profile.SavedObjectTypes = 20
	k := kibanatest.Start(t, profile)
	c := connect(t, double(k))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	got, err := c.Privileges(context.Background(), onCases)
	check(t, err)
	k.ResetJournal()
	for range 2 { // the first one leaves what pools hold
		runtime.GC()
	}
	runtime.ReadMemStats(&after)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 1<<20 {
		t.Errorf("%d bytes are kept", kept)
	}
	if len(got.Features["generalCasesV3"]["all"]) == 0 {
		t.Error("the actions on cases are missing")
	}
}
