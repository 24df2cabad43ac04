package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// CheckRenamed warns about raw features of the configuration that this Kibana has
// replaced, where the role stores others instead: Save in the role form may have renamed
// them. Held are the privileges that the role stores, with the ids of the configuration
// where Save is known to have renamed them (see [Replacements.Restore]). Current returns
// the features that are not deprecated, by id; nil if they are not known.
func (c Catalogue) CheckRenamed(spaces Spaces, held roles.Privileges, current func() map[string]Restrictions) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		configured, stored := spaces[id].otherFeatures(), canonicalOther(held[id].Features)
		missing, others := keysWithout(configured, stored), keysWithout(stored, configured)
		if len(missing) == 0 || len(others) == 0 {
			continue
		}
		features := current()
		missing = slices.DeleteFunc(missing, func(feature string) bool {
			_, isCurrent := features[feature]
			_, isListed := c.features[feature]
			return features == nil || isCurrent || !isListed
		})
		if len(missing) > 0 {
			f.warnf(Path{Attribute("spaces"), Key(id), Attribute("features")}, fmt.Sprintf("Kibana has replaced features in space %q", id),
				"%s has replaced %s, and the role holds %s instead. Somebody may have saved the role in Kibana's role form, which renames features. "+
					"Applying this plan writes the ids of the configuration again. After that, plans recognise the ids that Save writes. To keep the new ids, write them in features.",
				c.title(), oneOf(missing), oneOf(others))
		}
	}
	return f
}

// keysWithout returns the keys, sorted, that the other map does not have.
func keysWithout(features, other map[string][]string) []string {
	var keys []string
	for _, feature := range slices.Sorted(maps.Keys(features)) {
		if _, found := other[feature]; !found {
			keys = append(keys, feature)
		}
	}
	return keys
}
