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

// CheckSpaces returns what this Kibana cannot do of what a role asks for. Held
// is what the role holds already: unknown ids among it are worth a warning
// only, so that what was imported can be planned. Paths start at the attribute
// spaces.
func (c Catalogue) CheckSpaces(spaces Spaces, held roles.Privileges) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		at := Path{Attribute("spaces"), Key(id)}
		for _, solution := range Solutions() {
			c.checkSolutionAccess(&f, at.at(Attribute(solution)), solution, spaces[id].Cases[solution].Get())
		}
		features := spaces[id].rawFeatures()
		for _, feature := range slices.Sorted(maps.Keys(features)) {
			c.checkRawFeature(&f, at.at(Attribute("features"), Key(feature)), feature, features[feature], held[id].Features[feature])
		}
	}
	return f
}

func (c Catalogue) checkSolutionAccess(f *findings, at Path, s Solution, access SolutionAccess) {
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
			"%s has %s, which this release of the provider does not know. It is treated like the newest that the provider knows; a newer provider may know more.", c.title(), strings.Join(newer, ", "))
	}
	for _, u := range c.Unsupported(s, access) {
		reason := fmt.Sprintf("that takes Kibana %s or newer", u.Since)
		if c.version.AtLeast(u.Since.major, u.Since.minor) {
			reason = "it is switched off there"
		}
		f.errorf(at.at(Attribute("sub_features"), Key(u.SubFeature)), "Sub-feature is not available",
			"%s cannot %s: %s. Remove %s, which then follows the access level.", c.title(), u, reason, u.SubFeature)
	}
}

// checkFeature looks raw ids up among what the server lists. Kibana itself
// stores unknown ids without a word, and they grant nothing.
func (c Catalogue) checkRawFeature(f *findings, at Path, feature string, asked, held []string) {
	report := func(id, summary, what, detail string, args ...any) {
		if slices.Contains(held, id) {
			f.warnf(at, summary+" "+what, detail+" The role holds it already; it grants nothing.", args...)
		} else {
			f.errorf(at, summary, detail, args...)
		}
	}
	if _, isCases := SolutionOf(feature); c.features == nil && !isCases || len(asked) == 0 {
		return // a built-in catalogue cannot tell whether another feature exists
	}
	listed, known := c.listedPrivileges(feature)
	if !known {
		id := asked[0]
		if i := slices.IndexFunc(asked, func(id string) bool { return !slices.Contains(held, id) }); i >= 0 {
			id = asked[i]
		}
		report(id, "Unknown feature", strconv.Quote(feature), "%s has no feature %q.%s", c.title(), feature, c.suggestFeature(feature))
		return
	}
	for _, id := range asked {
		if !slices.Contains(listed, id) {
			report(id, "Unknown privilege", fmt.Sprintf("%q of %s", id, feature), "The feature %q of %s has no privilege %q, but %s.%s",
				feature, c.title(), id, oneOf(listed), suggestNearest(id, listed))
		}
	}
}

// suggestFeature suggests what to write for an unknown feature id, as sentences
// with a space before them: the newest feature where cases are meant, and the
// attribute that says it in words.
func (c Catalogue) suggestFeature(feature string) string {
	meant := feature
	if _, isCases := SolutionOf(feature); !isCases {
		meant = nearest(feature, slices.Sorted(maps.Keys(c.features)))
	}
	suggestion := didYouMean(meant)
	if solution, isCases := SolutionOf(meant); isCases {
		newest, here := c.newest(solution)
		if !here {
			return fmt.Sprintf(" %s has no %s cases. Remove the feature.", c.title(), solution.Title())
		}
		return didYouMean(newest.feature) + fmt.Sprintf(` To write the access in words, use %s = { access = "view" }, for instance, in place of features.`, solution)
	}
	if meant == ConnectorsFeature {
		suggestion += " To write the level in words, use connectors."
	}
	return suggestion
}

// listed returns the privilege ids of a feature, or of a cases feature where the
// catalogue is built in.
func (c Catalogue) listedPrivileges(feature string) (privileges []string, known bool) {
	if c.features != nil {
		privileges, known = c.features[feature]
		return privileges, known
	}
	_, g, known := c.findGeneration(feature)
	return append([]string{privilegeAll, privilegeRead, privilegeMinimalAll, privilegeMinimalRead}, g.subFeatures...), known
}

// serverlessNames is the grammar of role names in serverless projects.
var serverlessRoleName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]*$`)

// CheckRole returns what this Kibana does not take beside the privileges on
// features.
func (c Catalogue) CheckRole(name, description string, e roles.Elasticsearch) []Finding {
	var f findings
	root := Path{Attribute("elasticsearch")}
	if description != "" && !c.version.AtLeast(8, 15) {
		f.errorf(Path{Attribute("description")}, "Description is not available",
			"%s does not take descriptions of roles: that takes Kibana 8.15 or newer. Remove it, or keep it in metadata.", c.title())
	}
	if len(e.RemoteCluster) > 0 && !c.version.AtLeast(8, 15) {
		f.errorf(root.at(Attribute("remote_cluster")), "Remote clusters are not available",
			"%s does not take privileges on remote clusters: that takes Kibana 8.15 or newer. Remove remote_cluster.", c.title())
	}
	if !c.version.IsServerless() {
		return f
	}
	if !serverlessRoleName.MatchString(name) {
		f.errorf(Path{Attribute("name")}, "Invalid role name",
			`%q is no role name on serverless: it must begin with a letter or digit and consist of letters, digits, "_", "-" and ".".`, name)
	}
	for _, part := range []struct {
		attribute Attribute
		used      bool
	}{
		{"run_as", len(e.RunAs) > 0},
		{"remote_indices", len(e.RemoteIndices) > 0},
		{"remote_cluster", len(e.RemoteCluster) > 0},
	} {
		if part.used {
			f.errorf(root.at(part.attribute), "Not available on serverless", "Serverless projects do not take %s. Remove it.", part.attribute)
		}
	}
	return f
}

// title names the Kibana in a sentence.
func (c Catalogue) title() string {
	if c.version.IsServerless() {
		return "This serverless project"
	}
	return fmt.Sprintf("Kibana %s", c.version)
}
