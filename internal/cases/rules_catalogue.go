package cases

import (
	"fmt"
	"maps"
	"slices"
)

// Check returns what this Kibana cannot do of what a role asks for. Paths start
// at the attribute spaces.
func (c Catalogue) Check(spaces Spaces) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		for _, solution := range Solutions() {
			if grant, mentioned := spaces[id].Cases[solution]; mentioned {
				c.checkGrant(&f, Path{Attribute("spaces"), Key(id), Attribute(solution)}, solution, grant)
			}
		}
	}
	return f
}

func (c Catalogue) checkGrant(f *findings, at Path, s Solution, grant Grant) {
	if !c.Has(s) && grant.Access != None {
		f.errorf(at, "Solution is not available", "%s has no %s cases. Remove %s from this space.", c.title(), s.Title(), s)
		return
	}
	for _, u := range c.Unsupported(s, grant) {
		f.errorf(at.at(Attribute("sub_features"), Key(u.SubFeature)), "Sub-feature is not available",
			"%s cannot %s: that takes Kibana %s or newer. Remove %s, which then follows the access level.", c.title(), u, u.Since, u.SubFeature)
	}
}

// title names the Kibana in a sentence.
func (c Catalogue) title() string {
	if c.version.IsServerless() {
		return "This serverless project"
	}
	return fmt.Sprintf("Kibana %s", c.version)
}
