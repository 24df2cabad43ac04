package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// Terraform writes the configuration of an imported role, and that configuration changes
// nothing. If the import block has to name the provider, that has to be removed before the
// next plan.
func TestGeneratedConfigurationOfAnImport(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil).on(t, kibanatest.Newest())
	tf.kibana.Plant("helpdesk", granting("space:soc: feature_securitySolutionCasesV3.read"))
	e := example{tf, t.TempDir()}
	e.write(t, "versions.tf", withRequirements)
	block := func(more string) {
		e.write(t, "import.tf", "import {\n to = cases_role.helpdesk\n id = \"helpdesk\"\n"+more+"}\n")
	}
	generate := []string{"plan", "-generate-config-out=helpdesk.tf"}

	block("")
	if misplacesImports(t) {
		if output := e.must(t, 1, generate...); !strings.Contains(output, "hashicorp/cases") {
			t.Fatalf("Terraform fails for another reason:\n%s", output)
		}
		block(" provider = cases\n")
	}
	e.must(t, 0, generate...)
	block("")
	if output := e.must(t, 0, "plan"); !strings.Contains(output, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the generated configuration changes the role:\n%s", output)
	}
}

// From Terraform 1.16 on, a module may import what it manages.
func TestImportInAModule(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil)
	if terraformtest.OlderThan(t, "1.16.0", "1.16.0") {
		t.Skip("needs Terraform 1.16")
	}
	tf = tf.on(t, kibanatest.Newest())
	for _, by := range []string{`id = var.role`, `identity = { name = var.role }`} {
		tf.kibana.Plant("helpdesk", granting("space:soc: feature_securitySolutionCasesV3.read"))
		e := example{tf, t.TempDir()}
		e.write(t, "main.tf", withRequirements+`
			module "helpdesk" {
			  source = "./module"
			  role   = "helpdesk"
			}`)
		if err := os.Mkdir(filepath.Join(e.folder, "module"), 0o700); err != nil {
			t.Fatal(err)
		}
		e.write(t, "module/main.tf", withRequirements+`
			variable "role" { type = string }
			import {
			  to = cases_role.this
			  `+by+`
			}
			resource "cases_role" "this" {
			  name   = var.role
			  spaces = { soc = { security = { access = "view" } } }
			  elasticsearch { cluster = ["monitor"] }
			}`)
		e.must(t, 0, "get")
		if output := e.must(t, 0, "apply", "-auto-approve"); !strings.Contains(output, "1 imported, 0 added, 0 changed, 0 destroyed") {
			t.Errorf("%s: the role is not imported as it is:\n%s", by, output)
		}
		e.must(t, 0, "plan", "-detailed-exitcode")
	}
}

// Terraform passes an empty id on. The provider refuses it, and the error is not called a
// bug of the provider.
func TestImportThatNamesNothing(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil).on(t, kibanatest.Newest())
	e := example{tf, t.TempDir()}
	const objects = `
		resource "cases_role" "test" { name = "a" }
		resource "cases_feature_privilege" "test" {
		  role     = "a"
		  space    = "soc"
		  security = { access = "view" }
		}`
	e.write(t, "main.tf", withRequirements+objects)
	for command, says := range map[string]string{
		"cases_role.test ":                           `Write the name of the role, such as "soc-tier1"`,
		"cases_feature_privilege.test ":              `Write "<role>/<space>", such as "soc-tier1/soc"`,
		"cases_feature_privilege.test soc-tier1/SOC": `"SOC" is not a space id`,
	} {
		address, id, _ := strings.Cut(command, " ")
		e.refuses(t, says, "import", address, id)
	}
}

// refuses runs a command that fails with an error.
func (e example) refuses(t *testing.T, says string, command ...string) {
	t.Helper()
	if output := e.must(t, 1, command...); !acrossLines(says).MatchString(output) || strings.Contains(output, "in the provider") {
		t.Errorf("%q prints no %q:\n%s", command, says, output)
	}
}
