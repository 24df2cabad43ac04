package cases

import (
	"fmt"
	"slices"
	"strings"
)

// Privilege ids that every Kibana feature has. The minimal ones leave out the
// sub-features that the plain ones include.
const (
	privilegeAll         = "all"
	privilegeRead        = "read"
	privilegeMinimalAll  = "minimal_all"
	privilegeMinimalRead = "minimal_read"
)

// Catalogue knows the cases features of one Kibana: which generations exist,
// which sub-features each can grant, and what their privileges let people do.
type Catalogue struct {
	version     Version
	generations map[Solution][]generation // oldest first
	// features holds the privilege ids of every feature that the server lists;
	// nil for a built-in catalogue, which knows cases and connectors only.
	features map[string][]string
	// connectorSubFeatures holds the sub-feature privileges of the connectors
	// feature, all of which its "all" includes.
	connectorSubFeatures []string
}

// newestKnown is the newest generation whose privileges the provider knows.
const newestKnown = 3

// generation is one cases feature: Kibana replaces the feature under a new id
// whenever it splits a sub-feature off, and keeps the old ids as deprecated.
type generation struct {
	feature     string
	number      int
	subFeatures []string // sub-feature privilege ids that it has
}

// UnsupportedVersionError says that a Kibana is older than the provider knows.
type UnsupportedVersionError struct{ Version Version }

func (e *UnsupportedVersionError) Error() string {
	return fmt.Sprintf("Kibana %s is not supported: %s is the oldest release whose case privileges can be managed", e.Version, oldest)
}

// BuiltIn returns the catalogue of a version as released, without asking a
// server. It fails with [*UnsupportedVersionError].
func BuiltIn(v Version) (Catalogue, error) {
	c, err := NewCatalogue(v, builtInFeatures(v))
	c.features = nil
	return c, err
}

// NewCatalogue returns the catalogue of a Kibana of the given version that
// lists the given features: feature ids to privilege ids, as GET
// /api/security/privileges?respectLicenseLevel=false returns them. It fails
// with [*UnsupportedVersionError].
func NewCatalogue(v Version, features map[string][]string) (Catalogue, error) {
	if !v.Supported() {
		return Catalogue{}, &UnsupportedVersionError{Version: v}
	}
	c := Catalogue{version: v, generations: map[Solution][]generation{}, features: features}
	for id, privileges := range features {
		if id == ConnectorsFeature {
			c.connectorSubFeatures = subFeatureIDs(privileges)
		}
		solution, number, ok := parseFeature(id)
		if !ok {
			continue
		}
		c.generations[solution] = append(c.generations[solution], generation{
			feature:     id,
			number:      number,
			subFeatures: subFeatureIDs(privileges),
		})
	}
	for _, generations := range c.generations {
		slices.SortFunc(generations, func(a, b generation) int { return a.number - b.number })
	}
	return c, nil
}

// subFeatureIDs leaves out the ids that every feature has, and puts the rest
// into the order in which Kibana gained them, unknown ones last.
func subFeatureIDs(privileges []string) []string {
	var ids []string
	for _, id := range privileges {
		switch id {
		case privilegeAll, privilegeRead, privilegeMinimalAll, privilegeMinimalRead:
		default:
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		if byAge := subFeatureRank(a) - subFeatureRank(b); byAge != 0 {
			return byAge
		}
		return strings.Compare(a, b)
	})
	return ids
}

func subFeatureRank(privilege string) int {
	rank := slices.IndexFunc(subFeatures, func(s subFeature) bool { return s.privilege == privilege })
	if rank < 0 {
		return len(subFeatures)
	}
	return rank
}

// builtInFeatures is what a release lists of the features that matter here.
func builtInFeatures(v Version) map[string][]string {
	features := map[string][]string{ConnectorsFeature: nil}
	if v.AtLeast(9, 1) {
		features[ConnectorsFeature] = []string{"endpoint_security_execute"}
	}
	newest := 1
	switch {
	case v.AtLeast(8, 18):
		newest = 3
	case v.AtLeast(8, 17):
		newest = 2
	}
	for _, solution := range Solutions() {
		if solution == Stack && v.IsServerless() {
			continue
		}
		for number := 1; number <= newest; number++ {
			features[solution.featureID(number)] = builtInSubFeatures(number, v)
		}
	}
	return features
}

// builtInSubFeatures is what a generation offers in a release. The first has
// never gained anything after settings; the second ends before assigning, but
// both it and the third gained templates.
func builtInSubFeatures(number int, v Version) []string {
	var ids []string
	for _, s := range subFeatures {
		switch {
		case !v.AtLeast(s.since.major, s.since.minor):
		case number == 1 && s.key != DeleteCasesFeature && s.key != EditSettingsFeature:
		case number == 2 && s.key == AssignUsersFeature:
		default:
			ids = append(ids, s.privilege)
		}
	}
	return ids
}

// Version returns the version that the catalogue describes.
func (c Catalogue) Version() Version { return c.version }

// Unknown returns what this Kibana has for a solution's cases that is newer than
// the provider: feature ids, and sub-feature privilege ids of the newest
// feature. They are treated like the newest that the provider knows.
func (c Catalogue) Unrecognized(s Solution) []string {
	newest, _ := c.newest(s)
	var ids []string
	if newest.number > newestKnown {
		ids = append(ids, newest.feature)
	}
	for _, id := range newest.subFeatures {
		if _, known := subFeatureByPrivilege(id); !known {
			ids = append(ids, newest.feature+"."+id)
		}
	}
	return ids
}

// Describe returns what this Kibana has for a solution's cases: the feature id
// that is written, those that are deprecated, and the sub-features that can be
// granted or withheld; nothing where there are no cases.
func (c Catalogue) Describe(s Solution) (feature string, deprecated []string, sub []SubFeature) {
	newest, _ := c.newest(s)
	for _, g := range c.generations[s] {
		if g.number < newest.number {
			deprecated = append(deprecated, g.feature)
		}
	}
	for _, id := range newest.subFeatures {
		if known, ok := subFeatureByPrivilege(id); ok {
			sub = append(sub, known.key)
		}
	}
	return newest.feature, deprecated, sub
}

// newest returns the generation that is written; ok is false where this Kibana
// has no cases for the solution.
func (c Catalogue) newest(s Solution) (generation, bool) {
	generations := c.generations[s]
	if len(generations) == 0 {
		return generation{}, false
	}
	return generations[len(generations)-1], true
}

// Has reports whether this Kibana has cases for the solution.
func (c Catalogue) Has(s Solution) bool {
	_, ok := c.newest(s)
	return ok
}

// find returns the generation with the feature id.
func (c Catalogue) find(feature string) (Solution, generation, bool) {
	solution, _, ok := parseFeature(feature)
	if !ok {
		return "", generation{}, false
	}
	for _, g := range c.generations[solution] {
		if g.feature == feature {
			return solution, g, true
		}
	}
	return "", generation{}, false
}
