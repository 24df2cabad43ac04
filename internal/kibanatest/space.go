package kibanatest

import "slices"

// Space is a space of Kibana, as it is stored.
type Space struct {
	ID          string
	Name        string
	Description string
	// Solution is the solution view: "classic", "es", "oblt", "security" or "chat". It
	// is empty if the space has none.
	Solution string
	// DisabledFeatures are the features that the space hides. They have no effect while
	// the space has a solution view other than "classic".
	DisabledFeatures []string

	reserved bool
}

// hiddenCategories lists the categories of features that each solution view hides.
func hiddenCategories(solution string) []string {
	switch solution {
	case "es", "chat":
		return []string{"Observability", "Security"}
	case "oblt":
		return []string{"Security"}
	case "security":
		return []string{"Observability"}
	}
	return nil
}

// hasSolutionViews reports whether spaces have a solution view.
func (p Profile) hasSolutionViews() bool { return p.release >= 816 && !p.Serverless }

// hidesDeprecated reports whether solution views also hide deprecated features.
func (p Profile) hidesDeprecated() bool { return p.release < 902 }

// replacesDisabled reports whether an answer names the replacements of disabled
// features that are deprecated.
func (p Profile) replacesDisabled() bool { return p.release >= 817 }

// spaceView returns a space as Kibana shows it. The disabled features of a space with
// a solution view are those that the view hides; the double knows the categories of
// cases features only. Serverless projects do not disable features.
func (p Profile) spaceView(sp Space) spaceView {
	v := spaceView{ID: sp.ID, Name: sp.Name, Description: sp.Description, DisabledFeatures: []string{}, Reserved: sp.reserved}
	if p.Serverless {
		return v
	}
	if p.hasSolutionViews() {
		v.Solution = sp.Solution
	}
	if v.Solution == "" || v.Solution == "classic" {
		v.DisabledFeatures = p.disabledFeatures(sp.DisabledFeatures)
		return v
	}
	hidden := hiddenCategories(v.Solution)
	for _, f := range p.Features {
		if slices.Contains(hidden, f.Category) && (!f.Deprecated || p.hidesDeprecated()) {
			v.DisabledFeatures = append(v.DisabledFeatures, f.ID)
		}
	}
	return v
}

// disabledFeatures returns the disabled features of a space in an answer.
func (p Profile) disabledFeatures(stored []string) []string {
	shown := []string{}
	add := func(id string) {
		if !slices.Contains(shown, id) {
			shown = append(shown, id)
		}
	}
	for _, id := range stored {
		f, _ := p.feature(id)
		if !p.replacesDisabled() || f.All.ReplacedBy == nil {
			add(id)
			continue
		}
		for _, replacement := range f.All.ReplacedBy.Default {
			add(replacement.Feature)
		}
	}
	return shown
}
