package cases

import (
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Restrictions is what a Kibana does not take everywhere of the privileges of one
// feature, by privilege id.
type Restrictions struct {
	AllSpacesOnly []string // taken in all spaces only
	Disabled      []string // taken nowhere
}

// usuallyRestricted lists the privileges that releases take in all spaces only,
// for where a Kibana cannot be asked: flags of a Kibana may have lifted that. The
// minimal variants are never restricted. Serverless projects have none.
var defaultRestrictions = []struct {
	features   []string
	privileges []string
	since      Version // the zero value is older than all
	until      Version // the first release without
}{
	{
		features: []string{"fleetv2"},
		privileges: []string{
			privilegeAll, privilegeRead, "agents_all", "agents_read", "agent_policies_all", "agent_policies_read", "settings_all", "settings_read",
		},
		until: Version{major: 9, minor: 1},
	},
	{
		features: []string{"siem", "siemV2", "siemV3"},
		privileges: []string{
			"endpoint_list_all", "endpoint_list_read", "trusted_applications_all", "trusted_applications_read",
			"host_isolation_exceptions_all", "host_isolation_exceptions_read", "blocklist_all", "blocklist_read", "event_filters_all", "event_filters_read",
			"policy_management_all", "policy_management_read", "actions_log_management_all", "actions_log_management_read",
			"host_isolation_all", "process_operations_all", "file_operations_all", "execute_operations_all", "scan_operations_all",
			"workflow_insights_all", "workflow_insights_read",
		},
		until: Version{major: 9, minor: 1},
	},
	{
		features:   []string{"streams"},
		privileges: []string{privilegeAll, privilegeRead},
		since:      Version{major: 9, minor: 1},
		until:      Version{major: 9, minor: 3},
	},
}

// usually returns the privileges of a feature that a release takes in all spaces
// only.
func (v Version) restrictedByDefault(feature string) []string {
	for _, r := range defaultRestrictions {
		if slices.Contains(r.features, feature) && v.AtLeast(r.since.major, r.since.minor) && !v.AtLeast(r.until.major, r.until.minor) {
			return r.privileges
		}
	}
	return nil
}

// RawInNamedSpaces reports whether raw privileges are asked for in a named space,
// where Kibana may refuse them.
func (spaces Spaces) RawInNamedSpaces() bool {
	for id, space := range spaces {
		if id != roles.AllSpaces && roles.AnyIDs(space.rawFeatures()) {
			return true
		}
	}
	return false
}

// CheckRestrictions returns what this Kibana refuses of the raw privileges that a
// role asks for, although it has them. What the Kibana itself says of a feature
// is certain; of a feature that it does not list, such as a deprecated one, and
// where it could not be asked (nil), a built-in table is worth a warning. Held is
// what the role holds already. Paths start at the attribute spaces.
func (c Catalogue) CheckRestrictions(spaces Spaces, held roles.Privileges, restrictions map[string]Restrictions) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		features := spaces[id].rawFeatures()
		for _, feature := range slices.Sorted(maps.Keys(features)) {
			at, asked := Path{Attribute("spaces"), Key(id), Attribute("features"), Key(feature)}, features[feature]
			restricted, listed := restrictions[feature]
			c.checkDisabled(&f, at, feature, intersect(asked, restricted.Disabled), held[id].Features[feature])
			if id == roles.AllSpaces {
				continue
			}
			if listed {
				checkAllSpacesOnly(&f, at, feature, intersect(asked, restricted.AllSpacesOnly))
			} else {
				c.checkDefaultRestrictions(&f, at, feature, intersect(asked, c.version.restrictedByDefault(feature)))
			}
		}
	}
	return f
}

// checkDisabled refuses what Kibana takes nowhere. Unknown ids have had their
// error, unless the role holds them.
func (c Catalogue) checkDisabled(f *findings, at Path, feature string, ids, held []string) {
	known, _ := c.listedPrivileges(feature)
	ids = slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(known, id) && !slices.Contains(held, id) })
	if len(ids) > 0 {
		f.errorf(at, "Privilege is not available",
			"%s does not support %s of the feature %q, and would refuse the role. Remove it.", c.title(), oneOf(ids), feature)
	}
}

func checkAllSpacesOnly(f *findings, at Path, feature string, ids []string) {
	if len(ids) > 0 {
		f.errorf(at, "Privilege needs all spaces",
			`Kibana takes %s of the feature %q in all spaces only, and would refuse the role. Write it under spaces["*"], where it holds in every space, or remove it.`, oneOf(ids), feature)
	}
}

// checkUsually warns by the built-in table.
func (c Catalogue) checkDefaultRestrictions(f *findings, at Path, feature string, ids []string) {
	if len(ids) > 0 {
		f.warnf(at, "Privilege may need all spaces",
			`%s takes %s of the feature %q in all spaces only, unless it is set up otherwise, which could not be found out. Should it refuse the role, write this under spaces["*"], where it holds in every space.`,
			c.title(), oneOf(ids), feature)
	}
}

// common returns the ids of a that b has too, sorted.
func intersect(a, b []string) []string {
	both := slices.DeleteFunc(slices.Clone(a), func(id string) bool { return !slices.Contains(b, id) })
	slices.SortFunc(both, strings.Compare)
	return both
}
