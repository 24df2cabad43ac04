package cases

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// User is a user of Elasticsearch's native realm, or a reserved one: GET /_security/user.
type User struct {
	Name, FullName, Email string
	Roles                 []string // of today
	Enabled, Reserved     bool
	ProfileUID            string // "" if the user has no profile
}

// Profile is what Elasticsearch keeps of somebody who has logged in to Kibana:
// GET /_security/profile/_suggest, which lists enabled profiles only.
type Profile struct {
	UID, Name, Realm, FullName, Email string
	Roles                             []string // at the last login
}

// RoleMapping gives roles to people of other realms when they log in:
// GET /_security/role_mapping.
type RoleMapping struct {
	Enabled   bool
	Roles     []string
	Templates []string // sources of role names that depend on who logs in
}

// Directory is what Elasticsearch and Kibana say about people and their roles.
type Directory struct {
	Users    []User
	Profiles []Profile
	Mappings map[string]RoleMapping // by name
	// Roles holds the roles that Kibana shows, built-in ones included.
	Roles []roles.Role
	// License is the licence type, or "" if it is not known.
	License string
	// IncludeReserved says that reserved users are people, too.
	IncludeReserved bool
}

// Person is somebody with a user, a profile, or both.
type Person struct {
	Name, FullName, Email string
	Realm                 string // "native" for a native or reserved user without a profile
	Enabled, Reserved     bool
	// LoggedIn reports whether the person has a profile. Elasticsearch creates it at the
	// first login to Kibana.
	LoggedIn bool
	// Held are the roles of today for a native user, and those of the last login for others.
	// They decide about capabilities.
	Held *RoleSet
	// AtLogin are the roles of the last login, which decide whether Kibana offers the person
	// as an assignee. They are nil without an enabled profile.
	AtLogin *RoleSet

	mayAssign bool // whether the licence includes assigning
}

// RoleSet is a set of roles, and what they give together. People with the same roles share one.
type RoleSet struct {
	Roles        []string // sorted
	Capabilities map[string][]Capability
	// Assignable are the keys in which Kibana offers people with a profile of these roles as
	// assignees, sorted.
	Assignable []string

	roles []roles.Role
}

// Capabilities returns what the person can do, with the keys of [Union]. A disabled person
// can do nothing.
func (p Person) Capabilities() map[string][]Capability {
	if !p.Enabled {
		return nil
	}
	return p.Held.Capabilities
}

// Assignable returns where Kibana offers the person as an assignee of a case: keys
// "<space>/<solution>", sorted. Kibana looks at the profile alone: it offers a disabled user
// whose profile is enabled, too.
func (p Person) Assignable() []string {
	if p.AtLogin == nil || !p.mayAssign {
		return nil
	}
	return p.AtLogin.Assignable
}

// People is everybody that Elasticsearch lists.
type People struct {
	// Persons holds the people by user name. Two people with one name have the key
	// "<name>@<realm>".
	Persons map[string]Person
	// Mappings holds what role mappings give, by name.
	Mappings map[string]MappedRoles
	// Missing holds the names of roles that people have and Kibana does not show, sorted,
	// such as roles from a file. What they give is not known.
	Missing []string
	// Undecodable holds the names of roles that people have and Kibana cannot decode, sorted.
	Undecodable []string
	// Hidden holds the names of roles that people have and that grant privileges which Kibana
	// does not show, sorted. These privileges are not counted.
	Hidden []string
	// Anonymous holds the roles that everybody has in addition, because Elasticsearch lets
	// anonymous users in.
	Anonymous []string

	anyAccess       bool // whether any of the persons, before a filter, has access
	reservedLeftOut bool // whether a reserved user who can log in is not among the persons
}

// MappedRoles is what a role mapping gives to people who log in.
type MappedRoles struct {
	RoleMapping

	Held *RoleSet
}

// People returns everybody in a directory, with what their roles give on this Kibana, in
// every space that a role names and in the given spaces.
func (c Catalogue) People(d Directory, spaces ...string) People {
	j := newJudge(c, d, spaces)
	found := People{Persons: map[string]Person{}, Mappings: map[string]MappedRoles{}, Anonymous: j.anonymous}
	mayAssign := d.License == "" || !Deployment{License: d.License}.licenseBelow("platinum")
	for key, person := range keyed(j.merge(d)) {
		person.mayAssign = mayAssign
		found.Persons[key] = person
		if len(person.Capabilities()) > 0 {
			found.anyAccess = true
		}
	}
	found.reservedLeftOut = !d.IncludeReserved && slices.ContainsFunc(d.Users, func(user User) bool { return user.Reserved && user.Enabled })
	for name, mapping := range d.Mappings {
		found.Mappings[name] = MappedRoles{mapping, j.roleSet(mapping.Roles)}
	}
	found.Missing = slices.Sorted(maps.Keys(j.missing))
	found.Undecodable = slices.Sorted(maps.Keys(j.undecodable))
	found.Hidden = slices.Sorted(maps.Keys(j.hidden))
	return found
}

// nativeRealm is the realm of users that Elasticsearch itself keeps.
const nativeRealm = "native"

// merge returns one person for each user and each profile. A user and a profile are one
// person only if the user names the profile: a user that was deleted and created again may
// have the name of somebody else's profile.
func (j *judge) merge(d Directory) []Person {
	profiles := make(map[string]Profile, len(d.Profiles))
	for _, profile := range d.Profiles {
		profiles[profile.UID] = profile
	}
	people := make([]Person, 0, len(d.Users)+len(d.Profiles))
	for _, user := range d.Users {
		if user.Reserved && !d.IncludeReserved {
			delete(profiles, user.ProfileUID)
			continue
		}
		person := Person{
			Name: user.Name, FullName: user.FullName, Email: user.Email, Realm: nativeRealm,
			Enabled: user.Enabled, Reserved: user.Reserved, LoggedIn: user.ProfileUID != "", Held: j.roleSet(user.Roles),
		}
		if profile, ok := profiles[user.ProfileUID]; ok && user.ProfileUID != "" {
			person.Realm, person.AtLogin = profile.Realm, j.roleSet(profile.Roles)
			delete(profiles, user.ProfileUID)
		}
		people = append(people, person)
	}
	for _, profile := range d.Profiles {
		if _, left := profiles[profile.UID]; left {
			held := j.roleSet(profile.Roles)
			people = append(people, Person{
				Name: profile.Name, FullName: profile.FullName, Email: profile.Email, Realm: profile.Realm,
				Enabled: true, LoggedIn: true, Held: held, AtLogin: held,
			})
		}
	}
	return people
}

// keyed returns people by name. People with one name get their realm as well, and where
// that is the same, a number.
func keyed(people []Person) map[string]Person {
	slices.SortStableFunc(people, func(a, b Person) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Realm, b.Realm))
	})
	count := map[string]int{}
	for _, p := range people {
		count[p.Name]++
	}
	all := make(map[string]Person, len(people))
	for _, p := range people {
		key := p.Name
		if count[p.Name] > 1 {
			key += "@" + p.Realm
		}
		for unique, n := key, 2; ; n++ {
			if _, taken := all[unique]; !taken {
				all[unique] = p
				break
			}
			unique = key + "#" + strconv.Itoa(n)
		}
	}
	return all
}
