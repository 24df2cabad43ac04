package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// LostCapabilities returns the capabilities that people lose if a role's capabilities change
// from before to after. The keys are those of [Catalogue.Capabilities]. A
// capability that all spaces, or a pattern that matches the space, give afterwards is not
// lost.
func LostCapabilities(before, after map[string][]Capability) map[string][]Capability {
	lost := map[string][]Capability{}
	for key, capabilities := range before {
		remaining := capabilitiesAt(key, after)
		for _, capability := range capabilities {
			if !slices.Contains(remaining, capability) {
				lost[key] = append(lost[key], capability)
			}
		}
	}
	return lost
}

// capabilitiesAt returns the capabilities at a key, with those of keys for patterns that
// match its space, and for all spaces.
func capabilitiesAt(key string, all map[string][]Capability) []Capability {
	space, subject := SplitKey(key)
	held := slices.Concat(all[key], all[roles.AllSpaces+"/"+subject])
	if roles.IsSpacePattern(space) {
		return held
	}
	for other, capabilities := range all {
		pattern, otherSubject := SplitKey(other)
		if otherSubject == subject && roles.IsSpacePattern(pattern) && roles.SpaceMatches(pattern, space) {
			held = append(held, capabilities...)
		}
	}
	return held
}

// InheritedCapabilities returns, for some keys of a space, the capabilities that people
// with a role have there although the entry of the space does not give them: all spaces,
// or a pattern that matches the space, give them. Entry are the capabilities of the entry
// alone, and role those of the whole role.
func InheritedCapabilities(keys []string, entry, role map[string][]Capability) map[string][]Capability {
	others := maps.Clone(role)
	maps.DeleteFunc(others, func(key string, _ []Capability) bool { return slices.Contains(keys, key) })
	inherited := map[string][]Capability{}
	for _, key := range keys {
		for _, capability := range capabilitiesAt(key, others) {
			if !slices.Contains(entry[key], capability) && !slices.Contains(inherited[key], capability) {
				inherited[key] = append(inherited[key], capability)
			}
		}
	}
	return inherited
}

// SummarizeLoss describes in one line the capabilities that people with a role
// lose. Lost is a result of [LostCapabilities] and must not be empty. Terraform may show only
// this line, so it names the role, the first place and its first capabilities.
func SummarizeLoss(role string, lost map[string][]Capability) string {
	rank := func(key string) int {
		if strings.HasSuffix(key, "/connectors") {
			return 1 // solutions come before connectors
		}
		return 0
	}
	places := slices.Sorted(maps.Keys(lost))
	slices.SortStableFunc(places, func(a, b string) int { return rank(a) - rank(b) })
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
