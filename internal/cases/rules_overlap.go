package cases

import "slices"

const onlyAddUp = "Privileges of all spaces hold here too"

// checkAgainstAllSpaces compares a named space with the entry for all spaces.
// Kibana adds the two up, so that a named space can never have less.
func checkAgainstAllSpaces(f *findings, at Path, id string, spaces Spaces) {
	named, star := spaces[id], spaces[AllSpaces]
	if named.Base == baseRead && star.exceedsRead() {
		f.warnf(at.at(Attribute("base")), onlyAddUp,
			`spaces["*"] grants more than base = "read" already, and privileges only add up: people keep in %q what they have in all spaces.`, id)
	}
	for _, solution := range Solutions() {
		_, block := named.Cases[solution]
		asked, mentioned := named.grant(solution)
		granted, _ := star.grant(solution)
		// A base privilege had its warning, and ids of sub-features only add.
		if named.Base != "" || !mentioned || asked.Access == "" || asked.Access == None && !block || !granted.exceeds(asked) {
			continue
		}
		here := at.at(Attribute(solution))
		if !block {
			here = at.at(Attribute("features"))
		}
		if asked.Access == None {
			f.errorf(here, "Access cannot be revoked in one space",
				`spaces["*"] grants access to %s cases in every space, so that "none" would revoke nothing in %q. `+
					`Remove the access from spaces["*"] and grant it in the spaces that shall have it.`, solution.Title(), id)
			continue
		}
		f.warnf(here, onlyAddUp,
			`spaces["*"] grants more on %s cases than is asked for here, and privileges only add up: people keep in %q what they have in all spaces.`, solution.Title(), id)
	}
	checkConnectorsAgainstAllSpaces(f, at, id, named.Connectors, star)
}

func checkConnectorsAgainstAllSpaces(f *findings, at Path, id string, asked Connectors, star Space) {
	granted := star.connectorsGranted()
	at = at.at(Attribute("connectors"))
	switch {
	case asked == ConnectorsNone && (granted == ConnectorsRead || granted == ConnectorsAll):
		f.errorf(at, "Access cannot be revoked in one space",
			`spaces["*"] grants connectors = %q in every space, so that "none" would revoke nothing in %q. `+
				`Remove it from spaces["*"] and grant it in the spaces that shall have it.`, granted, id)
	case asked == ConnectorsRead && granted == ConnectorsAll:
		f.warnf(at, onlyAddUp,
			`spaces["*"] grants connectors = "all" already, and privileges only add up: people keep in %q what they have in all spaces.`, id)
	}
}

// grant is what a space says about a solution's cases, as a grant: a base
// privilege and raw ids say it too.
func (s Space) grant(solution Solution) (g Grant, mentioned bool) {
	switch s.Base {
	case baseAll:
		return Grant{Access: Assignee}, true
	case baseRead:
		return Grant{Access: View}, true
	}
	if g, ok := s.Cases[solution]; ok {
		return g, true
	}
	var held []string
	for _, ids := range ofSolution(solution, s.Features) {
		held = append(held, ids...)
	}
	if len(held) == 0 {
		return Grant{Access: None}, false
	}
	return rawGrant(held), true
}

// rawGrant reads raw privilege ids as a grant, as far as that goes without
// knowing a version.
func rawGrant(held []string) Grant {
	g := Grant{Access: None, SubFeatures: map[SubFeature]bool{}}
	switch {
	case slices.Contains(held, privilegeAll):
		return Grant{Access: Assignee}
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
func (g Grant) exceeds(other Grant) bool {
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
		return g.wants(s) && !other.wants(s)
	})
}

// exceedsRead reports whether the space grants anything that the base privilege
// read does not, on cases or connectors.
func (s Space) exceedsRead() bool {
	return s.connectorsGranted() == ConnectorsAll || slices.ContainsFunc(Solutions(), func(solution Solution) bool {
		g, mentioned := s.grant(solution)
		return mentioned && g.exceeds(Grant{Access: View})
	})
}
