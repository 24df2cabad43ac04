package kibanatest

import (
	"encoding/json"
	"slices"
)

// The realms that need no configuration. Elasticsearch gives them these names.
const (
	// NativeRealm is the realm of the users of [Server.AddUser].
	NativeRealm = "default_native"
	// ReservedRealm is the realm of the built-in users, such as "elastic".
	ReservedRealm = "reserved"
)

// ESUser is a user as Elasticsearch shows it.
type ESUser struct {
	Username string
	// FullName and Email are null in answers if they are empty.
	FullName, Email string
	Roles           []string
	Metadata        map[string]json.RawMessage
	Disabled        bool
}

// userStore holds the users that Elasticsearch can list.
type userStore struct {
	reserved []ESUser // in the order of answers
	native   []ESUser
	// index holds the positions in native by name.
	index map[string]int
	// passwords are those of the users that were created over HTTP, by name.
	passwords map[string]string
	// nativeOff says that native users are switched off.
	nativeOff bool
	// anonymous is the user of callers without credentials; nil if there is none.
	anonymous *ESUser
}

func newUserStore() userStore {
	reserved := func(name string, roles ...string) ESUser {
		return ESUser{Username: name, Roles: roles, Metadata: reservedMetadata()}
	}
	deprecated := reserved("kibana", "kibana_system")
	deprecated.Metadata["_deprecated"] = json.RawMessage("true")
	deprecated.Metadata["_deprecated_reason"] = json.RawMessage(`"Please use the [kibana_system] user instead."`)
	return userStore{index: map[string]int{}, passwords: map[string]string{}, reserved: []ESUser{
		reserved("elastic", "superuser"),
		deprecated,
		reserved("kibana_system", "kibana_system"),
		reserved("logstash_system", "logstash_system"),
		reserved("beats_system", "beats_system"),
		reserved("apm_system", "apm_system"),
		reserved("remote_monitoring_user", "remote_monitoring_collector", "remote_monitoring_agent"),
	}}
}

func reservedMetadata() map[string]json.RawMessage {
	return map[string]json.RawMessage{"_reserved": json.RawMessage("true")}
}

// AddUser creates or replaces a native user. A profile of the user does not change
// before [Server.LogIn].
func (s *Server) AddUser(u ESUser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.es.users.put(u)
}

// RemoveUser deletes a native user, if there is one. A profile of the user stays.
func (s *Server) RemoveUser(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.es.users.remove(name)
}

// DisableUser keeps a native or reserved user from logging in. A profile of the user
// stays enabled. It panics if there is no such user.
func (s *Server) DisableUser(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.es.users.setDisabled(name, true) {
		panic("no user " + name)
	}
}

func (store *userStore) put(u ESUser) {
	u.Roles, u.Metadata = slices.Clone(u.Roles), cloneRaw(u.Metadata)
	if i, there := store.index[u.Username]; there {
		store.native[i] = u
		return
	}
	store.index[u.Username] = len(store.native)
	store.native = append(store.native, u)
}

// remove reports whether the user was there.
func (store *userStore) remove(name string) bool {
	i, there := store.index[name]
	if !there {
		return false
	}
	store.native = slices.Delete(store.native, i, i+1)
	delete(store.index, name)
	for j := i; j < len(store.native); j++ {
		store.index[store.native[j].Username] = j
	}
	return true
}

// setDisabled reports whether the user is there.
func (store *userStore) setDisabled(name string, disabled bool) bool {
	u, _ := store.find(name)
	if u == nil {
		return false
	}
	u.Disabled = disabled
	return true
}

// find returns a user and its realm; nil if there is no such user.
func (store *userStore) find(name string) (u *ESUser, realm string) {
	if i := slices.IndexFunc(store.reserved, func(u ESUser) bool { return u.Username == name }); i >= 0 {
		return &store.reserved[i], ReservedRealm
	}
	if i, there := store.index[name]; there {
		return &store.native[i], NativeRealm
	}
	return nil, ""
}
