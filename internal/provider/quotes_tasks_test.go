package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// quotesFirstSOC: the module of the example takes over the first role, and changes it in place.
func quotesFirstSOC(t *testing.T, s guide) {
	t.Helper()
	s.cli.kibana.Plant("oncall", kibanatest.ESRole{}) // the guards ask what it adds
	for name, source := range map[string]string{"main.tf": "testing", "checks.tf": "guards"} {
		s.write(t, name, read(t, filepath.Join(examples, "guides", source, name)))
	}
	s.write(t, "versions.tf", "") // the example has its own
	s.must(t, 0, "apply", "-auto-approve")
	for _, name := range []string{"checks.tf", "main.tf", "versions.tf"} { // CopyFS overwrites nothing
		if err := os.Remove(filepath.Join(s.folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(s.folder, os.DirFS(filepath.Join(examples, "soc"))); err != nil {
		t.Fatal(err)
	}
	s.configure(t, "moved.tf")
	s.must(t, 0, "get")
	s.quote(t, "moved", plannedActions(t, s.must(t, 0, "plan")))
	s.must(t, 0, "apply", "-auto-approve")
	s.must(t, 0, "plan", "-detailed-exitcode")
}

// quotesCustomers: a customer more, and a customer less.
func quotesCustomers(t *testing.T, s guide) {
	t.Helper()
	for _, space := range []string{"acme", "globex", "hooli", "initech"} {
		s.cli.kibana.AddSpace(space, space)
	}
	if err := os.CopyFS(filepath.Join(s.folder, "customer"), os.DirFS(filepath.Join(s.source, "customer"))); err != nil {
		t.Fatal(err)
	}
	s.write(t, "versions.tf", "") // the example has its own
	s.configure(t, "customers.tf")
	s.must(t, 0, "get")
	s.must(t, 0, "apply", "-auto-approve")
	const hooli = "    hooli  = { tier1_may_delete = true } # its contract asks for it\n"
	s.configure(t, "customers.tf", hooli, hooli+"    initech = { tier1_may_delete = false }\n")
	s.must(t, 0, "get")
	s.quote(t, "added", plannedActions(t, s.must(t, 0, "plan")))
	s.configure(t, "customers.tf", hooli, "")
	removed := s.must(t, 0, "plan")
	s.quote(t, "removed", plannedActions(t, removed)+"\n"+diagnosticText(t, removed, `Role "customers-oncall" loses read_cases, create_cases, update_cases and 6 more in hooli/security, and more in hooli/connectors`))
	s.must(t, 0, "apply", "-auto-approve")
	if names := strings.Join(s.cli.kibana.Names(), " "); strings.Contains(names, "hooli") {
		t.Errorf("roles of a former customer: %s", names)
	}
}

// quotesAuditors: the role views, and a wider one is refused.
func quotesAuditors(t *testing.T, s guide) {
	t.Helper()
	s.configure(t, "auditor.tf")
	s.must(t, 0, "apply", "-auto-approve")
	s.must(t, 0, "plan", "-detailed-exitcode")
	s.cli.kibana.Plant("case-auditor", everywhere("feature_securitySolutionCasesV3.read", "feature_securitySolutionCasesV3.cases_delete"))
	s.must(t, 2, "plan", "-detailed-exitcode") // the apply comes first
	s.configure(t, "auditor.tf", `security      = { access = "view" }`, `security      = { access = "view", sub_features = { add_comments = true } }`)
	if output := s.must(t, 1, "apply", "-auto-approve"); !strings.Contains(output, "An auditor can do more than view cases.") {
		t.Errorf("a wider role:\n%s", output)
	}
}

// quotesRevoking: each way takes away what it says.
func quotesRevoking(t *testing.T, s guide) {
	t.Helper()
	for _, way := range []string{"one-solution", "one-space", "nothing-left"} {
		s.configure(t, "before.tf")
		s.must(t, 0, "apply", "-auto-approve")
		s.configure(t, way+".tf")
		s.quote(t, way, plannedCapabilities(t, s.must(t, 0, "plan")))
		s.must(t, 0, "apply", "-auto-approve")
	}
	if role, _ := s.cli.kibana.Stored("contractor"); len(role.Applications) > 0 {
		t.Errorf("the role still grants %+v", role.Applications)
	}
	s.configure(t, "left.tf")
	s.cli.kibana.Plant("contractor", kibanatest.ESRole{})
	if output := s.must(t, 0, "plan"); !strings.Contains(output, `"soc/security"`) {
		t.Errorf("what is left does not show:\n%s", output)
	}
	s.cli.kibana.Plant("helpdesk", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
		Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"feature_securitySolutionCasesV3.read", "feature_discover_v2.read", "feature_actions.read"},
	}}})
	s.configure(t, "others-role.tf")
	s.quote(t, "others-role", diagnosticText(t, s.must(t, 0, "plan"), `Role "helpdesk" loses read_cases in soc/security, and more in soc/connectors`))
	s.must(t, 0, "apply", "-auto-approve")
	if role, _ := s.cli.kibana.Stored("helpdesk"); len(role.Applications) != 1 || strings.Join(role.Applications[0].Privileges, " ") != "feature_discover_v2.read" {
		t.Errorf("the helpdesk still has %+v", role.Applications)
	}
}

// plannedActions is what a plan does to each object, without how.
func plannedActions(t *testing.T, output string) string {
	t.Helper()
	var lines strings.Builder
	for _, line := range regexp.MustCompile(`(?m)^ {2}(# .* will be .*)$|^(Plan: .*)$`).FindAllStringSubmatch(output, -1) {
		lines.WriteString(line[1] + line[2] + "\n")
	}
	return lines.String()
}

// plannedCapabilities is what a plan does to the capabilities of its one object, without the indent.
func plannedCapabilities(t *testing.T, output string) string {
	t.Helper()
	found := findOnce(t, output, `^      [~-] capabilities .*?^        }[^\n]*\n`)
	return outdent(found[0], 6)
}

// outdent removes spaces in front of each line that has so many.
func outdent(text string, spaces int) string {
	return strings.TrimPrefix(strings.ReplaceAll("\n"+text, "\n"+strings.Repeat(" ", spaces), "\n"), "\n")
}
