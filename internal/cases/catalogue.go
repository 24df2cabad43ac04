package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The privilege ids that every Kibana feature has. The minimal ones do not include
// sub-features.
const (
	privilegeAll         = "all"
	privilegeRead        = "read"
	privilegeMinimalAll  = "minimal_all"
	privilegeMinimalRead = "minimal_read"
)

// levels are these privilege ids.
var levels = []string{privilegeAll, privilegeRead, privilegeMinimalAll, privilegeMinimalRead}

// Catalogue describes the cases features of one Kibana: the generations that it
// has, the sub-features of each, and the operations that the privileges of all features
// grant.
type Catalogue struct {
	version     Version
	generations map[Solution][]generation // oldest first
	operations  operationsByPrivilege
	// features holds the privilege ids of every feature that the server lists. It is nil in a built-in catalogue, which knows only cases and connectors.
	features map[string][]string
	// connectorSubFeatures holds the sub-feature privilege ids of the connectors
	// feature. Its privilege "all" includes all of them.
	connectorSubFeatures []string
	// encodings holds the results of encodeAccess: a plan asks for the same few of them
	// for every role. It is nil in an empty catalogue.
	encodings *sync.Map // encodingKey → encoding
}

// generation is one cases feature of a solution. Each time Kibana moves operations
// out of "all" into a new sub-feature, it adds a feature with a new id, the next
// generation, and deprecates the older ones.
type generation struct {
	feature     string   // feature id
	number      int      // 1 for the first generation
	subFeatures []string // sub-feature privilege ids
}

// newestKnownGeneration is the number of the newest generation that the provider
// knows.
const newestKnownGeneration = 3

// UnsupportedVersionError is the error for a Kibana that is older than the oldest
// supported release.
type UnsupportedVersionError struct{ Version Version }

// BuiltInCatalogue returns the catalogue of a release from built-in tables, for the full
// licence. BuiltInCatalogue returns an [*UnsupportedVersionError] for a version that is too
// old.
func BuiltInCatalogue(v Version) (Catalogue, error) {
	c, err := NewCatalogue(v, builtInListing(v, builtInFeatures(v)))
	c.features = nil
	return c, err
}

// NewCatalogue returns the catalogue of a Kibana with a version and the privileges that it
// lists. NewCatalogue returns an [*UnsupportedVersionError] for a version that is too old.
func NewCatalogue(v Version, l Listing) (Catalogue, error) {
	if !v.Supported() {
		return Catalogue{}, &UnsupportedVersionError{Version: v}
	}
	c := Catalogue{version: v, generations: map[Solution][]generation{}, operations: newOperationsByPrivilege(l), features: map[string][]string{}, encodings: new(sync.Map)}
	for id, privileges := range l.Features {
		c.features[id] = privilegeOrder(slices.Sorted(maps.Keys(privileges)))
		if id == ConnectorsFeature {
			c.connectorSubFeatures = subFeatureIDs(c.features[id])
		}
		solution, number, ok := parseFeatureID(id)
		if !ok {
			continue
		}
		c.generations[solution] = append(c.generations[solution], generation{
			feature:     id,
			number:      number,
			subFeatures: subFeatureIDs(c.features[id]),
		})
	}
	for _, generations := range c.generations {
		slices.SortFunc(generations, func(a, b generation) int { return a.number - b.number })
	}
	return c, nil
}

// Error returns a message that states the oldest supported release.
func (e *UnsupportedVersionError) Error() string {
	return fmt.Sprintf("Kibana %s is not supported: %s is the oldest release whose case privileges can be managed", e.Version, oldestSupported)
}

// Version returns the version that the catalogue describes.
func (c Catalogue) Version() Version { return c.version }

// Has reports whether this Kibana has cases for a solution. Serverless projects
// have none for Stack Management.
func (c Catalogue) Has(s Solution) bool {
	_, ok := c.newest(s)
	return ok
}

// Describe returns the newest feature id of a solution's cases, which is the one to
// write, the deprecated feature ids, and the sub-features that can be granted or
// withheld. All are empty if this Kibana has no cases for the solution.
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

// Deprecated returns the deprecated feature ids among stored privileges, sorted:
// ids that this Kibana lists, but that are not the newest of their solution.
func (c Catalogue) Deprecated(stored roles.Privileges) []string {
	var deprecated []string
	for _, held := range stored {
		for feature := range held.Features {
			solution, g, known := c.findGeneration(feature)
			if newest, _ := c.newest(solution); known && g.number < newest.number {
				deprecated = append(deprecated, feature)
			}
		}
	}
	return roles.CanonicalIDs(deprecated)
}

// Unrecognized returns the ids of a solution's cases that are newer than the
// provider: the newest feature id, and sub-feature privileges of the newest
// feature as "<feature>.<privilege>". The provider treats an unrecognized feature
// like the newest one that it knows.
func (c Catalogue) Unrecognized(s Solution) []string {
	newest, _ := c.newest(s)
	var ids []string
	if newest.number > newestKnownGeneration {
		ids = append(ids, newest.feature)
	}
	for _, id := range newest.subFeatures {
		if _, known := subFeatureByPrivilege(id); !known {
			ids = append(ids, newest.feature+"."+id)
		}
	}
	return ids
}

// newest returns the newest generation, which is the one to write. Ok is false if
// this Kibana has no cases for the solution.
func (c Catalogue) newest(s Solution) (g generation, ok bool) {
	generations := c.generations[s]
	if len(generations) == 0 {
		return generation{}, false
	}
	return generations[len(generations)-1], true
}

// findGeneration returns the generation with a feature id. Ok is false if this
// Kibana does not have it.
func (c Catalogue) findGeneration(feature string) (s Solution, g generation, ok bool) {
	solution, _, ok := parseFeatureID(feature)
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

// subFeatureIDs returns the privilege ids that are sub-features: all except those
// that every feature has. They are in the order in which Kibana added them,
// unrecognized ones last.
func subFeatureIDs(privileges []string) []string {
	var ids []string
	for _, id := range privileges {
		if !slices.Contains(levels, id) {
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

// privilegeOrder returns the ids of a feature's privileges with the levels first, then the
// sub-features.
func privilegeOrder(ids []string) []string {
	ordered := slices.DeleteFunc(slices.Clone(levels), func(level string) bool { return !slices.Contains(ids, level) })
	return append(ordered, subFeatureIDs(ids)...)
}
