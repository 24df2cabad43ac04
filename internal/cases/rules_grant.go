package cases

import (
	"maps"
	"slices"
)

// CheckShare returns what is wrong with the share of a role that one owner
// asks for, whatever Kibana it is for. Paths start at the attributes of a
// space, which are the attributes of the share's owner.
func CheckGrant(s Grant) []Finding {
	var f findings
	if !s.SpaceUnknown {
		checkSpaceID(&f, Path{Attribute("space")}, s.Space)
	}
	if s.Empty() && !s.Config.Partial && len(s.Config.Blank) == 0 {
		f.errorf(Path{}, "Nothing is granted",
			"Write at least one of security, observability, stack and connectors: what is named here is what this resource owns.")
		return f
	}
	checkAttributes(&f, Path{}, s.Config)
	mayCome := s.Config.Connectors == ConnectorsUnset && s.Config.Partial
	if s.Config.full() && s.Config.Connectors != ConnectorsAll && !mayCome {
		f.errorf(Path{Attribute("connectors")}, "Full access needs Connectors All",
			`access = "full" includes managing connectors, and this resource owns only what it names. Write connectors = "all" beside it; `+
				`or, where the role has Connectors All from its owner, write access = "assignee".`)
	}
	return f
}

// CheckShare returns what this Kibana cannot do of what a share asks for. Paths
// start at the attributes of the share's owner.
func (c Catalogue) CheckGrant(s Grant) []Finding {
	var f findings
	for _, solution := range slices.Sorted(maps.Keys(s.Config.Cases)) {
		c.checkSolutionAccess(&f, Path{Attribute(solution)}, solution, s.Config.Cases[solution])
	}
	return f
}

// CheckShare returns warnings about what a share grants in vain.
func (s Deployment) CheckGrant(share Grant) []Finding {
	var f findings
	if !share.SpaceUnknown {
		s.checkSpacesExist(&f, Path{Attribute("space")}, share.Space)
	}
	s.checkLicenses(&f, Path{}, share.Config)
	return f
}
