package cases

import "slices"

// operation is a set of operations on cases, as bits. Kibana checks an operation,
// such as getCase, before each request on a case. In Elasticsearch, the application
// privilege for an operation is "cases:<owner>/<operation>".
type operation uint32

const (
	createCase operation = 1 << iota
	getCase
	updateCase
	deleteCase
	pushCase
	createComment
	getComment
	updateComment
	deleteComment
	createConfiguration
	findConfigurations
	updateConfiguration
	reopenCase
	assignCase
	manageTemplate
	getFieldDefinitions
	getTags
	getReporters
	getUserActions
)

// operationNames holds the name of each operation, in the order of the bits.
var operationNames = []string{
	"createCase", "getCase", "updateCase", "deleteCase", "pushCase", "createComment", "getComment", "updateComment", "deleteComment",
	"createConfiguration", "findConfigurations", "updateConfiguration", "reopenCase", "assignCase", "manageTemplate", "getFieldDefinitions",
	"getTags", "getReporters", "getUserActions",
}

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

// Operations returns the operations on cases that a privilege of a feature grants on
// this Kibana, as GET /api/security/privileges?includeActions=true names them. It
// returns none if this Kibana does not have the feature or the privilege.
func (c Catalogue) Operations(feature, privilege string) []string {
	_, g, _ := c.findGeneration(feature)
	granted := g.operations(privilege, c.version)
	var names []string
	for i, name := range operationNames {
		if g.feature != "" && granted.has(1<<i) {
			names = append(names, name)
		}
	}
	return names
}

// has reports whether the set includes all operations of want.
func (o operation) has(want operation) bool { return o&want == want }

// featureOperations returns the operations that feature privileges grant on a
// solution's cases on this Kibana. A privilege grants the operations that its own
// generation defines, not those of its replacement.
func (c Catalogue) featureOperations(s Solution, features map[string][]string) operation {
	var granted operation
	for feature, ids := range features {
		solution, g, known := c.findGeneration(feature)
		if !known || solution != s {
			continue
		}
		for _, id := range ids {
			granted |= g.operations(id, c.version)
		}
	}
	return granted
}

// operations returns the operations that a privilege of the generation grants.
func (g generation) operations(id string, v Version) operation {
	switch id {
	case privilegeRead, privilegeMinimalRead:
		return kindRead.operations(v)
	case privilegeMinimalAll:
		return minimalAllOperations(g.number, v)
	case privilegeAll:
		granted := minimalAllOperations(g.number, v)
		for _, sub := range g.subFeatures {
			granted |= g.operations(sub, v)
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
func minimalAllOperations(number int, v Version) operation {
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
	var all operation
	for _, k := range kinds {
		all |= k.operations(v)
	}
	return all
}

// operations returns the operations of a kind in a version. Two releases moved
// operations out of kindCreate and kindUpdate into new kinds: 8.12 into kindSettings
// and 8.17 into kindCreateComment. Before 8.17 re-opening, and before 8.18
// assigning, needed updateCase only.
func (k kind) operations(v Version) operation {
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
