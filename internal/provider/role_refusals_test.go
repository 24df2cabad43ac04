package provider_test

import (
	"fmt"
	"maps"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestRoleRefusals: `terraform validate` refuses what is wrong and warns about
// what has no effect, each in one message, and is silent about what is right or
// not known yet. Kibana is not asked for anything.
func TestRoleRefusals(t *testing.T) {
	t.Parallel()
	double := kibanatest.Start(t, kibanatest.Newest())
	tf := newCLI(t, double)
	refused, warned, silent := map[string]refusal{}, warnedAbout(), acceptedRoles()
	for _, rows := range []map[string]refusal{refusedNames(), refusedSpaces(), refusedCombinations(), refusedElasticsearch(), refusedByTerraform()} {
		maps.Copy(refused, rows)
	}
	maps.Copy(silent, unknownRoles())

	diagnostics := tf.validate(t, variables+roleBlocks(configs(refused))+roleBlocks(configs(warned))+roleBlocks(silent))

	for name, want := range refused {
		t.Run(name, func(t *testing.T) { t.Parallel(); want.expect(t, "error", diagnostics[name]) })
	}
	for name, want := range warned {
		t.Run(name, func(t *testing.T) { t.Parallel(); want.expect(t, "warning", diagnostics[name]) })
	}
	for name := range silent {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, d := range diagnostics[name] {
				t.Errorf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
			}
		})
	}
	t.Run("reserved_names", func(t *testing.T) { t.Parallel(); refusesReservedNames(t, tf) })
	expectNoRequest(t, double)
}

// refusesReservedNames: the plan refuses a role that Elasticsearch reserves.
func refusesReservedNames(t *testing.T, tf cli) {
	t.Helper()
	rows := map[string]refusal{}
	for _, name := range []string{"superuser", "kibana_admin", "kibana_user", "kibana_system", "editor", "viewer", "monitoring_user", "reporting_user"} {
		rows[name] = refusal{`name = "` + name + `"`, "name", "Reserved role", "Choose another name"}
	}
	diagnostics := tf.plan(t, roleBlocks(configs(rows)))
	for name, want := range rows {
		t.Run(name, func(t *testing.T) { t.Parallel(); want.expect(t, "error", diagnostics[name]) })
	}
	expectNoRequest(t, tf.kibana)
}

// TestRoleRefusalAtApply: what is not known before the apply is held against
// the rules then, and nothing is written.
func TestRoleRefusalAtApply(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	late := func(text, role string) resource.TestStep {
		return resource.TestStep{Config: fmt.Sprintf(`
			resource "terraform_data" "late" {
			  input = %q
			}
			resource "cases_role" "test" {
			  %s
			}`, text, role)}
	}
	access, name := late("ful", `
		name   = "refused-at-apply"
		spaces = { soc = { security = { access = terraform_data.late.output } } }`), late("superuser", `
		name   = terraform_data.late.output
		spaces = { soc = { security = { access = "view" } } }`)
	access.ExpectError = regexp.MustCompile(`Invalid access level`)
	name.ExpectError = regexp.MustCompile(`Reserved role`)
	k.runCLI(t, access, name)
	if names := k.Names(); len(names) > 0 {
		t.Errorf("Kibana holds %q", names)
	}
}

func expectNoRequest(t *testing.T, double *kibanatest.Server) {
	t.Helper()
	for _, r := range double.Journal() {
		t.Errorf("Kibana was asked for %s %s", r.Method, r.Path)
	}
}
