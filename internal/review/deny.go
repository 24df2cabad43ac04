package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Denial is a gain that a plan must not contain. An empty field stands for any. It also covers ways around case privileges,
// which lead to every solution and to connectors.
type Denial struct {
	Capability cases.Capability
	Space      string // a space id, or "*" for the entry for all spaces
	Solution   string // a solution, or "connectors"

	text string
}

// anyCapability is the word for any capability in a denial.
const anyCapability = "any"

// ParseDenial parses CAPABILITY[@SPACE[/SOLUTION]]. The error says what is wrong and what to write.
func ParseDenial(text string) (Denial, error) {
	d := Denial{text: text}
	capability, place, hasPlace := strings.Cut(text, "@")
	space, solution, hasSolution := strings.Cut(place, "/")
	switch {
	case capability == "":
		return d, fmt.Errorf("%q: the capability is missing. Write one such as delete_cases, or any", text)
	case hasPlace && space == "":
		return d, fmt.Errorf("%q: the space is missing after @. Write a space id, or * for the entry for all spaces. Without @, the denial holds in any space", text)
	case hasSolution && solution == "":
		return d, fmt.Errorf("%q: the solution is missing after /. Write %s", text, strings.Join(subjects(), ", "))
	case hasSolution && !slices.Contains(subjects(), solution):
		return d, fmt.Errorf("%q: %q is not a solution. Write one of %s.%s", text, solution, strings.Join(subjects(), ", "), cases.SuggestNearest(solution, subjects()))
	}
	var f cases.Filter
	if capability != anyCapability {
		d.Capability = cases.Capability(capability)
		f.Capability = cases.Known(d.Capability)
	}
	if hasPlace {
		d.Space = space
		f.Space = cases.Known(space)
	}
	d.Solution = solution
	for _, finding := range f.Check() {
		return d, fmt.Errorf("%q: %s", text, finding.Detail)
	}
	if hasSolution && !d.possible(solution) {
		return d, fmt.Errorf("%q: %s never gives %s, so that this denies nothing", text, solution, capability)
	}
	return d, nil
}

// String returns the denial as the user wrote it.
func (d Denial) String() string { return d.text }

// possible reports whether a solution, or connectors, can give what is denied.
func (d Denial) possible(solution string) bool {
	ofConnectors := d.Capability == cases.UseConnectors || d.Capability == cases.ManageConnectors
	return d.Capability == "" || ofConnectors == (solution == cases.ConnectorsPart)
}

// Violation is a gain, a way around, or something that is not known before apply, against a denial.
type Violation struct {
	Denial   Denial
	Provider string
	Role     string // "" if the name is known only after apply
	// Around says which way around case privileges the role gains. It is "" if anything else violates the denial.
	Around string
	// WaysUnknown is true if the role may gain a way around that is not known before apply.
	WaysUnknown bool
	// Space, Solution and Gains are empty for ways around.
	Space    string
	Solution string
	// Gains are the denied capabilities that people gain. They are empty if the access is not known before apply.
	Gains []cases.Capability
}

// String says the violation in one line.
func (v Violation) String() string {
	role := fmt.Sprintf("role %q", v.Role)
	if v.Role == "" {
		role = "a role whose name is known only after apply"
	}
	if v.Provider != "" {
		role += " of " + v.Provider
	}
	switch {
	case v.WaysUnknown:
		return fmt.Sprintf("%s: the privileges of %s in Elasticsearch are not known before apply, and may open a way around case privileges", v.Denial, role)
	case v.Around != "":
		return fmt.Sprintf("%s: %s gains a way around case privileges: %s", v.Denial, role, v.Around)
	case len(v.Gains) == 0:
		return fmt.Sprintf("%s: the access of %s in %s/%s is not known before apply", v.Denial, role, v.Space, v.Solution)
	}
	return fmt.Sprintf("%s: %s gains %s in %s/%s", v.Denial, role, joined(v.Gains), v.Space, v.Solution)
}

// Denied returns the violations of denials, in the order of the denials and of the review. Access that is not known before
// apply violates each denial that it may break.
func (r Review) Denied(denials []Denial) []Violation {
	var all []Violation
	for _, d := range denials {
		for _, role := range r.Roles {
			for _, v := range slices.Concat(d.deniedAccess(role), d.deniedWays(role)) {
				v.Denial, v.Provider, v.Role = d, role.Provider, role.Name
				all = append(all, v)
			}
		}
	}
	return all
}

// deniedAccess returns the changes of a role's access that violate the denial.
func (d Denial) deniedAccess(role Role) (denied []Violation) {
	for _, a := range role.Access {
		if gains, is := d.denies(a); is {
			denied = append(denied, Violation{Space: a.Space, Solution: a.Solution, Gains: gains})
		}
	}
	return denied
}

// denies reports whether a change of access violates the denial, and by which gains.
func (d Denial) denies(a Access) (gains []cases.Capability, denied bool) {
	if d.Solution != "" && d.Solution != a.Solution || !d.holdsIn(a.Space) {
		return nil, false
	}
	for _, capability := range a.Gains {
		if d.Capability == "" || d.Capability == capability {
			gains = append(gains, capability)
		}
	}
	mayGain := a.Unknown && d.possible(a.Solution) && (d.Capability == "" || !slices.Contains(a.Before, d.Capability))
	return gains, len(gains) > 0 || mayGain
}

// deniedWays returns the ways around case privileges by which a role violates the denial.
func (d Denial) deniedWays(role Role) (denied []Violation) {
	for _, w := range role.WaysAround {
		if w.Change == Gain && d.holdsIn(w.space) && (d.Capability == "" || w.way.StandsInFor(d.Capability)) {
			denied = append(denied, Violation{Around: w.Why})
		}
	}
	if role.mayGainWays {
		denied = append(denied, Violation{WaysUnknown: true})
	}
	return denied
}

// holdsIn reports whether access in a space, a pattern or all spaces counts. A hidden space may be any.
func (d Denial) holdsIn(space string) bool {
	if d.Space == "" || space == hiddenValue || space == d.Space {
		return true
	}
	return space == roles.AllSpaces || roles.IsSpacePattern(space) && roles.SpaceMatches(space, d.Space)
}

func joined(capabilities []cases.Capability) string {
	var all []string
	for _, c := range capabilities {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}
