package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// owners are the solutions as Kibana's actions name them.
var owners = map[cases.Solution]string{
	cases.Security: "securitySolution", cases.Observability: "observability", cases.Stack: "cases",
}

// knownOperations are the operations on cases that Kibana has had so far. One
// that is not among them may be a new capability.
var knownOperations = strings.Fields(`
	createCase getCase updateCase deleteCase pushCase createComment getComment updateComment deleteComment
	createConfiguration findConfigurations updateConfiguration reopenCase assignCase manageTemplate getFieldDefinitions
	getTags getReporters getUserActions`)

// casesFeatures are the first generations of the features, by solution.
var casesFeatures = map[string]string{"security": "securitySolutionCases", "observability": "observabilityCases", "stack": "generalCases"}

func expectCatalogue(t *testing.T, c *client.Client, actions map[string]map[string][]string) {
	t.Helper()
	status, err := c.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	version := cases.Serverless
	if status.BuildFlavor != "serverless" {
		if version, err = cases.ParseVersion(status.Version); err != nil {
			t.Fatal(err)
		}
	}
	for _, difference := range catalogueDifferences(t, version, actions) {
		t.Error(difference)
	}
}

// catalogueDifferences compares the catalogue of a server, and the one that is
// built in for its version, with the server's actions by feature and privilege.
func catalogueDifferences(t *testing.T, version cases.Version, actions map[string]map[string][]string) []string {
	t.Helper()
	live, err := cases.NewCatalogue(version, cases.Listing{Features: actions})
	if err != nil {
		t.Fatal(err)
	}
	builtIn, err := cases.BuiltInCatalogue(version)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, feature := range slices.Sorted(maps.Keys(actions)) {
		solution, ok := cases.SolutionOf(feature)
		if !ok {
			continue
		}
		if slices.Contains(live.Unrecognized(solution), feature) {
			found = append(found, feature+": the provider does not know this feature")
			continue
		}
		for _, privilege := range slices.Sorted(maps.Keys(actions[feature])) {
			at := feature + "." + privilege
			if !slices.Contains(knownPrivileges, privilege) {
				found = append(found, at+": the provider does not know this privilege")
				continue
			}
			granted, problems := operations(actions[feature][privilege], owners[solution])
			for _, problem := range problems {
				found = append(found, at+": "+problem)
			}
			for name, c := range map[string]cases.Catalogue{"as the server lists it": live, "as it is built in": builtIn} {
				if diff := cmp.Diff(sorted(granted), sorted(c.Operations(feature, privilege))); diff != "" {
					found = append(found, fmt.Sprintf("%s, %s, grants (-Kibana +provider):\n%s", at, name, diff))
				}
			}
		}
	}
	return append(found, writesDifferently(version, live, builtIn)...)
}

// operations are those on an owner's cases among a privilege's actions.
func operations(actions []string, owner string) (granted, problems []string) {
	for _, action := range actions {
		scope, isCases := strings.CutPrefix(action, "cases:")
		if !isCases {
			continue
		}
		of, operation, _ := strings.Cut(scope, "/")
		of = of[strings.LastIndex(of, ":")+1:] // older releases put theirs in front
		switch {
		case of != owner:
			problems = append(problems, "acts on other cases: "+action)
		case !slices.Contains(knownOperations, operation):
			problems = append(problems, "the provider does not know the operation "+operation)
		default:
			granted = append(granted, operation)
		}
	}
	return granted, problems
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }

// writesDifferently compares what a plan for a version stores with what a plan
// for the server of that version stores. Which project a serverless one is,
// only the server knows.
func writesDifferently(version cases.Version, live, builtIn cases.Catalogue) []string {
	var found []string
	for _, solution := range cases.Solutions() {
		if version.IsServerless() && !live.Has(solution) {
			continue
		}
		for name, access := range map[string]cases.SolutionAccess{
			"full":                 {Access: cases.Known(cases.Full)},
			"view":                 {Access: cases.Known(cases.View)},
			"nothing but deleting": {Access: cases.Known(cases.View), SubFeatures: map[cases.SubFeature]cases.Value[bool]{cases.SubDeleteCases: cases.Known(true)}},
			"full but deleting":    {Access: cases.Known(cases.Full), SubFeatures: map[cases.SubFeature]cases.Value[bool]{cases.SubDeleteCases: cases.Known(false)}},
		} {
			spaces := cases.Spaces{"soc": {Cases: map[cases.Solution]cases.Value[cases.SolutionAccess]{solution: cases.Known(access)}}}
			if diff := cmp.Diff(live.Encode(spaces), builtIn.Encode(spaces)); diff != "" {
				found = append(found, fmt.Sprintf("Kibana %s is believed to store %s %s otherwise (-Kibana +provider):\n%s", version, solution, name, diff))
			}
		}
	}
	return found
}

// privilegeActions asks a Kibana for the actions of every privilege of every
// feature.
func (k target) privilegeActions(t *testing.T) map[string]map[string][]string {
	t.Helper()
	url := strings.TrimRight(k.endpoint, "/") + "/api/security/privileges?includeActions=true&respectLicenseLevel=false"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", k.authorization)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var all struct {
		Features map[string]map[string][]string `json:"features"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&all); err != nil || len(all.Features) == 0 {
		t.Fatalf("%s: %s, without features: %v", url, answer.Status, err)
	}
	return all.Features
}

var doubleAuthorization = basic(kibanatest.DefaultUser, kibanatest.DefaultPassword)

func authorizationFromEnvironment() string {
	if key := os.Getenv("KIBANA_API_KEY"); key != "" {
		return "ApiKey " + key
	}
	return basic(os.Getenv("KIBANA_USERNAME"), os.Getenv("KIBANA_PASSWORD"))
}

func basic(username, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
}
