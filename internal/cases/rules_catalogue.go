package cases

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// serverlessRoleName is the grammar of role names in serverless projects, from
// Kibana's source (x-pack/platform/plugins/shared/security/common/constants.ts).
var serverlessRoleName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]*$`)

// CheckSpaces returns findings about solutions, sub-features, features and
// privileges that this Kibana does not have. Held holds the privileges that the role
// stores: an unknown id among them gives a warning instead of an error, so that an
// imported role can be planned. Paths start at the attribute spaces.
func (c Catalogue) CheckSpaces(spaces Spaces, held roles.Privileges) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		at := Path{Attribute("spaces"), Key(id)}
		for _, solution := range Solutions() {
			c.checkSolutionAccess(&f, at.at(Attribute(solution)), solution, spaces[id].Cases[solution].Get(), spaces.mayPush(id))
		}
		features := spaces[id].rawFeatures()
		for _, feature := range slices.Sorted(maps.Keys(features)) {
			c.checkRawFeature(&f, at.at(Attribute("features"), Key(feature)), feature, features[feature], held[id].Features[feature])
		}
	}
	return f
}

// CheckRole returns errors about the name, the description and the Elasticsearch
// privileges of a role that this Kibana does not accept. Paths start at the
// attributes of cases_role.
func (c Catalogue) CheckRole(name, description string, e roles.Elasticsearch) []Finding {
	var f findings
	root := Path{Attribute("elasticsearch")}
	if description != "" && !c.version.AtLeast(8, 15) {
		f.errorf(Path{Attribute("description")}, "Description is not available",
			"%s does not support descriptions of roles, which need Kibana 8.15 or newer. Remove it, or write it into metadata.", c.title())
	}
	if len(e.RemoteCluster) > 0 && !c.version.AtLeast(8, 15) {
		f.errorf(root.at(Attribute("remote_cluster")), "Remote clusters are not available",
			"%s does not support privileges on remote clusters, which need Kibana 8.15 or newer. Remove remote_cluster.", c.title())
	}
	if !c.version.IsServerless() {
		return f
	}
	if !serverlessRoleName.MatchString(name) {
		f.errorf(Path{Attribute("name")}, "Invalid role name",
			`%q is not a role name on serverless: it must begin with a letter or digit and consist of letters, digits, "_", "-" and ".".`, name)
	}
	for _, list := range []struct {
		attribute Attribute
		used      bool
	}{
		{"run_as", len(e.RunAs) > 0},
		{"remote_indices", len(e.RemoteIndices) > 0},
		{"remote_cluster", len(e.RemoteCluster) > 0},
	} {
		if list.used {
			f.errorf(root.at(list.attribute), "Not available on serverless", "Serverless projects do not support %s. Remove it.", list.attribute)
		}
	}
	return f
}

// checkSolutionAccess checks the access to one solution's cases against this Kibana. MayPush
// reports whether the configuration grants a connector, which pushing a case needs.
func (c Catalogue) checkSolutionAccess(f *findings, at Path, s Solution, access SolutionAccess, mayPush bool) {
	if !access.Access.IsKnown() {
		return
	}
	level := access.Access.Get()
	if !c.Has(s) && level != None {
		f.errorf(at, "Solution is not available", "%s has no %s cases. Remove %s from this space.", c.title(), s.Title(), s)
		return
	}
	if newer := c.Unrecognized(s); len(newer) > 0 && level != None {
		f.warnf(at, fmt.Sprintf("Kibana is newer than the provider for %s cases", s.Title()),
			"%s has %s, which this release of the provider does not know. The provider treats it like the newest feature that it knows. A newer release of the provider may know more.", c.title(), strings.Join(newer, ", "))
	}
	for _, u := range c.Unsupported(s, access) {
		reason := fmt.Sprintf("that needs Kibana %s or newer", u.Since)
		if c.version.AtLeast(u.Since.major, u.Since.minor) {
			reason = "it is switched off there"
		}
		f.errorf(at.at(Attribute("sub_features"), Key(u.SubFeature)), "Sub-feature is not available",
			"%s cannot %s: %s. Remove %s, which then follows the access level.", c.title(), u, reason, u.SubFeature)
	}
	c.checkEffective(f, at.at(Attribute("sub_features")), s, access, mayPush)
}

// checkEffective warns if the privileges for an access have no effect with the licence.
// Kibana stores them without an error.
func (c Catalogue) checkEffective(f *findings, at Path, s Solution, access SolutionAccess, mayPush bool) {
	stored := roles.SpacePrivileges{Features: c.encodeSolution(s, access)}
	isEffective := true
	for feature, ids := range stored.Features {
		isEffective = isEffective && !slices.ContainsFunc(ids, func(id string) bool { return !c.operations.isEffective(feature, id) })
	}
	if isEffective {
		return
	}
	newest, _ := c.newest(s)
	gives := func(set operations) string {
		if !mayPush {
			set &^= pushCase
		}
		return oneOf(caseCapabilities(set, c.version))
	}
	f.warnf(at, "Licence does not cover sub-features",
		"The licence of this Kibana does not cover sub-features, which need a Gold licence. With this access people have: %s. "+
			`Alternatively, leave sub_features out: access = "assignee" gives %s; access = "view" gives %s.`,
		gives(c.effectiveOperations(s, storedIn{SpacePrivileges: stored})),
		gives(c.privilegeOperations(s, newest.feature, privilegeAll)), gives(c.privilegeOperations(s, newest.feature, privilegeRead)))
}

// checkRawFeature checks that this Kibana has a feature and its privilege ids.
// Kibana stores unknown ids without an error, and they grant nothing.
func (c Catalogue) checkRawFeature(f *findings, at Path, feature string, ids, held []string) {
	report := func(id, summary, subject, detail string, args ...any) {
		if slices.Contains(held, id) {
			f.warnf(at, summary+" "+subject, detail+" The role already holds it; it grants nothing.", args...)
		} else {
			f.errorf(at, summary, detail, args...)
		}
	}
	if former := FormerPrivileges(feature, ids); len(former) > 0 {
		for _, id := range former {
			report(id, "Former privilege", fmt.Sprintf("%q of %s", id, feature), "%s", c.explainFormer(id))
		}
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(former, id) })
	}
	if _, isCases := SolutionOf(feature); c.features == nil && !isCases || len(ids) == 0 {
		return // a built-in catalogue does not know other features
	}
	listed, known := c.listedPrivileges(feature)
	if !known {
		id := ids[0]
		if i := slices.IndexFunc(ids, func(id string) bool { return !slices.Contains(held, id) }); i >= 0 {
			id = ids[i]
		}
		report(id, "Unknown feature", strconv.Quote(feature), "%s has no feature %q.%s", c.title(), feature, c.suggestFeature(feature))
		return
	}
	for _, id := range ids {
		if slices.Contains(listed, id) && !c.operations.isEffective(feature, id) {
			f.warnf(at, fmt.Sprintf("Licence does not cover %q of %s", id, feature),
				"Kibana stores the privilege %q of %q, but it has no effect with the licence of this Kibana.", id, feature)
		}
		if !slices.Contains(listed, id) {
			report(id, "Unknown privilege", fmt.Sprintf("%q of %s", id, feature), "The feature %q of %s has no privilege %q, but %s.%s",
				feature, c.title(), id, oneOf(listed), SuggestNearest(id, listed))
		}
	}
}

// suggestFeature returns sentences, with a space before them, that suggest a
// replacement for an unknown feature id: the nearest or newest feature and, for cases
// and connectors, the attribute.
func (c Catalogue) suggestFeature(unknown string) string {
	suggested := unknown
	if _, isCases := SolutionOf(unknown); !isCases {
		suggested = nearest(unknown, slices.Sorted(maps.Keys(c.features)))
	}
	suggestion := didYouMean(suggested)
	if solution, isCases := SolutionOf(suggested); isCases {
		newest, ok := c.newest(solution)
		if !ok {
			return fmt.Sprintf(" %s has no %s cases. Remove the feature.", c.title(), solution.Title())
		}
		return didYouMean(newest.feature) + fmt.Sprintf(` To use an access level, write %s = { access = "view" }, for instance, in place of features.`, solution)
	}
	if suggested == ConnectorsFeature {
		suggestion += " To use a connector level, write connectors in place of features."
	}
	return suggestion
}

// listedPrivileges returns the privilege ids of a feature. Known is false if this
// Kibana does not have the feature. A built-in catalogue knows cases features only.
func (c Catalogue) listedPrivileges(feature string) (privileges []string, known bool) {
	if c.features != nil {
		privileges, known = c.features[feature]
		return privileges, known
	}
	_, g, known := c.findGeneration(feature)
	return slices.Concat(levels, g.subFeatures), known
}

// title returns the subject of a sentence about this Kibana.
func (c Catalogue) title() string {
	if c.version.IsServerless() {
		return "This serverless project"
	}
	return fmt.Sprintf("Kibana %s", c.version)
}
