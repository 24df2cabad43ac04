package cases

import "slices"

// Space describes a space of a Kibana.
type Space struct {
	ID string
	// View is the solution view, such as "security" or "classic". It is "" if the space
	// has none.
	View string
	// DisabledFeatures holds the ids of the features that the space hides, including
	// those that its solution view hides.
	DisabledFeatures []string
}

// Hides reports whether the space hides a solution's cases. They are hidden from
// everybody, but not forbidden: a role keeps its privileges. Kibana names the newest
// feature id, and older releases also name the deprecated ones.
func (s Space) Hides(solution Solution) bool {
	return slices.ContainsFunc(s.DisabledFeatures, func(feature string) bool {
		of, ok := SolutionOf(feature)
		return ok && of == solution
	})
}

// hasSolutionView reports whether the solution view decides which features the space
// hides.
func (s Space) hasSolutionView() bool { return s.View != "" && s.View != "classic" }

// ShownIn returns the solutions whose cases a space shows, in display order, out of
// those that this Kibana has.
func (c Catalogue) ShownIn(s Space) []Solution {
	return slices.DeleteFunc(Solutions(), func(solution Solution) bool { return !c.Has(solution) || s.Hides(solution) })
}
