package review

import (
	"fmt"
	"slices"
)

// notes returns what a reviewer has to know about the role and does not see in its access.
func (g *group) notes() []string {
	notes := []string{}
	add := func(is bool, note string) {
		if is && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	owners, grants := g.has(part.isOwner), g.has(part.isGrant)
	action := g.action()
	add(action == RoleDeleted, "The role is deleted with all its access, including what grants outside of this plan gave.")
	add(action == RoleUnmanaged, "Terraform forgets the role. It stays in Kibana with the access that it gives.")
	add(g.has(func(p part) bool { return p.forgotten && !p.change.kind.owner }), "Terraform forgets a grant. What it gave stays on the role.")
	add(!owners && g.has(func(p part) bool { return p.isGrant() && p.before == nil && p.after != nil }),
		"The role itself is not in the plan. The grant may take over privileges that the role holds already: the plan's JSON does not say.")
	add(owners && grants && g.has(func(p part) bool { return p.isOwner() && p.change.Type == "cases_role" && p.after != nil }),
		"A cases_role owns all of this role, and a cases_feature_privilege adds to it. The role's next update takes away what the grant adds.")
	add(g.split, "Several resources own the whole role of this name. The review shows them one by one. In one Kibana, the last one that is applied decides.")
	add(g.has(func(p part) bool { return p.change.deposed }),
		"Terraform destroys an object that a failed replacement left behind. That deletes the role of this name, even if another resource manages it now.")
	add(g.has(func(p part) bool { return p.change.Imported && p.before == nil }), "The role is imported, and the plan does not say what it gives now.")
	for _, p := range g.parts {
		h := p.holding()
		add(h.roleUnknown, fmt.Sprintf("The name of the role is known only after apply. It is the role of %s.", p.change.Address))
		add(h.elasticsearchUnknown && p.after != nil, "Privileges in Elasticsearch are known only after apply. They may open a way around case privileges.")
		for _, note := range h.notes {
			add(true, note)
		}
	}
	if g.provider == noConfiguration {
		add(true, "The resource is not in the configuration, so the plan does not say which Kibana the role is in.")
	}
	return notes
}

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
