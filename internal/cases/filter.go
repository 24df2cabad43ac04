package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Filter selects roles by the capabilities that they give. A field that is null or
// unknown matches every role.
type Filter struct {
	// Space is a space id, or [roles.AllSpaces]. An entry for a pattern that matches the
	// id, or for all spaces, counts too.
	Space      Value[string]
	Solution   Value[Solution]
	Capability Value[Capability]
}

// MatchesRole reports whether a role matches the filter on this Kibana. A role that
// Elasticsearch has switched off gives no capability; without a capability in the filter,
// its privileges count.
func (f Filter) MatchesRole(c Catalogue, role roles.Role) bool {
	if role.Disabled && f.Capability.IsKnown() {
		return false
	}
	return f.Matches(c, EffectivePrivileges(role))
}

// Matches reports whether privileges match the filter on this Kibana. They must give
// a capability on cases in the space and solution of the filter: connectors alone never
// match. The capability of the filter may be one on connectors.
func (f Filter) Matches(c Catalogue, held roles.Privileges) bool {
	return f.matches(f.capabilities(c, held))
}

// matches reports whether capabilities in the space of the filter, or in any space, match
// its solution and its capability.
func (f Filter) matches(capabilities map[string][]Capability) bool {
	onCases, hasCapability := false, false
	for key, list := range capabilities {
		_, subject := SplitKey(key)
		isConnectors := subject == ConnectorsPart
		if !isConnectors && f.Solution.IsKnown() && subject != string(f.Solution.Get()) {
			continue
		}
		onCases = onCases || !isConnectors
		hasCapability = hasCapability || slices.Contains(list, f.Capability.Get())
	}
	return onCases && (!f.Capability.IsKnown() || hasCapability)
}

// capabilities returns the capabilities that privileges give in the space of the filter,
// or in any space.
func (f Filter) capabilities(c Catalogue, held roles.Privileges) map[string][]Capability {
	switch {
	case f.Space.IsKnown():
		union := Union{}
		c.addSpace(union, f.Space.Get(), heldPrivileges{"": newHeldByRole(held)})
		return union.Capabilities()
	case f.Capability.Get() == PushCases:
		// The connector may come from another entry than the privilege on cases.
		return c.unionOf(heldPrivileges{"": newHeldByRole(held)}, nil).Capabilities()
	}
	return c.Capabilities(held)
}

// Check returns the errors in the filter. Their paths are the attributes space,
// solution and capability.
func (f Filter) Check() []Finding {
	var found findings
	empty := func(attribute Attribute) {
		found.errorf(Path{attribute}, "Empty filter",
			"An empty string would select everything. Write a value, or leave %s out (null).", attribute)
	}
	switch id := f.Space.Get(); {
	case !f.Space.IsKnown():
	case id == "":
		empty("space")
	default:
		checkSpaceID(&found, Path{Attribute("space")}, id)
	}
	switch solution := f.Solution.Get(); {
	case !f.Solution.IsKnown() || slices.Contains(Solutions(), solution):
	case solution == "":
		empty("solution")
	default:
		found.errorf(Path{Attribute("solution")}, "Unknown solution",
			"%q has no cases. Write one of %s.%s", solution, oneOf(Solutions()), SuggestNearest(string(solution), Solutions()))
	}
	switch capability := f.Capability.Get(); {
	case !f.Capability.IsKnown() || slices.Contains(allCapabilities, capability):
	case capability == "":
		empty("capability")
	default:
		found.errorf(Path{Attribute("capability")}, "Unknown capability",
			"%q is not a capability. Write one of %s.%s", capability, oneOf(allCapabilities), SuggestNearest(string(capability), allCapabilities))
	}
	return found
}
