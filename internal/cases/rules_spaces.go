package cases

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// idPattern is the grammar of feature ids and privilege ids in the body of
// PUT /api/security/role/{name}. For space ids see [roles.IsSpaceID].
var idPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

// CheckSpaces returns the errors and warnings about the spaces of a role that do not
// depend on the Kibana. Paths start at the attribute spaces.
func CheckSpaces(spaces Spaces) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		at := Path{Attribute("spaces"), Key(id)}
		checkSpaceID(&f, at, id)
		checkSpace(&f, at, spaces[id])
		checkFullAccess(&f, at, id, spaces)
		if id != roles.AllSpaces {
			checkAgainstAllSpaces(&f, at, id, spaces[id], spaces[roles.AllSpaces])
		}
	}
	return f
}

// CheckSpaceIDs returns the errors in a set of space ids, of which each may be "*". At is
// the path of the set.
func CheckSpaceIDs(at Attribute, ids []string) []Finding {
	var f findings
	for _, id := range ids {
		checkSpaceID(&f, Path{at}, id)
	}
	return f
}

// checkSpaceID refuses anything except a space id and "*".
func checkSpaceID(f *findings, at Path, id string) {
	switch {
	case id == roles.AllSpaces || roles.IsSpaceID(id):
	case roles.IsSpacePattern(id):
		f.errorf(at, "Invalid space id",
			`%q is a pattern of space ids, which Elasticsearch can store but Kibana's role API does not accept. Write each space by its id, or "*" for all spaces.`, id)
	default:
		f.errorf(at, "Invalid space id",
			`%q is not a space id. Write the id from the space's URL, in lower-case letters, digits, "_" and "-" only, or "*" for all spaces.`, id)
	}
}

// checkSpace checks the configuration of one space by itself.
func checkSpace(f *findings, at Path, space SpaceConfig) {
	switch base := space.Base; {
	case base.IsKnown() && base.Get() != roles.BaseAll && base.Get() != roles.BaseRead:
		f.errorf(at.at(Attribute("base")), "Invalid base privilege",
			`%q is not a base privilege. Write "all" or "read", or leave base out (null).`, base.Get())
	case base.IsKnown() && (space.setsSolutionOrConnectors() || len(space.rawFeatures()) > 0):
		f.errorf(at.at(Attribute("base")), "Base privilege is not alone",
			"A base privilege covers every feature of its space, and Kibana accepts nothing beside it. Remove base to choose features one by one, or remove everything else from this space.")
	case base.IsNull() && space.setsOnlyEmptyFeatures():
		named := slices.Sorted(maps.Keys(space.rawFeatures()))
		problem := "features is set, but is empty."
		if len(named) > 0 {
			problem = fmt.Sprintf("features names no privilege of %s.", oneOf(named))
		}
		f.errorf(at.at(Attribute("features")), "Nothing is granted in this space",
			"%s Write at least one privilege id, or remove the space to grant nothing.", problem)
	case base.IsNull() && !space.setsSolutionOrConnectors() && space.Features.IsNull() && space.Complete():
		f.errorf(at, "Nothing is granted in this space",
			"No attribute that the provider knows is set here. Terraform drops misspelt attribute names without a warning. "+
				"Write security, observability, stack, connectors, features or base, or remove the space to grant nothing.")
	}
	checkAttributes(f, at, space)
	checkFeatures(f, at.at(Attribute("features")), space)
}

// checkAttributes checks the attributes of solutions, and connectors.
func checkAttributes(f *findings, at Path, space SpaceConfig) {
	for _, solution := range Solutions() {
		checkSolutionAccess(f, at.at(Attribute(solution)), space.Cases[solution].Get())
	}
	if level := space.Connectors.Get(); space.Connectors.IsKnown() && !slices.Contains(ConnectorLevels(), level) {
		f.errorf(at.at(Attribute("connectors")), "Invalid connectors level",
			"%q is not a level of Actions and Connectors. Write one of %s, or leave connectors out (null).%s",
			level, oneOf(ConnectorLevels()), SuggestNearest(string(level), ConnectorLevels()))
	}
}

