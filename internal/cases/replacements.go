package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Replacements holds what Save in Kibana's role form makes of the raw features of a
// configuration, by space. Cases and connectors are left out: the catalogue knows what
// replaces these.
type Replacements map[string]Replacement

// Replacement holds the forms in which Kibana stores raw features of one space, once
// somebody has saved the role in the role form.
type Replacement struct {
	// Features are the raw features as configured.
	Features map[string][]string `json:"features"`
	// Stored are the forms that Kibana says are the same: what the role stored when it was
	// last read, if that is one, and what Save would make of that. They differ from Features.
	Stored []map[string][]string `json:"stored"`
}

// ReplacesPrivileges reports whether this Kibana replaces privileges of deprecated
// features when it is asked for a role.
func (c Catalogue) ReplacesPrivileges() bool { return c.version.AtLeast(8, 16) }

// HasOtherFeatures reports whether the configuration sets raw features other than cases
// and connectors.
func (spaces Spaces) HasOtherFeatures() bool {
	for _, space := range spaces {
		if len(space.otherFeatures()) > 0 {
			return true
		}
	}
	return false
}

// MayBeReplaced reports whether Kibana may replace any raw feature of the configuration.
// Current holds the features that are not deprecated, by id; nil if they are not known.
func (spaces Spaces) MayBeReplaced(current map[string]Restrictions) bool {
	for _, space := range spaces {
		for feature := range space.otherFeatures() {
			if _, isCurrent := current[feature]; !isCurrent {
				return true
			}
		}
	}
	return false
}

// EqualOtherFeatures reports whether both configurations set the same raw features, not
// counting cases and connectors.
func (spaces Spaces) EqualOtherFeatures(before Spaces) bool {
	for _, all := range []Spaces{spaces, before} {
		for id := range all {
			if !equalFeatures(spaces[id].otherFeatures(), before[id].otherFeatures()) {
				return false
			}
		}
	}
	return true
}

// Restore returns the stored privileges with the ids that the configuration names, in each
// space whose raw features Save has replaced.
func (r Replacements) Restore(config Spaces, stored roles.Privileges) roles.Privileges {
	replaced := r.Replaced(config, stored)
	if len(replaced) == 0 {
		return stored
	}
	stored = maps.Clone(stored)
	for _, id := range replaced {
		features := maps.Clone(r[id].Features)
		for feature, ids := range stored[id].Features {
			if !isOther(feature) {
				features[feature] = ids
			}
		}
		stored[id] = roles.SpacePrivileges{Features: features}
	}
	return stored
}

// Replaced returns the spaces, sorted, whose raw features are stored in a form that Save
// has made of the configuration.
func (r Replacements) Replaced(config Spaces, stored roles.Privileges) []string {
	var spaces []string
	for _, id := range slices.Sorted(maps.Keys(r)) {
		if known := r[id]; known.isOf(config[id]) && known.includes(canonicalOther(stored[id].Features)) {
			spaces = append(spaces, id)
		}
	}
	return spaces
}

// Of returns the replacements that belong to a configuration.
func (r Replacements) Of(config Spaces) Replacements {
	of := maps.Clone(r)
	maps.DeleteFunc(of, func(id string, known Replacement) bool { return !known.isOf(config[id]) })
	return of
}

// Learn returns the replacements after a role was read twice: as Kibana stores it, and with
// Kibana's replacements. It changes nothing in a space that stores something else than the
// configuration, because Kibana then says nothing about the configuration.
func (r Replacements) Learn(config Spaces, stored, replaced roles.Privileges) Replacements {
	learned := maps.Clone(r)
	for id, space := range config {
		configured, held := space.otherFeatures(), canonicalOther(stored[id].Features)
		known := r[id].isOf(space) && r[id].includes(held)
		saved := canonicalOther(replaced[id].Features)
		if len(configured) == 0 || !known && !equalFeatures(held, configured) || !isReplacement(held, saved) {
			continue
		}
		learned = learned.set(id, configured, held, saved)
	}
	return learned
}

// set returns the replacements with those of one space. Forms that are equal to the
// configured one say nothing.
func (r Replacements) set(id string, configured map[string][]string, forms ...map[string][]string) Replacements {
	known := Replacement{Features: configured}
	for _, form := range forms {
		if !equalFeatures(form, configured) && !known.includes(form) {
			known.Stored = append(known.Stored, form)
		}
	}
	if len(known.Stored) == 0 {
		delete(r, id)
		return r
	}
	if r == nil {
		r = Replacements{}
	}
	r[id] = known
	return r
}

// isOf reports whether the replacement belongs to a configuration.
func (r Replacement) isOf(space SpaceConfig) bool {
	return len(r.Features) > 0 && equalFeatures(r.Features, space.otherFeatures())
}

// includes reports whether features are one of the stored forms.
func (r Replacement) includes(features map[string][]string) bool {
	return slices.ContainsFunc(r.Stored, func(form map[string][]string) bool { return equalFeatures(form, features) })
}

// isReplacement reports whether saved can be what Kibana makes of stored. It adds
// privileges only in place of others. A role that somebody has extended between the two
// reads shows more.
func isReplacement(stored, saved map[string][]string) bool {
	for feature, ids := range stored {
		for _, id := range ids {
			if !slices.Contains(saved[feature], id) {
				return len(saved) > 0
			}
		}
	}
	return equalFeatures(stored, saved)
}

// otherFeatures returns the raw features of the configuration, other than cases and
// connectors, in canonical form.
func (config SpaceConfig) otherFeatures() map[string][]string {
	return canonicalOther(config.rawFeatures())
}

// canonicalOther returns the features other than cases and connectors, with their ids in
// canonical form. Features without ids grant nothing; they are left out.
func canonicalOther(features map[string][]string) map[string][]string {
	other := map[string][]string{}
	for feature, ids := range features {
		if isOther(feature) && len(ids) > 0 {
			other[feature] = roles.CanonicalIDs(ids)
		}
	}
	return other
}

// isOther reports whether a feature is neither cases nor connectors.
func isOther(feature string) bool {
	_, isCases := SolutionOf(feature)
	return !isCases && feature != ConnectorsFeature
}

func equalFeatures(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal) }
