package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// hidingSpaces is a Kibana in which soc hides security cases as a disabled feature, and
// sandbox by its solution view.
func hidingSpaces(t *testing.T, version string, options ...kibanatest.Option) target {
	t.Helper()
	k := onDouble(t, profile(t, version), options...)
	k.SetSpace(kibanatest.Space{ID: "soc", Name: "SOC", DisabledFeatures: []string{"securitySolutionCases", "actions"}})
	k.SetSpace(kibanatest.Space{ID: "sandbox", Name: "Sandbox", Solution: "oblt"})
	return k
}

// A plan that gives access to cases in a space that hides them warns, by what Kibana
// says of the space in each version.
func TestPlanWarnsAboutHiddenCases(t *testing.T) {
	t.Parallel()
	const (
		soc     = `WARNING AttributeName("spaces").ElementKeyString("soc").AttributeName("security"): Space "soc" hides Security cases: In spaces["soc"].security: `
		sandbox = `WARNING AttributeName("spaces").ElementKeyString("sandbox").AttributeName("security"): Space "sandbox" hides Security cases: In spaces["sandbox"].security: Space "sandbox" has the solution view "oblt"`
	)
	for version, warnings := range map[string][]string{
		"8.11":                {soc + `The disabled features of space "soc" include "securitySolutionCases", so people do not see`},
		"8.16":                {soc, sandbox},
		"8.17":                {soc + `The disabled features of space "soc" include "securitySolutionCasesV2", so people do not see`, sandbox},
		"9.5":                 {soc + `The disabled features of space "soc" include "securitySolutionCasesV3", so people do not see`, sandbox},
		"serverless-security": nil,
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			k := hidingSpaces(t, version)
			p := start(t, k.settings(nil))
			p.plan(object{"name": "test", "spaces": object{"soc": security("full"), "sandbox": security("view"), "default": security("view"), "*": security("view")}})
			p.wantDiagnostics(isError)
			p.wantDiagnostics(isWarning, warnings...)
			if diff := cmp.Diff([]string{"GET /api/spaces/space"}, k.requests("GET /api/spaces")); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// The grant of a single space warns, too, and an object that exists warns in every plan
// until the space shows the cases.
func TestPlansWarnWhileCasesAreHidden(t *testing.T) {
	t.Parallel()
	k := hidingSpaces(t, "9.5")
	k.Plant("granted", kibanatest.ESRole{})
	objects := map[string]object{
		ownRole:          {"name": "test", "spaces": inSoc(security("view"))},
		featurePrivilege: {"role": "granted", "space": "soc", "security": object{"access": "view"}},
	}
	existing := map[string]kept{}
	plans := func(of string, warns bool) {
		t.Helper()
		p := start(t, k.settings(nil))
		p.planChange(of, existing[of], objects[of])
		if !warns {
			p.wantNoDiagnostics()
			return
		}
		p.wantDiagnostic("WARNING", `AttributeName("security")`, `Space "soc" hides Security cases`)
	}
	for of, config := range objects {
		plans(of, true)
		existing[of] = start(t, k.settings(nil)).change(of, kept{}, config)
		plans(of, true)
	}
	k.SetSpace(kibanatest.Space{ID: "soc", Name: "SOC", Solution: "security"})
	for of := range objects {
		plans(of, false)
	}
}

// Without permission to see the space there is no such warning, as there is none about
// spaces that do not exist.
func TestNoWarningAboutSpacesThatAreNotVisible(t *testing.T) {
	t.Parallel()
	k := hidingSpaces(t, "9.5", kibanatest.WithCredentials(
		kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword).Only(kibanatest.ManageSecurity, kibanatest.Monitor)))
	p := start(t, k.settings(nil))
	p.plan(object{"name": "test", "spaces": inSoc(security("full"))})
	p.wantNoDiagnostics()
}
