package cases

import (
	"fmt"
	"maps"
	"slices"
)

// hiddenAccess is access to a solution's cases in a space that hides them.
type hiddenAccess struct {
	space    Space
	solution Solution
	at       Path // from the configuration of the space
}

// hiddenAccess returns the access to cases that the space hides. A base privilege does
// not count, because it grants whatever the space shows.
func (d Deployment) hiddenAccess(id string, config SpaceConfig) []hiddenAccess {
	i := slices.IndexFunc(d.Spaces, func(s Space) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	var hidden []hiddenAccess
	for _, solution := range Solutions() {
		if at := config.pathOfAccess(solution); at != nil && d.Spaces[i].Hides(solution) {
			hidden = append(hidden, hiddenAccess{d.Spaces[i], solution, at})
		}
	}
	return hidden
}

// pathOfAccess returns the path of what grants access to a solution's cases: the
// attribute of the solution, or raw features. It returns nil if nothing does.
func (config SpaceConfig) pathOfAccess(solution Solution) Path {
	if access := config.Cases[solution].Get().Access; access.IsKnown() && access.Get() != None {
		return Path{Attribute(solution)}
	}
	raw := featuresOfSolution(solution, config.rawFeatures())
	for _, feature := range slices.Sorted(maps.Keys(raw)) {
		if len(raw[feature]) > 0 {
			return Path{Attribute("features"), Key(feature)}
		}
	}
	return nil
}

// checkSpacesShowCases warns about access to cases in spaces that hide them. Each space
// gets its own warning, unless there are many.
func (d Deployment) checkSpacesShowCases(f *findings, at Path, ids []string, spaces Spaces) {
	const many = 4
	hidden := map[Solution][]hiddenAccess{}
	for _, id := range ids {
		for _, h := range d.hiddenAccess(id, spaces[id]) {
			hidden[h.solution] = append(hidden[h.solution], h)
		}
	}
	for _, solution := range Solutions() {
		if len(hidden[solution]) >= many {
			warnHiddenInMany(f, at, solution, hidden[solution])
			continue
		}
		for _, h := range hidden[solution] {
			h.warn(f, at.at(Key(h.space.ID)))
		}
	}
}

func (h hiddenAccess) warn(f *findings, at Path) {
	title := h.solution.Title()
	reason, remedy := fmt.Sprintf("The disabled features of space %q include %q", h.space.ID, h.disabledFeature()), "enable that feature"
	if h.space.hasSolutionView() {
		reason, remedy = fmt.Sprintf("Space %q has the solution view %q", h.space.ID, h.space.View), `choose another solution view ("classic" has all solutions)`
	}
	f.warnf(at.at(h.at...), fmt.Sprintf("Space %q hides %s cases", h.space.ID, title),
		"%s, so people do not see %s cases there. The cases are hidden, but this is not access control: the role keeps its privileges. "+
			"To show the cases, %s in Kibana under Stack Management, Spaces; otherwise remove the access.", reason, title, remedy)
}

// disabledFeature returns the newest feature of the solution that the space hides.
func (h hiddenAccess) disabledFeature() (newest string) {
	best := 0
	for _, feature := range h.space.DisabledFeatures {
		if solution, number, ok := parseFeatureID(feature); ok && solution == h.solution && number > best {
			newest, best = feature, number
		}
	}
	return newest
}

// warnHiddenInMany returns one warning for many spaces.
func warnHiddenInMany(f *findings, at Path, solution Solution, hidden []hiddenAccess) {
	ids := make([]string, 0, len(hidden))
	for _, h := range hidden {
		ids = append(ids, h.space.ID)
	}
	f.warnf(at, fmt.Sprintf("Spaces %s hide %s cases", firstFew(quoteAll(ids)), solution.Title()),
		"People do not see %s cases in the spaces %s, because of the solution views or the disabled features of these spaces. The cases are hidden, but this is not access control: the role keeps its privileges. "+
			"To show the cases, change the spaces in Kibana under Stack Management, Spaces; otherwise remove the access.", solution.Title(), oneOf(ids))
}
