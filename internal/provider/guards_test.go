package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestGuards: the guards of the guide pass as they stand, and each of them fails where
// access widens, however it does.
func TestGuards(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil).on(t, kibanatest.Newest())
	const folder = examples + "/guides/guards"
	e := example{tf, t.TempDir()}
	configure := func(guard string) {
		e.write(t, "main.tf", read(t, folder+"/main.tf"))
		e.write(t, "guard.tf", read(t, folder+"/"+guard))
	}
	tf.kibana.Plant("oncall", kibanatest.ESRole{})
	tf.kibana.Plant("soc-lead", onResource("space:soc", "feature_securitySolutionCasesV3.all"))
	configure("checks.tf")
	e.must(t, 0, "apply", "-auto-approve")
	tier1, _ := tf.kibana.Stored("soc-tier1")

	const deletes, deleters = "Tier 1 can delete security cases.", "Other roles than soc-lead can delete security cases: oncall."
	for name, test := range map[string]struct {
		oncall kibanatest.ESRole
		says   []string
	}{
		"nothing":            {says: nil},
		"elsewhere":          {onResource("space:lab", "feature_securitySolutionCasesV3.all"), nil},
		"another role":       {onResource("space:soc", "feature_securitySolutionCasesV3.cases_delete"), []string{deletes, deleters}},
		"all spaces":         {everywhere("feature_securitySolutionCasesV3.all"), []string{deletes, deleters}},
		"a pattern":          {onResource("space:so?", "feature_securitySolutionCasesV3.all"), []string{deletes, deleters}},
		"a base privilege":   {onResource("space:soc", "space_all"), []string{deletes, deleters, "Tier 1 can manage connectors."}},
		"base in all spaces": {everywhere("all"), []string{deletes, deleters, "Tier 1 can manage connectors."}},
		"an old id":          {onResource("space:soc", "feature_securitySolutionCases.cases_delete"), []string{deletes, deleters}},
		"connectors":         {everywhere("feature_actions.all"), []string{"Tier 1 can manage connectors."}},
		"a way around":       {kibanatest.ESRole{Cluster: []string{"manage_security"}}, []string{"Tier 1 reaches cases without case privileges."}},
	} {
		tf.kibana.Plant("oncall", test.oncall)
		configure("checks.tf")
		output := strings.Join(strings.Fields(strings.ReplaceAll(e.must(t, 0, "plan", "-detailed-exitcode"), "│", "")), " ")
		for _, says := range []string{deletes, deleters, "Tier 1 can manage connectors.", "Tier 1 cannot work", "Tier 1 reaches cases without case privileges."} {
			if strings.Contains(output, says) != slices.Contains(test.says, says) {
				t.Errorf("%s: the plan says %q: %t:\n%s", name, says, !slices.Contains(test.says, says), output)
			}
		}
		configure("gate.tf")
		want := 0
		if slices.Contains(test.says, deletes) {
			want = 1
		}
		if output := e.must(t, want, "plan"); want == 1 && !strings.Contains(output, deletes) {
			t.Errorf("%s: the gate does not say why:\n%s", name, output)
		}
	}

	// What somebody adds to the managed role by hand: the plan takes it away, and where the
	// configuration ignores it, the guard fails.
	tf.kibana.Plant("oncall", kibanatest.ESRole{})
	ignoring := strings.Replace(read(t, folder+"/main.tf"), "\n  spaces = {", "\n  lifecycle {\n    ignore_changes = [spaces]\n  }\n\n  spaces = {", 1)
	widened := tier1
	widened.Applications = append(slices.Clone(tier1.Applications), everywhere("feature_securitySolutionCasesV3.cases_delete").Applications...)
	tf.kibana.Plant("soc-tier1", widened)
	configure("gate.tf")
	e.must(t, 2, "plan", "-detailed-exitcode")
	e.write(t, "main.tf", ignoring)
	e.must(t, 1, "plan")
	e.write(t, "guard.tf", read(t, folder+"/checks.tf"))
	if output := e.must(t, 0, "plan", "-detailed-exitcode"); !strings.Contains(output, deletes) {
		t.Errorf("a plan that ignores changes does not say what they give:\n%s", output)
	}
	e.must(t, 2, "plan", "-refresh-only", "-detailed-exitcode")

	// Where no role names the space, a guard fails for what it is about, and for nothing else.
	e.write(t, "main.tf", strings.Replace(read(t, folder+"/main.tf"), "soc = {", "lab = {", 1))
	if output := e.must(t, 0, "apply", "-auto-approve"); !strings.Contains(output, "Tier 1 cannot work security cases.") || strings.Contains(output, deletes) {
		t.Errorf("no role reaches the space:\n%s", output)
	}
	tf.kibana.Plant("oncall", everywhere("feature_securitySolutionCasesV3.cases_delete"))
	if output := e.must(t, 0, "plan"); !strings.Contains(output, deletes) {
		t.Errorf("a role reaches the space through all spaces:\n%s", output)
	}
}

// onResource is a role with privileges on one resource.
func onResource(resource string, privileges ...string) kibanatest.ESRole {
	return kibanatest.ESRole{Applications: []kibanatest.ESApplication{{Application: "kibana-.kibana", Resources: []string{resource}, Privileges: privileges}}}
}
