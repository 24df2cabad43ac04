package kibanatest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// featuresJSON lists the features other than Cases. It has an element for each
// release that added, changed or removed features. Added and changed features are
// listed with their sub-feature privileges. Every feature also has the privileges
// all, read, minimal_all and minimal_read.
//
//go:embed data/features.json
var featuresJSON []byte

// featureChanges are the changes of one release.
type featureChanges struct {
	Since       string              `json:"since"`        // the release
	Reserved    []string            `json:"reserved"`     // all reserved privileges of the release
	Removed     []string            `json:"removed"`      // the removed features
	WithoutRead []string            `json:"without_read"` // the features without the privilege read
	Features    map[string][]string `json:"features"`     // the added and changed features
}

// registeredFeatures returns the features of a release, sorted by id, and its
// reserved privileges. If project is not empty, it returns only the features of that
// serverless project.
func registeredFeatures(r release, project string) (features []Feature, reserved []string) {
	var history []featureChanges
	if err := json.Unmarshal(featuresJSON, &history); err != nil {
		panic(fmt.Sprintf("data/features.json: %v", err))
	}
	byID := make(map[string]Feature)
	for _, changes := range history {
		if releaseOf(changes.Since) > r {
			break
		}
		reserved = changes.Reserved
		for _, id := range changes.Removed {
			delete(byID, id)
		}
		for id, sub := range changes.Features {
			byID[id] = plainFeature(id, sub, slices.Contains(changes.WithoutRead, id))
		}
	}
	for _, f := range casesFeatures(r) {
		byID[f.ID] = f
	}
	maps.DeleteFunc(byID, func(id string, _ Feature) bool { return !existsIn(project, id) })
	deprecate(byID)
	return slices.SortedFunc(maps.Values(byID), func(a, b Feature) int { return strings.Compare(a.ID, b.ID) }), reserved
}

// releaseOf parses a version such as "9.5".
func releaseOf(version string) release {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		panic(fmt.Sprintf("release %q: %v", version, err))
	}
	return release(major*100 + minor)
}

// plainFeature returns a feature with its sub-feature privileges. It is not a
// feature of Cases.
func plainFeature(id string, sub []string, withoutRead bool) Feature {
	f := Feature{ID: id, Name: id, Read: Privilege{Disabled: withoutRead}}
	if id == "actions" {
		f.Name, f.Category = "Actions and Connectors", "Management"
		f.All.UI = []string{"show", "execute", "save", "delete"}
		f.Read.UI = []string{"show", "execute"}
	}
	for _, s := range sub {
		p := Privilege{ID: s, Name: s}
		if s == "endpoint_security_execute" {
			p.IncludeIn, p.UI = "all", []string{"endpointSecurityExecute"}
		}
		f.Sub = append(f.Sub, SubFeature{Name: s, Privileges: []Privilege{p}})
	}
	return f
}

// existsIn reports whether a feature exists in a serverless project. The empty
// project is a deployment that is not serverless: it has every feature. No
// serverless project has the Cases of Stack Management.
func existsIn(project, id string) bool {
	security := strings.HasPrefix(id, "siem") || strings.HasPrefix(id, "securitySolution")
	observability := strings.HasPrefix(id, "observability") ||
		slices.Contains([]string{"apm", "infrastructure", "logs", "slo", "uptime"}, id)
	switch {
	case project == "":
		return true
	case strings.HasPrefix(id, "generalCases"):
		return false
	case security:
		return project == "security"
	case observability:
		return project == "observability"
	}
	return true
}
