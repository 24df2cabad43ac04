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

// checkAgainstAllSpaces compares the configuration of one space with that of all
// spaces. Kibana adds up the privileges of both, so one space cannot have less than
// all spaces.
func checkAgainstAllSpaces(f *findings, at Path, id string, space, allSpaces SpaceConfig) {
	summary := func(key string) string { return "Privileges of all spaces hold in " + key + " too" }
	if space.Base.Get() == roles.BaseRead && allSpaces.exceedsBaseRead() {
		f.warnf(at.at(Attribute("base")), summary(id), `spaces["*"] grants more than base = "read", and %s`, spacesAddUp)
	}
	for _, solution := range Solutions() {
		byAttribute, access := space.setsAccess(solution), space.effectiveAccess(solution)
		inherited := allSpaces.effectiveAccess(solution).Get()
		level := access.Get().Access
		// A base privilege has its own warning above. Raw sub-features without a level
		// only add to the access.
		if !space.Base.IsNull() || !level.IsKnown() || level.Get() == None && !byAttribute || !inherited.exceeds(access.Get()) {
			continue
		}
		here := at.at(Attribute(solution))
		if !byAttribute {
			here = at.at(Attribute("features"))
		}
		if level.Get() == None {
			f.errorf(here, cannotRevoke, `%s in spaces["*"] grants access to %s cases in every space, %s`, allSpaces.grantingAttribute(solution), solution.Title(), revokesNothing)
		} else {
			f.warnf(here, summary(id+"/"+string(solution)), `%s in spaces["*"] grants more on %s cases than is asked for here, and %s`, allSpaces.grantingAttribute(solution), solution.Title(), spacesAddUp)
		}
	}
	at, inherited := at.at(Attribute("connectors")), allSpaces.ownConnectors()
	switch {
	case space.Connectors.Equal(Known(ConnectorsNone)) && (inherited == ConnectorsRead || inherited == ConnectorsAll):
		f.errorf(at, cannotRevoke, `%s in spaces["*"] grants connectors in every space, %s`, allSpaces.grantingConnectorsAttribute(), revokesNothing)
	case space.Connectors.Equal(Known(ConnectorsRead)) && inherited == ConnectorsAll:
		f.warnf(at, summary(id+"/connectors"), `%s in spaces["*"] grants more on connectors than is asked for here, and %s`, allSpaces.grantingConnectorsAttribute(), spacesAddUp)
	}
}

// grantingAttribute returns the attribute that grants access to a solution's cases,
// for a message.
func (config SpaceConfig) grantingAttribute(solution Solution) string {
	switch {
	case config.Base.IsKnown():
		return fmt.Sprintf("base = %q", config.Base.Get())
	case config.setsAccess(solution):
		return string(solution)
	}
	return "features"
}

// grantingConnectorsAttribute returns the attribute that grants connectors, for a
// message.
func (config SpaceConfig) grantingConnectorsAttribute() string {
	switch {
	case config.Base.IsKnown():
		return fmt.Sprintf("base = %q", config.Base.Get())
	case config.Connectors.IsKnown():
		return fmt.Sprintf("connectors = %q", config.Connectors.Get())
	case config.hasFullAccess():
		return `access = "full"`
	}
	return "features." + ConnectorsFeature
}

// effectiveAccess returns the access to a solution's cases that the configuration of
// a space grants: through a base privilege, the attribute of the solution or raw
// feature privileges.
func (config SpaceConfig) effectiveAccess(solution Solution) Value[SolutionAccess] {
	switch config.Base.Get() {
	case roles.BaseAll:
		return Known(SolutionAccess{Access: Known(Assignee)})
	case roles.BaseRead:
		return Known(SolutionAccess{Access: Known(View)})
	}
	if access := config.Cases[solution]; !access.IsNull() {
		return access
	}
	var raw []string
	for _, ids := range featuresOfSolution(solution, config.rawFeatures()) {
		raw = append(raw, ids...)
	}
	if len(raw) == 0 {
		return Value[SolutionAccess]{}
	}
	return Known(accessFromIDs(raw))
}

// accessFromIDs returns an access for raw privilege ids of a cases feature. The
// result is approximate, because the version is not known.
func accessFromIDs(ids []string) SolutionAccess {
	level := None
	switch {
	case slices.Contains(ids, privilegeAll):
		return SolutionAccess{Access: Known(Assignee)}
	case slices.Contains(ids, privilegeMinimalAll):
		level = Assignee
	case slices.Contains(ids, privilegeRead), slices.Contains(ids, privilegeMinimalRead):
		level = View
	}
	access := SolutionAccess{Access: Known(level), SubFeatures: map[SubFeature]Value[bool]{}}
	for _, sub := range subFeatures {
		access.SubFeatures[sub.key] = Known(slices.Contains(ids, sub.privilege))
	}
	return access
}

// exceeds reports whether the access grants anything that other does not. It ignores
// unknown values.
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

// exceedsBaseRead reports whether the configuration of a space grants anything on
// cases or connectors that the base privilege "read" does not.
func (config SpaceConfig) exceedsBaseRead() bool {
	return config.ownConnectors() == ConnectorsAll || slices.ContainsFunc(Solutions(), func(solution Solution) bool {
		return config.effectiveAccess(solution).Get().exceeds(SolutionAccess{Access: Known(View)})
	})
}
