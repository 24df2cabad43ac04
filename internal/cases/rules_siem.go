package cases

import (
	"fmt"
	"slices"
)

// formerFeature is the feature of Elastic Security. From Kibana 7.14 to 7.17, access to its
// cases was a sub-feature of it. Kibana 8.0 moved the cases to a feature of their own, and
// did not rewrite roles (elastic/kibana#100038 and #112980). The feature still exists, so that
// a role with one of the former privileges looks as if it had access.
const formerFeature = "siem"

// formerAccess holds the level of access that each former privilege gave.
var formerAccess = map[string]Access{"cases_all": Assignee, "cases_read": View}

// FormerPrivileges returns the ids among privileges of a feature that gave access to
// security cases before Kibana 8.0. They grant nothing since.
func FormerPrivileges(feature string, ids []string) []string {
	if feature != formerFeature {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return formerAccess[id] == "" })
}

// ExplainFormer explains a result of [FormerPrivileges], and names what replaces it in a
// configuration.
func ExplainFormer(id string) string {
	return fmt.Sprintf("%q of the feature %q gave access to security cases before Kibana 8.0, and grants nothing now. Write security = { access = %q } instead.",
		id, formerFeature, formerAccess[id])
}

// explainFormer is [ExplainFormer] with the privilege that replaces it on this Kibana.
func (c Catalogue) explainFormer(id string) string {
	newest, ok := c.newest(Security)
	if !ok {
		return ExplainFormer(id)
	}
	level := privilegeRead
	if formerAccess[id].editsCases() {
		level = privilegeAll
	}
	return ExplainFormer(id) + fmt.Sprintf(" %s stores that as %q of the feature %q.", c.title(), level, newest.feature)
}
