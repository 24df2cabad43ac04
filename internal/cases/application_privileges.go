package cases

import (
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// ApplicationPrivileges returns what this Kibana stores in Elasticsearch for a
// configuration. It returns errors instead if the configuration is wrong or this Kibana
// cannot grant it; their paths start at the attribute spaces. A configuration that is not
// complete gives neither: nil and the errors in what is known.
func (c Catalogue) ApplicationPrivileges(spaces Spaces) ([]roles.Application, []Finding) {
	found := asErrors(slices.Concat(CheckApplicationSpaces(spaces), c.CheckSpaces(spaces, nil)))
	if len(found) > 0 || !spaces.Complete() {
		return nil, found
	}
	return c.Encode(spaces).Applications(), nil
}

// CheckApplicationSpaces returns the errors of [CheckSpaces] in a configuration for
// [Catalogue.ApplicationPrivileges]. Warnings are errors, because nothing can show a warning
// there: a configuration with one grants more than it says. An access without a level is an
// error, too; in a resource, Terraform refuses that.
func CheckApplicationSpaces(spaces Spaces) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		for _, solution := range Solutions() {
			if access := spaces[id].Cases[solution]; access.IsKnown() && access.Get().Access.IsNull() {
				f.errorf(Path{Attribute("spaces"), Key(id), Attribute(solution), Attribute("access")}, "Missing access level",
					"The access to a solution's cases needs a level. Write one of %s.", oneOf(AccessLevels()))
			}
		}
	}
	return asErrors(append(f, CheckSpaces(spaces)...))
}

// asErrors returns the findings as errors.
func asErrors(found []Finding) []Finding {
	for i := range found {
		found[i].Warning = false
	}
	return found
}
