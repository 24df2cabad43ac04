package kibanatest

import (
	"net/http"
	"strings"
	"testing"
)

func TestPeopleByHTTP(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	activate := func(name, password string) reply {
		t.Helper()
		return ask(t, s, "POST", "/_security/profile/_activate", `{"grant_type":"password","username":"`+name+`","password":"`+password+`"}`)
	}
	const user = "/_security/user/ann"
	ask(t, s, "PUT", user, `{"password":"pa55word","roles":["viewer"],"full_name":"Ann A"}`).wantBody(t, http.StatusOK, `{"created":true}`)
	wantReason(t, activate("ann", "wrong"), http.StatusUnauthorized, "unable to authenticate user [ann]")
	uid, _ := activate("ann", "pa55word").wantStatus(t, http.StatusOK).object(t)["uid"].(string)
	ask(t, s, "POST", user, `{"roles":["editor"]}`).wantBody(t, http.StatusOK, `{"created":false}`)
	ask(t, s, "PUT", user+"/_disable", "").wantBody(t, http.StatusOK, "{}")
	wantReason(t, activate("ann", "pa55word"), http.StatusUnauthorized, "ann")
	ask(t, s, "GET", user+"?with_profile_uid=true", "").wantBody(t, http.StatusOK,
		`{"ann":{"username":"ann","roles":["editor"],"full_name":null,"email":null,"metadata":{},"enabled":false,"profile_uid":"`+uid+`"}}`)
	ask(t, s, "PUT", user+"/_enable", "").wantBody(t, http.StatusOK, "{}")
	ask(t, s, "PUT", "/_security/profile/"+uid+"/_disable", "").wantBody(t, http.StatusOK, `{"acknowledged":true}`)
	profiles := ask(t, s, "GET", "/_security/profile/"+uid, "")
	if text := string(profiles.body); !strings.Contains(text, `"enabled":false`) || !strings.Contains(text, `"roles":["viewer"]`) {
		t.Errorf("profiles %s", text)
	}
	activate("ann", "pa55word").wantStatus(t, http.StatusOK)
	activate(DefaultUser, DefaultPassword).wantStatus(t, http.StatusOK)
	ask(t, s, "DELETE", user, "").wantBody(t, http.StatusOK, `{"found":true}`)
	ask(t, s, "DELETE", user, "").wantBody(t, http.StatusNotFound, `{"found":false}`)
	for path, body := range map[string]string{
		"/_security/user/elastic":          `{"password":"pa55word","roles":[]}`,
		"/_security/user/ben":              `{"roles":[]}`,
		"/_security/user/cho":              `{"password":"pa55word"}`,
		"/_security/user/nobody/_disable":  "",
		"/_security/profile/_activate":     `{"grant_type":"access_token","access_token":"x"}`,
		"/_security/role_mapping/no-roles": `{"rules":{}}`,
	} {
		wantReason(t, ask(t, s, "POST", path, body), http.StatusBadRequest, "")
	}
	wantReason(t, ask(t, s, "POST", "/_security/profile/u_x/_disable", ""), http.StatusNotFound, "document missing")
}

func TestRoleMappingsByHTTP(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	const path, body = "/_security/role_mapping/soc", `{"role_templates":[{"template":"{}"}],"rules":{"field":{"groups":"soc"}},"enabled":false}`
	ask(t, s, "PUT", path, body).wantBody(t, http.StatusOK, `{"role_mapping":{"created":true}}`)
	ask(t, s, "PUT", path, body).wantBody(t, http.StatusOK, `{"role_mapping":{"created":false}}`)
	ask(t, s, "GET", path, "").wantBody(t, http.StatusOK,
		`{"soc":{"enabled":false,"role_templates":[{"template":"{}","format":"string"}],"rules":{"field":{"groups":"soc"}},"metadata":{}}}`)
	ask(t, s, "DELETE", path, "").wantBody(t, http.StatusOK, `{"found":true}`)
	ask(t, s, "DELETE", path, "").wantBody(t, http.StatusNotFound, `{"found":false}`)
}

func TestWritesNeedManageSecurity(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only(ReadSecurity)))
	for line, body := range map[string]string{
		"PUT /_security/user/ann":              `{"password":"pa55word","roles":[]}`,
		"DELETE /_security/user/ann":           "",
		"PUT /_security/user/elastic/_disable": "",
		"POST /_security/profile/_activate":    `{"grant_type":"password"}`,
		"PUT /_security/profile/u/_disable":    "",
		"PUT /_security/role_mapping/soc":      `{"roles":["a"],"rules":{}}`,
		"DELETE /_security/role_mapping/soc":   "",
	} {
		method, path, _ := strings.Cut(line, " ")
		wantReason(t, ask(t, s, method, path, body), http.StatusForbidden, "is unauthorized for user [elastic]")
	}
}
