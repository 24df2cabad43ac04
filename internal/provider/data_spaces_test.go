package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestDataSpaces: what each Kibana shows in a space with a solution view, in one with
// disabled features, and in one with neither.
func TestDataSpaces(t *testing.T) {
	t.Parallel()
	const none, all = `null`, `["security", "observability", "stack"]`
	for name, test := range map[string]struct {
		solution, hidden, shown string // of the space with a view
		disabled, left          string // of the space with a disabled feature
		all                     string
	}{
		"8.11":                {none, `[]`, all, `["actions", "securitySolutionCases"]`, `["observability", "stack"]`, all},
		"8.16":                {`"es"`, `["observabilityCases", "securitySolutionCases"]`, `["stack"]`, `["actions", "securitySolutionCases"]`, `["observability", "stack"]`, all},
		"8.17":                {`"es"`, `["observabilityCases", "observabilityCasesV2", "securitySolutionCases", "securitySolutionCasesV2"]`, `["stack"]`, `["actions", "securitySolutionCasesV2"]`, `["observability", "stack"]`, all},
		"9.5":                 {`"es"`, `["observabilityCasesV3", "securitySolutionCasesV3"]`, `["stack"]`, `["actions", "securitySolutionCasesV3"]`, `["observability", "stack"]`, all},
		"serverless-security": {none, `[]`, `["security"]`, `[]`, `["security"]`, `["security"]`},
		"serverless-search":   {none, `[]`, `[]`, `[]`, `[]`, `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, name))
			k.SetSpace(kibanatest.Space{ID: "soc", Name: "SOC", Description: "Works cases", DisabledFeatures: []string{"securitySolutionCases", "actions"}})
			k.SetSpace(kibanatest.Space{ID: "sandbox", Name: "Sandbox", Solution: "es"})
			p := start(t, k.settings(nil))
			data := p.reads("cases_spaces", nil)
			p.wantNoDiagnostics()
			expectJSON(t, data, `{"spaces": {
				"default": {"name": "Default", "disabled_features": [], "solutions": `+test.all+`},
				"sandbox": {"name": "Sandbox", "solution": `+test.solution+`, "disabled_features": `+test.hidden+`, "solutions": `+test.shown+`},
				"soc": {"name": "SOC", "description": "Works cases", "disabled_features": `+test.disabled+`, "solutions": `+test.left+`}
			}}`)
			spaces, _ := data["spaces"].(map[string]any)
			if soc, _ := spaces["soc"].(map[string]any); soc["solution"] != nil {
				t.Errorf("solution %v, want null", soc["solution"])
			}
		})
	}
}

// Every read lists the spaces: another space may have been created since.
func TestDataSpacesAreFresh(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	p := start(t, k.settings(nil))
	before, _ := p.reads("cases_spaces", nil)["spaces"].(map[string]any)
	k.AddSpace("new", "New")
	after, _ := p.reads("cases_spaces", nil)["spaces"].(map[string]any)
	p.wantNoDiagnostics()
	if before["new"] != nil || after["new"] == nil {
		t.Errorf("spaces before: %v, after: %v", before, after)
	}
}

// Kibana leaves out the spaces that the caller may not see. Without the default space,
// the list is certainly not complete.
func TestDataSpacesThatAreNotVisible(t *testing.T) {
	t.Parallel()
	caller := kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword)
	for name, test := range map[string]struct {
		caller kibanatest.Credential
		says   []string
		listed int
	}{
		"all":                   {caller, nil, 3},
		"some, and the default": {caller.Seeing("default", "soc"), nil, 2},
		"some":                  {caller.Seeing("soc"), []string{"WARNING", "Not all spaces are listed", `"default"`, "in all spaces (*)"}, 1},
		"none":                  {caller.Seeing(), []string{"ERROR", "Listing spaces failed", "may see no space", "/api/spaces/space"}, 0},
		"no right":              {caller.Only(kibanatest.ReadSecurity, kibanatest.Monitor), []string{"ERROR", "may see no space"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest(), kibanatest.WithCredentials(test.caller))
			p := start(t, k.settings(nil))
			spaces, _ := p.reads("cases_spaces", nil)["spaces"].(map[string]any)
			if len(spaces) != test.listed {
				t.Errorf("spaces: %v, want %d", spaces, test.listed)
			}
			if test.says == nil {
				p.wantNoDiagnostics()
				return
			}
			p.wantDiagnostic(test.says...)
		})
	}
}

// Which cases a space shows follows the server, whatever kibana_version says.
func TestDataSpacesOfAVersion(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.SetSpace(kibanatest.Space{ID: "soc", Name: "SOC", Solution: "oblt"})
	p := start(t, k.settings(object{"kibana_version": "serverless"}))
	spaces, _ := p.reads("cases_spaces", nil)["spaces"].(map[string]any)
	p.wantDiagnostic("WARNING", "kibana_version is serverless, and Kibana is 9.5.4")
	soc, _ := spaces["soc"].(map[string]any)
	if diff := cmp.Diff([]any{"observability", "stack"}, soc["solutions"]); diff != "" {
		t.Errorf("solutions (-want +got):\n%s", diff)
	}
}
