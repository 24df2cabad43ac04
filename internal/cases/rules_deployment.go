package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Deployment describes a Kibana apart from its features, as far as the provider
// could read it.
type Deployment struct {
	// License is the licence type, such as "platinum". It is "" if it could not be
	// read.
	License string
	// Spaces holds the visible spaces. It is nil if they could not be read.
	Spaces []Space
}

// licenses lists the licence types, from the smallest to the largest.
var licenses = []string{"basic", "standard", "gold", "platinum", "enterprise", "trial"}

// CheckSpaces returns warnings about spaces that do not exist or hide cases, and about
// settings that the licence does not cover. Such privileges have no effect. Paths start
// at the attribute spaces.
func (d Deployment) CheckSpaces(spaces Spaces) []Finding {
	var f findings
	ids := slices.Sorted(maps.Keys(spaces))
	d.checkSpacesExist(&f, Path{Attribute("spaces")}, ids...)
	d.checkSpacesShowCases(&f, Path{Attribute("spaces")}, ids, spaces)
	for _, id := range ids {
		d.checkLicenses(&f, Path{Attribute("spaces"), Key(id)}, spaces[id])
	}
	return f
}

// checkSpacesExist warns about spaces that do not exist. Each id that looks misspelt
// gets its own warning. The other ids get one warning, because the same apply may
// create their spaces.
func (d Deployment) checkSpacesExist(f *findings, at Path, ids ...string) {
	if d.Spaces == nil {
		return
	}
	there := make([]string, 0, len(d.Spaces))
	for _, space := range d.Spaces {
		there = append(there, space.ID)
	}
	missing := func(id string) {
		summary, suggestion := fmt.Sprintf("Space %q does not exist", id), SuggestNearest(id, there)
		if suggestion != "" {
			summary += "." + suggestion
		}
		f.warnf(at, summary,
			"Kibana shows no space %q. That is fine if it is created in the same apply; otherwise check its id.%s", id, suggestion)
	}
	var others []string
	for _, id := range ids {
		switch {
		case id == roles.AllSpaces || slices.Contains(there, id):
		case nearest(id, there) != "":
			missing(id)
		default:
			others = append(others, id)
		}
	}
	switch len(others) {
	case 0:
	case 1:
		missing(others[0])
	default:
		f.warnf(at, fmt.Sprintf("Spaces %s do not exist", firstFew(quoteAll(others))),
			"Kibana shows no spaces %s. That is fine if they are created in the same apply; otherwise check their ids.", oneOf(others))
	}
}

// checkLicenses warns about sub-features in a space that the licence does not cover.
func (d Deployment) checkLicenses(f *findings, at Path, space SpaceConfig) {
	for _, solution := range Solutions() {
		d.checkLicense(f, at.at(Attribute(solution), Attribute("sub_features")), space.Cases[solution].Get())
	}
}

func (d Deployment) checkLicense(f *findings, at Path, access SolutionAccess) {
	if access.SubFeatures[SubAssignUsers].Get() && d.licenseBelow("platinum") {
		f.warnf(at.at(Key(SubAssignUsers)), "Licence may not cover assigning users",
			"Assigning users to cases is a Platinum feature, and this Kibana has a %s licence.", d.License)
	}
}

// licenseBelow reports whether the licence is known and smaller than a licence type.
func (d Deployment) licenseBelow(license string) bool {
	rank := slices.Index(licenses, d.License)
	return rank >= 0 && rank < slices.Index(licenses, license)
}
