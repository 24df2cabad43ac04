package provider_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestExamples: every example is valid, except the one that is wrong on
// purpose. Those that make something are applied to a Kibana.
func TestExamples(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil)
	whole, objects := exampleFolders(t)
	for _, folder := range whole {
		name, err := filepath.Rel(examples, folder)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tf.open(t, folder).expectValid(t, name == "refused")
		})
	}
	t.Run("objects", func(t *testing.T) { t.Parallel(); tf.together(t, objects).expectValid(t, false) })
	t.Run("imports", func(t *testing.T) {
		t.Parallel()
		for _, folder := range objects {
			for _, e := range tf.examples(t, folder) {
				if e.imports(t) {
					e.expectValid(t, false)
				}
			}
		}
	})
	t.Run("quickstart is applied", func(t *testing.T) { t.Parallel(); appliesQuickstart(t) })
	t.Run("soc is applied", func(t *testing.T) { t.Parallel(); appliesSOC(t, tf) })
	t.Run("soc is tested", func(t *testing.T) { t.Parallel(); testsSOC(t, tf) })
	t.Run("assignees are checked", func(t *testing.T) { t.Parallel(); checksAssignees(t, tf) })
	t.Run("data sources are read", func(t *testing.T) { t.Parallel(); readsDataSources(t, tf) })
}

func appliesQuickstart(t *testing.T) {
	t.Helper()
	tf := newBuiltCLI(t).on(t, kibanatest.Newest())
	e := tf.open(t, examples+"/quickstart")
	e.must(t, 0, "apply", "-auto-approve")
	e.must(t, 0, "plan", "-detailed-exitcode")
	if diff := cmp.Diff([]string{"quickstart-lead", "quickstart-tier1"}, tf.kibana.Names()); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	e.must(t, 0, "destroy", "-auto-approve")
	if names := tf.kibana.Names(); len(names) > 0 {
		t.Errorf("left behind: %q", names)
	}
}

// checksAssignees: the check names who cannot be assigned, until they log in.
func checksAssignees(t *testing.T, tf cli) {
	t.Helper()
	tf = tf.on(t, kibanatest.Newest())
	tf.kibana.Plant("analyst", granting("space:soc: feature_securitySolutionCasesV3.read"))
	for _, name := range []string{"ann", "bob"} {
		tf.kibana.AddUser(kibanatest.ESUser{Username: name, Roles: []string{"analyst"}})
	}
	tf.kibana.LogIn("ann")
	e := tf.examples(t, examples+"/guides/assignees")[0]
	if output := e.must(t, 0, "plan"); !strings.Contains(output, "Kibana does not offer them as assignees: bob.") {
		t.Errorf("the plan does not name bob:\n%s", output)
	}
	tf.kibana.LogIn("bob")
	if output := e.must(t, 0, "plan"); strings.Contains(output, "does not offer") {
		t.Errorf("both can be assigned:\n%s", output)
	}
}
