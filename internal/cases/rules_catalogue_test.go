package cases

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestCatalogueRefusesMissingSolutionsAndSubFeatures(t *testing.T) {
	t.Parallel()
	in := func(s Solution, access SolutionAccess) Spaces {
		return Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{s: access})}}
	}
	sub := func(s Solution, key string) []string {
		return []string{`error at spaces["soc"].` + string(s) + `.sub_features["` + key + `"]: Sub-feature is not available`}
	}
	for name, test := range map[string]struct {
		version string
		spaces  Spaces
		want    []string
		detail  string
	}{
		"a level":                        {"8.11", in(Stack, SolutionAccess{Access: Known(Full)}), nil, ""},
		"withheld too early":             {"8.11", in(Security, SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{"edit_settings": false})}), sub(Security, "edit_settings"), "Kibana 8.11 cannot withhold edit_settings: that needs Kibana 8.12 or newer"},
		"granted, as the level does":     {"8.11", in(Security, SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{"edit_settings": true})}), nil, ""},
		"added too early":                {"8.16", in(Stack, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"add_comments": true})}), sub(Stack, "add_comments"), "Kibana 8.16 cannot grant add_comments: that needs Kibana 8.17 or newer"},
		"assigning withheld too early":   {"8.17", in(Observability, SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{"assign_users": false})}), sub(Observability, "assign_users"), "8.18 or newer"},
		"templates too early":            {"9.3", in(Security, SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{"manage_templates": true})}), sub(Security, "manage_templates"), "9.4 or newer"},
		"templates withheld where none":  {"9.3", in(Security, SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{"manage_templates": false})}), nil, ""},
		"templates":                      {"9.4", in(Security, SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{"manage_templates": false})}), nil, ""},
		"stack in serverless":            {"serverless", in(Stack, SolutionAccess{Access: Known(View)}), []string{`error at spaces["soc"].stack: Solution is not available`}, "This serverless project has no Stack Management cases. Remove stack"},
		"stack none in serverless":       {"serverless", in(Stack, SolutionAccess{Access: Known(None)}), nil, ""},
		"stack unknown in serverless":    {"serverless", in(Stack, SolutionAccess{Access: Unknown[Access]()}), nil, ""},
		"level unknown, grants":          {"8.11", in(Security, SolutionAccess{Access: Unknown[Access](), SubFeatures: choose(choice{"edit_settings": true})}), nil, ""},
		"level unknown, withholds":       {"8.11", in(Security, SolutionAccess{Access: Unknown[Access](), SubFeatures: choose(choice{"edit_settings": false})}), nil, ""},
		"security in serverless":         {"serverless", in(Security, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"manage_templates": true})}), nil, ""},
		"connectors and other features":  {"8.11", Spaces{"soc": {Connectors: Known[Connectors]("all"), Features: rawOf(featureIDs{"odd": {"odd"}})}}, nil, ""},
		"base in serverless":             {"serverless", Spaces{"soc": {Base: Known("all")}}, nil, ""},
		"an unknown sub-feature":         {"9.2", in(Security, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"odd": true})}), nil, ""},
		"a newer sub-feature with view":  {"9.2", in(Security, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"manage_templates": true})}), sub(Security, "manage_templates"), "Remove manage_templates"},
		"a newer sub-feature left false": {"9.2", in(Security, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"manage_templates": false})}), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, builtIn(t, test.version).CheckSpaces(test.spaces, nil), test.want, []string{test.detail}[:min(1, len(test.want))])
		})
	}
}

