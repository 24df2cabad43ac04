package review

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// urgency orders roles for a reviewer. The lowest comes first.
type urgency int

const (
	lookTwice urgency = iota
	cannotJudge
	onlyGains
	onlyLoses
	neither
)

func urgencyOf(role Role) urgency {
	switch {
	case hasWidening(role):
		return lookTwice
	case hasUnknown(role):
		return cannotJudge
	case gainsAccess(role):
		return onlyGains
	case losesAccess(role):
		return onlyLoses
	}
	return neither
}

// byUrgency returns the roles that a reviewer has to see first before the others.
func byUrgency(list []Role) []Role {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Role) int { return cmp.Compare(urgencyOf(a), urgencyOf(b)) })
	return sorted
}

// toLookAt returns the roles that a reviewer has to look at twice, each once: those that the plan changes, and those that
// somebody changed outside of Terraform.
func toLookAt(r Review) []Role {
	var found []Role
	seen := map[[2]string]bool{}
	for _, role := range slices.Concat(r.Roles, r.Outside) {
		name := [2]string{role.Provider, role.Name}
		if hasWidening(role) && (role.Name == "" || !seen[name]) {
			seen[name] = true
			found = append(found, role)
		}
	}
	return found
}

// hasWidening reports whether a reviewer has to look twice at a role.
func hasWidening(role Role) bool {
	return hasWay(role, Gain) || slices.ContainsFunc(role.Access, func(a Access) bool { return len(a.Widens) > 0 })
}

func hasUnknown(role Role) bool {
	return slices.ContainsFunc(role.Access, func(a Access) bool { return a.Unknown })
}

func gainsAccess(role Role) bool {
	return hasWay(role, Gain) || slices.ContainsFunc(role.Access, func(a Access) bool { return len(a.Gains) > 0 })
}

func losesAccess(role Role) bool {
	return hasWay(role, Lose) || slices.ContainsFunc(role.Access, func(a Access) bool { return len(a.Loses) > 0 })
}

func hasWay(role Role, change Change) bool {
	return slices.ContainsFunc(role.WaysAround, func(w WayAround) bool { return w.Change == change })
}

// accessGroup is one change of access, and all spaces and solutions that it is the same for. Without groups, a role with
// fifty spaces would hide the one that differs.
type accessGroup struct {
	Access

	spaces, solutions []string
}

// groupAccess joins the solutions of a space whose access changes in the same way, and then the spaces.
func groupAccess(list []Access) []accessGroup {
	bySpace := joinGroups(list, func(a Access) string { return fmt.Sprintf("%q %s", a.Space, changeKey(a)) },
		func(g *accessGroup, a Access) { g.solutions = append(g.solutions, a.Solution) })
	var groups []accessGroup
	at := map[string]int{}
	for _, g := range bySpace {
		key := fmt.Sprintf("%t %q %s", roles.IsSpacePattern(g.Space), g.solutions, changeKey(g.Access))
		// A pattern has its own words, and its own reason to look twice.
		if roles.IsSpacePattern(g.Space) {
			key = fmt.Sprintf("%q %s", g.Space, key)
		}
		if i, ok := at[key]; ok {
			groups[i].spaces = append(groups[i].spaces, g.Space)
			continue
		}
		at[key] = len(groups)
		g.spaces = []string{g.Space}
		groups = append(groups, g)
	}
	return groups
}

// joinGroups joins the elements that have one key. The first of them gives the group its place.
func joinGroups(list []Access, key func(Access) string, add func(*accessGroup, Access)) []accessGroup {
	var groups []accessGroup
	at := map[string]int{}
	for _, a := range list {
		k := key(a)
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, accessGroup{Access: a})
		}
		add(&groups[i], a)
	}
	return groups
}

// changeKey identifies everything about a change but its place.
func changeKey(a Access) string {
	return fmt.Sprintf("%q %q %q %q %t %q", a.Before, a.After, a.Gains, a.Loses, a.Unknown, a.Widens)
}

// keeps returns what the entry gave before and still gives.
func (g accessGroup) keeps() []cases.Capability {
	var kept []cases.Capability
	for _, c := range g.Before {
		if slices.Contains(g.After, c) && !slices.Contains(g.Gains, c) && !slices.Contains(g.Loses, c) {
			kept = append(kept, c)
		}
	}
	return kept
}

// widens reports whether a capability is a reason to look twice by itself.
func (g accessGroup) widens(c cases.Capability) bool { return slices.Contains(g.Widens, Widening(c)) }

// isWithoutEffect reports whether privileges change, and what people can do does not.
func (g accessGroup) isWithoutEffect() bool {
	return len(g.Gains) == 0 && len(g.Loses) == 0 && !g.Unknown
}

// reasons returns the reasons to look twice in words, but for gains that the formats mark as such.
func (g accessGroup) reasons() []string {
	var reasons []string
	for _, w := range g.Widens {
		switch {
		case slices.Contains(g.Gains, cases.Capability(w)): // marked in the list of gains
		case w == WidensAllSpaces && g.Space == roles.AllSpaces:
			reasons = append(reasons, "holds in all spaces")
		case w == WidensAllSpaces:
			reasons = append(reasons, "holds in all spaces that match")
		default:
			reasons = append(reasons, wideningWords(w))
		}
	}
	return reasons
}

// isIdle reports whether the plan does nothing with a resource.
func isIdle(r Resource) bool {
	return len(r.Actions) == 1 && r.Actions[0] == "no-op" && r.PreviousAddress == "" && !r.Imported && r.Deferred == ""
}

// causes splits the resources of a role into those that the plan changes, and the number of the others. If it changes
// none, it returns all: they are what manages the role.
func causes(role Role) (shown []Resource, idle int) {
	for _, r := range role.Resources {
		if !isIdle(r) {
			shown = append(shown, r)
		}
	}
	if len(shown) == 0 {
		return role.Resources, 0
	}
	return shown, len(role.Resources) - len(shown)
}
