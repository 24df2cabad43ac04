package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// The privileges on cases of Kibana 7 are refused with what they became, on a server and with
// a pinned version. A role that still holds one is imported, with a warning in its plan.
func TestFormerPrivileges(t *testing.T) {
	t.Parallel()
	former := inSoc(object{"features": object{"siem": []string{"cases_all"}}})
	says := []string{`In spaces["soc"].features["siem"]: "cases_all" of the feature "siem" gave access to security cases before Kibana 8.0`}
	k := onDouble(t, profile(t, "8.19"))
	k.refuses(t, object{"name": "old", "spaces": former}, says)

	pinned := start(t, object{"endpoint": "https://kibana.invalid", "api_key": "a2V5", "kibana_version": "9.5.0"})
	pinned.planChange("cases_role", kept{}, object{"name": "old", "spaces": former})
	pinned.wantDiagnostic("ERROR", `security = { access = "assignee" }`, `Kibana 9.5 stores that as "all" of the feature "securitySolutionCasesV3"`)

	k.Plant("old", kibanatest.ESRole{Applications: grantsIn("soc", "feature_siem.cases_all").Applications})
	p := start(t, k.settings(nil))
	imported := p.importObject("cases_role", "old")
	p.wantNoDiagnostics()
	p.planChange("cases_role", imported, object{"name": "old", "description": "Old", "spaces": former})
	p.wantDiagnostic("WARNING", `Former privilege "cases_all" of siem`, "The role already holds it")
}
