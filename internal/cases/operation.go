package cases

// operation is a set of the operations that Kibana checks before it acts on a
// case, such as getCase. An Elasticsearch application action for one of them
// reads "cases:<owner>/<operation>".
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

// has reports whether every operation of want is in o.
func (o operation) has(want operation) bool { return o&want == want }

// operationNames are the names of the operations, in the order of their bits.
var operationNames = []string{
	"createCase", "getCase", "updateCase", "deleteCase", "pushCase", "createComment", "getComment", "updateComment", "deleteComment",
	"createConfiguration", "findConfigurations", "updateConfiguration", "reopenCase", "assignCase", "manageTemplate", "getFieldDefinitions",
	"getTags", "getReporters", "getUserActions",
}

// Operations returns the operations on cases that one privilege of a feature
// grants on this Kibana, as the server's own list of actions names them (GET
// /api/security/privileges?includeActions=true); none for an unknown one.
func (c Catalogue) Operations(feature, privilege string) []string {
	_, g, _ := c.find(feature)
	granted := g.operations(privilege, c.version)
	var names []string
	for i, name := range operationNames {
		if g.feature != "" && granted.has(1<<i) {
			names = append(names, name)
		}
	}
	return names
}

// kind is a group of operations that a feature privilege grants together: a
// key of "cases" in Kibana's feature definitions.
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

// operations expands a kind. Releases moved operations out of create and
// update into kinds of their own: settings at 8.12, comments at 8.17. Re-opening
// and assigning needed no operation of their own before they had a kind.
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

// ownOperations is what minimal_all of a generation grants. Kibana froze each
// old generation by adding to it whatever a newer one took out, so that a role
// that still holds it loses nothing in an upgrade.
func ownOperations(number int, v Version) operation {
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
