package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// FeaturePrivileges returns the feature privileges that this Kibana stores for the
// access to a solution's cases, by feature id. Full access includes Connectors
// All. It returns errors instead if the access is wrong or this Kibana cannot grant
// it; their paths start at solution, access or sub_features.
func (c Catalogue) FeaturePrivileges(s Solution, access SolutionAccess) (map[string][]string, []Finding) {
	var f findings
	checkSolutionAccess(&f, Path{}, access)
	switch {
	case !slices.Contains(Solutions(), s):
		f.errorf(Path{Attribute("solution")}, "Unknown solution",
			"%q is not a solution. Write one of %s.%s", s, oneOf(Solutions()), SuggestNearest(string(s), Solutions()))
	case !c.Has(s) && access.Access.Get() != None:
		f.errorf(Path{Attribute("solution")}, "Solution is not available", "%s has no %s cases. %s", c.title(), s.Title(), c.suggestAvailable())
	default:
		c.checkSolutionAccess(&f, Path{}, s, access, true)
	}
	if len(f) > 0 {
		return nil, f
	}
	var space SpaceConfig
	space.setAccess(s, access)
	return c.encodeSpace(space.withImpliedConnectors(false)).Features, nil
}

// FeatureCapabilities returns the capabilities that privileges on one feature give
// on this Kibana. PushCases is among them although pushing a case also needs a
// connector. It returns errors instead if this Kibana does not have the feature or
// a privilege; their paths are feature_id and privileges.
func (c Catalogue) FeatureCapabilities(feature string, privileges []string) ([]Capability, []Finding) {
	var f findings
	managed := c.managedFeatures()
	if !slices.Contains(managed, feature) {
		f.errorf(Path{Attribute("feature_id")}, "Unknown feature",
			"%s has no feature %q for cases or connectors. Write one of %s.%s", c.title(), feature, oneOf(managed), SuggestNearest(feature, managed))
		return nil, f
	}
	held := roles.SpacePrivileges{Features: map[string][]string{feature: privileges}}
	solution, g, isCases := c.findGeneration(feature)
	ids := slices.Concat(levels, c.connectorSubFeatures)
	if isCases {
		ids, _ = c.listedPrivileges(g.feature)
	}
	for _, id := range privileges {
		if !slices.Contains(ids, id) {
			f.errorf(Path{Attribute("privileges")}, "Unknown privilege",
				"The feature %q of %s has no privilege %q. Write any of %s.%s", feature, c.title(), id, oneOf(ids), SuggestNearest(id, ids))
		}
	}
	switch {
	case len(f) > 0:
		return nil, f
	case isCases:
		return caseCapabilities(c.effectiveOperations(solution, storedIn{SpacePrivileges: held}), c.version), nil
	}
	return c.connectorsLevel(held).capabilities(), nil
}

// suggestAvailable returns a sentence with the values to write if this Kibana has
// no cases for a solution.
func (c Catalogue) suggestAvailable() string {
	available := slices.DeleteFunc(Solutions(), func(s Solution) bool { return !c.Has(s) })
	return "Write one of " + oneOf(available) + `, or access = "none".`
}

// managedFeatures returns the ids of the cases features, newest first for each
// solution, and of the connectors feature.
func (c Catalogue) managedFeatures() []string {
	var ids []string
	for _, s := range Solutions() {
		for _, g := range slices.Backward(c.generations[s]) {
			ids = append(ids, g.feature)
		}
	}
	return append(ids, ConnectorsFeature)
}
