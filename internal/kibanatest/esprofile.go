package kibanatest

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
)

// userProfile is a user profile: the user as of the last login.
type userProfile struct {
	uid      string
	user     ESUser
	realm    string
	disabled bool
	// synchronized is the time of the last login, in milliseconds since 1970.
	synchronized int64
}

// profileStore holds the profiles. The index for them exists from the first one on.
type profileStore struct {
	all   []*userProfile // in the order of creation
	byUID map[string]*userProfile
	clock int64
}

func newProfileStore() profileStore {
	return profileStore{byUID: map[string]*userProfile{}, clock: 1_700_000_000_000}
}

// LogIn logs a native or reserved user into Kibana, and returns the uid of the profile.
// The profile then has the user's roles of this moment. It panics if there is no such
// user, or if the user is disabled.
func (s *Server) LogIn(name string) (uid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, realm := s.es.users.find(name)
	if u == nil || u.Disabled {
		panic(name + " cannot log in")
	}
	return s.es.profiles.activate(realm, *u).uid
}

// LogInFrom is [Server.LogIn] for a user of another realm, such as "saml1". Elasticsearch
// does not list such users. Their roles are those that role mappings gave.
func (s *Server) LogInFrom(realm string, u ESUser) (uid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.es.profiles.activate(realm, u).uid
}

// DisableProfile disables a profile until the next login. It panics if there is no such
// profile.
func (s *Server) DisableProfile(uid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	profile, there := s.es.profiles.byUID[uid]
	if !there {
		panic("no profile " + uid)
	}
	profile.disabled = true
}

// activate creates or updates the profile of a user. It enables a disabled one.
func (store *profileStore) activate(realm string, u ESUser) *userProfile {
	u.Roles = slices.Clone(u.Roles)
	uid := profileUID(realm, u.Username)
	profile, there := store.byUID[uid]
	if !there {
		profile = &userProfile{uid: uid, realm: realm}
		store.byUID[uid] = profile
		store.all = append(store.all, profile)
	}
	store.clock += 1000
	profile.user, profile.disabled, profile.synchronized = u, false, store.clock
	return profile
}

// of returns the uid of a user's profile; "" if there is none.
func (store *profileStore) of(realm, name string) string {
	if profile, there := store.byUID[profileUID(realm, name)]; there {
		return profile.uid
	}
	return ""
}

// profileUID returns the uid that a profile of the user has, or would have. Users of
// other realms with the same name have another one.
func profileUID(realm, name string) string {
	hash := sha256.Sum256([]byte(realm + "\x00" + name))
	return "u_" + base64.RawURLEncoding.EncodeToString(hash[:]) + "_0"
}
