package review

import (
	"fmt"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// notes returns what a reviewer has to know about the role and does not see in its access. After is what the role gives
// after the plan.
func (g *group) notes(after map[string][]cases.Capability) []string {
	notes := []string{}
	add := func(is bool, note string) {
		if is && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	action := g.action()
	add(action == RoleDeleted, "The role is deleted with all its access, including what grants outside of this plan gave.")
	add(action == RoleUnmanaged, "Terraform forgets the role. It stays in Kibana with the access that it gives.")
	add(g.has(func(p part) bool { return p.forgotten && p.isGrant() && !g.isOverwritten(p) }), "Terraform forgets a grant. What it gave stays on the role.")
	isNewGrant := func(p part) bool { return p.isGrant() && p.before == nil && p.after != nil }
	add(!g.has(part.isOwner) && !g.split && g.has(func(p part) bool { return isNewGrant(p) && !p.after.roleUnknown }),
		"The role itself is not in the plan. The grant may take over privileges that the role holds already: the plan's JSON does not say.")
	if !g.observed {
		g.addSharing(add, after)
	}
	add(g.split, "Several resources own the whole role of this name. The review shows them one by one. In one Kibana, the last one that is applied decides.")
	add(g.has(func(p part) bool { return p.change.deposed }),
		"Terraform destroys an object that a failed replacement left behind. That deletes the role of this name, even if another resource manages it now.")
	add(g.has(func(p part) bool { return p.change.Imported && p.before == nil }), "The role is imported, and the plan does not say what it gives now.")
	for _, p := range g.parts {
		h := p.holding()
		add(h.roleUnknown, fmt.Sprintf("The name of the role is known only after apply. It is the role of %s.", p.change.Address))
		add(h.roleUnknown && isNewGrant(p), "If the role exists already, the grant may take over privileges that it holds.")
		add(p.mayGainWays(), "Privileges in Elasticsearch are known only after apply. They may open a way around case privileges.")
		for _, side := range []*holding{p.before, p.after} {
			if side != nil {
				for _, note := range side.notes {
					add(true, note)
				}
			}
		}
	}
	if g.provider == noConfiguration {
		add(true, "The resource is not in the configuration, so the plan does not say which Kibana the role is in.")
	}
	return notes
}

// addSharing adds notes about an owner and grants that change the same role.
func (g *group) addSharing(add func(is bool, note string), after map[string][]cases.Capability) {
	if owner := slices.IndexFunc(g.parts, part.overwrites); owner >= 0 { // a group has one owner at a time
		grants := g.overwrittenGrants(after)
		add(len(grants) > 0, takenAway(g.parts[owner].change.Address, grants))
	}
	add(g.undoesGrants(), "A cases_role owns all of this role, and a cases_feature_privilege adds to it. The role's next update takes away what the grant adds.")
	for _, p := range g.outcome().unsure {
		add(true, fmt.Sprintf("%s keeps what a grant gives up if its own configuration sets the same. The plan does not say whether it does.", p.change.Address))
	}
}

// takenAway says that an owner takes away what grants add.
func takenAway(owner string, grants []string) string {
	if len(grants) == 1 {
		return fmt.Sprintf("%s takes away what %s adds. The next plan of the grant adds it again.", owner, grants[0])
	}
	return fmt.Sprintf("%s takes away what these grants add: %s. The next plans of the grants add it again.", owner, someOf(grants))
}

// mayGainWays reports whether privileges in Elasticsearch are known only after apply.
func (p part) mayGainWays() bool { return p.after != nil && p.after.elasticsearchUnknown }

func (p part) isOwner() bool { return p.change.kind.owner }

func (p part) isGrant() bool { return !p.change.kind.owner }

// has reports whether any part of the role's changes is such.
func (g *group) has(such func(part) bool) bool { return slices.ContainsFunc(g.parts, such) }

// ownsBefore and ownsAfter report whether a resource owns the whole role at that time.
func (p part) ownsBefore() bool { return p.isOwner() && !p.forgotten && p.before != nil }

func (p part) ownsAfter() bool { return p.isOwner() && !p.forgotten && p.after != nil }

// count counts the parts of the role's changes that are such.
func (g *group) count(such func(part) bool) (n int) {
	for _, p := range g.parts {
		if such(p) {
			n++
		}
	}
	return n
}
