package provider_test

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// capabilityOrder is the order in which capabilities are listed.
var capabilityOrder = strings.Fields(everything + " use_connectors manage_connectors")

// orderCapabilities puts the capabilities of a decoded state in order, and reports whether
// that changes anything. Names that the provider does not know come last. A state with
// null among them stays as it is.
func orderCapabilities(state any) (changed bool) {
	for _, list := range capabilityLists(state) {
		if slices.Contains(list, nil) {
			return false
		}
	}
	rank := func(name string) int {
		if at := slices.Index(capabilityOrder, name); at >= 0 {
			return at
		}
		return len(capabilityOrder)
	}
	return sortLists(state, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
}

// sortCapabilities puts the capabilities of a decoded state in alphabetical order, as
// Terraform keeps a set, and reports whether that changes anything.
func sortCapabilities(state any) (changed bool) { return sortLists(state, strings.Compare) }

func sortLists(state any, compare func(a, b string) int) (changed bool) {
	for _, list := range capabilityLists(state) {
		before := slices.Clone(list)
		slices.SortFunc(list, func(a, b any) int {
			one, _ := a.(string)
			other, _ := b.(string)
			return compare(one, other)
		})
		changed = changed || !slices.Equal(before, list)
	}
	return changed
}

// capabilityLists returns the lists of capabilities in a decoded state.
func capabilityLists(state any) (lists [][]any) {
	attributes, _ := state.(map[string]any)
	capabilities, _ := attributes["capabilities"].(map[string]any)
	for _, value := range capabilities {
		if list, ok := value.([]any); ok {
			lists = append(lists, list)
		}
	}
	return lists
}

// olderState is the state of an object as an older release stored it: with sets of
// capabilities. More is added to it.
func olderState(t *testing.T, p *process, of string, o kept, more object) *tfprotov6.RawState {
	t.Helper()
	state, _ := plainValue(t, p.valueOf(of, o.state)).(map[string]any)
	if !sortCapabilities(state) {
		t.Fatal("the capabilities are in alphabetical order already")
	}
	maps.Copy(state, more)
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.RawState{JSON: text}
}

// upgrade hands over a stored state, and returns the object with the state that the
// provider makes of it.
func (p *process) upgrade(of string, stored *tfprotov6.RawState, o kept) kept {
	p.t.Helper()
	resp, err := p.server.UpgradeResourceState(p.t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: of, RawState: stored})
	if p.collect(err, resp.Diagnostics) {
		p.t.FailNow()
	}
	return kept{p.handedBack(of, resp.UpgradedState), o.private, o.identity}
}

// document is a state or a plan by path.
func (p *process) document(of string, data *tfprotov6.DynamicValue) document {
	p.t.Helper()
	return leaves(plainValue(p.t, p.valueOf(of, data)))
}

// inAnyOrder decodes a stored state as it is.
func (p *process) inAnyOrder(of string, stored *tfprotov6.RawState) *tfprotov6.DynamicValue {
	p.t.Helper()
	value, err := stored.UnmarshalWithOpts(p.typeOf(of), tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
	if err != nil {
		p.t.Fatal(err)
	}
	return encodeValue(p.t, allSchemas().ResourceSchemas[of], value)
}
