package kibanatest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// featuresJSON holds the features other than Cases: for each release that
// changed them, the sub-feature privileges of the features that came or
// changed. Each feature has all, read and their minimal variants besides.
//
//go:embed data/features.json
var featuresJSON []byte

type featureChanges struct {
	Since       string              `json:"since"`
	Reserved    []string            `json:"reserved"`
	Removed     []string            `json:"removed"`
	WithoutRead []string            `json:"without_read"`
	Features    map[string][]string `json:"features"`
}

// registered lists the features of a release, sorted by id, and its reserved
// privileges. A project narrows them to what that serverless project registers.
func registered(r release, project string) (features []Feature, reserved []string) {
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
	maps.DeleteFunc(byID, func(id string, _ Feature) bool { return !registeredIn(project, id) })
	deprecate(byID)
	return slices.SortedFunc(maps.Values(byID), func(a, b Feature) int { return strings.Compare(a.ID, b.ID) }), reserved
}

func releaseOf(version string) release {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		panic(fmt.Sprintf("release %q: %v", version, err))
	}
	return release(major*100 + minor)
}

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

// registeredIn tells whether a feature exists in a serverless project; stack
// (project "") has them all. No project has Stack Management cases.
func registeredIn(project, id string) bool {
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
