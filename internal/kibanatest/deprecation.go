package kibanatest

import "strings"

// deprecate marks the features, other than Cases, that newer registered features
// replace. It sets the replacements of their privileges.
func deprecate(features map[string]Feature) {
	for id, f := range features {
		if successor := id + "_v2"; isRegistered(features, successor) {
			// The second versions of discover, dashboard, visualize and maps do not include
			// saved queries, which have a feature of their own.
			features[id] = f.replacedBy(successor, func(level string) []FeaturePrivileges {
				if id == "maps" && level == "minimal_all" {
					level = "all" // Kibana has one list for both
				}
				return []FeaturePrivileges{{successor, []string{level}}, {"savedQueryManagement", []string{level}}}
			})
		}
	}
	deprecateRules(features)
	deprecateSecurity(features)
}

func deprecateRules(features map[string]Feature) {
	const old, successor = "securitySolutionRulesV1", "securitySolutionRulesV2"
	if isRegistered(features, old) && isRegistered(features, successor) {
		features[old] = features[old].replacedBy(successor, func(level string) []FeaturePrivileges {
			return []FeaturePrivileges{{successor, []string{level}}}
		})
	}
}

// deprecateSecurity replaces every older generation of the Security feature by the
// newest one, and by the features that have left it since, where they are registered.
func deprecateSecurity(features map[string]Feature) {
	generations := []string{"siem", "siemV2", "siemV3", "siemV4", "siemV5"}
	newest := newestOf(features, generations...)
	rules := newestOf(features, "securitySolutionRulesV1", "securitySolutionRulesV2")
	for i, id := range generations {
		if id == newest || !isRegistered(features, id) {
			continue
		}
		// Timelines and notes left the feature with its second generation.
		var parts []string
		if i == 0 {
			parts = []string{"securitySolutionTimeline", "securitySolutionNotes"}
		}
		// In the first two generations, "all" includes global artifact management.
		includesArtifacts := i < 2 && newest != "siemV2"
		features[id] = features[id].replacedBy(newest, func(level string) []FeaturePrivileges {
			own := []string{level}
			if includesArtifacts && strings.HasSuffix(level, "all") {
				own = []string{"minimal_all", "global_artifact_management_all"}
			}
			replacements := []FeaturePrivileges{{newest, own}}
			if rules != "" {
				replacements = append(replacements, FeaturePrivileges{rules, []string{level}})
			}
			for _, part := range parts {
				if isRegistered(features, part) {
					replacements = append(replacements, FeaturePrivileges{part, []string{strings.TrimPrefix(level, "minimal_")}})
				}
			}
			return replacements
		})
	}
}

// replacedBy returns the feature as a deprecated one. The function levels returns the
// privileges that replace all, read, minimal_all or minimal_read. A sub-feature
// privilege is replaced by the successor's privilege with the same id.
func (f Feature) replacedBy(successor string, levels func(level string) []FeaturePrivileges) Feature {
	f.Deprecated = true
	f.All.ReplacedBy = &Replacement{Default: levels("all"), Minimal: levels("minimal_all")}
	f.Read.ReplacedBy = &Replacement{Default: levels("read"), Minimal: levels("minimal_read")}
	var subs []SubFeature
	for _, sub := range f.Sub {
		var privileges []Privilege
		for _, p := range sub.Privileges {
			p.ReplacedBy = PlainReplacement(FeaturePrivileges{successor, []string{p.ID}})
			privileges = append(privileges, p)
		}
		sub.Privileges = privileges
		subs = append(subs, sub)
	}
	f.Sub = subs
	return f
}

func isRegistered(features map[string]Feature, id string) bool {
	_, ok := features[id]
	return ok
}

// newestOf returns the last of the ids that is registered; "" if none is.
func newestOf(features map[string]Feature, ids ...string) string {
	var newest string
	for _, id := range ids {
		if isRegistered(features, id) {
			newest = id
		}
	}
	return newest
}
