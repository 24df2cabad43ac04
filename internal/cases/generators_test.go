package cases

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// releases holds one release of each era (see eras), and serverless.
var releases = []string{"8.11", "8.12", "8.17", "8.18", "9.1", "9.3", "9.4", "9.5", "9.6", "serverless"}

// anyCatalogue draws the catalogue of a release, sometimes with an unrecognized
// generation and unrecognized sub-features.
func anyCatalogue(t *rapid.T) Catalogue {
	v, err := ParseVersion(rapid.SampledFrom(releases).Draw(t, "release"))
	if err != nil {
		t.Fatal(err)
	}
	features := builtInFeatures(v)
	if v.AtLeast(9, 4) && rapid.Bool().Draw(t, "newer?") {
		features["securitySolutionCasesV4"] = append([]string{"all", "read", "minimal_all", "minimal_read", "cases_archive"}, features["securitySolutionCasesV3"]...)
		features["observabilityCasesV3"] = append(features["observabilityCasesV3"], "cases_archive")
	}
	c, err := NewCatalogue(v, builtInListing(v, features))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// casesIDs holds privilege ids of cases features, and ids that no release has.
var casesIDs = []string{
	"all", "read", "minimal_all", "minimal_read",
	"cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates", "cases_archive", "update",
}

var connectorIDs = []string{"all", "read", "minimal_all", "minimal_read", "endpoint_security_execute", "odd"}

func someOf(t *rapid.T, label string, ids []string, least int) []string {
	return rapid.SliceOfN(rapid.SampledFrom(ids), least, 7).Draw(t, label)
}

// anySpacePrivileges draws the privileges that a role may store for one space. Ids may
// be of any generation, redundant or unknown, in any order.
func anySpacePrivileges(t *rapid.T) roles.SpacePrivileges {
	if rapid.IntRange(0, 9).Draw(t, "base?") == 0 {
		return roles.SpacePrivileges{Base: someOf(t, "base", []string{"all", "read"}, 1)}
	}
	features := featureIDs{}
	for _, first := range []string{"securitySolutionCases", "observabilityCases", "generalCases"} {
		for _, suffix := range []string{"", "V2", "V3", "V4"} {
			if rapid.IntRange(0, 3).Draw(t, "held?") == 0 {
				features[first+suffix] = someOf(t, first+suffix, casesIDs, 1)
			}
		}
	}
	if rapid.Bool().Draw(t, "connectors?") {
		features["actions"] = someOf(t, "actions", connectorIDs, 1)
	}
	if rapid.Bool().Draw(t, "other?") {
		features["discover_v2"] = someOf(t, "discover_v2", []string{"all", "read", "url_create"}, 1)
	}
	if len(features) == 0 {
		features["ml"] = []string{"read"}
	}
	return roles.SpacePrivileges{Features: features}
}

func anyPrivileges(t *rapid.T) roles.Privileges {
	p := roles.Privileges{}
	for _, space := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"*", "soc", "noc"}), 0, 3, rapid.ID[string]).Draw(t, "spaces") {
		p[space] = anySpacePrivileges(t)
	}
	return p
}

// anySolutionAccess draws the access to one solution's cases.
func anySolutionAccess(t *rapid.T) SolutionAccess {
	access := SolutionAccess{Access: Known(rapid.SampledFrom(AccessLevels()).Draw(t, "access"))}
	if access.Access.Get() == None {
		return access
	}
	for _, key := range SubFeatures() {
		if rapid.IntRange(0, 3).Draw(t, string(key)+"?") == 0 {
			if access.SubFeatures == nil {
				access.SubFeatures = choose(nil)
			}
			access.SubFeatures[key] = Known(rapid.Bool().Draw(t, string(key)))
		}
	}
	return access
}

