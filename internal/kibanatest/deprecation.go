package kibanatest

import "strings"

// deprecate marks the features other than Cases that a newer one in the same
// registry replaces, and says by what.
func deprecate(features map[string]Feature) {
	for id, f := range features {
		if successor := id + "_v2"; registeredAs(features, successor) {
			// The second version of discover, dashboard, visualize and maps left
			// saved queries to a feature of their own.
			features[id] = f.replacedBy(successor, func(level string) []Grant {
				return []Grant{{successor, []string{level}}, {"savedQueryManagement", []string{level}}}
			})
		}
	}
	deprecateRules(features)
	deprecateSecurity(features)
}

func deprecateRules(features map[string]Feature) {
	const old, successor = "securitySolutionRulesV1", "securitySolutionRulesV2"
	if registeredAs(features, old) && registeredAs(features, successor) {
		features[old] = features[old].replacedBy(successor, func(level string) []Grant {
			return []Grant{{successor, []string{level}}}
		})
	}
}

// deprecateSecurity points every generation of the Security feature straight
// at the newest one, and at the rules feature once that has been split off.
func deprecateSecurity(features map[string]Feature) {
	generations := []string{"siem", "siemV2", "siemV3", "siemV4", "siemV5"}
	newest := newestOf(features, generations...)
	rules := newestOf(features, "securitySolutionRulesV1", "securitySolutionRulesV2")
	for i, id := range generations {
		if id == newest || !registeredAs(features, id) {
			continue
		}
		// Global artifact management was part of "all" until the third generation.
		splitsArtifacts := i < 2 && newest != "siemV2"
		features[id] = features[id].replacedBy(newest, func(level string) []Grant {
			own := []string{level}
			if splitsArtifacts && strings.HasSuffix(level, "all") {
				own = []string{"minimal_all", "global_artifact_management_all"}
			}
			grants := []Grant{{newest, own}}
			if rules != "" {
				grants = append(grants, Grant{rules, []string{level}})
			}
			return grants
		})
	}
}

// replacedBy returns the feature deprecated in favour of a successor: to gives
// what replaces each level, and the sub-feature privileges keep their ids.
func (f Feature) replacedBy(successor string, to func(level string) []Grant) Feature {
	f.Deprecated = true
	f.All.ReplacedBy = &Replacement{Default: to("all"), Minimal: to("minimal_all")}
	f.Read.ReplacedBy = &Replacement{Default: to("read"), Minimal: to("minimal_read")}
	var subs []SubFeature
	for _, sub := range f.Sub {
		var privileges []Privilege
		for _, p := range sub.Privileges {
			p.ReplacedBy = PlainReplacement(Grant{successor, []string{p.ID}})
			privileges = append(privileges, p)
		}
		sub.Privileges = privileges
		subs = append(subs, sub)
	}
	f.Sub = subs
	return f
}

func registeredAs(features map[string]Feature, id string) bool {
	_, ok := features[id]
	return ok
}

// newestOf returns the last of the ids that is registered, or "".
func newestOf(features map[string]Feature, ids ...string) string {
	var newest string
	for _, id := range ids {
		if registeredAs(features, id) {
			newest = id
		}
	}
	return newest
}
