package cases

import (
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Filter selects roles by the capabilities that they give. A field that is null or
// unknown matches every role.
type Filter struct {
	Space      Value[string] // a role's entry for all spaces matches every space
	Solution   Value[Solution]
	Capability Value[Capability]
}

// Matches reports whether a role's capabilities match the filter. The keys are
// those of [Catalogue.Capabilities]. The role must give a capability on cases in
// the space and solution of the filter: a role that gives connectors only never
// matches. The capability of the filter may be one on connectors.
func (f Filter) Matches(capabilities map[string][]Capability) bool {
	onCases, hasCapability := false, false
	for key, list := range capabilities {
		space, subject, _ := strings.Cut(key, "/")
		if f.Space.IsKnown() && space != f.Space.Get() && space != roles.AllSpaces {
			continue
		}
		isConnectors := subject == "connectors"
		if !isConnectors && f.Solution.IsKnown() && subject != string(f.Solution.Get()) {
			continue
		}
		onCases = onCases || !isConnectors
		hasCapability = hasCapability || slices.Contains(list, f.Capability.Get())
	}
	return onCases && (!f.Capability.IsKnown() || hasCapability)
}

// Check returns the errors in the filter. Their paths are the attributes space,
// solution and capability.
func (f Filter) Check() []Finding {
	var found findings
	empty := func(attribute Attribute) {
		found.errorf(Path{attribute}, "Empty filter",
			"An empty text would choose everything. Write what to look for, or leave %s out (null).", attribute)
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
			"%q has no cases. Write one of %s.%s", solution, oneOf(Solutions()), suggestNearest(string(solution), Solutions()))
	}
	switch capability := f.Capability.Get(); {
	case !f.Capability.IsKnown() || slices.Contains(allCapabilities, capability):
	case capability == "":
		empty("capability")
	default:
		found.errorf(Path{Attribute("capability")}, "Unknown capability",
			"%q is not a capability. Write one of %s.%s", capability, oneOf(allCapabilities), suggestNearest(string(capability), allCapabilities))
	}
	return found
}
