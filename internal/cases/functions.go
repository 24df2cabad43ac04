package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// FeaturePrivileges returns what an access stores on this Kibana, by feature id,
// with Connectors All beside full access. The findings are errors; their paths
// start at solution, access or sub_features.
func (c Catalogue) FeaturePrivileges(s Solution, access SolutionAccess) (map[string][]string, []Finding) {
	var f findings
	checkSolutionAccess(&f, Path{}, access)
	switch {
	case !slices.Contains(Solutions(), s):
		f.errorf(Path{Attribute("solution")}, "Unknown solution",
			"%q is not a solution. Write one of %s.%s", s, oneOf(Solutions()), didYouMean(string(s), Solutions()))
	case !c.Has(s) && access.Access.Get() != None:
		f.errorf(Path{Attribute("solution")}, "Solution is not available", "%s has no %s cases. %s", c.title(), s.Title(), c.insteadOf())
	default:
		c.checkSolutionAccess(&f, Path{}, s, access)
	}
	if len(f) > 0 {
		return nil, f
	}
	granted := Spaces{"": {Cases: map[Solution]Value[SolutionAccess]{s: Known(access)}}}
	return c.Encode(granted)[""].Features, nil
}

// insteadOf says what to write where a solution is not there.
func (c Catalogue) insteadOf() string {
	there := slices.DeleteFunc(Solutions(), func(s Solution) bool { return !c.Has(s) })
	return "Write one of " + oneOf(there) + `, or access = "none".`
}

// FeatureCapabilities returns what privileges on one feature let people do on
// this Kibana, by themselves: pushing a case takes a connector besides. The
// findings are errors; their paths are feature_id and privileges.
func (c Catalogue) FeatureCapabilities(feature string, privileges []string) ([]Capability, []Finding) {
	var f findings
	known := c.managedFeatures()
	if !slices.Contains(known, feature) {
		f.errorf(Path{Attribute("feature_id")}, "Unknown feature",
			"%s has no feature %q for cases or connectors. Write one of %s.%s", c.title(), feature, oneOf(known), didYouMean(feature, known))
		return nil, f
	}
	held := roles.SpacePrivileges{Features: map[string][]string{feature: privileges}}
	solution, g, isCases := c.find(feature)
	ids := append([]string{privilegeAll, privilegeRead, privilegeMinimalAll, privilegeMinimalRead}, c.connectorSubFeatures...)
	if isCases {
		ids, _ = c.listed(g.feature)
	}
	for _, id := range privileges {
		if !slices.Contains(ids, id) {
			f.errorf(Path{Attribute("privileges")}, "Unknown privilege",
				"The feature %q of %s has no privilege %q. Write any of %s.%s", feature, c.title(), id, oneOf(ids), didYouMean(id, ids))
		}
	}
	switch {
	case len(f) > 0:
		return nil, f
	case isCases:
		return caseCapabilities(c.granted(solution, held), c.version), nil
	}
	return c.connectorsHeld(held).capabilities(), nil
}

// managedFeatures lists the ids of the features that are about cases, newest
// first, and of connectors.
func (c Catalogue) managedFeatures() []string {
	var known []string
	for _, s := range Solutions() {
		for _, g := range slices.Backward(c.generations[s]) {
			known = append(known, g.feature)
		}
	}
	return append(known, ConnectorsFeature)
}
