package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// maxProfiles is the largest number of profiles that Elasticsearch returns in one answer.
// It cannot be asked for the next ones.
const maxProfiles = 10_000

// UserProfile is the profile of somebody who has logged into Kibana. Only people with a
// profile can be assigned to a case.
type UserProfile struct {
	UID      string
	Username string
	// FullName and Email are empty if the profile has none.
	FullName, Email string
	// Enabled is false for a profile that somebody has switched off. Kibana does not offer
	// such people as assignees.
	Enabled bool
	// Realm is the name of the realm of the last login, such as "default_native" or
	// "saml1". Users with the same name in two realms have two profiles.
	Realm string
	// Roles are the roles at the last login: sorted names, which nobody may change.
	Roles []string
}

// UserProfiles are the enabled profiles, as far as Elasticsearch lists them.
type UserProfiles struct {
	// List is sorted by user name, realm and uid.
	List []UserProfile
	// Complete says that there are no others.
	Complete bool
}

// profileAnswer is the answer of [Elasticsearch.Profiles].
type profileAnswer struct {
	roleSets *roleSets
	listed   bool
	profiles []UserProfile
	total    *struct {
		Value    int    `json:"value"`
		Relation string `json:"relation"`
	}
}

// Profiles returns the enabled profiles: POST /_security/profile/_suggest. Elasticsearch
// returns 10,000 at most. The licence must be standard or better; see [IsUnlicensed], and
// [IsNotOnServerless].
func (es *Elasticsearch) Profiles(ctx context.Context) (UserProfiles, error) {
	search := request{
		method: http.MethodPost, path: "/_security/profile/_suggest", readOnly: true,
		body: fmt.Appendf(nil, `{"name":"","size":%d}`, maxProfiles),
	}
	answer, err := ask(ctx, es, search, func() *profileAnswer { return &profileAnswer{roleSets: es.roleSets} })
	if err != nil {
		return UserProfiles{}, err
	}
	return UserProfiles{answer.profiles, answer.total.Relation == "eq" && answer.total.Value == len(answer.profiles)}, nil
}

func (a *profileAnswer) member(name string, value *json.Decoder) error {
	switch name {
	case "total":
		return value.Decode(&a.total)
	case "profiles":
		return a.list(value)
	}
	return skip(value)
}

func (a *profileAnswer) list(value *json.Decoder) error {
	a.listed = true
	return decodeProfiles(value, a.roleSets, func(p UserProfile) { a.profiles = append(a.profiles, p) })
}

// profileHit is a profile in the answer.
type profileHit struct {
	UID     string `json:"uid"`
	Enabled *bool  `json:"enabled"` // not in the answer of a search, which finds enabled ones only
	User    struct {
		Username string   `json:"username"`
		Roles    []string `json:"roles"`
		Realm    string   `json:"realm_name"`
		Email    string   `json:"email"`
		FullName string   `json:"full_name"`
	} `json:"user"`
}

// decodeProfiles decodes a list of profiles.
func decodeProfiles(value *json.Decoder, sets *roleSets, add func(UserProfile)) error {
	if open, err := value.Token(); err != nil || open != json.Delim('[') {
		return errors.Join(err, errors.New("no list of profiles"))
	}
	err := decodeElements(value, func(hit profileHit) error {
		switch {
		case hit.UID == "":
			return errors.New("a profile without a uid")
		case hit.User.Username == "" || hit.User.Realm == "":
			return errors.New("a profile without a user name or a realm")
		case hit.User.Roles == nil:
			return errors.New("a profile without roles")
		}
		add(UserProfile{
			UID: hit.UID, Username: hit.User.Username, FullName: hit.User.FullName, Email: hit.User.Email,
			Enabled: hit.Enabled == nil || *hit.Enabled, Realm: hit.User.Realm, Roles: sets.intern(hit.User.Roles),
		})
		return nil
	})
	if err == nil {
		_, err = value.Token()
	}
	return err
}

func (a *profileAnswer) problem() string {
	switch {
	case !a.listed:
		return "JSON without profiles"
	case a.total == nil || a.total.Relation != "eq" && a.total.Relation != "gte" || a.total.Value < len(a.profiles):
		return "JSON without the number of profiles"
	}
	slices.SortFunc(a.profiles, func(x, y UserProfile) int { return strings.Compare(x.UID, y.UID) })
	if problem := repeated(a.profiles, "the same profile twice", func(p UserProfile) string { return p.UID }); problem != "" {
		return problem
	}
	slices.SortStableFunc(a.profiles, func(x, y UserProfile) int {
		if order := strings.Compare(x.Username, y.Username); order != 0 {
			return order
		}
		return strings.Compare(x.Realm, y.Realm)
	})
	return ""
}
