package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The tables of this file follow Kibana's source
// (x-pack/platform/plugins/shared/cases/server/features). They serve a configured
// version, and functions. A server says itself what its privileges grant.

// kind is a group of operations that a feature privilege grants together. It is a
// key of "cases" in the privileges of Kibana's feature definitions.
type kind int

const (
	kindRead kind = iota
	kindCreate
	kindUpdate
	kindPush
	kindDelete
	kindSettings
	kindCreateComment
	kindReopen
	kindAssign
	kindManageTemplates
)

// builtInListing returns the listing of a release that has the given features.
func builtInListing(v Version, features map[string][]string) Listing {
	l := Listing{Features: map[string]map[string][]string{}, Space: map[string][]string{}}
	newest := map[Solution]generation{}
	for feature, ids := range features {
		solution, number, isCases := parseFeatureID(feature)
		g := generation{feature, number, subFeatureIDs(ids)}
		if isCases && number > newest[solution].number {
			newest[solution] = g
		}
		l.Features[feature] = map[string][]string{}
		for _, id := range roles.UnionIDs(levels, ids) {
			l.Features[feature][id] = nil
			if isCases {
				l.Features[feature][id] = actions(solution, g.builtInOperations(id, v))
			}
		}
	}
	for _, base := range []string{roles.BaseAll, roles.BaseRead} {
		for solution, g := range newest {
			l.Space[base] = append(l.Space[base], actions(solution, g.builtInOperations(base, v))...)
		}
	}
	l.Global = l.Space
	return l
}

// actions returns the actions for a set of operations on a solution's cases.
func actions(s Solution, set operations) []string {
	var all []string
	for i, name := range operationNames {
		if set.has(1 << i) {
			all = append(all, action(s, name))
		}
	}
	return all
}

// builtInFeatures returns the cases and connectors features of a release, with the
// ids of their sub-feature privileges.
func builtInFeatures(v Version) map[string][]string {
	features := map[string][]string{ConnectorsFeature: nil}
	if v.AtLeast(9, 1) {
		features[ConnectorsFeature] = []string{"endpoint_security_execute"}
	}
	newest := 1
	switch {
	case v.AtLeast(8, 18):
		newest = 3
	case v.AtLeast(8, 17):
		newest = 2
	}
	for _, solution := range Solutions() {
		if solution == Stack && v.IsServerless() {
			continue
		}
		for number := 1; number <= newest; number++ {
			features[solution.featureID(number)] = builtInSubFeatures(number, v)
		}
	}
	return features
}

// builtInSubFeatures returns the sub-feature privilege ids of a generation in a
// release. Kibana added no sub-feature to the first generation after
// cases_settings. It added cases_assign to the third only, and
// cases_manage_templates to the second and the third.
func builtInSubFeatures(number int, v Version) []string {
	var ids []string
	for _, s := range subFeatures {
		switch {
		case !v.AtLeast(s.since.major, s.since.minor):
		case number == 1 && s.key != SubDeleteCases && s.key != SubEditSettings:
		case number == 2 && s.key == SubAssignUsers:
		default:
			ids = append(ids, s.privilege)
		}
	}
	return ids
}

// builtInOperations returns the operations that a privilege of the generation grants in a
// release.
func (g generation) builtInOperations(id string, v Version) operations {
	switch id {
	case privilegeRead, privilegeMinimalRead:
		return kindRead.operations(v)
	case privilegeMinimalAll:
		return minimalAllOperations(g.number, v)
	case privilegeAll:
		granted := minimalAllOperations(g.number, v)
		for _, sub := range g.subFeatures {
			granted |= g.builtInOperations(sub, v)
		}
		return granted
	}
	if s, known := subFeatureByPrivilege(id); known && slices.Contains(g.subFeatures, id) {
		return s.kind.operations(v)
	}
	return 0
}

// minimalAllOperations returns the operations that "minimal_all" of a generation
// grants. In old generations it includes the operations that newer generations moved
// into sub-features, so that a role with old ids loses nothing when Kibana is
// upgraded.
func minimalAllOperations(number int, v Version) operations {
	kinds := []kind{kindCreate, kindRead, kindUpdate, kindPush}
	if number == 1 && v.AtLeast(8, 17) {
		kinds = append(kinds, kindCreateComment, kindReopen)
	}
	if number <= 2 && v.AtLeast(8, 18) {
		kinds = append(kinds, kindAssign)
	}
	if number <= 2 && v.AtLeast(9, 4) {
		kinds = append(kinds, kindManageTemplates)
	}
	var all operations
	for _, k := range kinds {
		all |= k.operations(v)
	}
	return all
}

// operations returns the operations of a kind in a version. Two releases moved
// operations out of kindCreate and kindUpdate into new kinds: 8.12 into kindSettings
// and 8.17 into kindCreateComment. Before 8.17 re-opening, and before 8.18
// assigning, needed updateCase only.
func (k kind) operations(v Version) operations {
	switch k {
	case kindRead:
		read := getCase | getComment | getTags | getReporters | getUserActions | findConfigurations
		if v.AtLeast(9, 5) {
			read |= getFieldDefinitions
		}
		return read
	case kindCreate:
		switch {
		case !v.AtLeast(8, 12):
			return createCase | createComment | createConfiguration
		case !v.AtLeast(8, 17):
			return createCase | createComment
		}
		return createCase
	case kindUpdate:
		if !v.AtLeast(8, 12) {
			return updateCase | updateComment | updateConfiguration
		}
		return updateCase | updateComment
	case kindPush:
		return pushCase
	case kindDelete:
		return deleteCase | deleteComment
	case kindSettings:
		return createConfiguration | updateConfiguration
	case kindCreateComment:
		return createComment
	case kindReopen:
		return reopenCase
	case kindAssign:
		return assignCase
	case kindManageTemplates:
		if v.AtLeast(9, 5) {
			return manageTemplate | getFieldDefinitions
		}
		return manageTemplate
	}
	return 0
}
