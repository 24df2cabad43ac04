package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// User is a user whom Elasticsearch stores, or who is built in. Elasticsearch does not
// list the users of other realms, such as SAML, LDAP and files.
type User struct {
	Username string
	// FullName and Email are empty if the user has none.
	FullName, Email string
	// Enabled users can log in.
	Enabled bool
	// Roles are the roles that the user has now: sorted names, which nobody may change.
	// They do not include those of the anonymous user, which everybody has as well.
	Roles []string
	// Reserved users are built in, such as "elastic". So is the anonymous user.
	Reserved bool
	// ProfileUID is the uid of the user's profile. It is empty if the user has not logged
	// into Kibana yet.
	ProfileUID string
}

// userAnswer is the answer of [Elasticsearch.Users].
type userAnswer struct {
	roleSets *roleSets
	users    []User
}

// Users returns all users, sorted by name: GET /_security/user. See [IsSwitchedOff] for
// an Elasticsearch without native users, and [IsNotOnServerless].
func (es *Elasticsearch) Users(ctx context.Context) ([]User, error) {
	get := request{method: http.MethodGet, path: "/_security/user", query: "with_profile_uid=true"}
	answer, err := ask(ctx, es, get, func() *userAnswer { return &userAnswer{roleSets: es.roleSets} })
	if err != nil {
		return nil, err
	}
	return answer.users, nil
}

func (a *userAnswer) member(name string, value *json.Decoder) error {
	var user struct {
		Username   string   `json:"username"`
		Roles      []string `json:"roles"`
		FullName   string   `json:"full_name"` // or null
		Email      string   `json:"email"`     // or null
		Enabled    *bool    `json:"enabled"`
		ProfileUID string   `json:"profile_uid"`
		Metadata   struct {
			Reserved bool `json:"_reserved"`
		} `json:"metadata"`
	}
	if err := value.Decode(&user); err != nil {
		return err
	}
	switch {
	case user.Username == "" || user.Username != name:
		return errors.New("a user of another name than its key")
	case user.Roles == nil:
		return errors.New("a user without roles")
	case user.Enabled == nil:
		return errors.New(`a user without "enabled"`)
	}
	a.users = append(a.users, User{
		Username: user.Username, FullName: user.FullName, Email: user.Email, Enabled: *user.Enabled,
		Roles: a.roleSets.intern(user.Roles), Reserved: user.Metadata.Reserved, ProfileUID: user.ProfileUID,
	})
	return nil
}

func (a *userAnswer) problem() string {
	slices.SortFunc(a.users, func(x, y User) int { return strings.Compare(x.Username, y.Username) })
	return repeated(a.users, "the same user twice", func(u User) string { return u.Username })
}

// repeated returns the problem if two neighbours have the same key.
func repeated[T any](sorted []T, problem string, key func(T) string) string {
	for i := 1; i < len(sorted); i++ {
		if key(sorted[i]) == key(sorted[i-1]) {
			return problem
		}
	}
	return ""
}
