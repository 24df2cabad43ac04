package cases

import (
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// judge works out what sets of roles give. It works out each set once: thousands of people
// have few different sets.
type judge struct {
	catalogue Catalogue
	spaces    []string
	roles     map[string]roles.Role
	anonymous []string // roles that everybody has in addition
	known     map[string]*RoleSet

	missing, undecodable, hidden map[string]bool // names of roles that could not be judged, or not as a whole
}

func newJudge(c Catalogue, d Directory, spaces []string) *judge {
	j := &judge{
		catalogue: c, spaces: spaces, roles: make(map[string]roles.Role, len(d.Roles)), known: map[string]*RoleSet{},
		missing: map[string]bool{}, undecodable: map[string]bool{}, hidden: map[string]bool{},
	}
	for _, role := range d.Roles {
		j.roles[role.Name] = role
	}
	for _, user := range d.Users {
		if user.Reserved && !slices.Contains(reservedUsers, user.Name) {
			j.anonymous = append(j.anonymous, user.Roles...)
		}
	}
	slices.Sort(j.anonymous)
	return j
}

// reservedUsers are the users that Elasticsearch brings along (ReservedRealm.java). It lists
// one more reserved user, under a configurable name, if anonymous access is on. Everybody
// then has that user's roles too.
var reservedUsers = []string{"elastic", "kibana", "kibana_system", "logstash_system", "beats_system", "apm_system", "remote_monitoring_user"}

// roleSet returns what roles give to one person.
func (j *judge) roleSet(names []string) *RoleSet {
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	key := strings.Join(sorted, "\x00")
	if known, ok := j.known[key]; ok {
		return known
	}
	set := &RoleSet{Roles: sorted}
	for _, name := range slices.Concat(sorted, j.anonymous) {
		switch role, ok := j.roles[name]; {
		case !ok:
			j.missing[name] = true
		case role.Undecodable():
			j.undecodable[name] = true
		default:
			set.roles = append(set.roles, role)
			if role.HidesPrivileges() && !role.Disabled {
				j.hidden[name] = true
			}
		}
	}
	set.Capabilities = j.catalogue.Union(set.roles, j.spaces...).Capabilities()
	set.Assignable = j.catalogue.assignable(set.Capabilities)
	j.known[key] = set
	return set
}

// assignable returns the keys in which Kibana offers somebody with these capabilities as an
// assignee, sorted: from 8.12 on whoever can read cases, and before whoever can update them,
// too (cases/server/services/user_profiles).
func (c Catalogue) assignable(capabilities map[string][]Capability) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(capabilities)) {
		if held := capabilities[key]; slices.Contains(held, ReadCases) && (c.version.AtLeast(8, 12) || slices.Contains(held, UpdateCases)) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Matching returns the people who match the filter, by their key. A disabled person
// matches only the empty filter, which everybody does.
func (p People) Matching(c Catalogue, f Filter) map[string]Person {
	if f == (Filter{}) {
		return p.Persons
	}
	known := map[*RoleSet]bool{}
	found := map[string]Person{}
	for key, person := range p.Persons {
		if !person.Enabled {
			continue
		}
		matches, ok := known[person.Held]
		if !ok {
			matches = f.matchesSet(c, person.Held)
			known[person.Held] = matches
		}
		if matches {
			found[key] = person
		}
	}
	return found
}

// matchesSet reports whether roles match the filter together.
func (f Filter) matchesSet(c Catalogue, set *RoleSet) bool {
	if !f.Space.IsKnown() {
		return f.matches(set.Capabilities)
	}
	union := Union{}
	c.addSpace(union, f.Space.Get(), heldBy(set.roles))
	return f.matches(union.Capabilities())
}
