package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// gives is what a role gives: capabilities by the space of its entry.
type gives map[string][]string

// drawGives draws what a role gives. Little to choose from makes roles overlap.
func drawGives(t *rapid.T, label string) gives {
	return rapid.MapOfN(rapid.SampledFrom([]string{"*", "so*", "soc", "dev"}),
		rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"read_cases", "delete_cases", "edit_settings"}), 1, 3, rapid.ID), 0, 2).Draw(t, label)
}

// in returns what an entry for a space or a pattern gives there, with what holds there by other entries.
func (g gives) in(space string) map[string]bool {
	can := map[string]bool{}
	for entry, capabilities := range g {
		matches := roles.IsSpacePattern(entry) && !roles.IsSpacePattern(space) && roles.SpaceMatches(entry, space)
		if entry == space || entry == "*" || matches {
			for _, c := range capabilities {
				can[c] = true
			}
		}
	}
	return can
}

func (g gives) capabilities() object {
	all := object{}
	for space := range g {
		var names list
		for _, name := range slices.Sorted(maps.Keys(g.in(space))) {
			names = append(names, name)
		}
		all[space+"/security"] = names
	}
	return all
}

// together returns what several roles give.
func together(all map[string]gives, names []string) gives {
	sum := gives{}
	for _, name := range names {
		for space, capabilities := range all[name] {
			sum[space] = append(slices.Clone(sum[space]), capabilities...)
		}
	}
	return sum
}

// The review names every gain and every loss of people, and nothing else that the plan can tell.
func TestPeopleGainAndLoseWhatTheReviewSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := map[string]gives{}, map[string]gives{}
		var changes list
		role := func(name string, g gives) object { return with(roleOf(name), object{"capabilities": g.capabilities()}) }
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			before[name] = drawGives(t, name+" before")
			after[name] = before[name]
			switch rapid.SampledFrom([]string{"update", "no-op", "delete", "elsewhere"}).Draw(t, "action on "+name) {
			case "update":
				after[name] = drawGives(t, name+" after")
				changes = append(changes, changeOf("cases_role."+name, "update", role(name, before[name]), role(name, after[name])))
			case "delete":
				after[name] = nil
				changes = append(changes, changeOf("cases_role."+name, "delete", role(name, before[name]), nil))
			case "no-op":
				changes = append(changes, changeOf("cases_role."+name, "no-op", role(name, before[name]), role(name, before[name])))
			}
		}
		held, users := map[string][]string{}, object{}
		for i := range rapid.IntRange(1, 4).Draw(t, "people") {
			person := fmt.Sprint("person-", i)
			held[person] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 1, 4, rapid.ID).Draw(t, "roles")
			var names list
			for _, name := range held[person] {
				names = append(names, name)
			}
			users[person] = object{"enabled": true, "roles": names, "capabilities": together(before, held[person]).capabilities()}
		}
		plan, err := json.Marshal(planOf(changes, priorState(usersIn("data.cases_users.all", users))))
		if err != nil {
			t.Fatal(err)
		}
		r, err := review.Read(bytes.NewReader(plan), review.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for person, names := range held {
			can, will := together(before, names), together(after, names)
			// A space of an entry, one that only a pattern covers, and one that no entry names.
			for space, entry := range map[string]string{"soc": "soc", "dev": "dev", "sox": "so*", "x": "*"} {
				said := saidOf(r, person, space, entry)
				for _, c := range []string{"read_cases", "delete_cases", "edit_settings"} {
					gains, loses := will.in(space)[c] && !can.in(space)[c], can.in(space)[c] && !will.in(space)[c]
					if gains && !said.gains[c] || loses && !said.loses[c] || said.surelyGains[c] && !gains || said.surelyLoses[c] && !loses {
						t.Fatalf("%s with %v in %s, %s: gains %t, loses %t\n%s", person, names, space, c, gains, loses, summaryOfPeople(r.People))
					}
				}
			}
		}
	})
}

// sayings is what a review says about a person in a space, by any entry that covers it. What it surely says is in the row
// of the narrowest entry, without exceptions.
type sayings struct{ gains, loses, surelyGains, surelyLoses map[string]bool }

func saidOf(r review.Review, person, space, entry string) sayings {
	s := sayings{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	add := func(into map[string]bool, list []cases.Capability, is bool) {
		for _, c := range list {
			into[string(c)] = into[string(c)] || is
		}
	}
	for _, p := range r.People {
		if p.Name != person {
			continue
		}
		for _, a := range p.Access {
			covers := a.Space == space || a.Space == "*" || roles.IsSpacePattern(a.Space) && roles.SpaceMatches(a.Space, space)
			add(s.gains, a.Gains, covers)
			add(s.loses, a.Loses, covers)
			add(s.surelyGains, a.Gains, a.Space == entry)
			add(s.surelyLoses, a.Loses, a.Space == entry && len(a.Unless) == 0)
		}
	}
	return s
}
