package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// unrecognized holds the raw privileges on cases that a version of Kibana does not have, as "<feature>.<privilege>" by key
// of capabilities. They may be newer than the version: nobody can tell what they give.
type unrecognized map[string][]string

func unrecognizedBy(c cases.Catalogue, all []*holding) unrecognized {
	found := unrecognized{}
	for _, h := range all {
		if !h.hasRawIDs() {
			continue
		}
		for space, held := range h.privileges {
			for feature, ids := range held.Features {
				solution, onCases := cases.SolutionOf(feature)
				if !onCases {
					continue
				}
				for _, id := range ids {
					if _, problems := c.FeatureCapabilities(feature, []string{id}); len(problems) > 0 {
						key := space + "/" + string(solution)
						found[key] = append(found[key], feature+"."+id)
					}
				}
			}
		}
	}
	for key := range found {
		slices.Sort(found[key])
	}
	return found
}

// changed returns the privileges that are on one side only, by key.
func (u unrecognized) changed(after unrecognized) unrecognized {
	differ := unrecognized{}
	for _, sides := range [][2]unrecognized{{u, after}, {after, u}} {
		for key, privileges := range sides[0] {
			for _, privilege := range privileges {
				if !slices.Contains(sides[1][key], privilege) {
					differ[key] = append(differ[key], privilege)
				}
			}
		}
	}
	return differ
}

// note says which privileges could not be judged; "" if all could.
func (u unrecognized) note(v cases.Version) string {
	if len(u) == 0 {
		return ""
	}
	all := slices.Sorted(maps.Keys(u))
	var names []string
	for _, key := range all {
		names = append(names, u[key]...)
	}
	slices.Sort(names)
	return fmt.Sprintf("Kibana %s does not have %s. What this gives cannot be judged. If your Kibana is another version, choose it with -kibana-version.",
		v, strings.Join(slices.Compact(names), ", "))
}
