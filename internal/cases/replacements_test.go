package cases

import (
	"maps"
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
