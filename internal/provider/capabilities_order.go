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
	var unordered [][]any
	for _, value := range capabilities {
		list, _ := value.([]any)
		if slices.ContainsFunc(list, func(element any) bool { _, isText := element.(string); return !isText }) {
			return false // only the framework can explain what is wrong with the state
		}
		if !slices.IsSortedFunc(list, compareRawCapabilities) {
			unordered = append(unordered, list)
		}
	}
	for _, list := range unordered {
		slices.SortFunc(list, compareRawCapabilities)
	}
	return len(unordered) > 0
}

// compareRawCapabilities compares two capabilities of a state.
func compareRawCapabilities(a, b any) int {
	first, _ := a.(string)
	second, _ := b.(string)
	return cases.CompareCapabilities(cases.Capability(first), cases.Capability(second))
}
