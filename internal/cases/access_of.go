package cases

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// AccessOf returns the capabilities that application privileges give on this Kibana, whoever
// wrote them; see [Catalogue.Capabilities] for the keys. It follows Elasticsearch, which also
// grants what Kibana's role API cannot show: patterns of spaces, applications with a
// wildcard, base privileges beside features, and the privilege "*". Privileges of other
// applications, and names that this Kibana does not have, give nothing.
//
// AccessOf returns errors instead for what cannot be judged by the names of privileges:
// patterns of actions, and patterns of resources that do not begin with "space:". Privileges
// on cases of Kibana 7 are errors too: see [FormerPrivileges]. The paths start at the
// attribute applications.
func (c Catalogue) AccessOf(applications []roles.Application) (map[string][]Capability, []Finding) {
	var f findings
	var entries []roles.Entry
	for i, a := range applications {
		if a.Reaches() {
			entries = append(entries, c.effectiveEntry(&f, Path{Attribute("applications"), Index(i)}, a))
		}
	}
	if len(f) > 0 {
		return nil, f
	}
	return c.Capabilities(roles.PrivilegesOf(entries)), nil
}

// effectiveEntry returns what an entry for Kibana's application grants, with errors for what
// cannot be judged by the names of privileges.
func (c Catalogue) effectiveEntry(f *findings, at Path, a roles.Application) roles.Entry {
	e, rest := entryOf(a)
	for _, resource := range rest.resources {
		f.errorf(at.at(Attribute("resources")), "Pattern of resources",
			`%q is a pattern of resources that does not begin with "space:", and cannot be judged here. Write "space:" and a space id, a pattern such as "space:*-prod", or "*" for all spaces.`, resource)
	}
	for _, action := range rest.actions {
		f.errorf(at.at(Attribute("privileges")), "Pattern of actions", "%s", c.explainActionPattern(action))
	}
	for _, feature := range slices.Sorted(maps.Keys(e.Feature)) {
		for _, former := range FormerPrivileges(feature, e.Feature[feature]) {
			f.errorf(at.at(Attribute("privileges")), "Former privilege", "%s", c.explainFormer(former))
		}
	}
	return e
}

// explainActionPattern explains why a text in place of a privilege's name is not judged.
func (c Catalogue) explainActionPattern(text string) string {
	example := "feature_" + ConnectorsFeature + "." + privilegeRead
	for _, solution := range Solutions() {
		if newest, ok := c.newest(solution); ok {
			example = "feature_" + newest.feature + "." + privilegeRead
			break
		}
	}
	return fmt.Sprintf(`Elasticsearch treats %q as a pattern of actions, not as the name of a privilege: names cannot have wildcards. `+
		`Such a pattern may grant single actions on cases, or none, and cannot be judged here. Write each privilege by its name, such as %q.`, text, example)
}
