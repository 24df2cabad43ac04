package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// steps makes steps of configurations. After each of them the testing framework
// expects an empty plan.
func steps(configs ...string) (all []resource.TestStep) {
	for _, config := range configs {
		all = append(all, resource.TestStep{Config: config})
	}
	return all
}

// A role that leaves its spaces to grants can be changed after whatever they did:
// what ignore_changes repeats of the prior state is not judged.
func TestIgnoredSpaces(t *testing.T) {
	t.Parallel()
	owner := func(description, spaces string) string {
		return fmt.Sprintf("\nresource \"cases_role\" \"test\" {\n name = \"analyst\"\n description = %q\n %s\n lifecycle { ignore_changes = [spaces] }\n}", description, spaces)
	}
	grant := func(space, attributes string) string {
		return fmt.Sprintf("\nresource \"cases_feature_privilege\" \"test\" {\n role = cases_role.test.name\n space = %q\n %s\n}", space, attributes)
	}
	full := grant("soc", "security = { access = \"full\" }\n connectors = \"all\"")
	custom := grant("soc", `security = { access = "assignee", sub_features = { delete_cases = false } }`)
	assignee := grant("soc", `security = { access = "assignee" }`)
	const none = `spaces = { soc = { stack = { access = "none" }, security = { access = "view" } } }`
	for name, configs := range map[string][]string{
		"widened": {
			owner("1", "") + assignee, owner("1", "") + full, owner("2", "") + full,
		},
		"narrowed": {
			owner("1", "") + full, owner("2", "") + full, owner("2", "") + assignee, owner("3", "") + assignee, owner("3", "") + custom, owner("4", "") + custom,
		},
		"narrowed with a change of the role": {owner("1", "") + full, owner("2", "") + assignee, owner("3", "") + full},
		"removed":                            {owner("1", "") + full, owner("1", ""), owner("2", "")},
		"removed with a change of the role":  {owner("1", "") + full, owner("2", ""), owner("3", "")},
		"none beside a grant on all spaces": {
			owner("1", none), owner("1", none) + grant("*", `stack = { access = "view" }`), owner("2", none) + grant("*", `stack = { access = "view" }`),
		},
		"less than a grant on all spaces": {
			owner("1", none), owner("1", none) + grant("*", `security = { access = "assignee" }`), owner("2", none) + grant("*", `security = { access = "assignee" }`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.runCLI(t, steps(configs...)...)
		})
	}
}

// So can a role that leaves a part of one space to others. What the configuration
// says of the rest is judged by itself.
func TestIgnoredPartOfASpace(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := func(soc string) string {
		return fmt.Sprintf("\nresource \"cases_role\" \"test\" {\n name = \"analyst\"\n spaces = { soc = { %s } }\n lifecycle { ignore_changes = [spaces[\"soc\"].security] }\n}", soc)
	}
	all := steps(
		config(`security = { access = "full" }, connectors = "all"`),
		config(`security = { access = "assignee" }, connectors = "read"`),
		config(`security = { access = "view" }, connectors = "read", stack = { access = "view" }`),
	)
	all[2].Check = k.grants("analyst", "feature_actions.read", "feature_generalCasesV3.read", "feature_securitySolutionCasesV3.all")
	k.runCLI(t, all...)
}

// So can a grant some of whose attributes are ignored.
func TestIgnoredGrantAttributes(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("shared", kibanatest.ESRole{})
	config := func(attributes string) string {
		return fmt.Sprintf("\nresource \"cases_feature_privilege\" \"test\" {\n role = \"shared\"\n space = \"soc\"\n %s\n lifecycle { ignore_changes = [security] }\n}", attributes)
	}
	all := steps(
		config("security = { access = \"full\" }\n connectors = \"all\""),
		config("security = { access = \"assignee\" }\n connectors = \"read\""),
		config("security = { access = \"view\" }\n stack = { access = \"view\" }"),
	)
	all[2].Check = k.grants("shared", "feature_generalCasesV3.read", "feature_securitySolutionCasesV3.all")
	k.runCLI(t, all...)
}
