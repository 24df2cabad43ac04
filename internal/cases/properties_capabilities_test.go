package cases

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// beyond reports the first capability of less that more does not have.
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

// A privilege that is taken away never gives anything.
func TestLessStoredGivesNoMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, p := anyCatalogue(t), anyPrivileges(t)
		if len(p) == 0 {
			t.Skip("nothing to take away")
		}
		space := rapid.SampledFrom(slices.Sorted(maps.Keys(p))).Draw(t, "space")
		less := copyOf(p)
		held := less[space]
		if rapid.Bool().Draw(t, "all of the space?") || len(held.Features) == 0 {
			delete(less, space)
		} else {
			feature := rapid.SampledFrom(slices.Sorted(maps.Keys(held.Features))).Draw(t, "feature")
			i := rapid.IntRange(0, len(held.Features[feature])-1).Draw(t, "which")
			held.Features[feature] = slices.Delete(slices.Clone(held.Features[feature]), i, i+1)
		}
		if gained, is := beyond(c.Capabilities(less), c.Capabilities(p)); is {
			t.Fatalf("%v gives %s, and %v does not", less, gained, p)
		}
	})
}

// Words for less never give more: a lower level, a sub-feature withheld,
// connectors lowered or left out.
func TestLessSaidGivesNoMore(t *testing.T) {
	t.Parallel()
	lower := map[Access][]Access{Full: {Full, Assignee, View, None}, Assignee: {Assignee, View, None}, View: {View, None}, None: {None}}
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anySolutionAccess(t)
		level := rapid.SampledFrom(ConnectorLevels()).Draw(t, "connectors")
		if g.Access.Get() == Full {
			level = ConnectorsAll
		}
		less := SolutionAccess{Access: Known(rapid.SampledFrom(lower[g.Access.Get()]).Draw(t, "lower")), SubFeatures: maps.Clone(g.SubFeatures)}
		for key := range less.SubFeatures {
			less.SubFeatures[key] = Known(less.SubFeatures[key].Get() && rapid.Bool().Draw(t, "withheld"))
		}
		if less.Access.Get() == None {
			less.SubFeatures = nil
		}
		in := func(g SolutionAccess, connectors Connectors) map[string][]Capability {
			return c.Capabilities(c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: g}), Connectors: Known(connectors)}}))
		}
		more := in(g, level)
		for _, connectors := range ConnectorLevels() {
			if less.Access.Get() == Full {
				connectors = ConnectorsAll
			}
			if connectors == ConnectorsAll && level != ConnectorsAll || connectors == ConnectorsRead && level == ConnectorsNone {
				continue
			}
			if gained, is := beyond(in(less, connectors), more); is {
				t.Fatalf("%+v %s gives %s, and %+v %s does not", less, connectors, gained, g, level)
			}
		}
	})
}

// What a word asks for is what people can do, wherever the release supports it.
func TestSubFeaturesDoAsAsked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anySolutionAccess(t)
		if g.Access.Get() == None || len(c.Unsupported(Observability, g)) > 0 {
			t.Skip("the rules refuse it")
		}
		stored := c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: g})}})
		held := c.Capabilities(stored)["soc/observability"]
		for _, sub := range subFeatures {
			if granted := g.SubFeatures[sub.key]; granted.IsKnown() && granted.Get() != slices.Contains(held, sub.capability) {
				t.Fatalf("%s of %+v: stored %v, held %v", sub.key, g, stored, held)
			}
		}
	})
}
