package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestCapabilitiesOfStoredPrivileges(t *testing.T) {
	t.Parallel()
	type byKey = map[string][]Capability
	features := func(f featureIDs) roles.SpacePrivileges { return roles.SpacePrivileges{Features: f} }
	base := func(b ...string) roles.SpacePrivileges { return roles.SpacePrivileges{Base: b} }
	use, manage := capabilities(UseConnectors), capabilities(UseConnectors, ManageConnectors)
	push := func(list []Capability) []Capability { return append(capabilities(list...), PushCases) }
	minimal := capabilities(ReadCases, CreateCases, UpdateCases) // of minimal_all in the third generation
	for name, test := range map[string]struct {
		version string
		stored  roles.Privileges
		want    byKey
	}{
		"nothing": {"9.2", roles.Privileges{"a": {}}, nil},
		"base all": {"9.2", roles.Privileges{"a": base("all")}, byKey{
			"a/security": push(assigneeCapabilities), "a/observability": push(assigneeCapabilities), "a/stack": push(assigneeCapabilities), "a/connectors": manage,
		}},
		"base read": {"9.2", roles.Privileges{"*": base("read")}, byKey{
			"*/security": {ReadCases}, "*/observability": {ReadCases}, "*/stack": {ReadCases}, "*/connectors": use,
		}},
		"base all in serverless": {"serverless", roles.Privileges{"a": base("all")}, byKey{
			"a/security": push(assigneeCapabilitiesWithTemplates), "a/observability": push(assigneeCapabilitiesWithTemplates), "a/connectors": manage,
		}},
		"push with connectors read":          {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}, "actions": {"read"}})}, byKey{"a/stack": push(assigneeCapabilities), "a/connectors": use}},
		"push with connectors of all spaces": {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}}), "*": features(featureIDs{"actions": {"minimal_read"}})}, byKey{"a/stack": push(assigneeCapabilities), "*/connectors": use}},
		"push with base read of all spaces": {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}}), "*": base("read")}, byKey{
			"a/stack": push(assigneeCapabilities), "*/security": {ReadCases}, "*/observability": {ReadCases}, "*/stack": {ReadCases}, "*/connectors": use,
		}},
		"no push with connectors of another space":      {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}}), "b": features(featureIDs{"actions": {"all"}})}, byKey{"a/stack": assigneeCapabilities, "b/connectors": manage}},
		"no push in all spaces with connectors in one":  {"9.2", roles.Privileges{"*": features(featureIDs{"generalCasesV3": {"all"}}), "b": features(featureIDs{"actions": {"all"}})}, byKey{"*/stack": assigneeCapabilities, "b/connectors": manage}},
		"push with connectors by a pattern":             {"9.2", roles.Privileges{"lab-1": features(featureIDs{"generalCasesV3": {"all"}}), "lab-?": features(featureIDs{"actions": {"read"}})}, byKey{"lab-1/stack": push(assigneeCapabilities), "lab-?/connectors": use}},
		"no push with connectors by another pattern":    {"9.2", roles.Privileges{"lab-*": features(featureIDs{"generalCasesV3": {"all"}}), "lab-?": features(featureIDs{"actions": {"read"}})}, byKey{"lab-*/stack": assigneeCapabilities, "lab-?/connectors": use}},
		"no push for viewers":                           {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"read"}, "actions": {"all"}})}, byKey{"a/stack": {ReadCases}, "a/connectors": manage}},
		"minimal_all pushes":                            {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"minimal_all"}, "actions": {"minimal_all"}})}, byKey{"a/stack": push(minimal), "a/connectors": manage}},
		"one space does not repeat what all have":       {"9.2", roles.Privileges{"*": features(featureIDs{"generalCasesV3": {"all"}}), "a": features(featureIDs{"generalCasesV3": {"read"}})}, byKey{"*/stack": assigneeCapabilities, "a/stack": {ReadCases}}},
		"a sub-feature alone":                           {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"cases_delete"}})}, byKey{"a/stack": {DeleteCases}}},
		"generations add up":                            {"9.2", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_read"}, "generalCasesV2": {"case_reopen"}, "generalCasesV3": {"cases_assign"}})}, byKey{"a/stack": {ReadCases, ReopenCases, AssignUsers}}},
		"an old minimal_all":                            {"9.2", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, byKey{"a/stack": append(capabilities(minimal...), AddComments, ReopenCases, AssignUsers)}},
		"an old minimal_all with templates":             {"9.4", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, byKey{"a/stack": append(capabilities(minimal...), AddComments, ManageTemplates, ReopenCases, AssignUsers)}},
		"V2 minimal_all in 8.17":                        {"8.17", roles.Privileges{"a": features(featureIDs{"generalCasesV2": {"minimal_all"}})}, byKey{"a/stack": append(capabilities(minimal...), AssignUsers)}},
		"minimal_all in 8.12":                           {"8.12", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, byKey{"a/stack": append(capabilities(minimal...), AddComments, ReopenCases, AssignUsers)}},
		"minimal_all in 8.11":                           {"8.11", roles.Privileges{"a": features(featureIDs{"generalCases": {"minimal_all"}})}, byKey{"a/stack": append(capabilities(minimal...), EditSettings, AddComments, ReopenCases, AssignUsers)}},
		"unknown ids grant nothing":                     {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"update"}, "generalCases": {"cases_assign"}, "generalCasesV4": {"all"}, "actions": {"odd"}})}, nil},
		"ids of a later release grant nothing":          {"8.17", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}})}, nil},
		"the endpoint sub-feature is no case connector": {"9.2", roles.Privileges{"a": features(featureIDs{"generalCasesV3": {"all"}, "actions": {"endpoint_security_execute"}})}, byKey{"a/stack": assigneeCapabilities}},
		"other features":                                {"9.2", roles.Privileges{"a": features(featureIDs{"siemV5": {"all"}})}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, builtIn(t, test.version).Capabilities(test.stored), ignoreEmpty); diff != "" {
				t.Errorf("capabilities (-want +got):\n%s", diff)
			}
		})
	}
}
