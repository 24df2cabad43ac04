package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Equivalent reports whether both privileges have the same meaning on this
// Kibana. Deprecated ids are equivalent to their replacements, a privilege such as
// "all" to "minimal_all" with every sub-feature, and order and duplicates do not
// count. Ids of features other than cases and connectors are compared literally.
func (c Catalogue) Equivalent(a, b roles.Privileges) bool {
	for _, space := range slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b))) {
		if !c.equivalentInSpace(a[space], b[space]) {
			return false
		}
	}
	return true
}

func (c Catalogue) equivalentInSpace(a, b roles.SpacePrivileges) bool {
	if a.StrongestBase() != b.StrongestBase() {
		return false
	}
	for _, solution := range Solutions() {
		if !c.meaningOf(solution, a.Features).equal(c.meaningOf(solution, b.Features)) {
			return false
		}
	}
	return c.connectorsMeaning(a.Features[ConnectorsFeature]).equal(c.connectorsMeaning(b.Features[ConnectorsFeature])) &&
		maps.EqualFunc(otherFeatures(a.Features, nil), otherFeatures(b.Features, nil), roles.EqualIDs)
}