func anySpaceConfig(t *rapid.T) SpaceConfig {
	if rapid.IntRange(0, 9).Draw(t, "base?") == 0 {
		return SpaceConfig{Base: Known(rapid.SampledFrom([]string{"all", "read"}).Draw(t, "base"))}
	}
	config, raw := SpaceConfig{}, featureIDs{}
	for _, solution := range Solutions() {
		switch rapid.IntRange(0, 3).Draw(t, "solution?") {
		case 0, 1:
			config.setAccess(solution, anySolutionAccess(t))
		case 2:
			suffix := rapid.SampledFrom([]string{"", "V2", "V3", "V4"}).Draw(t, "suffix")
			raw[accessFeatures[solution]+suffix] = someOf(t, "raw", casesIDs, 0)
		}
	}
	switch rapid.IntRange(0, 2).Draw(t, "connectors?") {
	case 0:
		config.Connectors = Known(rapid.SampledFrom(ConnectorLevels()).Draw(t, "connectors"))
	case 1:
		raw["actions"] = someOf(t, "actions", connectorIDs, 0)
	}
	if rapid.Bool().Draw(t, "other?") {
		ids := someOf(t, "ml", []string{"all", "read"}, 0)
		slices.Sort(ids)
		raw["ml"] = slices.Compact(ids)
	}
	config.setRawFeatures(raw)
	return config
}

// anySpaces draws a configuration without errors. It may have warnings.
func anySpaces(t *rapid.T) Spaces {
	spaces := Spaces{}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"*", "soc", "noc"}), 0, 3, rapid.ID[string]).Draw(t, "spaces") {
		spaces[id] = anySpaceConfig(t)
	}
	for _, f := range CheckSpaces(spaces) {
		if !f.Warning {
			// Remove the space with the error.
			id, _ := f.Path[1].(Key)
			delete(spaces, string(id))
		}
	}
	// Without "*", another space may have an error.
	if slices.ContainsFunc(CheckSpaces(spaces), func(f Finding) bool { return !f.Warning }) {
		return Spaces{}
	}
	return spaces
}

// rewritten draws equivalent privileges: sub-features in place of "all", redundant ids,
// duplicates, another order, or deprecated ids.
func rewritten(t *rapid.T, c Catalogue, p roles.Privileges) roles.Privileges {
	other := roles.Privileges{}
	for space, held := range p {
		if len(held.Base) > 0 {
			other[space] = roles.SpacePrivileges{Base: append(slices.Clone(held.Base), held.Base...)}
			continue
		}
		features := featureIDs{}
		for feature, ids := range held.Features {
			features[feature] = rapid.Permutation(ids).Draw(t, "order")
		}
		for _, solution := range Solutions() {
			if newest, ok := c.newest(solution); ok {
				rewriteFeature(t, c, solution, newest, features)
			}
		}
		other[space] = roles.SpacePrivileges{Features: features}
	}
	return other
}

func rewriteFeature(t *rapid.T, c Catalogue, s Solution, newest generation, features featureIDs) {
	ids := features[newest.feature]
	oldest := c.generations[s][0]
	for _, id := range slices.Clone(ids) {
		switch way := rapid.IntRange(0, 4).Draw(t, "way"); {
		case way == 0:
			ids = append(ids, id)
		case id == "all" && way == 1:
			ids = append(slices.DeleteFunc(ids, func(x string) bool { return x == "all" }), append(slices.Clone(newest.subFeatures), "minimal_all")...)
		case id == "all" && way == 2:
			ids = append(ids, "read", "minimal_all")
		case (id == "all" || id == "read" || slices.Contains(oldest.subFeatures, id)) && way == 3 && oldest.feature != newest.feature:
			ids = slices.DeleteFunc(ids, func(x string) bool { return x == id })
			features[oldest.feature] = append(features[oldest.feature], id)
		case id == "read" && way == 4:
			ids = append(slices.DeleteFunc(ids, func(x string) bool { return x == "read" }), "minimal_read")
		}
	}
	delete(features, newest.feature)
	if len(ids) > 0 {
		features[newest.feature] = ids
	}
}

// copyOf returns a copy that a test can change.
func copyOf(p roles.Privileges) roles.Privileges {
	other := roles.Privileges{}
	for space, held := range p {
		other[space] = roles.SpacePrivileges{Base: slices.Clone(held.Base), Features: maps.Clone(held.Features)}
	}
	return other
}
