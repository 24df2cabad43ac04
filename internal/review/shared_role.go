package review

import (
	"maps"
	"reflect"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// outcome is what the resources of a role give it after the apply.
type outcome struct {
	holdings []*holding
	// unsure are the owners that may keep more than the holdings say. They keep it if their configuration sets it.
	unsure []part
}

// outcome returns what is left of each resource's access after the apply. The resources do not simply add up: the state of
// an owner also holds what grants have added to the role. An owner that is written replaces the whole role, and a grant
// that is written replaces its parts of the role. Other resources write nothing.
func (g *group) outcome() outcome {
	var o outcome
	written := g.grantWrites()
	for _, p := range g.parts {
		if p.after == nil || g.isOverwritten(p) {
			continue
		}
		taken, unsure := written.takenFrom(p, g.configuration)
		if unsure {
			o.unsure = append(o.unsure, p)
		}
		o.holdings = append(o.holdings, p.after.without(taken))
	}
	return o
}

// writes reports whether the apply writes or deletes the part.
func (p part) writes() bool {
	return !p.forgotten && !p.change.does("no-op") && p.change.Deferred == ""
}

// overwrites reports whether the apply replaces the whole role.
func (p part) overwrites() bool { return p.ownsAfter() && p.writes() }

// isOverwritten reports whether an owner takes away what the part gives and does not write again.
func (g *group) isOverwritten(p part) bool {
	if p.isOwner() {
		return p.forgotten && g.has(part.ownsAfter)
	}
	return !p.writes() && p.change.Deferred == "" && g.has(part.overwrites)
}

// grantWrites holds the keys of what the grants of a role write.
type grantWrites struct {
	set       map[string]bool // a grant sets it
	dropped   map[string]bool // an update of a grant no longer names it
	destroyed map[string]bool // a destroyed grant named it
}

func (g *group) grantWrites() grantWrites {
	w := grantWrites{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, p := range g.parts {
		if !p.isGrant() || !p.writes() {
			continue
		}
		if p.after != nil {
			maps.Copy(w.set, p.after.owned)
		}
		switch {
		case p.before == nil:
		case p.after != nil && !p.change.does("delete"):
			maps.Copy(w.dropped, p.before.owned)
		default:
			maps.Copy(w.destroyed, p.before.owned)
		}
	}
	return w
}

// takenFrom returns the keys that grants take from what a part of the role gives. It is unsure if the part keeps some of
// them in case its configuration sets them.
func (w grantWrites) takenFrom(p part, c configuration) (taken map[string]bool, unsure bool) {
	taken = map[string]bool{}
	if p.isGrant() && p.writes() {
		return taken, false
	}
	maps.Copy(taken, w.set)
	give := func(keys map[string]bool, keeps func(key string) answer) {
		for key := range keys {
			if taken[key] {
				continue
			}
			keep := keeps(key)
			taken[key] = keep != yes
			unsure = unsure || keep == unknown && len(p.after.capabilities[key]) > 0
		}
	}
	sets := func(key string) answer { return p.sets(key, c) }
	never := func(string) answer { return no }
	// The update of a grant removes what only objects that write nothing hold. A destroyed grant leaves it to them.
	switch {
	case p.isGrant() && p.forgotten:
		give(w.dropped, never)
		give(w.destroyed, never)
	case p.isGrant():
		give(w.dropped, never)
	case p.writes():
		give(w.dropped, sets)
		give(w.destroyed, sets)
	default:
		give(w.dropped, never)
		give(w.destroyed, sets)
	}
	return taken, unsure
}

// answer is yes, no or unknown.
type answer int

const (
	no answer = iota
	yes
	unknown
)

// sets reports whether the configuration of an owner sets what it gives at a key. If it does not, ignore_changes keeps
// what Kibana holds. The provider asks the same before it removes what a grant gives up; it knows only a cases_role.
func (p part) sets(key string, c configuration) answer {
	if p.forgotten || p.change.Type != "cases_role" {
		return no
	}
	after := configuredAt(p.after.spaces, key)
	isCreated := p.before == nil || p.change.does("create")
	if isCreated || !reflect.DeepEqual(configuredAt(p.before.spaces, key), after) {
		return yes
	}
	spaces, known := c.spaces[p.change.configAddress]
	switch configured := configuredAt(spaces, key); {
	case !known:
		return unknown
	case configured == nil:
		return no
	case reflect.DeepEqual(configured, after):
		return yes
	}
	return unknown
}

// configuredAt returns what the attribute spaces of a cases_role says about a key; nil if it says nothing.
func configuredAt(spaces any, key string) any {
	space, subject := cases.SplitKey(key)
	config := object(object(spaces)[space])
	if config[subject] != nil {
		return withoutNulls(config[subject])
	}
	says := config["base"] != nil
	for feature := range object(config["features"]) {
		says = says || subjectOf(feature) == subject
	}
	for _, solution := range cases.Solutions() {
		isFull := object(config[string(solution)])["access"] == string(cases.Full)
		says = says || isFull && subject == cases.ConnectorsPart
	}
	if !says {
		return nil
	}
	return withoutNulls(config)
}

// withoutNulls returns a value without attributes that are null. A plan writes them, and a configuration leaves them out.
func withoutNulls(data any) any {
	fields, isObject := data.(map[string]any)
	if !isObject {
		return data
	}
	rest := map[string]any{}
	for name, field := range fields {
		if field != nil {
			rest[name] = withoutNulls(field)
		}
	}
	return rest
}

// without returns the holding without what it gives at some keys. Grants do not change base privileges.
func (h *holding) without(taken map[string]bool) *holding {
	if len(taken) == 0 {
		return h
	}
	rest := *h
	rest.capabilities = maps.Clone(h.capabilities)
	maps.DeleteFunc(rest.capabilities, func(key string, _ []cases.Capability) bool {
		space, _ := cases.SplitKey(key)
		return taken[key] && len(h.privileges[space].Base) == 0
	})
	for key, list := range rest.capabilities {
		space, _ := cases.SplitKey(key)
		if slices.Contains(list, cases.PushCases) && !holds(rest.capabilities, space+"/"+cases.ConnectorsPart, cases.UseConnectors) {
			rest.capabilities[key] = slices.DeleteFunc(slices.Clone(list), func(c cases.Capability) bool { return c == cases.PushCases })
		}
	}
	rest.privileges = roles.Privileges{}
	for space, held := range h.privileges {
		features := maps.Clone(held.Features)
		maps.DeleteFunc(features, func(feature string, _ []string) bool { return taken[space+"/"+subjectOf(feature)] })
		rest.privileges[space] = roles.SpacePrivileges{Base: held.Base, Features: features}
	}
	return &rest
}

// overwrittenGrants returns the grants that the plan does not change, and whose access an owner takes away.
func (g *group) overwrittenGrants(after map[string][]cases.Capability) (addresses []string) {
	for _, p := range g.parts {
		if p.isGrant() && !p.forgotten && p.after != nil && g.isOverwritten(p) && len(cases.LostCapabilities(p.after.capabilities, after)) > 0 {
			addresses = append(addresses, p.change.Address)
		}
	}
	slices.Sort(addresses)
	return addresses
}

// undoesGrants reports whether an update of a cases_role gives up what a grant writes in the same plan. The role then has no
// ignore_changes for it.
func (g *group) undoesGrants() bool {
	return g.has(func(owner part) bool {
		if owner.change.Type != "cases_role" || !owner.overwrites() || owner.before == nil || owner.change.does("create") || owner.after.capabilities == nil {
			return false
		}
		return g.has(func(grant part) bool {
			if !grant.isGrant() || !grant.writes() || grant.after == nil {
				return false
			}
			for key, list := range grant.after.capabilities {
				if len(list) > 0 && len(owner.before.capabilities[key]) > 0 && len(owner.after.capabilities[key]) == 0 && !owner.after.unknown[key] {
					return true
				}
			}
			return false
		})
	})
}
