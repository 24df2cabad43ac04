package roles

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// KibanaApplication is the application under which Kibana registers its privileges with
// Elasticsearch.
const KibanaApplication = "kibana-.kibana"

// Application grants privileges of one application on its resources. Elasticsearch stores
// what a role or an API key grants in Kibana in this form. Kibana's resources are
// "space:<space id>", and "*" for all spaces.
type Application struct {
	Application string   `json:"application"`
	Privileges  []string `json:"privileges"`
	Resources   []string `json:"resources"`
}

const (
	featurePrefix   = "feature_"
	spaceBasePrefix = "space_"
	spacePrefix     = "space:"
)

// Applications returns the privileges as Kibana stores them in Elasticsearch: one
// element for each space, all spaces first, then in the order of space ids. The names of
// privileges are sorted. Kibana's source has the names in privilege_serializer.ts and
// resource_serializer.ts (x-pack/platform/plugins/shared/security/server/authorization).
func (p Privileges) Applications() []Application {
	applications := make([]Application, 0, len(p))
	for _, space := range slices.Sorted(maps.Keys(p)) {
		resource, basePrefix := spacePrefix+space, spaceBasePrefix
		if space == AllSpaces {
			resource, basePrefix = AllSpaces, ""
		}
		a := Application{Application: KibanaApplication, Privileges: []string{}, Resources: []string{resource}}
		for _, base := range p[space].Base {
			a.Privileges = append(a.Privileges, basePrefix+base)
		}
		for feature, ids := range p[space].Features {
			for _, id := range ids {
				a.Privileges = append(a.Privileges, featurePrefix+feature+"."+id)
			}
		}
		a.Privileges = CanonicalIDs(a.Privileges)
		applications = append(applications, a)
	}
	return applications
}

// Reaches reports whether an entry for the application grants privileges in Kibana:
// Elasticsearch takes names with a "*" at the end for every application that begins so.
func (a Application) Reaches() bool {
	prefix, isPattern := strings.CutSuffix(a.Application, "*")
	return a.Application == KibanaApplication || isPattern && strings.HasPrefix(KibanaApplication, prefix)
}

// SpaceOf returns the space of a resource: the id or the pattern behind "space:", or
// [AllSpaces]. Ok is false for a resource that is no space.
func SpaceOf(resource string) (space string, ok bool) {
	if resource == AllSpaces {
		return AllSpaces, true
	}
	space, ok = strings.CutPrefix(resource, spacePrefix)
	return space, ok && space != ""
}

// EntriesOf returns the kibana list that Kibana shows for application privileges, and the
// reasons why it cannot show all of them or take them back. A reason is a verb phrase; the
// role is its subject. The rules are those of Kibana's source, elasticsearch_role.ts
// (x-pack/platform/plugins/shared/security/server/authorization/roles), which gives up on
// the whole role if one entry breaks a rule.
func EntriesOf(applications []Application) (entries []Entry, reasons []string) {
	seen := map[string]bool{}
	for _, a := range applications {
		if a.Application != KibanaApplication {
			reasons = append(reasons, fmt.Sprintf("holds privileges of the application %q, and Kibana's role API writes only those of %q", a.Application, KibanaApplication))
			continue
		}
		entry, refused := a.entry()
		for _, space := range entry.Spaces {
			if seen[space] {
				refused = append(refused, fmt.Sprintf("holds more than one entry for %q, which Kibana cannot decode", space))
			}
			seen[space] = true
		}
		if len(refused) == 0 {
			_, refused = Writable([]Entry{entry})
		}
		entries, reasons = append(entries, entry), append(reasons, refused...)
	}
	return entries, UnionIDs(reasons, nil)
}

// entry returns the entry that Kibana shows for one of its own applications, and the
// reasons why it cannot.
func (a Application) entry() (e Entry, reasons []string) {
	e = Entry{Spaces: []string{}, Base: []string{}, Feature: map[string][]string{}}
	global := slices.Contains(a.Resources, AllSpaces)
	for _, resource := range a.Resources {
		space, ok := SpaceOf(resource)
		switch {
		case !ok:
			reasons = append(reasons, fmt.Sprintf("holds privileges on the resource %q, which is no space", resource))
		case global && len(a.Resources) > 1:
			reasons = append(reasons, fmt.Sprintf("holds one entry for the resources %s, and Kibana accepts all spaces only in an entry of their own", quoteIDs(a.Resources)))
		case space == AllSpaces && resource != AllSpaces:
			reasons = append(reasons, fmt.Sprintf("holds the space pattern %q, which Kibana would write as all of Kibana, and that grants more", space))
		}
		e.Spaces = append(e.Spaces, space)
	}
	for _, name := range a.Privileges {
		p, isName := ParsePrivilege(name)
		switch {
		case !isName:
			reasons = append(reasons, fmt.Sprintf("holds %q, a pattern of Elasticsearch's actions, which Kibana's role API neither shows nor accepts", name))
		case p.Feature != "":
			e.Feature[p.Feature] = append(e.Feature[p.Feature], p.ID)
		case p.Base != "" && p.Global == global:
			e.Base = append(e.Base, p.Base)
		case p.Base != "":
			reasons = append(reasons, fmt.Sprintf("holds the base privilege %q on %s, which Kibana cannot decode", name, quoteIDs(a.Resources)))
		default:
			reasons = append(reasons, fmt.Sprintf("holds the privilege %q, which Kibana's role API neither shows nor accepts", name))
		}
	}
	return e, reasons
}
