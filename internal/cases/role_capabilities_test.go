package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// TestCapabilities reads what people can do from what is stored: base
// privileges, raw ids, sub-features alone, and connectors from all spaces.
func TestCapabilities(t *testing.T) {
	t.Parallel()
	type held = map[string][]Capability
	features := func(f featureIDs) roles.SpacePrivileges { return roles.SpacePrivileges{Features: f} }
	base := func(b ...string) roles.SpacePrivileges { return roles.SpacePrivileges{Base: b} }
	use, manage := capabilities(UseConnectors), capabilities(UseConnectors, ManageConnectors)
	push := func(list []Capability) []Capability { return append(capabilities(list...), PushCases) }
	bare := capabilities(ReadCases, CreateCases, UpdateCases) // minimal_all of the third generation
	for name, test := range map[string]struct {
		version string
		stored  roles.Privileges
		want    held
	}{
		"nothing": {"9.2", roles.Privileges{"a": {}}, nil},
		"base all": {"9.2", roles.Privileges{"a": base("all")}, held{
			"a/security": push(works), "a/observability": push(works), "a/stack": push(works), "a/connectors": manage,
		}},
		"base read": {"9.2", roles.Privileges{"*": base("read")}, held{
			"*/security": {ReadCases}, "*/observability": {ReadCases}, "*/stack": {ReadCases}, "*/connectors": use,
		}},
		"base all in serverless": {"serverless", roles.Privileges{"a": base("all")}, held{
			"a/security": push(worksTemplates), "a/observability": push(worksTemplates), "a/connectors": manage,
		}},
		"push with connectors read":          {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}, "actions": {"read"}})}, held{"a/stack": push(works), "a/connectors": use}},
		"push with connectors of all spaces": {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}}), "*": features(featureIDs{"actions": {"minimal_read"}})}, held{"a/stack": push(works), "*/connectors": use}},
		"push with base read of all spaces": {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}}), "*": base("read")}, held{
			"a/stack": push(works), "*/security": {ReadCases}, "*/observability": {ReadCases}, "*/stack": {ReadCases}, "*/connectors": use,
		}},
		"no push with connectors of another space":  {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}}), "b": features(featureIDs{"actions": {"all"}})}, held{"a/stack": works, "b/connectors": manage}},
		"no push of all spaces with one's":          {"9.2", roles.Privileges{"*": features(featureIDs{"generalCasesV3": {"all"}}), "b": features(featureIDs{"actions": {"all"}})}, held{"*/stack": works, "b/connectors": manage}},
		"no push for viewers":                       {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"read"}, "actions": {"all"}})}, held{"a/stack": {ReadCases}, "a/connectors": manage}},
		"minimal_all pushes":                        {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"minimal_all"}, "actions": {"minimal_all"}})}, held{"a/stack": push(bare), "a/connectors": manage}},
		"one space does not repeat what all have":   {"9.2", roles.Privileges{"*": features(featureIDs{"generalCasesV3": {"all"}}), "a": features(featureIDs{"generalCasesV3": {"read"}})}, held{"*/stack": works, "a/stack": {ReadCases}}},
		"a sub-feature alone":                       {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"cases_delete"}})}, held{"a/stack": {DeleteCases}}},
		"generations add up":                        {"9.2", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_read"}, "generalCasesV2": {"case_reopen"}, "generalCasesV3": {"cases_assign"}})}, held{"a/stack": {ReadCases, ReopenCases, AssignUsers}}},
		"an old minimal_all":                        {"9.2", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, held{"a/stack": append(capabilities(bare...), AddComments, ReopenCases, AssignUsers)}},
		"an old minimal_all with templates":         {"9.4", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, held{"a/stack": append(capabilities(bare...), AddComments, ReopenCases, AssignUsers, ManageTemplates)}},
		"V2 minimal_all in 8.17":                    {"8.17", roles.Privileges{"a": features(featureIDs{"generalCasesV2": {"minimal_all"}})}, held{"a/stack": append(capabilities(bare...), AssignUsers)}},
		"minimal_all in 8.12":                       {"8.12", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, held{"a/stack": append(capabilities(bare...), AddComments, ReopenCases, AssignUsers)}},
		"minimal_all in 8.11":                       {"8.11", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, held{"a/stack": append(capabilities(bare...), EditSettings, AddComments, ReopenCases, AssignUsers)}},
		"unknown ids grant nothing":                 {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"update"}, "generalCases": {"cases_assign"}, "generalCasesV4": {"all"}, "actions": {"odd"}})}, nil},
		"ids of a later release grant nothing":      {"8.17", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}})}, nil},
		"endpoint connectors are no case connector": {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}, "actions": {"endpoint_security_execute"}})}, held{"a/stack": works}},
		"other features":                            {"9.2", roles.Privileges{"a": features(featureIDs{"siemV5": {"all"}})}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, builtIn(t, test.version).Capabilities(test.stored), ignoreEmpty); diff != "" {
				t.Errorf("capabilities (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLossInShort: what is lost tells losses apart, however much it is.
func TestLossInShort(t *testing.T) {
	t.Parallel()
	for want, lost := range map[string]map[string][]Capability{
		`Role "lead" loses delete_cases in soc/security`:                                      {"soc/security": {DeleteCases}},
		`Role "lead" loses read_cases, push_cases, delete_cases in */stack`:                   {"*/stack": {ReadCases, PushCases, DeleteCases}},
		`Role "lead" loses read_cases, create_cases, update_cases and 2 more in soc/security`: {"soc/security": {ReadCases, CreateCases, UpdateCases, DeleteCases, PushCases}},
		`Role "lead" loses delete_cases in soc/security, and more in soc/connectors`:          {"soc/connectors": {UseConnectors}, "soc/security": {DeleteCases}},
		`Role "lead" loses use_connectors in soc/connectors`:                                  {"soc/connectors": {UseConnectors}},
		`Role "lead" loses add_comments in a/stack, and more in 3 other places`:               {"soc/security": {ReadCases}, "a/stack": {AddComments}, "a/connectors": {UseConnectors}, "b/stack": {ReadCases}},
	} {
		if got := SummarizeLoss("lead", lost); got != want {
			t.Errorf("%v:\n%s, want\n%s", lost, got, want)
		}
	}
}
