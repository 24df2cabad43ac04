package cases

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// beyond returns a capability of less that more does not have.
func beyond(less, more map[string][]Capability) (string, bool) {
	for key, list := range less {
		for _, x := range list {
			if !slices.Contains(more[key], x) {
				return key + " " + string(x), true
			}
		}
	}
	return "", false
}

func TestRemovingPrivilegesAddsNoCapability(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, p := anyCatalogue(t), anyPrivileges(t)
		if len(p) == 0 {
			t.Skip("nothing to remove")
		}
		space := rapid.SampledFrom(slices.Sorted(maps.Keys(p))).Draw(t, "space")
		less := copyOf(p)
		held := less[space]
		if rapid.Bool().Draw(t, "all of the space?") || len(held.Features) == 0 {
			delete(less, space)
		} else {
			feature := rapid.SampledFrom(slices.Sorted(maps.Keys(held.Features))).Draw(t, "feature")
			i := rapid.IntRange(0, len(held.Features[feature])-1).Draw(t, "index")
			held.Features[feature] = slices.Delete(slices.Clone(held.Features[feature]), i, i+1)
		}
		if gained, is := beyond(c.Capabilities(less), c.Capabilities(p)); is {
			t.Fatalf("%v gives %s, and %v does not", less, gained, p)
		}
	})
}

// The configuration is reduced by a lower access or connector level, or by withholding
// sub-features.
func TestReducingConfigurationAddsNoCapability(t *testing.T) {
	t.Parallel()
	lower := map[Access][]Access{Full: {Full, Assignee, View, None}, Assignee: {Assignee, View, None}, View: {View, None}, None: {None}}
	rapid.Check(t, func(t *rapid.T) {
		c, access := anyCatalogue(t), anySolutionAccess(t)
		level := rapid.SampledFrom(ConnectorLevels()).Draw(t, "connectors")
		if access.Access.Get() == Full {
			level = ConnectorsAll
		}
		less := SolutionAccess{Access: Known(rapid.SampledFrom(lower[access.Access.Get()]).Draw(t, "lower")), SubFeatures: maps.Clone(access.SubFeatures)}
		for key := range less.SubFeatures {
			less.SubFeatures[key] = Known(less.SubFeatures[key].Get() && rapid.Bool().Draw(t, "withheld"))
		}
		if less.Access.Get() == None {
			less.SubFeatures = nil
		}
		give := func(access SolutionAccess, connectors Connectors) map[string][]Capability {
			return c.Capabilities(c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: access}), Connectors: Known(connectors)}}))
		}
		more := give(access, level)
		for _, connectors := range ConnectorLevels() {
			if less.Access.Get() == Full {
				connectors = ConnectorsAll
			}
			if connectors == ConnectorsAll && level != ConnectorsAll || connectors == ConnectorsRead && level == ConnectorsNone {
				continue
			}
			if gained, is := beyond(give(less, connectors), more); is {
				t.Fatalf("%+v %s gives %s, and %+v %s does not", less, connectors, gained, access, level)
			}
		}
	})
}

func TestSupportedSubFeaturesDecideCapabilities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, access := anyCatalogue(t), anySolutionAccess(t)
		if access.Access.Get() == None || len(c.Unsupported(Observability, access)) > 0 {
			t.Skip("the rules refuse it")
		}
		stored := c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: access})}})
		given := c.Capabilities(stored)["soc/observability"]
		for _, sub := range subFeatures {
			if granted := access.SubFeatures[sub.key]; granted.IsKnown() && granted.Get() != slices.Contains(given, sub.capability) {
				t.Fatalf("%s of %+v: stored %v, capabilities %v", sub.key, access, stored, given)
			}
		}
	})
}
