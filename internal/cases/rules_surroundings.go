package cases

import (
	"maps"
	"slices"
)

// Surroundings is what a role depends on beside privileges, as far as it could
// be found out.
type Surroundings struct {
	// License is the licence type, such as "platinum"; "" where it is unknown.
	License string
	// Spaces holds the ids of the spaces that can be seen; nil where unknown.
	Spaces []string
}

// licenses lists the licence types, least first.
var licenses = []string{"basic", "standard", "gold", "platinum", "enterprise", "trial"}

// below reports whether the licence is known to be less than another.
func (s Surroundings) below(license string) bool {
	rank := slices.Index(licenses, s.License)
	return rank >= 0 && rank < slices.Index(licenses, license)
}

// CheckSpaces returns warnings about what a role grants in vain: without the
// licence for it, or in a space that is not there. Paths start at the attribute
// spaces.
func (s Surroundings) CheckSpaces(spaces Spaces) []Finding {
	var f findings
	ids := slices.Sorted(maps.Keys(spaces))
	s.checkSpacesExist(&f, Path{Attribute("spaces")}, ids...)
	for _, id := range ids {
		s.checkLicenses(&f, Path{Attribute("spaces"), Key(id)}, spaces[id])
	}
	return f
}

// checkSpacesExist warns once, however many spaces are missing.
func (s Surroundings) checkSpacesExist(f *findings, at Path, ids ...string) {
	var missing []string
	for _, id := range ids {
		if s.Spaces != nil && id != AllSpaces && !slices.Contains(s.Spaces, id) {
			missing = append(missing, id)
		}
	}
	switch len(missing) {
	case 0:
	case 1:
		f.warnf(at, "Space does not exist",
			"Kibana shows no space %q. That is fine if it is created in the same apply; otherwise check its id.%s", missing[0], didYouMean(missing[0], s.Spaces))
	default:
		f.warnf(at, "Space does not exist",
			"Kibana shows no spaces %s. That is fine if they are created in the same apply; otherwise check their ids.", oneOf(missing))
	}
}

func (s Surroundings) checkLicenses(f *findings, at Path, words Space) {
	for _, solution := range Solutions() {
		s.checkLicense(f, at.at(Attribute(solution), Attribute("sub_features")), words.Cases[solution])
	}
}

func (s Surroundings) checkLicense(f *findings, at Path, g Grant) {
	if len(g.SubFeatures) > 0 && s.below("gold") {
		f.warnf(at, "Licence may not cover this",
			"Customising sub-features is a Gold feature, and this Kibana has a %s licence.", s.License)
	}
	if g.SubFeatures[AssignUsersFeature] && s.below("platinum") {
		f.warnf(at.at(Key(AssignUsersFeature)), "Licence may not cover this",
			"Assigning users to cases is a Platinum feature, and this Kibana has a %s licence.", s.License)
	}
}
