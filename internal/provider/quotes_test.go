package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// TestQuotes: what the guides and the read-me quote of Terraform's output is
// what Terraform prints. Each quote is a file beside the example that it is about.
func TestQuotes(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil)
	for name, quotes := range map[string]func(t *testing.T, s guide){
		"auditing-case-access": quotesMatrix,
		"reviewing-access":     quotesReviews,
		"kibana-upgrades":      quotesUpgrades,
		"sharing-a-role":       quotesSharing,
		"testing":              quotesTests,
		"reviewing-plans":      quotesPlans,
		"first-soc":            quotesFirstSOC,
		"customers":            quotesCustomers,
		"auditors":             quotesAuditors,
		"revoking":             quotesRevoking,
		"applications":         quotesApplications,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quotes(t, openGuide(t, tf, name))
		})
	}
	t.Run("the read-me", func(t *testing.T) { t.Parallel(); quotesInReadme(t) })
}

func quotesMatrix(t *testing.T, s guide) {
	t.Helper()
	quickstart := s.cli.open(t, examples+"/quickstart")
	quickstart.must(t, 0, "apply", "-auto-approve")
	s.quote(t, "matrix", quickstart.must(t, 0, "output", "-raw", "access_matrix"))
}

func quotesReviews(t *testing.T, s guide) {
	t.Helper()
	s.configure(t, "role.tf")
	s.quote(t, "created", plannedChange(t, s.must(t, 0, "plan"), "cases_role.soc_tier1"))
	s.must(t, 0, "apply", "-auto-approve")

	s.configure(t, "role.tf", ", sub_features = { delete_cases = false }", "")
	wider := s.must(t, 0, "plan")
	s.quote(t, "wider", plannedChange(t, wider, "cases_role.soc_tier1"))
	s.quote(t, "wider-capabilities", plannedCapabilities(t, wider))

	s.configure(t, "role.tf", "delete_cases = false", "reopen_cases = false")
	exchanged := s.must(t, 0, "plan")
	s.quote(t, "exchanged", plannedChange(t, exchanged, "cases_role.soc_tier1"))
	s.quote(t, "exchanged-warning", diagnosticText(t, exchanged, `Role "soc-tier1" loses reopen_cases in soc/security`))

	s.configure(t, "role.tf", "assignee", "view", ", sub_features = { delete_cases = false }", "")
	s.quote(t, "narrower", diagnosticText(t, s.must(t, 0, "plan"), `Role "soc-tier1" loses create_cases, update_cases, edit_settings and 5 more in soc/security`))

	s.configure(t, "role.tf")
	role, _ := s.cli.kibana.Stored("soc-tier1")
	role.Applications[0].Privileges = append(role.Applications[0].Privileges, "feature_securitySolutionCasesV3.cases_delete")
	s.cli.kibana.Plant("soc-tier1", role)
	s.quote(t, "widened", plannedChange(t, s.must(t, 2, "plan", "-detailed-exitcode"), "cases_role.soc_tier1"))
}

func quotesUpgrades(t *testing.T, s guide) {
	t.Helper()
	s.cli.kibana.SetProfile(profile(t, "9.2"))
	s.configure(t, "role.tf")
	s.must(t, 0, "apply", "-auto-approve")

	// What the next release would change is planned before the upgrade, and
	// cannot be applied by mistake.
	s.write(t, "provider.tf", `provider "cases" { kibana_version = "9.5.0" }`)
	s.quote(t, "ahead", plannedChange(t, s.must(t, 0, "plan"), "cases_role.soc_tier1"))
	s.quote(t, "refused", diagnosticText(t, s.must(t, 1, "apply", "-auto-approve"), "Kibana is not the one that this plan was made for"))

	// What is pinned changes nothing, before the upgrade and after.
	s.write(t, "provider.tf", "")
	s.configure(t, "pinned.tf")
	s.must(t, 0, "plan", "-detailed-exitcode")
	s.cli.kibana.SetProfile(kibanatest.Newest())
	s.must(t, 0, "plan", "-detailed-exitcode")
	s.must(t, 0, "destroy", "-auto-approve")

	// Deprecated ids are no difference until they are to be rewritten.
	s.cli.kibana.SetProfile(profile(t, "8.15"))
	s.configure(t, "role.tf")
	s.must(t, 0, "apply", "-auto-approve")
	s.cli.kibana.SetProfile(kibanatest.Newest())
	s.quote(t, "deprecated", diagnosticText(t, s.must(t, 0, "plan", "-detailed-exitcode"), "Deprecated feature ids are in use"))
	s.write(t, "provider.tf", `provider "cases" { rewrite_deprecated = true }`)
	s.quote(t, "rewritten", plannedChange(t, s.must(t, 2, "plan", "-detailed-exitcode"), "cases_role.soc_tier1"))
}

