package review

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// roleID identifies a role by its Kibana and its name.
type roleID struct{ provider, name string }

// peopleJudge says what changes of roles mean for people. It judges each set of roles once.
type peopleJudge struct {
	catalogue cases.Catalogue
	groups    map[roleID][]*group
	held      map[roleID][]*heldRole
	sets      map[string][]*roleSet // by Kibana
}

// people returns the people who gain or lose by the changes of roles, or may, sorted by name. If two data sources of one
// Kibana list the same person, the first of them counts.
func (p *plan) people(c cases.Catalogue, k kibanas, all []*group) []Person {
	j := peopleJudge{catalogue: c, groups: map[roleID][]*group{}, held: map[roleID][]*heldRole{}, sets: map[string][]*roleSet{}}
	for _, g := range all {
		if g.name != "" {
			id := roleID{g.provider, g.name}
			j.groups[id] = append(j.groups[id], g)
		}
	}
	type personID struct{ provider, name string }
	sets := map[personID]*roleSet{}
	for _, d := range p.readDirectories() {
		for _, person := range d.shown() {
			id := personID{k.name(d.place), person.name}
			if sets[id] == nil {
				sets[id] = person.held
			}
		}
	}
	holders := map[*roleSet]string{}
	for id, set := range sets {
		if _, known := holders[set]; !known {
			holders[set] = id.provider
			j.sets[id.provider] = append(j.sets[id.provider], set)
		}
	}
	judged := map[*roleSet][]PersonAccess{}
	for set, provider := range holders {
		judged[set] = j.judge(provider, set)
	}
	people := []Person{}
	for id, set := range sets {
		if access := judged[set]; len(access) > 0 {
			people = append(people, Person{Provider: id.provider, Name: id.name, Access: access})
		}
	}
	slices.SortFunc(people, func(a, b Person) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Provider, b.Provider))
	})
	return people
}

// rolesOf returns the roles of the plan that have a name.
func (j *peopleJudge) rolesOf(id roleID) []*heldRole {
	found, known := j.held[id]
	if !known {
		for _, g := range j.groups[id] {
			found = append(found, g.held(j.catalogue))
		}
		j.held[id] = found
	}
	return found
}

// judge returns what people with a set of roles gain and lose.
func (j *peopleJudge) judge(provider string, set *roleSet) []PersonAccess {
	var shown []*heldRole
	var unless, lasting []string
	for _, name := range set.roles {
		found := j.rolesOf(roleID{provider, name})
		shown = append(shown, found...)
		if !slices.ContainsFunc(found, func(r *heldRole) bool { return r.changes }) {
			lasting = append(lasting, name)
		}
		if len(found) == 0 {
			unless = append(unless, name)
		}
		for _, r := range found {
			if r.partial {
				unless = append(unless, r.name)
			}
		}
	}
	if len(lasting) == len(set.roles) {
		return nil
	}
	gains, loses := j.compare(set, shown, j.lasting(provider, lasting, set, shown))
	c := comparison{gains: gains, loses: loses, unknown: unknownKeys{}}
	for _, r := range shown {
		maps.Copy(c.unknown, r.unknown)
	}
	return c.personAccess(shown, slices.Compact(slices.Sorted(slices.Values(unless))))
}

// lasting returns what people with a set of roles surely keep: what others can do who have nothing but roles that do not
// change, and what the people can do already although no role of the plan gives it.
func (j *peopleJudge) lasting(provider string, names []string, set *roleSet, shown []*heldRole) []given {
	var keep []given
	for _, other := range j.sets[provider] {
		if len(other.roles) > 0 && !slices.ContainsFunc(other.roles, func(name string) bool { return !slices.Contains(names, name) }) {
			keep = append(keep, given{capabilities: other.capabilities})
		}
	}
	if slices.ContainsFunc(shown, func(r *heldRole) bool { return r.newlyManaged }) {
		return keep // the plan does not say all that its roles give now
	}
	rest := cases.LostCapabilities(set.capabilities, j.before(shown))
	for key, list := range rest {
		// To push cases takes two privileges, which may come from two roles.
		rest[key] = slices.DeleteFunc(list, func(c cases.Capability) bool { return c == cases.PushCases })
	}
	return append(keep, given{capabilities: rest})
}

// compare returns what people with a set of roles gain and lose by the roles that the plan shows.
func (j *peopleJudge) compare(set *roleSet, shown []*heldRole, keep []given) (gains, loses map[string][]cases.Capability) {
	can := set.capabilities
	after := slices.Clone(keep)
	for _, r := range shown {
		after = append(after, r.gives...)
	}
	// A connector may come from any role, so that all that the people have now counts.
	gains = cases.LostCapabilities(union(j.catalogue, append(slices.Clone(after), given{capabilities: can})), can)
	loses = cases.LostCapabilities(j.before(shown, keep...), union(j.catalogue, after))
	for _, r := range shown {
		if r.split { // the others of its name may be in another Kibana, or not be applied last
			for key, list := range cases.LostCapabilities(r.had, union(j.catalogue, append(slices.Clone(keep), r.gives...))) {
				loses[key] = normalize(append(loses[key], list...))
			}
		}
	}
	for key, list := range loses {
		loses[key] = slices.DeleteFunc(list, func(c cases.Capability) bool { return !holds(can, key, c) })
	}
	return gains, loses
}

// before returns what roles of the plan give now, together with more.
func (j *peopleJudge) before(shown []*heldRole, more ...given) map[string][]cases.Capability {
	all := slices.Clone(more)
	for _, r := range shown {
		all = append(all, r.given...)
	}
	return union(j.catalogue, all)
}
