package cases

import (
	"maps"
	"slices"
)

// CheckGrant returns the errors in a grant that do not depend on the Kibana. Paths
// start at the attributes of cases_feature_privilege.
func CheckGrant(g Grant) []Finding {
	var f findings
	if !g.Space.IsUnknown() {
		checkSpaceID(&f, Path{Attribute("space")}, g.Space.Get())
	}
	if g.Empty() && g.Config.Complete() {
		f.errorf(Path{}, "Nothing is granted",
			"Write at least one of security, observability, stack and connectors: what is named here is what this resource owns.")
		return f
	}
	checkAttributes(&f, Path{}, g.Config)
	connectors := g.Config.Connectors
	if g.Config.hasFullAccess() && connectors.Get() != ConnectorsAll && !connectors.IsUnknown() {
		f.errorf(Path{Attribute("connectors")}, "Full access needs Connectors All",
			`access = "full" includes managing connectors, and this resource owns only what it names. Write connectors = "all" beside it; `+
				`or, where the role has Connectors All from its owner, write access = "assignee".`)
	}
	return f
}

// CheckGrant returns findings about solutions and sub-features of a grant that this
// Kibana does not have. Paths start at the attributes of cases_feature_privilege.
func (c Catalogue) CheckGrant(g Grant) []Finding {
	var f findings
	mayPush := g.Config.Connectors.Get().capabilities() != nil || !g.Config.Complete()
	for _, solution := range slices.Sorted(maps.Keys(g.Config.Cases)) {
		c.checkSolutionAccess(&f, Path{Attribute(solution)}, solution, g.Config.Cases[solution].Get(), mayPush)
	}
	return f
}

// CheckGrant returns warnings about a space that does not exist or hides the cases, and
// about settings that the licence does not cover. Paths start at the attributes of
// cases_feature_privilege.
func (d Deployment) CheckGrant(g Grant) []Finding {
	var f findings
	if g.Space.IsKnown() {
		d.checkSpacesExist(&f, Path{Attribute("space")}, g.Space.Get())
		for _, hidden := range d.hiddenAccess(g.Space.Get(), g.Config) {
			hidden.warn(&f, Path{})
		}
	}
	d.checkLicenses(&f, Path{}, g.Config)
	return f
}
