package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Capabilities returns the capabilities that privileges give on this Kibana. The
// keys are "<space>/<solution>" and "<space>/connectors", where the space is an id, a
// pattern or "*". A key lists only the capabilities that its own space entry gives, not
// those that the entry for all spaces gives in addition. The exception is
// PushCases: it needs a connector, which may come from any entry that holds in the space.
func (c Catalogue) Capabilities(p roles.Privileges) map[string][]Capability {
	capabilities := map[string][]Capability{}
	add := func(space, subject string, list []Capability) {
		if len(list) > 0 {
			capabilities[space+"/"+subject] = list
		}
	}
	connectorsInAllSpaces := c.canUseConnectors(p[roles.AllSpaces])
	patterns := p.Patterns()
	for space, held := range p {
		canPush := connectorsInAllSpaces || c.canUseConnectors(held) || c.connectorsByPattern(p, patterns, space)
		for _, solution := range Solutions() {
			list := caseCapabilities(c.effectiveOperations(solution, storedIn{held, space == roles.AllSpaces}), c.version)
			if !canPush {
				list = slices.DeleteFunc(list, func(c Capability) bool { return c == PushCases })
			}
			add(space, string(solution), list)
		}
		add(space, ConnectorsPart, c.connectorsLevel(held).capabilities())
	}
	return capabilities
}

// storedIn holds the privileges that a role stores for one space, or for all spaces.
type storedIn struct {
	roles.SpacePrivileges

	inAllSpaces bool
}

// connectorsLevel returns the connector level that gives the capabilities of
// privileges in one space.
func (c Catalogue) connectorsLevel(held roles.SpacePrivileges) Connectors {
	base := held.StrongestBase()
	m := c.connectorsMeaning(held.Features[ConnectorsFeature])
	switch {
	case base == roles.BaseAll, m[privilegeMinimalAll]:
		return ConnectorsAll
	case base == roles.BaseRead, m[privilegeMinimalRead]:
		return ConnectorsRead
	}
	return ConnectorsNone
}

func (c Catalogue) canUseConnectors(held roles.SpacePrivileges) bool {
	return c.connectorsLevel(held) != ConnectorsNone
}
