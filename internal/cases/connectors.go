package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Connectors is a privilege level of Kibana's "Actions and Connectors" feature.
type Connectors string

// The connector levels.
const (
	ConnectorsNone Connectors = "none"
	ConnectorsRead Connectors = "read"
	ConnectorsAll  Connectors = "all"
)

// ConnectorsFeature is the id of Kibana's "Actions and Connectors" feature in
// GET /api/features.
const ConnectorsFeature = "actions"

// ConnectorLevels returns all levels, from least to most access.
func ConnectorLevels() []Connectors {
	return []Connectors{ConnectorsNone, ConnectorsRead, ConnectorsAll}
}

// privilege returns the id of the feature privilege that Kibana stores for a level;
// empty for none.
func (c Connectors) privilege() string {
	switch c {
	case ConnectorsAll:
		return privilegeAll
	case ConnectorsRead:
		return privilegeRead
	}
	return ""
}

// capabilities returns the capabilities that a level gives.
func (c Connectors) capabilities() []Capability {
	switch c {
	case ConnectorsAll:
		return []Capability{UseConnectors, ManageConnectors}
	case ConnectorsRead:
		return []Capability{UseConnectors}
	}
	return nil
}

// impliedConnectors returns the connector level of a space whose configuration
// does not set it. Full access implies ConnectorsAll, unless the entry for all
// spaces already grants ConnectorsAll (inherited).
func (config SpaceConfig) impliedConnectors(inherited bool) Connectors {
	if config.hasFullAccess() && !inherited {
		return ConnectorsAll
	}
	return ConnectorsNone
}

// ownConnectors returns the connector level that the configuration of the space
// grants by itself: through base, raw feature privileges, connectors or full
// access.
func (config SpaceConfig) ownConnectors() Connectors {
	ids := config.Features.Get()[ConnectorsFeature].Get()
	holds := func(id string) bool { return slices.Contains(ids, id) }
	switch base := config.Base.Get(); {
	case base == roles.BaseAll, holds(privilegeAll):
		return ConnectorsAll
	case base == roles.BaseRead, holds(privilegeRead), holds(privilegeMinimalRead), holds(privilegeMinimalAll):
		return ConnectorsRead
	case config.Connectors.IsKnown():
		return config.Connectors.Get()
	}
	return config.impliedConnectors(false)
}

// allSpacesGrantConnectors reports whether the entry for all spaces grants
// ConnectorsAll.
func (spaces Spaces) allSpacesGrantConnectors() bool {
	return spaces[roles.AllSpaces].ownConnectors() == ConnectorsAll
}

// inheritsConnectors reports whether a space has ConnectorsAll from the entry for all
// spaces.
func (spaces Spaces) inheritsConnectors(id string) bool {
	return id != roles.AllSpaces && spaces.allSpacesGrantConnectors()
}

// mayPush reports whether people in a space can use a connector, which pushing a case needs.
// An unknown value may grant one.
func (spaces Spaces) mayPush(id string) bool {
	may := func(config SpaceConfig) bool { return config.ownConnectors() != ConnectorsNone || !config.Complete() }
	return may(spaces[id]) || may(spaces[roles.AllSpaces])
}

// withImpliedConnectors returns the space with its connector level set.
func (config SpaceConfig) withImpliedConnectors(inherited bool) SpaceConfig {
	if !config.Connectors.IsKnown() {
		config.Connectors = Known(config.impliedConnectors(inherited))
	}
	return config
}

// withoutImpliedConnectors is the inverse of [SpaceConfig.withImpliedConnectors] for
// all spaces. It unsets a connector level that is implied, unless the prior
// configuration sets it. It replaces full access without ConnectorsAll, which the
// rules refuse, by Assignee. Raw feature privileges stay as they are.
func (spaces Spaces) withoutImpliedConnectors(prior Spaces) Spaces {
	all := spaces[roles.AllSpaces]
	all.downgradeFullWithoutConnectors(false)
	everywhere := all.ownConnectors() == ConnectorsAll
	short := make(Spaces, len(spaces))
	for id, space := range spaces {
		inherited := everywhere && id != roles.AllSpaces
		space.downgradeFullWithoutConnectors(inherited)
		if space.Connectors.IsKnown() {
			before := prior[id].withImpliedConnectors(prior.inheritsConnectors(id))
			space.Connectors = space.shortConnectors(prior[id].Connectors, before.Connectors.Get(), inherited)
		}
		short[id] = space
	}
	return short
}

// shortConnectors returns the connector level to set in the space, or null if the
// implied level is enough. For the prior level, the prior wording is kept. Another
// level stays implied only if it is ConnectorsNone.
func (config SpaceConfig) shortConnectors(prior Value[Connectors], priorLevel Connectors, inherited bool) Value[Connectors] {
	level := config.Connectors.Get()
	unset := level == ConnectorsNone
	if level == priorLevel {
		unset = !prior.IsKnown()
	}
	if unset && config.impliedConnectors(inherited) == level {
		return Value[Connectors]{}
	}
	return Known(level)
}

// downgradeFullWithoutConnectors replaces full access by Assignee unless the space
// has ConnectorsAll. Raw connector privileges do not count.
func (config SpaceConfig) downgradeFullWithoutConnectors(inherited bool) {
	_, raw := config.Features.Get()[ConnectorsFeature]
	has := !raw && (inherited || config.Connectors.Get() == ConnectorsAll)
	config.downgradeFull(func(Solution) bool { return has })
}

// downgradeFull replaces full access by Assignee, except for the solutions for
// which except returns true. It changes the map Cases in place.
func (config SpaceConfig) downgradeFull(except func(Solution) bool) {
	for solution, access := range config.Cases {
		if access := access.Get(); access.Access.Get() == Full && !except(solution) {
			access.Access = Known(Assignee)
			config.Cases[solution] = Known(access)
		}
	}
}
