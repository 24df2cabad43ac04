package provider_test

import (
	"slices"
	"strings"
	"sync"

	"pgregory.net/rapid"
)

// editsOfSpaces are ways in which somebody edits what a cases_role leaves to
// others.
var editsOfSpaces = []int{5, 6, 7, 8}

// draws chooses the next configuration of a run, and how Terraform applies it.
func (r *run) draws() {
	taken := map[string]*owner{} // who names what, so that no two grants do
	for _, o := range r.owners {
		if o.of == ownRole {
			r.drawRole(o)
			continue
		}
		named := []string{}
		for _, name := range o.could {
			if taken[keyOf(o.space, name)] == nil && rapid.IntRange(0, 2).Draw(r.t, name+"?") == 0 {
				taken[keyOf(o.space, name)] = o
				named = append(named, name)
			}
		}
		o.config, o.want = nil, nil
		if len(named) > 0 {
			o.config, o.want = object{"role": o.role, "space": o.space}, contents{}
			drawSpace(r.t, o.space, named, o.config, o.want)
		}
	}
	r.how = manner{
		linked: rapid.Bool().Draw(r.t, "linked"), serial: rapid.Bool().Draw(r.t, "serial"),
		order: rapid.Uint64().Draw(r.t, "order"), stops: rapid.IntRange(0, 19).Draw(r.t, "stops?") == 19,
	}
	if rapid.IntRange(0, 3).Draw(r.t, "ends early?") == 3 {
		r.how.until, r.how.serial = rapid.IntRange(1, 3).Draw(r.t, "until"), true
	}
}

// drawRole draws a cases_role, which names a space of its own, and perhaps what a
// grant names too.
func (r *run) drawRole(o *owner) {
	o.config, o.want = nil, nil
	if rapid.IntRange(0, 3).Draw(r.t, "no role?") == 3 {
		return
	}
	text := rapid.SampledFrom([]string{"one", "two", "three"}).Draw(r.t, "text")
	mine := object{}
	o.want = contents{"description": text}
	drawSpace(r.t, "own", []string{"security"}, mine, o.want)
	spaces := object{"own": mine}
	if rapid.IntRange(0, 3).Draw(r.t, "names soc?") == 3 {
		soc := object{}
		drawSpace(r.t, "soc", []string{"stack"}, soc, o.want)
		spaces["soc"] = soc
	}
	o.config = object{"name": o.role, "description": text, "spaces": spaces}
}

// destroysRole reports whether an apply will destroy the role.
func (r *run) destroysRole() bool {
	return slices.ContainsFunc(r.owners, func(o *owner) bool { return o.of == ownRole && o.config == nil })
}

// fights reports whether a cases_role and grants go on taking from each other, or
// grants have no role.
func (w *world) fights() bool {
	return slices.ContainsFunc(w.owners, func(o *owner) bool { return o.of == ownRole && (o.config == nil || !o.ignores) })
}

// apply applies the plans of several states at once.
func apply(runs []*run) {
	var all sync.WaitGroup
	for _, r := range runs {
		all.Go(r.applies)
	}
	all.Wait()
}

// isOfCases reports whether a stored privilege is one on cases.
func isOfCases(privilege string) bool { return strings.Contains(privilege, "Cases") }
