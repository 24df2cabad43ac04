package cases

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Restrictions that the Kibana lists give errors. Others give warnings by version.
func TestCheckRestrictionsOfRawFeatures(t *testing.T) {
	t.Parallel()
	in := func(space, feature string, ids ...string) Spaces {
		return Spaces{space: {Features: rawOf(featureIDs{feature: ids})}}
	}
	listedRestrictions := map[string]Restrictions{
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
		release      string
		builtIn      bool
		spaces       Spaces
		held         roles.Privileges
		restrictions map[string]Restrictions
		want         []string
		details      []string
	}{
		"needs all spaces": {
			release: "9.2", spaces: in("soc", "streams", "all", "read"), restrictions: listedRestrictions,
			want: needs("streams"), details: []string{`accepts "all", "read" of the feature "streams" only in all spaces, and would refuse the role. Write it under spaces["*"]`},
		},
		"in all spaces":             {release: "9.2", spaces: in("*", "streams", "all"), restrictions: listedRestrictions},
		"the minimal variants":      {release: "9.2", spaces: in("soc", "streams", "minimal_all", "minimal_read"), restrictions: listedRestrictions},
		"a sub-feature":             {release: "9.0", spaces: in("soc", "fleetv2", "minimal_all", "agents_all"), restrictions: listedRestrictions, want: needs("fleetv2"), details: []string{`"agents_all"`}},
		"disabled":                  {release: "9.0", spaces: in("soc", "fleetv2", "read"), restrictions: listedRestrictions, want: off("soc"), details: []string{`Kibana 9.0 does not support "read" of the feature "fleetv2"`}},
		"disabled, in all spaces":   {release: "9.0", spaces: in("*", "fleetv2", "off"), restrictions: listedRestrictions, want: off("*")},
		"disabled and unknown":      {release: "9.0", spaces: in("soc", "fleetv2", "gone"), restrictions: listedRestrictions}, // CheckSpaces refuses it
		"disabled and held":         {release: "9.0", spaces: in("soc", "fleetv2", "gone"), held: inSoc(featureIDs{"fleetv2": {"gone"}}), restrictions: listedRestrictions, want: off("soc")},
		"listed, not restricted":    {release: "9.0", spaces: in("soc", "siem", "blocklist_all"), restrictions: listedRestrictions},
		"not listed":                {release: "9.0", spaces: in("soc", "siemV2", "blocklist_all"), restrictions: listedRestrictions, want: may("siemV2")},
		"features not read":         {release: "9.0", spaces: in("soc", "siem", "all", "blocklist_all"), want: may("siem"), details: []string{`Kibana 9.0 accepts "blocklist_all" of the feature "siem" only in all spaces`}},
		"fleet":                     {release: "8.11", spaces: in("soc", "fleetv2", "read"), want: may("fleetv2")},
		"fleet, later":              {release: "9.1", spaces: in("soc", "fleetv2", "all", "agents_all")},
		"fleet, 8.19":               {release: "8.19", spaces: in("soc", "fleetv2", "all"), want: may("fleetv2")},
		"streams":                   {release: "9.1", spaces: in("soc", "streams", "read"), want: may("streams")},
		"streams, later":            {release: "9.3", spaces: in("soc", "streams", "read")},
		"streams, before it exists": {release: "9.0", spaces: in("soc", "streams", "read")},
		"serverless":                {release: "serverless", spaces: in("soc", "streams", "all")},
		"a built-in catalogue":      {release: "9.2", builtIn: true, spaces: in("soc", "streams", "all"), want: may("streams")},
		"other features":            {release: "9.2", spaces: in("soc", "discover_v2", "all", "read"), restrictions: listedRestrictions},
		"an access level":           {release: "9.2", spaces: securityInSoc(SolutionAccess{Access: Known(Full)}), restrictions: listedRestrictions},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := listed(t, test.release, features)
			if test.builtIn {
				c = builtIn(t, test.release)
			}
			expectFindings(t, c.CheckRestrictions(test.spaces, test.held, test.restrictions), test.want, test.details)
		})
	}
}

func TestHasFeaturesInNamedSpacesIgnoresAllSpacesAndEmptyFeatures(t *testing.T) {
	t.Parallel()
	raw := SpaceConfig{Features: rawOf(featureIDs{"ml": {"all"}})}
	for name, test := range map[string]struct {
		spaces Spaces
		want   bool
	}{
		"nothing":         {nil, false},
		"an access level": {securityInSoc(SolutionAccess{Access: Known(Full)}), false},
		"in all spaces":   {Spaces{"*": raw}, false},
		"without ids":     {Spaces{"soc": {Features: rawOf(featureIDs{"ml": {}})}}, false},
		"in a space":      {Spaces{"soc": raw}, true},
		"in one and all":  {Spaces{"soc": raw, "*": raw}, true},
		"base in a space": {Spaces{"soc": {Base: Known("all")}, "*": raw}, false},
	} {
		if got := test.spaces.HasFeaturesInNamedSpaces(); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
