package cases

import (
	"slices"
	"strings"
)

// Capabilities returns what each entry of a role lets people do on this Kibana,
// keyed "<space>/<solution>" and "<space>/connectors". An entry speaks for
// itself: a named space does not repeat what all spaces grant, except that
// pushing a case needs a connector from either.
func (c Catalogue) Capabilities(p Privileges) map[string][]Capability {
	held := map[string][]Capability{}
	put := func(space, subject string, capabilities []Capability) {
		if len(capabilities) > 0 {
			held[space+"/"+subject] = capabilities
		}
	}
	usableEverywhere := c.usesConnectors(p[AllSpaces])
	for space, privileges := range p {
		canPush := usableEverywhere || c.usesConnectors(privileges)
		for _, s := range Solutions() {
			capabilities := caseCapabilities(c.granted(s, privileges), c.version)
			if !canPush {
				capabilities = slices.DeleteFunc(capabilities, func(c Capability) bool { return c == PushCases })
			}
			put(space, string(s), capabilities)
		}
		put(space, "connectors", c.connectorsHeld(privileges).capabilities())
	}
	return held
}

// granted returns the operations on a solution's cases that a space holds. A
// base privilege holds those of the newest feature's privilege of that name.
func (c Catalogue) granted(s Solution, p SpacePrivileges) operation {
	base := p.base()
	newest, ok := c.newest(s)
	if base == "" || !ok {
		return c.operationsOf(s, p.Features)
	}
	return newest.operations(base, c.version)
}

// connectorsHeld is the connector level that lets people do what the space's
// privileges let them do.
func (c Catalogue) connectorsHeld(p SpacePrivileges) Connectors {
	if base := p.base(); base != "" {
		return Connectors(base)
	}
	is := c.connectorsMeaning(p.Features)
	switch {
	case is[privilegeMinimalAll]:
		return ConnectorsAll
	case is[privilegeMinimalRead]:
		return ConnectorsRead
	}
	return ConnectorsNone
}

func (c Catalogue) usesConnectors(p SpacePrivileges) bool {
	return c.connectorsHeld(p) != ConnectorsNone
}

// Lost returns the capabilities that people lose when what a role lets them do
// goes from before to after, under the same keys. What all spaces grant
// afterwards, nobody loses.
func Lost(before, after map[string][]Capability) map[string][]Capability {
	lost := map[string][]Capability{}
	for key, capabilities := range before {
		_, subject, _ := strings.Cut(key, "/")
		for _, capability := range capabilities {
			if !slices.Contains(after[key], capability) && !slices.Contains(after[AllSpaces+"/"+subject], capability) {
				lost[key] = append(lost[key], capability)
			}
		}
	}
	return lost
}
