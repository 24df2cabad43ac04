package cases

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// savedBy is what Save makes of raw features: Kibana replaces each privilege by itself.
func savedBy(table map[string]featureIDs, features map[string][]string) featureIDs {
	saved := featureIDs{}
	for feature, ids := range features {
		for _, id := range ids {
			by, isReplaced := table[feature+"."+id]
			if !isReplaced {
				by = featureIDs{feature: {id}}
			}
			for successor, ids := range by {
				saved[successor] = roles.UnionIDs(saved[successor], ids)
			}
		}
	}
	return saved
}

// rawInSoc is a configuration of raw features.
func rawInSoc(features map[string][]string) Spaces {
	var space SpaceConfig
	space.setRawFeatures(features)
	return Spaces{"soc": space}
}

// Whatever Kibana replaces by whatever: what Save stores is restored to the configuration,
// release after release, if every release is read before its Save. Any other privileges
// are left as they are.
func TestReplacementsRestoreWhatSaveStores(t *testing.T) {
	t.Parallel()
	features, ids := []string{"f1", "f2", "f3"}, []string{"all", "read"}
	anyFeatures := func(t *rapid.T, label string, features []string, least int) featureIDs {
		drawn := featureIDs{}
		for _, feature := range rapid.SliceOfNDistinct(rapid.SampledFrom(features), least, 2, rapid.ID[string]).Draw(t, label) {
			drawn[feature] = someOf(t, feature, ids, 1)
		}
		return drawn
	}
	rapid.Check(t, func(t *rapid.T) {
		configured := anyFeatures(t, "configured", features, 1)
		config, stored := rawInSoc(configured), maps.Clone(configured)
		stored["securitySolutionCasesV3"] = []string{"all"}
		var known Replacements
		for range rapid.IntRange(1, 3).Draw(t, "releases") {
			table := map[string]featureIDs{}
			for _, feature := range rapid.SliceOfDistinct(rapid.SampledFrom(features), rapid.ID[string]).Draw(t, "deprecated") {
				for _, id := range ids {
					table[feature+"."+id] = anyFeatures(t, "successors", []string{"g1", "g2", "g3"}, 1)
				}
			}
			saved := savedBy(table, stored)
			known = known.Learn(config, inSoc(stored), inSoc(saved))
			if again := known.Learn(config, inSoc(stored), inSoc(saved)); !cmp.Equal(known, again) {
				t.Fatalf("learning the same again: %v, %v", known, again)
			}
			stored = saved
			want := maps.Clone(configured)
			want["securitySolutionCasesV3"] = []string{"all"}
			if diff := cmp.Diff(canonical(want), canonical(known.Restore(config, inSoc(stored))["soc"].Features)); diff != "" {
				t.Fatal(diff)
			}
		}
		edited := maps.Clone(stored)
		switch edit := rapid.IntRange(0, 2).Draw(t, "edit"); edit {
		case 0:
			edited["h"] = []string{"all"}
		default:
			for feature := range edited {
				if isOther(feature) {
					edited[feature] = append(roles.CanonicalIDs(edited[feature]), "extra")
					if edit == 1 {
						delete(edited, feature)
					}
					break
				}
			}
		}
		isForm := equalFeatures(canonicalOther(edited), config["soc"].otherFeatures()) || known["soc"].includes(canonicalOther(edited))
		if restored := known.Restore(config, inSoc(edited)); !isForm && !cmp.Equal(inSoc(edited), restored) {
			t.Fatalf("an edit is restored: %v", restored)
		}
	})
}

func canonical(features map[string][]string) featureIDs {
	ids := featureIDs{}
	for feature := range features {
		ids[feature] = roles.CanonicalIDs(features[feature])
	}
	return ids
}

