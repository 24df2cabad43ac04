package kibanatest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// nativeUsers names native users in the answer to a request while they are switched off.
const nativeUsers = "Native user management"

// esUserView is a user in an answer.
type esUserView struct {
	Username   string                     `json:"username"`
	Roles      []string                   `json:"roles"`
	FullName   *string                    `json:"full_name"`
	Email      *string                    `json:"email"`
	Metadata   map[string]json.RawMessage `json:"metadata"`
	Enabled    bool                       `json:"enabled"`
	ProfileUID string                     `json:"profile_uid,omitempty"`
}

// realmView names a realm in an answer.
type realmView struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// getUsers answers GET /_security/user, and the same with names. Without names it lists
// the reserved users, the anonymous user if there is one, and the native users.
func (c *esCall) getUsers() (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	store := &c.es.users
	answer := newObject()
	add := func(realm string, u ESUser) {
		view := u.view()
		if c.request.URL.Query().Get("with_profile_uid") == "true" {
			view.ProfileUID = c.es.profiles.of(realm, u.Username)
		}
		answer.set(u.Username, view)
	}
	if c.param != "" {
		for _, name := range c.names() {
			if u, realm := store.find(name); u != nil {
				add(realm, *u)
			}
		}
		return foundIn(answer)
	}
	for _, u := range store.reserved {
		add(ReservedRealm, u)
	}
	if store.anonymous != nil {
		add("", *store.anonymous)
	}
	for _, u := range store.native {
		add(NativeRealm, u)
	}
	return http.StatusOK, answer
}

// foundIn returns the answer to a request for names: 404 if none was found.
func foundIn(answer *object) (int, any) {
	if len(answer.keys) == 0 {
		return http.StatusNotFound, answer
	}
	return http.StatusOK, answer
}

func (u ESUser) view() esUserView {
	v := esUserView{
		Username: u.Username,
		Roles:    orEmpty(u.Roles),
		FullName: orNull(u.FullName),
		Email:    orNull(u.Email),
		Metadata: u.Metadata,
		Enabled:  !u.Disabled,
	}
	if v.Metadata == nil {
		v.Metadata = map[string]json.RawMessage{}
	}
	return v
}

// orNull returns nil for an empty text.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// getCaller answers GET /_security/_authenticate. The double's credentials are those of
// built-in users unless it stores a user of that name. API keys have no roles.
func (c *esCall) getCaller() (int, any) {
	u, realm := c.es.users.find(c.user.name)
	if u == nil {
		u, realm = &ESUser{Username: c.user.name}, ReservedRealm
	}
	kind, by := realm, "realm"
	switch scheme, _, _ := strings.Cut(c.request.Header.Get("Authorization"), " "); {
	case strings.EqualFold(scheme, "apikey"):
		realm, kind, by = "_es_api_key", "_es_api_key", "api_key"
	case strings.EqualFold(scheme, "bearer"):
		by = "token"
	case scheme == "":
		realm, kind, by = "__anonymous", "__anonymous", "anonymous"
	case realm == NativeRealm:
		kind = "native"
	}
	return http.StatusOK, struct {
		esUserView
		Realm  realmView `json:"authentication_realm"`
		Lookup realmView `json:"lookup_realm"`
		Type   string    `json:"authentication_type"`
	}{u.view(), realmView{realm, kind}, realmView{realm, kind}, by}
}
