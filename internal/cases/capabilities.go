package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Capabilities returns what each entry of a role lets people do on this Kibana,
// keyed "<space>/<solution>" and "<space>/connectors". An entry speaks for
// itself: a named space does not repeat what all spaces grant, except that
// pushing a case needs a connector from either.
func (c Catalogue) Capabilities(p roles.Privileges) map[string][]Capability {
	held := map[string][]Capability{}
	put := func(space, subject string, capabilities []Capability) {
		if len(capabilities) > 0 {
			held[space+"/"+subject] = capabilities
		}
	}
	usableEverywhere := c.usesConnectors(p[roles.AllSpaces])
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
func (c Catalogue) granted(s Solution, p roles.SpacePrivileges) operation {
	base := p.StrongestBase()
	newest, ok := c.newest(s)
	if base == "" || !ok {
		return c.operationsOf(s, p.Features)
	}
	return newest.operations(base, c.version)
}

// connectorsHeld is the connector level that lets people do what the space's
// privileges let them do.
func (c Catalogue) connectorsHeld(p roles.SpacePrivileges) Connectors {
	if base := p.StrongestBase(); base != "" {
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

func (c Catalogue) usesConnectors(p roles.SpacePrivileges) bool {
	return c.connectorsHeld(p) != ConnectorsNone
}

// LossInShort says in one line what whoever holds a role loses; lost is as
// [Lost] returns it. It tells losses apart where only one line of them is shown.
func SummarizeLoss(role string, lost map[string][]Capability) string {
	isConnectors := func(key string) bool { return strings.HasSuffix(key, "/connectors") }
	places := slices.Sorted(maps.Keys(lost))
	slices.SortStableFunc(places, func(a, b string) int {
		switch {
		case isConnectors(a) == isConnectors(b):
			return 0
		case isConnectors(b):
			return -1 // what is lost on cases comes first
		}
		return 1
	})
	text := fmt.Sprintf("Role %q loses %s in %s", role, firstFew(lost[places[0]]), places[0])
	switch len(places) {
	case 1:
	case 2:
		text += ", and more in " + places[1]
	default:
		text += fmt.Sprintf(", and more in %d other places", len(places)-1)
	}
	return text
}

// Lost returns the capabilities that people lose when what a role lets them do
// goes from before to after, under the same keys. What all spaces grant
// afterwards, nobody loses.
func Lost(before, after map[string][]Capability) map[string][]Capability {
	lost := map[string][]Capability{}
	for key, capabilities := range before {
		_, subject, _ := strings.Cut(key, "/")
		for _, capability := range capabilities {
			if !slices.Contains(after[key], capability) && !slices.Contains(after[roles.AllSpaces+"/"+subject], capability) {
				lost[key] = append(lost[key], capability)
			}
		}
	}
	return lost
}