func TestReplacementsLearn(t *testing.T) {
	t.Parallel()
	old, renamed := featureIDs{"discover": {"read"}}, featureIDs{"discover_v2": {"read"}, "savedQueryManagement": {"read"}}
	renamedAgain, config := featureIDs{"discover_v3": {"read"}}, rawInSoc(old)
	known := Replacements{"soc": {Features: old, Stored: []map[string][]string{renamed}}}
	for name, test := range map[string]struct {
		before           Replacements
		config           Spaces
		stored, replaced featureIDs
		want             Replacements
	}{
		"under the old ids":            {nil, config, old, renamed, known},
		"after Save":                   {known, config, renamed, renamed, known},
		"renamed again":                {known, config, renamed, renamedAgain, Replacements{"soc": {Features: old, Stored: []map[string][]string{renamed, renamedAgain}}}},
		"nothing is replaced":          {nil, config, old, old, nil},
		"no longer replaced":           {known, config, old, old, Replacements{}},
		"somebody has edited the role": {known, config, featureIDs{"discover": {"all"}}, featureIDs{"discover_v2": {"all"}}, known},
		"not read under the old ids":   {nil, config, renamed, renamed, nil},
		"edited between the two reads": {nil, config, old, featureIDs{"discover": {"read"}, "maps": {"all"}}, nil},
		"Kibana shows nothing":         {known, config, old, nil, known},
		"another configuration":        {known, rawInSoc(renamed), renamed, renamed, Replacements{}},
		"of the former configuration":  {known, rawInSoc(featureIDs{"maps": {"all"}}), renamed, renamed, known},
		"no raw features":              {nil, Spaces{"soc": {}}, old, renamed, nil},
		"cases only": {
			nil, rawInSoc(featureIDs{"generalCasesV2": {"all"}}),
			featureIDs{"generalCasesV2": {"all"}},
			featureIDs{"generalCasesV3": {"all"}},
			nil,
		},
	} {
		before := maps.Clone(test.before)
		if diff := cmp.Diff(test.want, test.before.Learn(test.config, inSoc(test.stored), inSoc(test.replaced))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !cmp.Equal(before, test.before) {
			t.Errorf("%s: the prior replacements have changed", name)
		}
	}
}

// Only raw features other than cases and connectors can be renamed by Save.
func TestOtherFeaturesOfSpaces(t *testing.T) {
	t.Parallel()
	current := map[string]Restrictions{"discover_v2": {}, "ml": {}}
	for name, test := range map[string]struct {
		features             featureIDs
		hasOther, mayReplace bool
	}{
		"nothing":          {nil, false, false},
		"cases":            {featureIDs{"generalCasesV2": {"all"}, "actions": {"all"}}, false, false},
		"without ids":      {featureIDs{"discover": {}}, false, false},
		"a current one":    {featureIDs{"discover_v2": {"all"}}, true, false},
		"a deprecated one": {featureIDs{"discover": {"all"}}, true, true},
		"one of both":      {featureIDs{"ml": {"all"}, "discover": {"all"}}, true, true},
	} {
		spaces := rawInSoc(test.features)
		spaces["empty"] = SpaceConfig{}
		if has, may := spaces.HasOtherFeatures(), spaces.MayBeReplaced(current); has != test.hasOther || may != test.mayReplace {
			t.Errorf("%s: has other features %v, may be replaced %v", name, has, may)
		}
		if may := spaces.MayBeReplaced(nil); may != test.hasOther {
			t.Errorf("%s: may be replaced %v on an unknown Kibana", name, may)
		}
	}
}

// Order, duplicates and cases do not count. A space that only one configuration has does.
func TestEqualOtherFeatures(t *testing.T) {
	t.Parallel()
	discover := rawInSoc(featureIDs{"discover": {"read", "all"}})
	elsewhere := rawInSoc(featureIDs{"discover": {"read", "all"}})
	elsewhere["noc"] = discover["soc"]
	for name, test := range map[string]struct {
		a, b  Spaces
		equal bool
	}{
		"nothing":        {nil, nil, true},
		"the same":       {discover, rawInSoc(featureIDs{"discover": {"all", "read", "all"}, "generalCases": {"all"}}), true},
		"an empty space": {discover, Spaces{"soc": discover["soc"], "noc": {}}, true},
		"another id":     {discover, rawInSoc(featureIDs{"discover": {"all"}}), false},
		"no features":    {discover, rawInSoc(nil), false},
		"no space":       {discover, nil, false},
		"a space more":   {discover, elsewhere, false},
	} {
		if test.a.EqualOtherFeatures(test.b) != test.equal || test.b.EqualOtherFeatures(test.a) != test.equal {
			t.Errorf("%s: equal is not %v", name, test.equal)
		}
	}
}

// Replacements say something only about the configuration that they were learned for.
func TestReplacementsOfAConfiguration(t *testing.T) {
	t.Parallel()
	old, renamed := featureIDs{"discover": {"read"}}, featureIDs{"discover_v2": {"read"}}
	known := Replacements{}
	config, stored := Spaces{}, roles.Privileges{}
	for _, id := range []string{"f", "b", "e", "a", "d", "c", "other", "unset"} {
		known[id] = Replacement{Features: old, Stored: []map[string][]string{renamed}}
		config[id], stored[id] = rawInSoc(old)["soc"], roles.SpacePrivileges{Features: featureIDs{"discover_v2": {"read"}, "generalCasesV3": {"all"}}}
	}
	config["other"] = rawInSoc(featureIDs{"maps": {"all"}})["soc"]
	delete(config, "unset")
	known["void"] = Replacement{Stored: []map[string][]string{{}}}
	want := []string{"a", "b", "c", "d", "e", "f"}

	before := maps.Clone(known)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(known.Of(config)))); diff != "" {
		t.Errorf("of the configuration (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, known.Replaced(config, stored)); diff != "" {
		t.Errorf("replaced (-want +got):\n%s", diff)
	}
	restored := known.Restore(config, stored)
	for id := range stored {
		features := renamed
		if slices.Contains(want, id) {
			features = old
		}
		features = maps.Clone(features)
		features["generalCasesV3"] = []string{"all"}
		if diff := cmp.Diff(features, restored[id].Features); diff != "" {
			t.Errorf("restored in %s (-want +got):\n%s", id, diff)
		}
	}
	if !cmp.Equal(before, known) || stored["a"].Features["discover"] != nil {
		t.Error("the arguments have changed")
	}
}

// Kibana replaces privileges of deprecated features from 8.16 on.
func TestReplacesPrivileges(t *testing.T) {
	t.Parallel()
	for v, want := range map[string]bool{"8.15": false, "8.16": true, "8.19": true, "9.0": true} {
		if got := builtIn(t, v).ReplacesPrivileges(); got != want {
			t.Errorf("%s: %v", v, got)
		}
	}
}

// What is learned in one space does not replace what is known of another.
func TestReplacementsLearnSpaceBySpace(t *testing.T) {
	t.Parallel()
	old, renamed := featureIDs{"discover": {"read"}}, featureIDs{"discover_v2": {"read"}}
	config, stored, replaced := Spaces{}, roles.Privileges{}, roles.Privileges{}
	for _, id := range []string{"a", "b", "c"} {
		config[id], stored[id], replaced[id] = rawInSoc(old)["soc"], inSoc(old)["soc"], inSoc(renamed)["soc"]
	}
	learned := Replacements(nil).Learn(config, stored, replaced)
	if got := slices.Sorted(maps.Keys(learned)); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("learned in %q", got)
	}
}
