package kibanatest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// withPrivileges asks which of the profiles have a privilege of Kibana in the space soc.
func withPrivileges(t *testing.T, s *Server, privilege string, uids ...string) any {
	t.Helper()
	body := fmt.Sprintf(`{"uids":%s,"privileges":{"application":[{"application":"kibana-.kibana","privileges":["login:",%q],"resources":["space:soc"]}]}}`,
		encoded(t, uids), privilege)
	return ask(t, s, "POST", "/_security/profile/_has_privileges", body).wantStatus(t, http.StatusOK).object(t)["has_privilege_uids"]
}

func TestWhatEntriesAllow(t *testing.T) {
	t.Parallel()
	const getCase, deleteCase = "cases:securitySolution/getCase", "cases:securitySolution/deleteCase"
	entry := func(application, privilege string, resources ...string) ESApplication {
		return ESApplication{Application: application, Privileges: strings.Split(privilege, " "), Resources: resources}
	}
	for name, tt := range map[string]struct {
		entries []ESApplication
		asked   string
		allows  bool
	}{
		"read of the feature":           {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.read", "space:soc")}, getCase, true},
		"read does not delete":          {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.read", "space:soc")}, deleteCase, false},
		"sub-feature without read":      {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.cases_delete", "space:soc")}, getCase, false},
		"sub-feature deletes":           {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.cases_delete", "space:soc")}, deleteCase, true},
		"deprecated feature":            {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCases.minimal_read", "space:soc")}, getCase, true},
		"another feature":               {[]ESApplication{entry(kibanaApplication, "feature_generalCasesV3.all", "space:soc")}, getCase, false},
		"another space":                 {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.read", "space:lab")}, getCase, false},
		"several spaces":                {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.read", "space:lab", "space:soc")}, getCase, true},
		"all spaces":                    {[]ESApplication{entry(kibanaApplication, "read", "*")}, getCase, true},
		"a pattern of spaces":           {[]ESApplication{entry(kibanaApplication, "space_read", "space:s?c")}, getCase, true},
		"a regular expression":          {[]ESApplication{entry(kibanaApplication, "space_all", "/space:(soc|lab)/")}, deleteCase, true},
		"half a regular expression":     {[]ESApplication{entry(kibanaApplication, "space_all", "/space:(soc|lab)")}, deleteCase, false},
		"an escaped star":               {[]ESApplication{entry(kibanaApplication, "space_all", `space:so\*`)}, getCase, false},
		"every application":             {[]ESApplication{entry("*", "*", "*")}, deleteCase, true},
		"applications by a prefix":      {[]ESApplication{entry("kibana-*", "read", "*")}, getCase, true},
		"another application":           {[]ESApplication{entry("kibana-other", "read", "*")}, getCase, false},
		"actions":                       {[]ESApplication{entry(kibanaApplication, "login: cases:securitySolution/*", "space:soc")}, deleteCase, true},
		"actions without login":         {[]ESApplication{entry(kibanaApplication, "cases:*", "space:soc")}, deleteCase, false},
		"login by another entry":        {[]ESApplication{entry(kibanaApplication, "cases:*", "space:soc"), entry(kibanaApplication, "feature_discover.read", "space:soc")}, getCase, true},
		"a pattern of privilege names":  {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCases*", "space:soc")}, getCase, false},
		"a privilege that is not there": {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV9.all", "*")}, getCase, false},
		"a reserved privilege":          {[]ESApplication{entry(anyKibanaApplication, "reserved_ml_user", "*")}, getCase, false},
		"a stored name, asked for":      {[]ESApplication{entry(kibanaApplication, "feature_securitySolutionCasesV3.all", "*")}, "feature_securitySolutionCasesV3.read", true},
		"an unknown name, asked for":    {[]ESApplication{entry("*", "*", "*")}, "feature_nothing.read", false},
		"nothing":                       {nil, getCase, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Start(t, Newest())
			s.Plant("role", ESRole{Applications: tt.entries})
			uid := s.LogInFrom("saml1", ESUser{Username: "cho", Roles: []string{"not there", "role"}})
			want := []any{}
			if tt.allows {
				want = append(want, uid)
			}
			equal(t, withPrivileges(t, s, tt.asked, uid), any(want))
		})
	}
}

func TestWhichProfilesAreAnswered(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	equal(t, withPrivileges(t, s, "cases:cases/getCase", "u_x"), any([]any{}))
	reader := s.LogInFrom("saml1", ESUser{Username: "reader", Roles: []string{"viewer"}})
	nobody := s.LogInFrom("saml1", ESUser{Username: "nobody"})
	off := s.LogInFrom("saml1", ESUser{Username: "off", Roles: []string{"viewer"}})
	s.DisableProfile(off)
	const body = `{"uids":["%s","%s","%s","u_x"],"privileges":{"application":[{"application":"kibana-.kibana","privileges":["cases:cases/getCase"],"resources":["space:soc"]}]}}`
	ask(t, s, "GET", "/_security/profile/_has_privileges", fmt.Sprintf(body, reader, nobody, off)).wantBody(t, http.StatusOK,
		`{"has_privilege_uids":["`+reader+`"],"errors":{"count":1,"details":{"u_x":{"type":"resource_not_found_exception","reason":"profile document not found"}}}}`)
	// The definition of a role counts as it is now.
	s.Remove("viewer")
	equal(t, withPrivileges(t, s, "cases:cases/getCase", reader), any([]any{}))
}

func TestARoleThatTheLicenceSwitchesOffAllowsNothing(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Plant("limited", ESRole{
		Indices:      []ESIndices{{Names: []string{"a"}, Privileges: []string{"read"}, Query: "{}"}},
		Applications: allSpacesApplication(kibanaApplication, "all"),
	})
	uid := s.LogInFrom("saml1", ESUser{Username: "cho", Roles: []string{"limited"}})
	equal(t, withPrivileges(t, s, "cases:cases/getCase", uid), any([]any{uid}))
	s.SetLicense("gold")
	equal(t, withPrivileges(t, s, "cases:cases/getCase", uid), any([]any{}))
}

func TestQuestionsThatElasticsearchRefuses(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	const application = `{"application":[{"application":"a","privileges":["b"],"resources":["c"]}]}`
	for body, reason := range map[string]string{
		"":   "Required [uids, privileges]",
		"[]": "profile_has_privileges_request",
		`{"uids":["u"],"privileges":{"run_as":[]}}`:                                          "unknown field",
		`{"uids":["u"],"privileges":{}}`:                                                     "must specify at least one privilege",
		`{"uids":[],"privileges":` + application + `}`:                                       "Validation Failed: 1: profile uids list must not be empty;",
		`{"uids":["u"],"privileges":` + strings.Replace(application, `"a"`, `"a*"`, 1) + `}`: "Application names may not contain '*'",
	} {
		wantReason(t, ask(t, s, "POST", "/_security/profile/_has_privileges", body), http.StatusBadRequest, reason)
	}
	wantReason(t, ask(t, s, "POST", "/_security/profile/_has_privileges", `{"uids":["u"],"privileges":{"cluster":["all"]}}`),
		http.StatusNotImplemented, "application privileges only")
}
