package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Surroundings is what a role depends on beside privileges, as far as it could
// be found out.
type Deployment struct {
	// License is the licence type, such as "platinum"; "" where it is unknown.
	License string
	// Spaces holds the ids of the spaces that can be seen; nil where unknown.
	Spaces []string
}

// licenses lists the licence types, least first.
var licenses = []string{"basic", "standard", "gold", "platinum", "enterprise", "trial"}

// below reports whether the licence is known to be less than another.
func (d Deployment) licenseBelow(license string) bool {
	rank := slices.Index(licenses, d.License)
	return rank >= 0 && rank < slices.Index(licenses, license)
}

// CheckSpaces returns warnings about what a role grants in vain: without the
// licence for it, or in a space that is not there. Paths start at the attribute
// spaces.
func (d Deployment) CheckSpaces(spaces Spaces) []Finding {
	var f findings
	ids := slices.Sorted(maps.Keys(spaces))
	d.checkSpacesExist(&f, Path{Attribute("spaces")}, ids...)
	for _, id := range ids {
		d.checkLicenses(&f, Path{Attribute("spaces"), Key(id)}, spaces[id])
	}
	return f
}

// checkSpacesExist warns of spaces that are missing: first, one by one, of those
// that look misspelt, and then once of all others, which may be about to be
// created.
func (d Deployment) checkSpacesExist(f *findings, at Path, ids ...string) {
	if d.Spaces == nil {
		return
	}
	missing := func(id string) {
		summary, meant := fmt.Sprintf("Space %q does not exist", id), suggestNearest(id, d.Spaces)
		if meant != "" {
			summary += "." + meant
		}
		f.warnf(at, summary,
			"Kibana shows no space %q. That is fine if it is created in the same apply; otherwise check its id.%s", id, meant)
	}
	var others []string
	for _, id := range ids {
		switch {
		case id == roles.AllSpaces || slices.Contains(d.Spaces, id):
		case nearest(id, d.Spaces) != "":
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

func (d Deployment) checkLicenses(f *findings, at Path, space SpaceConfig) {
	for _, solution := range Solutions() {
		d.checkLicense(f, at.at(Attribute(solution), Attribute("sub_features")), space.Cases[solution].Get())
	}
}

func (d Deployment) checkLicense(f *findings, at Path, access SolutionAccess) {
	if access.setsSubFeatures() && d.licenseBelow("gold") {
		f.warnf(at, "Licence may not cover sub-features",
			"Customising sub-features is a Gold feature, and this Kibana has a %s licence.", d.License)
	}
	if access.SubFeatures[AssignUsersFeature].Get() && d.licenseBelow("platinum") {
		f.warnf(at.at(Key(AssignUsersFeature)), "Licence may not cover assigning users",
			"Assigning users to cases is a Platinum feature, and this Kibana has a %s licence.", d.License)
	}
}
