package provider_test

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role that leaves its spaces to grants can be changed after whatever they did:
// what ignore_changes repeats of the prior state is not judged.
func TestIgnoredChanges(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	rows := map[string][]stage{}
	for name, configs := range map[string]func(s sharedRole) []string{
		"widened": func(s sharedRole) []string {
			return []string{s.owner("1", "") + s.grants(assigneeInSoc), s.owner("1", "") + s.grants(fullInSoc), s.owner("2", "") + s.grants(fullInSoc)}
		},
		"narrowed after a change of the role": func(s sharedRole) []string {
			return []string{s.owner("1", "") + s.grants(fullInSoc), s.owner("2", "") + s.grants(fullInSoc), s.owner("2", "") + s.grants(assigneeInSoc)}
		},
		"narrowed before a change of the role": func(s sharedRole) []string {
			return []string{s.owner("1", "") + s.grants(assigneeInSoc), s.owner("1", "") + s.grants(customInSoc), s.owner("2", "") + s.grants(customInSoc)}
		},
		"narrowed with a change of the role": func(s sharedRole) []string {
			return []string{s.owner("1", "") + s.grants(fullInSoc), s.owner("2", "") + s.grants(assigneeInSoc), s.owner("3", "") + s.grants(fullInSoc)}
		},
		"removed": func(s sharedRole) []string {
			return []string{s.owner("1", "") + s.grants(fullInSoc), s.owner("1", ""), s.owner("2", "")}
		},
		"removed with a change of the role": func(s sharedRole) []string {
			return []string{s.owner("1", "") + s.grants(fullInSoc), s.owner("2", ""), s.owner("3", "")}
		},
		"none beside a grant on all spaces": func(s sharedRole) []string {
			view := s.grants("space = \"*\"\n stack = { access = \"view\" }")
			return []string{s.owner("1", noneInSoc), s.owner("1", noneInSoc) + view, s.owner("2", noneInSoc) + view}
		},
		"less than a grant on all spaces": func(s sharedRole) []string {
			assignee := s.grants("space = \"*\"\n security = { access = \"assignee\" }")
			return []string{s.owner("1", noneInSoc), s.owner("1", noneInSoc) + assignee, s.owner("2", noneInSoc) + assignee}
		},
	} {
		rows[name] = stagesOf(configs(sharedRole(identifier(name)))...)
	}
	rows["removed"][1].check = k.grants("removed")

	// A role that leaves a part of one space to others: what the configuration says of the rest is judged by itself.
	partly := func(soc string) string {
		return fmt.Sprintf("\nresource \"cases_role\" \"partly\" {\n name = \"partly\"\n spaces = { soc = { %s } }\n lifecycle { ignore_changes = [spaces[\"soc\"].security] }\n}", soc)
	}
	rows["a part of a space"] = stagesOf(
		partly(`security = { access = "full" }, connectors = "all"`),
		partly(`security = { access = "assignee" }, connectors = "read"`),
		partly(`security = { access = "view" }, connectors = "read", stack = { access = "view" }`),
	)
	rows["a part of a space"][2].check = k.grants("partly", "feature_actions.read", "feature_generalCasesV3.read", "feature_securitySolutionCasesV3.all")

	// A grant some of whose attributes are ignored.
	k.Plant("shared", kibanatest.ESRole{})
	grant := func(attributes string) string {
		return fmt.Sprintf("\nresource \"cases_feature_privilege\" \"shared\" {\n role = \"shared\"\n space = \"soc\"\n %s\n lifecycle { ignore_changes = [security] }\n}", attributes)
	}
	rows["a part of a grant"] = stagesOf(
		grant("security = { access = \"full\" }\n connectors = \"all\""),
		grant("security = { access = \"assignee\" }\n connectors = \"read\""),
		grant("security = { access = \"view\" }\n stack = { access = \"view\" }"),
	)
	rows["a part of a grant"][2].check = k.grants("shared", "feature_generalCasesV3.read", "feature_securitySolutionCasesV3.all")

	k.sideBySide(t, rows)
}

// What roles and grants of TestIgnoredChanges configure.
const (
	noneInSoc     = `spaces = { soc = { stack = { access = "none" }, security = { access = "view" } } }`
	fullInSoc     = "space = \"soc\"\n security = { access = \"full\" }\n connectors = \"all\""
	assigneeInSoc = "space = \"soc\"\n security = { access = \"assignee\" }"
	customInSoc   = "space = \"soc\"\n security = { access = \"assignee\", sub_features = { delete_cases = false } }"
)

// sharedRole is the name of a role that leaves its spaces to a grant.
type sharedRole string

func (s sharedRole) owner(description, spaces string) string {
	return fmt.Sprintf("\nresource \"cases_role\" %q {\n name = %[1]q\n description = %[2]q\n %[3]s\n lifecycle { ignore_changes = [spaces] }\n}", s, description, spaces)
}

func (s sharedRole) grants(attributes string) string {
	return fmt.Sprintf("\nresource \"cases_feature_privilege\" %q {\n role = cases_role.%[1]s.name\n %[2]s\n}", s, attributes)
}
