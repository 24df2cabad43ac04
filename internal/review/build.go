package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// review reviews the plan.
func (p *plan) review(opts Options) (Review, error) {
	kibana, notes := p.kibana(opts)
	version, err := cases.ParseVersion(kibana.Version)
	if err != nil {
		return Review{}, inputErrorf("%s.", err)
	}
	c, err := cases.BuiltInCatalogue(version)
	if err != nil {
		return Review{}, inputErrorf("%s.", err)
	}
	kibana.Judges = slices.ContainsFunc(slices.Concat(p.changes, p.drift), (*change).hasRawIDs)
	k := newKibanas(p.configuration, p.places())
	r := Review{
		FormatVersion: FormatVersion, Kibana: kibana, Complete: p.complete == nil || *p.complete,
		Roles: []Role{}, People: []Person{}, Outside: []Role{}, Notes: []string{},
	}
	all := groups(p.changes, k)
	for _, g := range all {
		if role, ok := g.review(c); ok {
			r.Roles = append(r.Roles, role)
		} else {
			r.Unchanged++
		}
	}
	r.People = append(r.People, p.people(c, k, all)...)
	r.Outside = append(r.Outside, p.outside(c, k)...)
	r.Notes = append(r.Notes, slices.Concat(p.notes(), notes, k.notes(), p.holderNote(), p.peopleNotes(k, r))...)
	return r, nil
}

// places returns the places of what the review reads.
func (p *plan) places() []place {
	var all []place
	for _, c := range slices.Concat(p.changes, p.drift) {
		all = append(all, c.place)
	}
	for _, d := range p.directories {
		all = append(all, d.place)
	}
	return all
}

func (p *plan) notes() (notes []string) {
	if p.applyable != nil && !*p.applyable && p.anyChange {
		notes = append(notes, "Terraform says that this plan cannot be applied.")
	}
	return notes
}

// outside returns the roles that somebody changed outside of Terraform.
func (p *plan) outside(c cases.Catalogue, k kibanas) []Role {
	if len(p.drift) == 0 {
		return nil
	}
	drifted := map[string]bool{}
	for _, d := range p.drift {
		drifted[d.Address] = true
	}
	// What the other resources of a role give has not changed outside.
	all := slices.Clone(p.drift)
	for _, change := range p.changes {
		if change.before != nil && !drifted[change.Address] && !drifted[change.PreviousAddress] {
			still := *change
			still.Resource = Resource{Address: change.Address, Type: change.Type, Actions: []string{"no-op"}}
			still.after, still.deposed = still.before, false
			all = append(all, &still)
		}
	}
	var outside []Role
	for _, g := range groups(all, k) {
		g.observed = true
		if g.has(func(p part) bool { return drifted[p.change.Address] }) {
			role, _ := g.review(c)
			if role.Action == RoleUpdated {
				role.Action = RoleKept // the plan does not change it here
			}
			if len(role.Access)+len(role.WaysAround) > 0 {
				outside = append(outside, role)
			}
		}
	}
	return outside
}

// kibana returns the version of Kibana that raw ids are judged by.
func (p *plan) kibana(opts Options) (k Kibana, notes []string) {
	if opts.KibanaVersion != "" {
		return Kibana{Version: opts.KibanaVersion, Source: FromFlag}, nil
	}
	known := p.knownVersions()
	if len(known) == 0 {
		return Kibana{Version: cases.NewestRelease().String(), Source: FromNewest}, nil
	}
	newest := known[len(known)-1]
	if len(known) > 1 && slices.ContainsFunc(p.changes, (*change).hasRawIDs) {
		notes = append(notes, fmt.Sprintf("The plan names several versions of Kibana. Raw privilege ids are judged by %s. Choose another one with -kibana-version.", newest))
	}
	return Kibana{Version: newest, Source: FromPlan}, notes
}

// knownVersions returns the versions that the plan names, oldest first, without duplicates.
func (p *plan) knownVersions() []string {
	all := slices.Clone(p.versions)
	for _, config := range p.configuration.providers {
		if e := config.Expressions["kibana_version"]; e != nil && e.ExpressionData != nil {
			text, _ := e.ConstantValue.(string)
			if variable := p.variables[variableOf(e.References)]; config.ModuleAddress == "" && variable != nil {
				text, _ = variable.Value.(string)
			}
			all = append(all, text)
		}
	}
	all = slices.DeleteFunc(all, func(text string) bool {
		v, err := cases.ParseVersion(text)
		return err != nil || !v.Supported()
	})
	slices.SortFunc(all, func(a, b string) int {
		older, _ := cases.ParseVersion(a) // parsed before
		newer, _ := cases.ParseVersion(b)
		return cmp.Or(older.Compare(newer), cmp.Compare(a, b))
	})
	return slices.Compact(all)
}

// variableOf returns the variable that is the only one an expression refers to; "" if there is none. The JSON does not show the
// rest of the expression, so that only a value that makes sense by itself can be believed.
func variableOf(references []string) string {
	if len(references) != 1 {
		return ""
	}
	name, _ := strings.CutPrefix(references[0], "var.")
	return name
}
