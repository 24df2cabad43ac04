package cases

import (
	"fmt"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const (
	notRevoked = "Access cannot be revoked in one space"

	keptHere    = `privileges only add up: people keep here what they have in all spaces. Remove this, or grant access space by space in place of "*".`
	nothingDone = `so that "none" revokes nothing here. Remove this, or take the access out of spaces["*"] and grant it space by space.`
)

// checkAgainstAllSpaces compares a named space with the entry for all spaces.
// Kibana adds the two up, so that a named space can never have less.
func checkAgainstAllSpaces(f *findings, at Path, id string, named, star SpaceConfig) {
	onlyAddUp := func(key string) string { return "Privileges of all spaces hold in " + key + " too" }
	if named.Base == roles.BaseRead && star.exceedsRead() {
		f.warnf(at.at(Attribute("base")), onlyAddUp(id), `spaces["*"] grants more than base = "read", and %s`, keptHere)
	}
	for _, solution := range Solutions() {
		_, block := named.Cases[solution]
		asked, mentioned := named.solutionAccess(solution)
		granted, _ := star.solutionAccess(solution)
		// A base privilege had its warning, and ids of sub-features only add.
		if named.Base != "" || !mentioned || asked.AccessUnknown || asked.Access == None && !block || !granted.exceeds(asked) {
			continue
		}
		here := at.at(Attribute(solution))
		if !block {
			here = at.at(Attribute("features"))
		}
		if asked.Access == None {
			f.errorf(here, notRevoked, `%s in spaces["*"] grants access to %s cases in every space, %s`, star.sourceOf(solution), solution.Title(), nothingDone)
		} else {
			f.warnf(here, onlyAddUp(id+"/"+string(solution)), `%s in spaces["*"] grants more on %s cases than is asked for here, and %s`, star.sourceOf(solution), solution.Title(), keptHere)
		}
	}
	at, granted := at.at(Attribute("connectors")), star.connectorsGranted()
	switch {
	case named.Connectors == ConnectorsNone && (granted == ConnectorsRead || granted == ConnectorsAll):
		f.errorf(at, notRevoked, `%s in spaces["*"] grants connectors in every space, %s`, star.sourceOfConnectors(), nothingDone)
	case named.Connectors == ConnectorsRead && granted == ConnectorsAll:
		f.warnf(at, onlyAddUp(id+"/connectors"), `%s in spaces["*"] grants more on connectors than is asked for here, and %s`, star.sourceOfConnectors(), keptHere)
	}
}

// sourceOf names what grants access to a solution's cases, for a message.
func (s SpaceConfig) sourceOf(solution Solution) string {
	_, block := s.Cases[solution]
	switch {
	case s.Base != "":
		return fmt.Sprintf("base = %q", s.Base)
	case block:
		return string(solution)
	}
	return "features"
}

// sourceOfConnectors names what grants connectors, for a message.
func (s SpaceConfig) sourceOfConnectors() string {
	switch {
	case s.Base != "":
		return fmt.Sprintf("base = %q", s.Base)
	case s.Connectors != ConnectorsUnset:
		return fmt.Sprintf("connectors = %q", s.Connectors)
	case s.full():
		return `access = "full"`
	}
	return "features." + ConnectorsFeature
}

// grant is what a space says about a solution's cases, as a grant: a base
// privilege and raw ids say it too.
func (s SpaceConfig) solutionAccess(solution Solution) (g SolutionAccess, mentioned bool) {
	switch s.Base {
	case roles.BaseAll:
		return SolutionAccess{Access: Assignee}, true
	case roles.BaseRead:
		return SolutionAccess{Access: View}, true
	}
	if g, ok := s.Cases[solution]; ok {
		return g, true
	}
	var held []string
	for _, ids := range ofSolution(solution, s.Features) {
		held = append(held, ids...)
	}
	if len(held) == 0 {
		return SolutionAccess{Access: None}, false
	}
	return accessOfIDs(held), true
}

// rawGrant reads raw privilege ids as a grant, as far as that goes without
// knowing a version.
func accessOfIDs(held []string) SolutionAccess {
	g := SolutionAccess{Access: None, SubFeatures: map[SubFeature]bool{}}
	switch {
	case slices.Contains(held, privilegeAll):
		return SolutionAccess{Access: Assignee}
	case slices.Contains(held, privilegeMinimalAll):
		g.Access = Assignee
	case slices.Contains(held, privilegeRead), slices.Contains(held, privilegeMinimalRead):
		g.Access = View
	}
	for _, sub := range subFeatures {
		g.SubFeatures[sub.key] = slices.Contains(held, sub.privilege)
	}
	return g
}

// exceeds reports whether g grants anything that other does not.
func (g SolutionAccess) exceeds(other SolutionAccess) bool {
	rank := func(a Access) int {
		switch a {
		case Full, Assignee:
			return 2
		case View:
			return 1
		case None:
		}
		return 0
	}
	return rank(g.Access) > rank(other.Access) || slices.ContainsFunc(SubFeatures(), func(s SubFeature) bool {
		decided := !slices.Contains(g.Undecided, s) && !slices.Contains(other.Undecided, s)
		return decided && g.includes(s) && !other.includes(s)
	})
}

// exceedsRead reports whether the space grants anything that the base privilege
// read does not, on cases or connectors.
func (s SpaceConfig) exceedsRead() bool {
	return s.connectorsGranted() == ConnectorsAll || slices.ContainsFunc(Solutions(), func(solution Solution) bool {
		g, mentioned := s.solutionAccess(solution)
		return mentioned && g.exceeds(SolutionAccess{Access: View})
	})
}
