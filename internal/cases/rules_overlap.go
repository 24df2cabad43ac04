package cases

import (
	"fmt"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	cannotRevoke = "Access cannot be revoked in one space"

	spacesAddUp    = `privileges only add up: people keep here what they have in all spaces. Remove this, or grant access space by space in place of "*".`
	revokesNothing = `so that "none" revokes nothing here. Remove this, or take the access out of spaces["*"] and grant it space by space.`
)

// checkAgainstAllSpaces compares a named space with the entry for all spaces.
// Kibana adds the two up, so that a named space can never have less.
func checkAgainstAllSpaces(f *findings, at Path, id string, named, star SpaceConfig) {
	onlyAddUp := func(key string) string { return "Privileges of all spaces hold in " + key + " too" }
	if named.Base.Get() == roles.BaseRead && star.exceedsBaseRead() {
		f.warnf(at.at(Attribute("base")), onlyAddUp(id), `spaces["*"] grants more than base = "read", and %s`, spacesAddUp)
	}
	for _, solution := range Solutions() {
		byName, asked := named.setsAccess(solution), named.effectiveAccess(solution)
		granted := star.effectiveAccess(solution).Get()
		level := asked.Get().Access
		// A base privilege had its warning, and ids of sub-features only add.
		if !named.Base.IsNull() || !level.IsKnown() || level.Get() == None && !byName || !granted.exceeds(asked.Get()) {
			continue
		}
		here := at.at(Attribute(solution))
		if !byName {
			here = at.at(Attribute("features"))
		}
		if level.Get() == None {
			f.errorf(here, cannotRevoke, `%s in spaces["*"] grants access to %s cases in every space, %s`, star.grantingAttribute(solution), solution.Title(), revokesNothing)
		} else {
			f.warnf(here, onlyAddUp(id+"/"+string(solution)), `%s in spaces["*"] grants more on %s cases than is asked for here, and %s`, star.grantingAttribute(solution), solution.Title(), spacesAddUp)
		}
	}
	at, granted := at.at(Attribute("connectors")), star.ownConnectors()
	switch {
	case named.Connectors.Equal(Known(ConnectorsNone)) && (granted == ConnectorsRead || granted == ConnectorsAll):
		f.errorf(at, cannotRevoke, `%s in spaces["*"] grants connectors in every space, %s`, star.attributeGrantingConnectors(), revokesNothing)
	case named.Connectors.Equal(Known(ConnectorsRead)) && granted == ConnectorsAll:
		f.warnf(at, onlyAddUp(id+"/connectors"), `%s in spaces["*"] grants more on connectors than is asked for here, and %s`, star.attributeGrantingConnectors(), spacesAddUp)
	}
}

// sourceOf names what grants access to a solution's cases, for a message.
func (s SpaceConfig) grantingAttribute(solution Solution) string {
	switch {
	case s.Base.IsKnown():
		return fmt.Sprintf("base = %q", s.Base.Get())
	case s.setsAccess(solution):
		return string(solution)
	}
	return "features"
}

// sourceOfConnectors names what grants connectors, for a message.
func (s SpaceConfig) attributeGrantingConnectors() string {
	switch {
	case s.Base.IsKnown():
		return fmt.Sprintf("base = %q", s.Base.Get())
	case s.Connectors.IsKnown():
		return fmt.Sprintf("connectors = %q", s.Connectors.Get())
	case s.hasFullAccess():
		return `access = "full"`
	}
	return "features." + ConnectorsFeature
}

// solutionAccess is the access to a solution's cases, in whatever way it is written:
// a base privilege and ids grant it, too.
func (s SpaceConfig) effectiveAccess(solution Solution) Value[SolutionAccess] {
	switch s.Base.Get() {
	case roles.BaseAll:
		return Known(SolutionAccess{Access: Known(Assignee)})
	case roles.BaseRead:
		return Known(SolutionAccess{Access: Known(View)})
	}
	if access := s.Cases[solution]; !access.IsNull() {
		return access
	}
	var held []string
	for _, ids := range featuresOfSolution(solution, s.rawFeatures()) {
		held = append(held, ids...)
	}
	if len(held) == 0 {
		return Value[SolutionAccess]{}
	}
	return Known(accessFromIDs(held))
}

// accessOfIDs reads privilege ids as an access, as far as that goes without knowing
// a version.
func accessFromIDs(held []string) SolutionAccess {
	level := None
	switch {
	case slices.Contains(held, privilegeAll):
		return SolutionAccess{Access: Known(Assignee)}
	case slices.Contains(held, privilegeMinimalAll):
		level = Assignee
	case slices.Contains(held, privilegeRead), slices.Contains(held, privilegeMinimalRead):
		level = View
	}
	access := SolutionAccess{Access: Known(level), SubFeatures: map[SubFeature]Value[bool]{}}
	for _, sub := range subFeatures {
		access.SubFeatures[sub.key] = Known(slices.Contains(held, sub.privilege))
	}
	return access
}

// exceeds reports whether a grants anything that other does not. What is not known
// yet is no difference.
func (a SolutionAccess) exceeds(other SolutionAccess) bool {
	rank := func(a SolutionAccess) int {
		switch a.Access.Get() {
		case Full, Assignee:
			return 2
		case View:
			return 1
		case None:
		}
		return 0
	}
	return rank(a) > rank(other) || slices.ContainsFunc(SubFeatures(), func(s SubFeature) bool {
		known := !a.SubFeatures[s].IsUnknown() && !other.SubFeatures[s].IsUnknown()
		return known && a.grantsSubFeature(s) && !other.grantsSubFeature(s)
	})
}

// exceedsRead reports whether the space grants anything that the base privilege
// read does not, on cases or connectors.
func (s SpaceConfig) exceedsBaseRead() bool {
	return s.ownConnectors() == ConnectorsAll || slices.ContainsFunc(Solutions(), func(solution Solution) bool {
		return s.effectiveAccess(solution).Get().exceeds(SolutionAccess{Access: Known(View)})
	})
}
