package cases

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// TestRestrictions: what a Kibana says of a feature is certain, and what it does
// not say is worth a warning by version.
func TestRestrictions(t *testing.T) {
	t.Parallel()
	in := func(space, feature string, ids ...string) Spaces {
		return Spaces{space: {Features: idsOf(featureIDs{feature: ids})}}
	}
	said := map[string]Restrictions{
		"streams": {AllSpacesOnly: []string{"all", "read"}}, "fleetv2": {AllSpacesOnly: []string{"all", "agents_all"}, Disabled: []string{"read", "off", "gone"}}, "siem": {},
	}
	ids := []string{"all", "read", "minimal_all", "minimal_read", "agents_all"}
	features := featureIDs{"streams": ids, "fleetv2": append([]string{"off"}, ids...), "siem": append([]string{"blocklist_all"}, ids...)}
	finding := func(severity, space, feature, summary string) []string {
		return []string{fmt.Sprintf("%s at spaces[%q].features[%q]: %s", severity, space, feature, summary)}
	}
	needs := func(feature string) []string { return finding("error", "soc", feature, "Privilege needs all spaces") }
	may := func(feature string) []string {
		return finding("warning", "soc", feature, "Privilege may need all spaces")
	}
	off := func(space string) []string { return finding("error", space, "fleetv2", "Privilege is not available") }
	for name, test := range map[string]struct {
		release string // with what its Kibana says; otherwise nothing is known
		builtIn bool
		spaces  Spaces
		held    roles.Privileges
		said    map[string]Restrictions
		want    []string
		says    []string
	}{
		"needs all spaces": {
			release: "9.2", spaces: in("soc", "streams", "all", "read"), said: said,
			want: needs("streams"), says: []string{`takes "all", "read" of the feature "streams" in all spaces only, and would refuse the role. Write it under spaces["*"]`},
		},
		"in all spaces":             {release: "9.2", spaces: in("*", "streams", "all"), said: said},
		"the minimal variants":      {release: "9.2", spaces: in("soc", "streams", "minimal_all", "minimal_read"), said: said},
		"a sub-feature":             {release: "9.0", spaces: in("soc", "fleetv2", "minimal_all", "agents_all"), said: said, want: needs("fleetv2"), says: []string{`"agents_all"`}},
		"disabled":                  {release: "9.0", spaces: in("soc", "fleetv2", "read"), said: said, want: off("soc"), says: []string{`Kibana 9.0 does not support "read" of the feature "fleetv2"`}},
		"disabled, in all spaces":   {release: "9.0", spaces: in("*", "fleetv2", "off"), said: said, want: off("*")},
		"disabled and unknown":      {release: "9.0", spaces: in("soc", "fleetv2", "gone"), said: said}, // another rule's error
		"disabled and held":         {release: "9.0", spaces: in("soc", "fleetv2", "gone"), held: inSoc(featureIDs{"fleetv2": {"gone"}}), said: said, want: off("soc")},
		"Kibana says it is free":    {release: "9.0", spaces: in("soc", "siem", "blocklist_all"), said: said},
		"Kibana does not list it":   {release: "9.0", spaces: in("soc", "siemV2", "blocklist_all"), said: said, want: may("siemV2")},
		"Kibana was not asked":      {release: "9.0", spaces: in("soc", "siem", "all", "blocklist_all"), want: may("siem"), says: []string{`Kibana 9.0 takes "blocklist_all" of the feature "siem" in all spaces only`}},
		"fleet":                     {release: "8.11", spaces: in("soc", "fleetv2", "read"), want: may("fleetv2")},
		"fleet, later":              {release: "9.1", spaces: in("soc", "fleetv2", "all", "agents_all")},
		"fleet, 8.19":               {release: "8.19", spaces: in("soc", "fleetv2", "all"), want: may("fleetv2")},
		"streams":                   {release: "9.1", spaces: in("soc", "streams", "read"), want: may("streams")},
		"streams, later":            {release: "9.3", spaces: in("soc", "streams", "read")},
		"streams, before it exists": {release: "9.0", spaces: in("soc", "streams", "read")},
		"serverless":                {release: "serverless", spaces: in("soc", "streams", "all")},
		"a built-in catalogue":      {release: "9.2", builtIn: true, spaces: in("soc", "streams", "all"), want: may("streams")},
		"other features":            {release: "9.2", spaces: in("soc", "discover_v2", "all", "read"), said: said},
		"words":                     {release: "9.2", spaces: securityIn(SolutionAccess{Access: Known(Full)}), said: said},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := listed(t, test.release, features)
			if test.builtIn {
				c = builtIn(t, test.release)
			}
			expectFindings(t, c.CheckRestrictions(test.spaces, test.held, test.said), test.want, test.says)
		})
	}
}

// TestRawInNamedSpaces: only raw privileges in a named space are worth a question.
func TestRawInNamedSpaces(t *testing.T) {
	t.Parallel()
	raw := SpaceConfig{Features: idsOf(featureIDs{"ml": {"all"}})}
	for name, test := range map[string]struct {
		spaces Spaces
		want   bool
	}{
		"nothing":         {nil, false},
		"words":           {securityIn(SolutionAccess{Access: Known(Full)}), false},
		"in all spaces":   {Spaces{"*": raw}, false},
		"none of any":     {Spaces{"soc": {Features: idsOf(featureIDs{"ml": {}})}}, false},
		"in a space":      {Spaces{"soc": raw}, true},
		"in one and all":  {Spaces{"soc": raw, "*": raw}, true},
		"beside all else": {Spaces{"soc": {Base: Known("all")}, "*": raw}, false},
	} {
		if got := test.spaces.RawInNamedSpaces(); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
