package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The capabilities of the level assignee: until 9.3, and from 9.4.
var (
	assigneeCapabilities              = capabilities(ReadCases, CreateCases, UpdateCases, DeleteCases, EditSettings, AddComments, ReopenCases, AssignUsers)
	assigneeCapabilitiesWithTemplates = capabilities(ReadCases, CreateCases, UpdateCases, DeleteCases, EditSettings, AddComments, ManageTemplates, ReopenCases, AssignUsers)
)

var accessReleases = []struct {
	version  string
	suffix   string // of the newest feature id
	assignee []Capability
}{
	{"8.11", "", assigneeCapabilities},
	{"8.12", "", assigneeCapabilities},
	{"8.15", "", assigneeCapabilities},
	{"8.16", "", assigneeCapabilities},
	{"8.17", "V2", assigneeCapabilities},
	{"8.18", "V3", assigneeCapabilities},
	{"8.19", "V3", assigneeCapabilities},
	{"9.0", "V3", assigneeCapabilities},
	{"9.2", "V3", assigneeCapabilities},
	{"9.3", "V3", assigneeCapabilities},
	{"9.4", "V3", assigneeCapabilitiesWithTemplates},
	{"9.5", "V3", assigneeCapabilitiesWithTemplates},
	{"serverless", "V3", assigneeCapabilitiesWithTemplates},
}

var accessFeatures = map[Solution]string{
	Security: "securitySolutionCases", Observability: "observabilityCases", Stack: "generalCases",
}

// The table is the documented one: for each level, the privilege on cases and on
// "Actions and Connectors".
func TestAccessLevelsInEachRelease(t *testing.T) {
	t.Parallel()
	for _, release := range accessReleases {
		for solution, first := range accessFeatures {
			if release.version == "serverless" && solution == Stack {
				continue // no Stack Management cases there
			}
			feature, key := first+release.suffix, "soc/"+string(solution)
			for _, row := range []struct {
				access       Access
				stored       featureIDs
				capabilities map[string][]Capability
			}{
				{Full, featureIDs{feature: {"all"}, "actions": {"all"}}, map[string][]Capability{
					key:              append(capabilities(release.assignee...), PushCases),
					"soc/connectors": {UseConnectors, ManageConnectors},
				}},
				{Assignee, featureIDs{feature: {"all"}}, map[string][]Capability{key: release.assignee}},
				{View, featureIDs{feature: {"read"}}, map[string][]Capability{key: {ReadCases}}},
				{None, nil, nil},
			} {
				t.Run(release.version+"/"+string(solution)+"/"+string(row.access), func(t *testing.T) {
					t.Parallel()
					c := builtIn(t, release.version)
					stored := c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{solution: {Access: Known(row.access)}})}})
					if diff := cmp.Diff(inSoc(row.stored), stored, ignoreEmpty); diff != "" {
						t.Errorf("stored (-want +got):\n%s", diff)
					}
					if diff := cmp.Diff(row.capabilities, c.Capabilities(stored), ignoreEmpty); diff != "" {
						t.Errorf("capabilities (-want +got):\n%s", diff)
					}
				})
			}
		}
	}
}

func TestEncodeImpliesConnectorsForFullAccess(t *testing.T) {
	t.Parallel()
	const cases = "securitySolutionCasesV3"
	full := map[Solution]SolutionAccess{Security: {Access: Known(Full)}}
	assignee := map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}}
	for name, test := range map[string]struct {
		spaces Spaces
		want   roles.Privileges
	}{
		"full grants connectors": {Spaces{"soc": {Cases: casesOf(full)}}, roles.Privileges{
			"soc": {Features: featureIDs{cases: {"all"}, "actions": {"all"}}},
		}},
		"full with connectors set": {Spaces{"soc": {Cases: casesOf(full), Connectors: Known(ConnectorsAll)}}, roles.Privileges{
			"soc": {Features: featureIDs{cases: {"all"}, "actions": {"all"}}},
		}},
		"full where all spaces have connectors": {Spaces{"*": {Connectors: Known(ConnectorsAll)}, "soc": {Cases: casesOf(full)}}, roles.Privileges{
			"*":   {Features: featureIDs{"actions": {"all"}}},
			"soc": {Features: featureIDs{cases: {"all"}}},
		}},
		"full in all spaces gives connectors to all spaces": {Spaces{"*": {Cases: casesOf(full)}, "soc": {Cases: casesOf(full)}}, roles.Privileges{
			"*":   {Features: featureIDs{cases: {"all"}, "actions": {"all"}}},
			"soc": {Features: featureIDs{cases: {"all"}}},
		}},
		"full under base all": {Spaces{"*": {Base: Known("all")}, "soc": {Cases: casesOf(full)}}, roles.Privileges{
			"*":   {Base: []string{"all"}},
			"soc": {Features: featureIDs{cases: {"all"}}},
		}},
		"full under base read": {Spaces{"*": {Base: Known("read")}, "soc": {Cases: casesOf(full)}}, roles.Privileges{
			"*":   {Base: []string{"read"}},
			"soc": {Features: featureIDs{cases: {"all"}, "actions": {"all"}}},
		}},
		"full under raw connectors in all spaces": {Spaces{"*": {Features: rawOf(featureIDs{"actions": {"all"}})}, "soc": {Cases: casesOf(full)}}, roles.Privileges{
			"*":   {Features: featureIDs{"actions": {"all"}}},
			"soc": {Features: featureIDs{cases: {"all"}}},
		}},
		"full where all spaces have connectors read": {Spaces{"*": {Connectors: Known(ConnectorsRead)}, "soc": {Cases: casesOf(full)}}, roles.Privileges{
			"*":   {Features: featureIDs{"actions": {"read"}}},
			"soc": {Features: featureIDs{cases: {"all"}, "actions": {"all"}}},
		}},
		"full in another space grants nothing in this one": {Spaces{"a": {Cases: casesOf(full)}, "b": {Cases: casesOf(assignee)}}, roles.Privileges{
			"a": {Features: featureIDs{cases: {"all"}, "actions": {"all"}}},
			"b": {Features: featureIDs{cases: {"all"}}},
		}},
		"assignee with connectors set": {Spaces{"soc": {Cases: casesOf(assignee), Connectors: Known(ConnectorsRead)}}, roles.Privileges{
			"soc": {Features: featureIDs{cases: {"all"}, "actions": {"read"}}},
		}},
		"connectors alone": {Spaces{"soc": {Connectors: Known(ConnectorsRead)}}, roles.Privileges{"soc": {Features: featureIDs{"actions": {"read"}}}}},
		"no connectors":    {Spaces{"soc": {Connectors: Known(ConnectorsNone)}}, nil},
		"a base privilege": {Spaces{"soc": {Base: Known("read")}}, roles.Privileges{"soc": {Base: []string{"read"}}}},
		"features that grant nothing are not stored": {Spaces{"soc": {Features: rawOf(featureIDs{"discover_v2": {"read"}, "dashboard_v2": {}})}}, roles.Privileges{
			"soc": {Features: featureIDs{"discover_v2": {"read"}}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, builtIn(t, "9.2").Encode(test.spaces), ignoreEmpty); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncodeStoresNothingForMissingSolution(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "serverless")
	for _, access := range []Access{Assignee, View, None} {
		if got := c.Encode(Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(access)}})}}); len(got) != 0 {
			t.Errorf("%s on stack: %v", access, got)
		}
	}
}
