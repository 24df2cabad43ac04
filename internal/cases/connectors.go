package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Connectors is a level of Kibana's "Actions and Connectors" feature.
type Connectors string

// The connector levels.
const (
	ConnectorsNone Connectors = "none"
	ConnectorsRead Connectors = "read"
	ConnectorsAll  Connectors = "all"
)

// ConnectorLevels returns the levels, least first.
func ConnectorLevels() []Connectors {
	return []Connectors{ConnectorsNone, ConnectorsRead, ConnectorsAll}
}

// privileges returns what a level stores, by feature id.
func (c Connectors) privileges() map[string][]string {
	switch c {
	case ConnectorsAll:
		return map[string][]string{ConnectorsFeature: {privilegeAll}}
	case ConnectorsRead:
		return map[string][]string{ConnectorsFeature: {privilegeRead}}
	}
	return nil
}

// capabilities returns what a level lets people do.
func (c Connectors) capabilities() []Capability {
	switch c {
	case ConnectorsAll:
		return []Capability{UseConnectors, ManageConnectors}
	case ConnectorsRead:
		return []Capability{UseConnectors}
	}
	return nil
}

// implied is the connector level of a space that leaves it out: full access comes
// with Connectors All, unless all spaces have it already.
func (s SpaceConfig) implied(everywhere bool) Connectors {
	if s.full() && !everywhere {
		return ConnectorsAll
	}
	return ConnectorsNone
}

// connectorsGranted is the connector level that the space has by itself, in
// whatever way it is written.
func (s SpaceConfig) connectorsGranted() Connectors {
	ids := s.Features.Get()[ConnectorsFeature].Get()
	holds := func(id string) bool { return slices.Contains(ids, id) }
	switch base := s.Base.Get(); {
	case base == roles.BaseAll, holds(privilegeAll):
		return ConnectorsAll
	case base == roles.BaseRead, holds(privilegeRead), holds(privilegeMinimalRead), holds(privilegeMinimalAll):
		return ConnectorsRead
	case s.Connectors.IsKnown():
		return s.Connectors.Get()
	}
	return s.implied(false)
}

// connectorsEverywhere reports whether the entry for all spaces grants Connectors
// All.
func (spaces Spaces) connectorsEverywhere() bool {
	return spaces[roles.AllSpaces].connectorsGranted() == ConnectorsAll
}

// withImpliedConnectors writes out the connector level in each space that leaves
// it out.
func (spaces Spaces) withImpliedConnectors() Spaces {
	everywhere := spaces.connectorsEverywhere()
	explicit := make(Spaces, len(spaces))
	for id, s := range spaces {
		if !s.Connectors.IsKnown() {
			s.Connectors = Known(s.implied(everywhere && id != roles.AllSpaces))
		}
		explicit[id] = s
	}
	return explicit
}

// withoutImpliedConnectors is the way back: it leaves a level out that is implied,
// unless the prior configuration writes it out. Full access without Connectors All
// is a contradiction, and becomes Assignee. Levels that no configuration says stay
// as ids.
func (spaces Spaces) withoutImpliedConnectors(prior, priorExplicit Spaces) Spaces {
	all := spaces[roles.AllSpaces]
	all.dropFullWithoutConnectors(false)
	everywhere := all.connectorsGranted() == ConnectorsAll
	short := make(Spaces, len(spaces))
	for id, s := range spaces {
		everywhere := everywhere && id != roles.AllSpaces
		s.dropFullWithoutConnectors(everywhere)
		if s.Connectors.IsKnown() {
			s.Connectors = s.shortest(prior[id].Connectors, priorExplicit[id].Connectors.Get(), everywhere)
		}
		short[id] = s
	}
	return short
}

// shortest is the connector level of the space in the form that says it with the
// least: as the prior configuration does where the level is the same, else left
// out where that implies it.
func (s SpaceConfig) shortest(prior Value[Connectors], priorLevel Connectors, everywhere bool) Value[Connectors] {
	level := s.Connectors.Get()
	leftOut := level == ConnectorsNone
	if level == priorLevel {
		leftOut = !prior.IsKnown()
	}
	if leftOut && s.implied(everywhere) == level {
		return Value[Connectors]{}
	}
	return Known(level)
}

// dropFullWithoutConnectors replaces full access by Assignee where the space does
// not have Connectors All. Connectors that are configured by ids do not count.
func (s SpaceConfig) dropFullWithoutConnectors(everywhere bool) {
	_, byIDs := s.Features.Get()[ConnectorsFeature]
	has := !byIDs && (everywhere || s.Connectors.Get() == ConnectorsAll)
	s.replaceFull(func(Solution) bool { return has })
}

// replaceFull replaces full access by Assignee, except for some solutions. It
// changes the map of solutions.
func (s SpaceConfig) replaceFull(except func(Solution) bool) {
	for solution, access := range s.Cases {
		if access := access.Get(); access.Access.Get() == Full && !except(solution) {
			access.Access = Known(Assignee)
			s.Cases[solution] = Known(access)
		}
	}
}
