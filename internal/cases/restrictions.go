package cases

import (
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Restrictions lists the privilege ids of one feature that a Kibana does not accept
// in every space, as GET /api/features shows them ("requireAllSpaces" and
// "disabled").
type Restrictions struct {
	AllSpacesOnly []string // accepted for all spaces only
	Disabled      []string // never accepted
}

// defaultRestrictions lists the privileges that releases accept for all spaces only,
// unless the settings of a Kibana lift the restriction. It is used if the features
// of a Kibana cannot be read. The minimal privileges are never restricted, and
// serverless projects have no restrictions.
var defaultRestrictions = []struct {
	features   []string
	privileges []string
	since      Version // first release with the restriction; zero means every release
	until      Version // first release without the restriction
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

// HasFeaturesInNamedSpaces reports whether the configuration sets raw feature privileges in
// a space other than all spaces. Only those can be restricted to all spaces.
func (spaces Spaces) HasFeaturesInNamedSpaces() bool {
	for id, space := range spaces {
		if id != roles.AllSpaces && roles.HasIDs(space.rawFeatures()) {
			return true
		}
	}
	return false
}

// CheckRestrictions returns findings about raw feature privileges that this Kibana
// has and still refuses. Restrictions holds the restrictions by feature id, as this
// Kibana lists them, and gives errors. For a feature that is not listed, such as a
// deprecated one, and if restrictions is nil, a built-in table gives warnings. Held
// holds the privileges that the role stores. Paths start at the attribute spaces.
func (c Catalogue) CheckRestrictions(spaces Spaces, held roles.Privileges, restrictions map[string]Restrictions) []Finding {
	var f findings
	for _, id := range slices.Sorted(maps.Keys(spaces)) {
		features := spaces[id].rawFeatures()
		for _, feature := range slices.Sorted(maps.Keys(features)) {
			at, ids := Path{Attribute("spaces"), Key(id), Attribute("features"), Key(feature)}, features[feature]
			restricted, listed := restrictions[feature]
			c.checkDisabled(&f, at, feature, intersect(ids, restricted.Disabled), held[id].Features[feature])
			if id == roles.AllSpaces {
				continue
			}
			if listed {
				checkAllSpacesOnly(&f, at, feature, intersect(ids, restricted.AllSpacesOnly))
			} else {
				c.checkDefaultRestrictions(&f, at, feature, intersect(ids, c.version.restrictedByDefault(feature)))
			}
		}
	}
	return f
}

// restrictedByDefault returns the privileges of a feature that a release accepts for
// all spaces only, by default.
func (v Version) restrictedByDefault(feature string) []string {
	for _, r := range defaultRestrictions {
		if slices.Contains(r.features, feature) && v.AtLeast(r.since.major, r.since.minor) && !v.AtLeast(r.until.major, r.until.minor) {
			return r.privileges
		}
	}
	return nil
}

// checkDisabled refuses disabled privileges. It skips unknown ids that the role does
// not hold: [Catalogue.CheckSpaces] refuses them.
func (c Catalogue) checkDisabled(f *findings, at Path, feature string, ids, held []string) {
	known, _ := c.listedPrivileges(feature)
	ids = slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(known, id) && !slices.Contains(held, id) })
	if len(ids) > 0 {
		f.errorf(at, "Privilege is not available",
			"%s does not support %s of the feature %q, and would refuse the role. Remove it.", c.title(), oneOf(ids), feature)
	}
}

// checkAllSpacesOnly refuses privileges that this Kibana accepts for all spaces only.
func checkAllSpacesOnly(f *findings, at Path, feature string, ids []string) {
	if len(ids) > 0 {
		f.errorf(at, "Privilege needs all spaces",
			`Kibana accepts %s of the feature %q only in all spaces, and would refuse the role. Write it under spaces["*"], where it holds in every space, or remove it.`, oneOf(ids), feature)
	}
}

// checkDefaultRestrictions warns about privileges that the built-in table restricts
// to all spaces.
func (c Catalogue) checkDefaultRestrictions(f *findings, at Path, feature string, ids []string) {
	if len(ids) > 0 {
		f.warnf(at, "Privilege may need all spaces",
			`By default, %s accepts %s of the feature %q only in all spaces. The provider could not check the settings of this Kibana. If Kibana refuses the role, write this under spaces["*"], where it holds in every space.`,
			c.title(), oneOf(ids), feature)
	}
}

// intersect returns the ids that both lists contain, sorted.
func intersect(a, b []string) []string {
	both := slices.DeleteFunc(slices.Clone(a), func(id string) bool { return !slices.Contains(b, id) })
	slices.SortFunc(both, strings.Compare)
	return both
}
