package cases

import (
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Filter chooses roles by what they let people do. A part that is null, or not known
// yet, matches everything.
type Filter struct {
	Space      Value[string] // a role for all spaces matches every space
	Solution   Value[Solution]
	Capability Value[Capability]
}

// Matches reports whether capabilities, keyed as in [Catalogue.Capabilities],
// include something on cases that the filter asks for. Connectors alone are no
// access to cases; where the filter asks for a capability of theirs, it counts
// beside some access.
func (f Filter) Matches(held map[string][]Capability) bool {
	onCases, asked := false, false
	for key, capabilities := range held {
		space, subject, _ := strings.Cut(key, "/")
		if f.Space.IsKnown() && space != f.Space.Get() && space != roles.AllSpaces {
			continue
		}
		isConnectors := subject == "connectors"
		if !isConnectors && f.Solution.IsKnown() && subject != string(f.Solution.Get()) {
			continue
		}
		onCases = onCases || !isConnectors
		asked = asked || slices.Contains(capabilities, f.Capability.Get())
	}
	return onCases && (!f.Capability.IsKnown() || asked)
}

// Check returns what is wrong with the filter. Paths are its attributes.
func (f Filter) Check() []Finding {
	var found findings
	empty := func(part Attribute) {
		found.errorf(Path{part}, "Empty filter",
			"An empty text would choose everything. Write what to look for, or leave %s out (null).", part)
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
			"%q has no cases. Write one of %s.%s", solution, oneOf(Solutions()), didYouMean(string(solution), Solutions()))
	}
	switch capability := f.Capability.Get(); {
	case !f.Capability.IsKnown() || slices.Contains(capabilityOrder, capability):
	case capability == "":
		empty("capability")
	default:
		found.errorf(Path{Attribute("capability")}, "Unknown capability",
			"%q is not a capability. Write one of %s.%s", capability, oneOf(capabilityOrder), didYouMean(string(capability), capabilityOrder))
	}
	return found
}
