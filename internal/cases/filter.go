package cases

import (
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Filter chooses roles by what they let people do. An empty part matches
// everything, which is what a part that is left out or not known yet is for.
type Filter struct {
	Space      string // a role for all spaces matches every space
	Solution   Solution
	Capability Capability
	// Blank names parts that a configuration sets to an empty text, which is
	// neither a value nor the absence of one.
	Blank []Attribute
}

// Matches reports whether capabilities, keyed as in [Catalogue.Capabilities],
// include something on cases that the filter asks for. Connectors alone are no
// access to cases; where the filter asks for a capability of theirs, it counts
// beside some access.
func (f Filter) Matches(held map[string][]Capability) bool {
	onCases, asked := false, false
	for key, capabilities := range held {
		space, subject, _ := strings.Cut(key, "/")
		if f.Space != "" && space != f.Space && space != roles.AllSpaces {
			continue
		}
		isConnectors := subject == "connectors"
		if !isConnectors && f.Solution != "" && subject != string(f.Solution) {
			continue
		}
		onCases = onCases || !isConnectors
		asked = asked || slices.Contains(capabilities, f.Capability)
	}
	return onCases && (f.Capability == "" || asked)
}

// Check returns what is wrong with the filter. Paths are its attributes.
func (f Filter) Check() []Finding {
	var found findings
	for _, part := range f.Blank {
		found.errorf(Path{part}, "Empty filter",
			"An empty text would choose everything. Write what to look for, or leave %s out (null).", part)
	}
	if f.Space != "" {
		checkSpaceID(&found, Path{Attribute("space")}, f.Space)
	}
	if f.Solution != "" && !slices.Contains(Solutions(), f.Solution) {
		found.errorf(Path{Attribute("solution")}, "Unknown solution",
			"%q has no cases. Write one of %s.%s", f.Solution, oneOf(Solutions()), didYouMean(string(f.Solution), Solutions()))
	}
	if f.Capability != "" && !slices.Contains(capabilityOrder, f.Capability) {
		found.errorf(Path{Attribute("capability")}, "Unknown capability",
			"%q is not a capability. Write one of %s.%s", f.Capability, oneOf(capabilityOrder), didYouMean(string(f.Capability), capabilityOrder))
	}
	return found
}