// checkSolutionAccess checks the access to one solution's cases.
func checkSolutionAccess(f *findings, at Path, access SolutionAccess) {
	level := access.Access.Get()
	if access.Access.IsKnown() && !slices.Contains(AccessLevels(), level) {
		f.errorf(at.at(Attribute("access")), "Invalid access level",
			"%q is not an access level. Write one of %s.%s", level, oneOf(AccessLevels()), SuggestNearest(string(level), AccessLevels()))
	}
	if level == None && access.setsSubFeatures() {
		f.errorf(at.at(Attribute("sub_features")), "Sub-features without access",
			`access = "none" leaves nothing to customise. Remove sub_features, or grant "view" and add to it.`)
	}
	for _, key := range slices.Sorted(maps.Keys(access.SubFeatures)) {
		if !slices.Contains(SubFeatures(), key) {
			f.errorf(at.at(Attribute("sub_features"), Key(key)), "Unknown sub-feature",
				"%q is not a sub-feature of cases. Write one of %s.%s", key, oneOf(SubFeatures()), suggestSubFeature(key))
		}
	}
}

// suggestSubFeature returns a sentence that suggests a sub-feature for an unknown key:
// the nearest one, or the one whose privilege id the key is.
func suggestSubFeature(key SubFeature) string {
	if s, isPrivilege := subFeatureByPrivilege(string(key)); isPrivilege {
		return fmt.Sprintf(" Did you mean %q?", s.key)
	}
	return SuggestNearest(string(key), SubFeatures())
}

// checkFeatures checks the grammar of raw feature privileges. It refuses features that
// the attribute of a solution, or connectors, sets too.
func checkFeatures(f *findings, at Path, space SpaceConfig) {
	features := space.rawFeatures()
	for _, feature := range slices.Sorted(maps.Keys(features)) {
		here := at.at(Key(feature))
		if !idPattern.MatchString(feature) {
			f.errorf(here, "Invalid feature id",
				`%q is not a feature id: ids consist of letters, digits, "_" and "-". Write the id that the role's JSON in Kibana shows.`, feature)
		}
		for _, id := range features[feature] {
			if !idPattern.MatchString(id) {
				f.errorf(here, "Invalid privilege id",
					`%q is not a privilege id: ids consist of letters, digits, "_" and "-". Write the id that the role's JSON in Kibana shows.`, id)
			}
		}
		if solution, ok := SolutionOf(feature); ok && space.setsAccess(solution) {
			f.errorf(here, "Feature is set twice",
				"%s governs %s cases, which %s sets in this space already. Remove one of the two.", feature, solution.Title(), solution)
		}
		if feature == ConnectorsFeature && space.Connectors.IsKnown() {
			f.errorf(here, "Feature is set twice",
				"%s is Actions and Connectors, which connectors sets in this space already. Remove one of the two.", feature)
		}
	}
}

// checkFullAccess refuses full access without Connectors All, because full access
// includes managing connectors.
func checkFullAccess(f *findings, at Path, id string, spaces Spaces) {
	space := spaces[id]
	if !space.hasFullAccess() {
		return
	}
	if _, raw := space.Features.Get()[ConnectorsFeature]; raw {
		if space.Connectors.IsNull() {
			f.errorf(at.at(Attribute("features"), Key(ConnectorsFeature)), "Full access needs Connectors All",
				`access = "full" includes managing connectors. Write connectors = "all" for this space in place of features.%s.`, ConnectorsFeature)
		}
		return
	}
	level := space.Connectors.Get()
	less := level == ConnectorsNone || level == ConnectorsRead
	if less && !spaces.allSpacesGrantConnectors() && (id == roles.AllSpaces || spaces[roles.AllSpaces].Complete()) {
		f.errorf(at.at(Attribute("connectors")), "Full access needs Connectors All",
			`access = "full" includes managing connectors, and connectors = %q withholds that. Write connectors = "all" or leave it out, `+
				`or write access = "assignee" for case work without managing connectors.`, level)
	}
}
