package provider

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// orderCapabilities puts the capabilities of a state in their order, and reports whether
// it has changed any. Older releases stored sets, which Terraform keeps in alphabetical
// order. Without this, each plan for such a state would show that the order changes.
//
// The schema has no new version for this: an older provider can still read the state.
func orderCapabilities(state tfwire.RawState) (changed bool) {
	capabilities, _ := state["capabilities"].(map[string]any)
	for _, value := range capabilities {
		list, _ := value.([]any)
		if !slices.IsSortedFunc(list, compareRawCapabilities) {
			slices.SortStableFunc(list, compareRawCapabilities)
			changed = true
		}
	}
	return changed
}

// compareRawCapabilities compares two capabilities of a state. Values that are no text
// are equal to every other one: the framework refuses them.
func compareRawCapabilities(a, b any) int {
	first, isText := a.(string)
	second, areTexts := b.(string)
	if !isText || !areTexts {
		return 0
	}
	return cases.CompareCapabilities(cases.Capability(first), cases.Capability(second))
}
