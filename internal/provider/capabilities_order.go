package provider

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// withCapabilitiesInOrder returns a state whose capabilities are in their order. Releases
// before the first one with lists stored sets, which Terraform keeps in alphabetical
// order. Without this, each plan for such a state would show that the order changes. A
// state that is in order already, or is not one of a resource, is returned as it is.
//
// The schema has no new version for this: an older provider can still read the state.
func withCapabilitiesInOrder(state *tfprotov6.RawState) *tfprotov6.RawState {
	var stored struct {
		Capabilities map[string][]cases.Capability `json:"capabilities"`
	}
	if state == nil || json.Unmarshal(state.JSON, &stored) != nil || inOrder(stored.Capabilities) {
		return state
	}
	// The name of an attribute must match exactly, unlike that of a field above.
	var attributes map[string]json.RawMessage
	var capabilities map[string][]cases.Capability
	if json.Unmarshal(state.JSON, &attributes) != nil || json.Unmarshal(attributes["capabilities"], &capabilities) != nil || inOrder(capabilities) {
		return state
	}
	for _, list := range capabilities {
		if slices.Contains(list, "") { // or null, which decodes to the same
			return state
		}
		slices.SortFunc(list, cases.CompareCapabilities)
	}
	var err error
	if attributes["capabilities"], err = json.Marshal(capabilities); err != nil {
		return state
	}
	ordered := *state
	if ordered.JSON, err = json.Marshal(attributes); err != nil {
		return state
	}
	return &ordered
}

// inOrder reports whether each list of capabilities is in order.
func inOrder(capabilities map[string][]cases.Capability) bool {
	return !slices.ContainsFunc(slices.Collect(maps.Values(capabilities)), func(list []cases.Capability) bool {
		return !slices.IsSortedFunc(list, cases.CompareCapabilities)
	})
}