// quotesSharing: the role belongs to somebody else, who gave it something in
// the same space.
func quotesSharing(t *testing.T, s guide) {
	t.Helper()
	s.cli.kibana.Plant("analyst", kibanatest.ESRole{
		Indices: []kibanatest.ESIndices{{Names: []string{"logs-*"}, Privileges: []string{"read"}}},
		Applications: []kibanatest.ESApplication{{
			Application: "kibana-.kibana", Resources: []string{"space:soc"},
			Privileges: []string{"feature_discover_v2.read", "feature_securitySolutionCasesV3.all", "feature_observabilityCasesV3.read"},
		}},
	})
	s.configure(t, "import.tf")
	s.quote(t, "imported", plannedChange(t, s.must(t, 0, "plan"), "cases_feature_privilege.analyst_soc"))
	s.configure(t, "grant.tf")
	s.quote(t, "granted", plannedChange(t, s.must(t, 0, "plan"), "cases_feature_privilege.analyst_soc"))
	s.quote(t, "taken-over", diagnosticText(t, s.must(t, 0, "plan"), `Role "analyst" loses delete_cases in soc/security`))
	s.must(t, 0, "apply", "-auto-approve")
	granted, _ := s.cli.kibana.Stored("analyst")
	s.configure(t, "forget.tf")
	if terraformtest.IsOpenTofuBefore110(t) {
		s.configure(t, "forget.tf", "\n  lifecycle {\n    destroy = false\n  }\n", "")
	}
	s.must(t, 0, "apply", "-auto-approve")
	forgotten, _ := s.cli.kibana.Stored("analyst")
	if diff := cmp.Diff(granted, forgotten); diff != "" {
		t.Errorf("the role of a forgotten grant (-before +after):\n%s", diff)
	}

	s.cli.kibana.Remove("analyst")
	s.configure(t, "owner.tf")
	s.must(t, 0, "apply", "-auto-approve")
	s.must(t, 0, "plan", "-detailed-exitcode")
	const takenAway = `Grant is taken away: security in space "soc" of role "analyst"`
	s.configure(t, "owner.tf", "[spaces]", "[]")
	output := s.must(t, 0, "plan")
	s.quote(t, "fought", plannedChange(t, output, "cases_role.analyst"))
	s.quote(t, "taken-away", diagnosticText(t, output, takenAway))

	s.configure(t, "owner.tf")
	s.quote(t, "replaced", diagnosticText(t, s.must(t, 0, "plan", "-replace=cases_role.analyst"), takenAway))
	s.must(t, 0, "apply", "-auto-approve", "-replace=cases_role.analyst",
		"-replace=cases_feature_privilege.analyst_security", "-replace=cases_feature_privilege.analyst_observability")
	s.must(t, 0, "plan", "-detailed-exitcode")

	s.write(t, "second.tf", `
		resource "cases_feature_privilege" "second" {
		  role     = cases_role.analyst.name
		  space    = "soc"
		  security = { access = "assignee", sub_features = { delete_cases = false } }
		}`)
	s.quote(t, "twice", diagnosticText(t, s.must(t, 0, "plan"), `Two grants on security in space "soc" of role "analyst"`))
}

// quotesTests: a configuration is refused, and another's tests pass, without a
// Kibana.
func quotesTests(t *testing.T, s guide) {
	t.Helper()
	tf := s.cli
	tf.kibana = nil
	s.quote(t, "refused", diagnosticText(t, tf.open(t, examples+"/refused").must(t, 1, "validate"), "Full access needs Connectors All"))
	s.quote(t, "tested", findOnce(t, tf.open(t, s.source).must(t, 0, "test"), `^Success! .*?\n`)[0])
}

func quotesApplications(t *testing.T, s guide) {
	t.Helper()
	e := s.cli.open(t, s.source)
	e.must(t, 0, "apply", "-auto-approve")
	s.quote(t, "access", e.must(t, 0, "output", "access"))
	e.write(t, "main.tf", strings.Replace(read(t, s.source+"/main.tf"), "security = {", "securty = {", 1))
	s.quote(t, "refused", findOnce(t, e.must(t, 1, "plan"), `^(Invalid value for .*?) *\n*\z`)[1]+"\n")
}

// quotesInReadme: the read-me shows quotes of the guides as they are.
func quotesInReadme(t *testing.T) {
	t.Helper()
	shown := regexp.MustCompile("(?s)<!-- (examples/[^ ]*[.]txt) -->\n(?:```text)?\n(.*?)(?:```|\n<!-- end of quote -->)\n").FindAllStringSubmatch(read(t, "../../README.md"), -1)
	if len(shown) != 1 {
		t.Fatalf("the read-me shows %d quotes, not a plan", len(shown))
	}
	for _, quote := range shown {
		if diff := cmp.Diff(read(t, "../../"+quote[1]), quote[2]); diff != "" {
			t.Errorf("%s (-quoted +shown):\n%s", quote[1], diff)
		}
	}
}
