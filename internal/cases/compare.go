package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Same reports whether two roles' privileges mean the same on this Kibana:
// deprecated ids or their replacements, a plain privilege or its parts, one
// entry or several, in any order.
func (c Catalogue) Equivalent(a, b roles.Privileges) bool {
	for _, space := range slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b))) {
		if !c.equivalentSpaces(a[space], b[space]) {
			return false
		}
	}
	return true
}

func (c Catalogue) equivalentSpaces(a, b roles.SpacePrivileges) bool {
	if a.StrongestBase() != b.StrongestBase() {
		return false
	}
	for _, s := range Solutions() {
		if !c.meaningOf(s, a.Features).equal(c.meaningOf(s, b.Features)) {
			return false
		}
	}
	return c.connectorsMeaning(a.Features).equal(c.connectorsMeaning(b.Features)) &&
		maps.EqualFunc(otherFeatures(a.Features, nil), otherFeatures(b.Features, nil), roles.EqualIDs)
}

// Deprecated returns the feature ids among what is stored that this Kibana
// lists, but no longer writes.
func (c Catalogue) Deprecated(p roles.Privileges) []string {
	var found []string
	for _, held := range p {
		for feature := range held.Features {
			solution, g, known := c.find(feature)
			if newest, _ := c.newest(solution); known && g.number < newest.number {
				found = append(found, feature)
			}
		}
	}
	return roles.CanonicalIDs(found)
}
