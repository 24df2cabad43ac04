package review

import (
	"fmt"
	"slices"
	"strings"
)

// peopleNotes say what a review does not know about people. A plan without data sources of people has none.
func (p *plan) peopleNotes(k kibanas, r Review) (notes []string) {
	if len(r.Roles) == 0 || len(p.directories)+len(p.unread) == 0 {
		return nil
	}
	for _, address := range p.unread {
		notes = append(notes, fmt.Sprintf("Terraform reads %s only during apply. Its people are not known before apply.", address))
	}
	everybody := map[string]bool{} // Kibanas whose people are all listed
	known := map[string]bool{}
	for _, d := range p.readDirectories() {
		if d.isHidden() {
			notes = append(notes, fmt.Sprintf("The plan marks the people of %s as sensitive. The review does not show them.", d.address))
			continue
		}
		known[k.name(d.place)] = true
		everybody[k.name(d.place)] = everybody[k.name(d.place)] || d.filterWords() == ""
	}
	for _, d := range p.readDirectories() {
		if words := d.filterWords(); words != "" && !d.isHidden() && !everybody[k.name(d.place)] {
			notes = append(notes, fmt.Sprintf("The review knows only the people whom %s lists. It lists those who match its filter now: %s.", d.address, words))
		}
	}
	if len(known) == 0 {
		return notes
	}
	return append(notes, roleNotes(known, r)...)
}

// roleNotes say which changes of roles cannot be told by person. Known holds the Kibanas whose people are known.
func roleNotes(known map[string]bool, r Review) (notes []string) {
	var elsewhere []string
	var lost, nameless, ways bool
	for _, role := range r.Roles {
		lost = lost || role.Provider == noConfiguration
		nameless = nameless || role.Name == ""
		ways = ways || len(role.WaysAround) > 0
		if !known[role.Provider] && role.Provider != noConfiguration && !slices.Contains(elsewhere, role.Provider) {
			elsewhere = append(elsewhere, role.Provider)
		}
	}
	if len(elsewhere) > 0 {
		notes = append(notes, fmt.Sprintf("The plan does not list the people of %s. The review does not say who holds roles there.", strings.Join(elsewhere, ", ")))
	}
	for _, n := range []struct {
		is   bool
		note string
	}{
		{lost, "The review does not say who holds a role if the plan does not say which Kibana the role is in."},
		{nameless, "The review does not say who holds a role whose name is known only after apply."},
		{ways, "The review shows ways around case privileges by role, not by person."},
		{len(r.People) == 0, "Nobody whom the plan lists gains or loses access to cases."},
	} {
		if n.is {
			notes = append(notes, n.note)
		}
	}
	return notes
}
