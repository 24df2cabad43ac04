package cases

import (
	"maps"
	"slices"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// fact is an assertion of Kibana's own integration tests about one user: the roles of
// the user, the capabilities that Kibana allows and those that it refuses.
type fact struct {
	releases []string
	roles    []roles.Role
	key      string // "<space>/<solution>"
	can      []Capability
	cannot   []Capability
}

var (
	sinceV1 = []string{"8.11", "8.16", "8.17", "9.1", "9.5"}
	sinceV2 = []string{"8.17", "9.1", "9.5"}
	sinceV3 = []string{"8.18", "9.1", "9.5"}
)

// The facts restate assertions of Kibana's integration tests for users with roles on
// cases. They come from two suites in x-pack/platform/test (before 9.1: x-pack/test):
// api_integration/apis/cases, with roles for all spaces, and
// cases_api_integration/security_and_spaces, with roles for space1. Some roles there
// grant a feature that only the tests have. It has the form of the newest cases feature
// of its release, which replaces it here.
func TestUnionAgreesWithKibana(t *testing.T) {
	t.Parallel()
	for name, f := range allFacts() {
		for _, release := range f.releases {
			t.Run(name+" in "+release, func(t *testing.T) {
				t.Parallel()
				given := builtIn(t, release).Union(f.roles)[f.key]
				for _, capability := range f.can {
					if len(given[capability]) == 0 {
						t.Errorf("Kibana allows %s", capability)
					}
				}
				for _, capability := range f.cannot {
					if sources, found := given[capability]; found {
						t.Errorf("Kibana refuses %s; the union has it from %+v", capability, sources)
					}
				}
			})
		}
	}
}

func allFacts() map[string]fact {
	all := map[string]fact{}
	maps.Copy(all, featureFacts())
	maps.Copy(all, spaceFacts())
	return all
}

// featureFacts returns the facts of api_integration: each feature in each generation.
// Every role has Connectors All.
func featureFacts() map[string]fact {
	facts := map[string]fact{}
	allSolutions := Solutions()
	add := func(name string, releases []string, in []Solution, suffix string, ids []string, can, cannot []Capability) {
		for _, s := range in {
			features := featureIDs{ConnectorsFeature: {"all"}}
			if len(ids) > 0 {
				features[s.firstFeature()+suffix] = ids
			}
			facts[name+", "+string(s)] = fact{releases, []roles.Role{roleWith("user", roles.Privileges{"*": {Features: features}})}, "*/" + string(s), can, cannot}
		}
	}
	is := capabilities
	add("all", sinceV1, allSolutions, "", []string{"all"}, is(CreateCases, ReadCases, DeleteCases), nil)
	add("all, comments and re-opening", sinceV2, allSolutions, "", []string{"all"}, is(AddComments, ReopenCases), nil)
	add("all, assigning", sinceV3, allSolutions, "", []string{"all"}, is(AssignUsers), nil)
	add("V2 all", sinceV2, allSolutions, "V2", []string{"all"}, is(CreateCases, ReadCases, DeleteCases, AddComments, ReopenCases), nil)
	add("V2 all, assigning", sinceV3, allSolutions, "V2", []string{"all"}, is(AssignUsers), nil)
	add("V3 all", sinceV3, allSolutions, "V3", []string{"all"}, is(CreateCases, ReadCases, DeleteCases, AddComments, ReopenCases, AssignUsers), nil)
	add("delete only", sinceV1, allSolutions, "", []string{"cases_delete"}, is(DeleteCases), is(CreateCases, ReadCases))
	add("no delete", sinceV1, allSolutions, "", []string{"minimal_all"}, is(CreateCases, ReadCases), is(DeleteCases))
	// Kibana's suite also asserts that users with "read" can ask for assignees.
	add("read", sinceV1, allSolutions, "", []string{"read"}, is(ReadCases), is(CreateCases, DeleteCases))
	add("none", sinceV1, []Solution{Security}, "", nil, nil, is(CreateCases, ReadCases))
	// The privilege ids "update", "create" and "delete" do not exist and grant nothing.
	add("V2 no re-open", sinceV2, allSolutions, "V2", []string{"read", "update", "create", "cases_delete", "create_comment"}, is(ReadCases, AddComments), is(ReopenCases))
	add("V2 no comments", sinceV2, allSolutions, "V2", []string{"read", "update", "create", "cases_delete", "case_reopen"}, is(ReadCases, ReopenCases), is(AddComments))
	add("V2 no comments, nor assigning", sinceV3, []Solution{Stack}, "V2", []string{"read", "update", "create", "cases_delete", "case_reopen"}, nil, is(AssignUsers))
	add("V2 neither comments nor delete", sinceV2, []Solution{Security}, "V2", []string{"read", "update", "create", "delete", "case_reopen"}, is(ReadCases, ReopenCases), is(AddComments))
	add("V3 no assignee", sinceV3, allSolutions, "V3", []string{"minimal_read", "cases_delete", "case_reopen", "create_comment"},
		is(ReadCases, DeleteCases, ReopenCases, AddComments), is(CreateCases, AssignUsers))
	add("V3 read and assign", sinceV3, allSolutions, "V3", []string{"minimal_read", "cases_assign"}, is(ReadCases, AssignUsers), nil)
	return facts
}

// spaceFacts returns the facts of security_and_spaces: requests in space1, in other
// spaces and for other owners.
func spaceFacts() map[string]fact {
	const security, v3, observability = "securitySolutionCases", "securitySolutionCasesV3", "observabilityCasesV3"
	role := func(space, connectors, feature string, ids ...string) []roles.Role {
		features := featureIDs{feature: ids}
		if connectors != "" {
			features[ConnectorsFeature] = []string{connectors}
		}
		return []roles.Role{roleWith(feature, roles.Privileges{space: {Features: features}})}
	}
	in := func(feature string, ids ...string) []roles.Role { return role("space1", "all", feature, ids...) }
	both := func(connectors, id string) []roles.Role {
		return append(role("space1", connectors, v3, id), role("space1", connectors, observability, id)...)
	}
	templates := []string{"9.4", "9.5", "serverless"}
	is := capabilities
	allOnCases := is(CreateCases, ReadCases, UpdateCases, PushCases, EditSettings, DeleteCases)
	const securityInSpace1 = "space1/security"
	return map[string]fact{
		"delete only in space1":              {sinceV1, in(security, "cases_delete"), securityInSpace1, is(DeleteCases), is(ReadCases, CreateCases, AddComments, UpdateCases)},
		"delete only, V3":                    {sinceV3, in(v3, "cases_delete"), securityInSpace1, is(DeleteCases), is(ReadCases, CreateCases, AddComments, UpdateCases)},
		"no delete, when comments were part": {[]string{"8.11", "8.16"}, in(security, "minimal_all"), securityInSpace1, is(CreateCases, AddComments), is(DeleteCases)},
		"neither delete nor comments":        {sinceV3, in(v3, "minimal_all"), securityInSpace1, is(CreateCases), is(DeleteCases, AddComments)},
		"comment only":                       {sinceV3, in(v3, "create_comment"), securityInSpace1, is(AddComments), is(UpdateCases, DeleteCases)},
		"read and comment":                   {sinceV3, in(v3, "minimal_read", "create_comment"), securityInSpace1, is(AddComments), is(UpdateCases, DeleteCases)},
		"templates only":                     {templates, in(v3, "cases_manage_templates"), securityInSpace1, is(ManageTemplates), nil},
		"no templates":                       {templates, in(v3, "minimal_all"), securityInSpace1, nil, is(ManageTemplates)},
		"all, templates":                     {templates, in(v3, "all"), securityInSpace1, is(ManageTemplates), nil},
		"all in space1":                      {sinceV3, in(v3, "all"), securityInSpace1, allOnCases, nil},
		"all, of another owner":              {sinceV3, in(v3, "all"), "space1/observability", nil, allOnCases},
		"all, in another space":              {sinceV3, in(v3, "all"), "space2/security", nil, allOnCases},
		"all, of both owners":                {sinceV3, both("all", "all"), "space1/observability", allOnCases, nil},
		"read in space1":                     {sinceV3, role("space1", "read", v3, "read"), securityInSpace1, is(ReadCases), is(CreateCases, UpdateCases, PushCases, EditSettings)},
		"read, of both owners":               {sinceV3, both("read", "read"), securityInSpace1, is(ReadCases), is(CreateCases, UpdateCases, PushCases, EditSettings)},
		"read, of another owner":             {sinceV3, role("space1", "read", observability, "read"), securityInSpace1, nil, append(is(ReadCases), allOnCases...)},
		"read everywhere":                    {sinceV3, role("*", "read", v3, "read"), "*/security", is(ReadCases), is(CreateCases, UpdateCases, PushCases, EditSettings)},
		"connectors only":                    {sinceV3, role("*", "", ConnectorsFeature, "all"), "*/security", nil, append(is(ReadCases), allOnCases...)},
		"no Kibana privileges":               {sinceV3, []roles.Role{{Name: "user"}}, securityInSpace1, nil, append(is(ReadCases), allOnCases...)},
	}
}

// For each capability on cases, some fact allows it and some fact refuses it.
func TestUnionFactsCoverEachCapability(t *testing.T) {
	t.Parallel()
	var can, cannot []Capability
	for _, f := range allFacts() {
		can, cannot = append(can, f.can...), append(cannot, f.cannot...)
	}
	for _, capability := range allCapabilities[:len(allCapabilities)-2] { // without the capabilities on connectors
		if !slices.Contains(can, capability) || !slices.Contains(cannot, capability) {
			t.Errorf("no fact allows %[1]s, or no fact refuses it", capability)
		}
	}
}