// An unknown id that the role holds gives a warning.
func TestCatalogueRefusesUnknownRawIDs(t *testing.T) {
	t.Parallel()
	raw := func(feature string, ids ...string) featureIDs { return featureIDs{feature: ids} }
	at := func(severity, feature, summary string) []string {
		return []string{severity + ` at spaces["soc"].features["` + feature + `"]: ` + summary}
	}
	const unknownFeature, unknownPrivilege = "Unknown feature", "Unknown privilege"
	for name, test := range map[string]struct {
		raw, held featureIDs
		want      []string
		detail    string
	}{
		"a listed feature":             {raw("discover_v2", "minimal_read", "url_create"), nil, nil, ""},
		"a listed deprecated feature":  {raw("generalCases", "minimal_all", "cases_delete"), nil, nil, ""},
		"a misspelt feature":           {raw("discover_v3", "read"), nil, at("error", "discover_v3", unknownFeature), `Did you mean "discover_v2"?`},
		"a misspelt privilege":         {raw("discover_v2", "reed"), nil, at("error", "discover_v2", unknownPrivilege), `Did you mean "read"?`},
		"a privilege of a newer one":   {raw("generalCases", "case_reopen"), nil, at("error", "generalCases", unknownPrivilege), `"cases_delete", "cases_settings"`},
		"a generation that is missing": {raw("generalCasesV9", "all"), nil, at("error", "generalCasesV9", unknownFeature), "Kibana 9.2 has no feature"},
		"a misspelt old generation":    {raw("securitySolutionCase", "all"), nil, at("error", "securitySolutionCase", unknownFeature), `Did you mean "securitySolutionCasesV3"? To use an access level, write security = {`},
		"a later generation":           {raw("securitySolutionCasesV4", "all"), nil, at("error", "securitySolutionCasesV4", unknownFeature), `Did you mean "securitySolutionCasesV3"? To use an access level, write security = { access = "view" }, for instance, in place of features.`},
		"in another case":              {raw("observabilitycasesv3", "all"), nil, at("error", "observabilitycasesv3", unknownFeature), `Did you mean "observabilityCasesV3"? To use an access level, write observability = {`},
		"a generation that is held":    {raw("generalCasesV4", "all"), raw("generalCasesV4", "all"), at("warning", "generalCasesV4", `Unknown feature "generalCasesV4"`), `write stack = {`},
		"misspelt connectors":          {raw("action", "all"), nil, at("error", "action", unknownFeature), `Did you mean "actions"? To use a connector level, write connectors in place of features.`},
		"held already":                 {raw("old", "all"), raw("old", "all"), at("warning", "old", `Unknown feature "old"`), "already holds it"},
		"a privilege held already":     {raw("discover_v2", "odd"), raw("discover_v2", "odd", "read"), at("warning", "discover_v2", `Unknown privilege "odd" of discover_v2`), "grants nothing"},
		"one held, one new":            {raw("old", "all", "new"), raw("old", "all"), at("error", "old", unknownFeature), ""},
		"a feature without privileges": {raw("old"), nil, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			features := builtInFeatures(version(t, "9.2"))
			for id := range features {
				features[id] = append([]string{"all", "read", "minimal_all", "minimal_read"}, features[id]...)
			}
			features["discover_v2"] = []string{"all", "read", "minimal_all", "minimal_read", "url_create"}
			c, err := NewCatalogue(version(t, "9.2"), builtInListing(version(t, "9.2"), features))
			if err != nil {
				t.Fatal(err)
			}
			found := c.CheckSpaces(Spaces{"soc": {Features: rawOf(test.raw)}}, roles.Privileges{"soc": {Features: test.held}})
			expectFindings(t, found, test.want, []string{test.detail}[:min(1, len(test.want))])
		})
	}
}

// Without a server, only cases features are known.
func TestBuiltInCatalogueRefusesUnknownCasesIDs(t *testing.T) {
	t.Parallel()
	check := func(features featureIDs) []Finding {
		return builtIn(t, "9.2").CheckSpaces(Spaces{"soc": {Features: rawOf(features)}}, nil)
	}
	expectFindings(t, check(featureIDs{"discover_v7": {"odd"}, "generalCasesV2": {"minimal_all", "case_reopen"}, "actions": {"all"}}), nil, nil)
	expectFindings(t, check(featureIDs{"generalCasesV2": {"cases_assign"}}), []string{`error at spaces["soc"].features["generalCasesV2"]: Unknown privilege`}, nil)
	expectFindings(t, check(featureIDs{"generalCasesV4": {"all"}}), []string{`error at spaces["soc"].features["generalCasesV4"]: Unknown feature`},
		[]string{`Did you mean "generalCasesV3"? To use an access level, write stack = {`})
	expectFindings(t, builtIn(t, "8.15").CheckSpaces(Spaces{"soc": {Features: rawOf(featureIDs{"generalCasesV3": {"all"}})}}, nil),
		[]string{`error at spaces["soc"].features["generalCasesV3"]: Unknown feature`}, []string{`Kibana 8.15 has no feature "generalCasesV3". Did you mean "generalCases"?`})
	expectFindings(t, builtIn(t, "serverless").CheckSpaces(Spaces{"soc": {Features: rawOf(featureIDs{"generalCasesV3": {"all"}})}}, nil),
		[]string{`error at spaces["soc"].features["generalCasesV3"]: Unknown feature`}, []string{`This serverless project has no Stack Management cases. Remove the feature.`})
}

// Releases before 8.15 and serverless projects do not accept every attribute.
func TestCheckRoleRefusesUnavailableAttributes(t *testing.T) {
	t.Parallel()
	remote := roles.Elasticsearch{
		RunAs: []string{"u"}, RemoteIndices: []roles.Indices{{Clusters: []string{"c"}}}, RemoteCluster: []roles.RemoteCluster{{Clusters: []string{"c"}}},
	}
	for name, test := range map[string]struct {
		version, name, description string
		es                         roles.Elasticsearch
		want                       []string
	}{
		"everything":             {"8.15", "SOC tier 1", "d", remote, nil},
		"nothing new":            {"8.14", "a", "", roles.Elasticsearch{RunAs: []string{"u"}}, nil},
		"too early":              {"8.14", "a", "d", remote, []string{"error at description: Description is not available", "error at elasticsearch.remote_cluster: Remote clusters are not available"}},
		"serverless":             {"serverless", "soc.tier-1_b", "d", roles.Elasticsearch{Cluster: []string{"monitor"}}, nil},
		"serverless name":        {"serverless", "SOC tier 1", "", roles.Elasticsearch{}, []string{"error at name: Invalid role name"}},
		"serverless, first sign": {"serverless", "-soc", "", roles.Elasticsearch{}, []string{"error at name: Invalid role name"}},
		"serverless parts": {"serverless", "a", "", remote, []string{
			"error at elasticsearch.run_as: Not available on serverless", "error at elasticsearch.remote_indices: Not available on serverless",
			"error at elasticsearch.remote_cluster: Not available on serverless",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, builtIn(t, test.version).CheckRole(test.name, test.description, test.es), test.want, nil)
		})
	}
}
