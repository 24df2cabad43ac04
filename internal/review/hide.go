package review

// hiddenValue stands for a value that the plan marks as sensitive. Terraform shows the same words.
const hiddenValue = "(sensitive value)"

// hide takes out what the plan marks as sensitive. Capabilities stay: Terraform itself shows them.
func (g *group) hide(r *Role) {
	h := g.hidden()
	if h.role {
		r.Name = hiddenValue
	}
	if h.spaces {
		for i := range r.Access {
			r.Access[i].Space = hiddenValue
		}
	}
	for i := range r.WaysAround {
		w := &r.WaysAround[i]
		if h.spaces || h.elasticsearch {
			w.Why = hiddenValue
		}
		if h.spaces && w.way.InKibana() {
			w.space = hiddenValue
		}
	}
	if h != (hidden{}) {
		r.Notes = append(r.Notes, "The plan marks values of this role as sensitive. The review does not show them.")
	}
}

// hidden says what a review must not show of the role.
func (g *group) hidden() hidden {
	var h hidden
	for _, p := range g.parts {
		for _, side := range []*holding{p.before, p.after} {
			if side != nil {
				h = h.or(side.hidden)
			}
		}
	}
	return h
}
