package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// stage is a configuration that Terraform applies.
type stage struct {
	config  string
	taints  []string               // addresses, before the apply
	says    []string               // in the output of the apply
	check   resource.TestCheckFunc // what must hold after it
	changes bool                   // the next plan has changes
}

// stagesOf makes stages without checks.
func stagesOf(configs ...string) (all []stage) {
	for _, config := range configs {
		all = append(all, stage{config: config})
	}
	return all
}

// applies runs stages with the Terraform CLI, and destroys everything in the end. It runs two commands for a stage. For a
// step, terraform-plugin-testing runs seven.
func (k target) applies(t *testing.T, stages ...stage) {
	t.Helper()
	e := example{newCLI(t, k.Server), t.TempDir()}
	for i, s := range stages {
		e.write(t, "main.tf", withRequirements+s.config)
		for _, address := range s.taints {
			e.must(t, 0, "taint", address)
		}
		output := e.must(t, 0, "apply", "-auto-approve")
		for _, text := range s.says {
			if !strings.Contains(output, text) {
				t.Errorf("stage %d: Terraform does not say %q:\n%s", i+1, text, output)
			}
		}
		if s.check != nil {
			if err := s.check(nil); err != nil {
				t.Errorf("stage %d: %s", i+1, err)
			}
		}
		planned := 0
		if s.changes {
			planned = 2
		}
		e.must(t, planned, "plan", "-detailed-exitcode")
	}
	e.must(t, 0, "destroy", "-auto-approve")
}

// sideBySide runs the stages of several rows together: the first stages are one configuration, and so on. A row that has
// no more stages stays as it is. Names of resources and roles must differ from row to row.
func (k target) sideBySide(t *testing.T, rows map[string][]stage) {
	t.Helper()
	longest := 0
	for _, stages := range rows {
		longest = max(longest, len(stages))
	}
	together := make([]stage, longest)
	for i := range together {
		var checks []resource.TestCheckFunc
		for _, name := range slices.Sorted(maps.Keys(rows)) {
			row := rows[name]
			together[i].config += "\n# " + name + "\n" + row[min(i, len(row)-1)].config
			if i >= len(row) {
				continue
			}
			together[i].taints = append(together[i].taints, row[i].taints...)
			together[i].says = append(together[i].says, row[i].says...)
			together[i].changes = together[i].changes || row[i].changes
			if check := row[i].check; check != nil {
				checks = append(checks, func(state *terraform.State) error {
					if err := check(state); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
					return nil
				})
			}
		}
		together[i].check = all(checks)
	}
	k.applies(t, together...)
}

// identifier makes the name of a row a name for its resources and its role.
func identifier(row string) string {
	return strings.NewReplacer(" ", "_", ",", "").Replace(row)
}
