package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// TestKibanaVersion: with kibana_version, plans are made and rules applied for
// that release, and there need not be any Kibana.
func TestKibanaVersion(t *testing.T) {
	t.Parallel()
	full, custom := inSoc(security("full")), inSoc(security("assignee", object{"delete_cases": false}))
	for name, test := range map[string]struct {
		version string
		spaces  object
		stored  string
		errors  []string
	}{
		"8.11":                    {"8.11.4", full, "securitySolutionCases: all; actions: all", nil},
		"8.11, customised":        {"8.11", custom, "securitySolutionCases: minimal_all", nil},
		"8.16, customised":        {"8.16.0", custom, "securitySolutionCases: minimal_all cases_settings", nil},
		"8.17":                    {"8.17.0", full, "securitySolutionCasesV2: all; actions: all", nil},
		"8.17, customised":        {"8.17.0", custom, "securitySolutionCasesV2: minimal_all cases_settings create_comment case_reopen", nil},
		"9.2, customised":         {"9.2.0-SNAPSHOT", custom, "securitySolutionCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign", nil},
		"9.4, customised":         {"9.4.0", custom, "securitySolutionCasesV3: minimal_all " + newerSubs, nil},
		"9.6, customised":         {"9.6.0", custom, "securitySolutionCasesV3: minimal_all " + newerSubs, nil},
		"serverless":              {"serverless", full, "securitySolutionCasesV3: all; actions: all", nil},
		"serverless, stack":       {"serverless", inSoc(grantTo("stack", "full", nil)), "", []string{"has no Stack Management cases"}},
		"8.11, too early":         {"8.11.4", inSoc(security("view", object{"add_comments": true})), "", []string{"that needs Kibana 8.17 or newer"}},
		"9.2, unknown generation": {"9.2.0", inSoc(object{"features": object{"generalCasesV4": []string{"all"}}}), "", []string{`has no feature "generalCasesV4"`}},
		"9.2, another feature":    {"9.2.0", inSoc(object{"features": object{"whatever": []string{"all"}}}), "whatever: all", nil},
		"a space and a licence":   {"9.2.0", object{"nowhere": object{"security": object{"access": "view", "sub_features": object{"assign_users": true}}}}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, object{"endpoint": "http://127.0.0.1:1", "api_key": "a2V5", "max_retries": 0, "kibana_version": test.version})
			planned := p.plan(object{"name": "test", "spaces": test.spaces})
			p.wantDiagnostics(isError, test.errors...)
			p.wantDiagnostics(isWarning)
			if test.stored == "" {
				return
			}
			if err := sameLines("planned", p.privilegesInSoc(planned.PlannedState), outcome{stored: test.stored}.lines()); err != nil {
				t.Error(err)
			}
		})
	}
}

// privilegesInSoc are the attribute privileges of a state, one feature a line.
func (p *process) privilegesInSoc(state *tfprotov6.DynamicValue) string {
	p.t.Helper()
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	value, err := state.Unmarshal(schemas.ResourceSchemas["cases_role"].ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	path := tftypes.NewAttributePath().WithAttributeName("privileges").WithElementKeyString("soc")
	found, _, err := tftypes.WalkAttributePath(value, path)
	if err != nil {
		p.t.Fatal(err)
	}
	var features map[string]tftypes.Value
	if err := found.(tftypes.Value).As(&features); err != nil {
		p.t.Fatal(err)
	}
	var lines []string
	for feature, set := range features {
		var elements []tftypes.Value
		if err := set.As(&elements); err != nil {
			p.t.Fatal(err)
		}
		ids := make([]string, len(elements))
		for i, element := range elements {
			if err := element.As(&ids[i]); err != nil {
				p.t.Fatal(err)
			}
		}
		lines = append(lines, line(feature, ids))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestVersionsFewRights: whoever may manage roles, and nothing else, can plan
// and apply on every kind of Kibana.
func TestVersionsFewRights(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"8.11", "9.5", "serverless-security"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, version), kibanatest.WithLicense("basic"), kibanatest.WithRestrictedLicensing(), kibanatest.WithCredentials(
				kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword).Only(kibanatest.ManageSecurity, kibanatest.Monitor)))
			role := func(access string) string {
				return rolesWith(map[string]object{"test": {"soc": object{"security": object{"access": access, "sub_features": object{"delete_cases": false}}}}})
			}
			k.runProtocol(t, resource.TestStep{Config: role("full")}, resource.TestStep{Config: role("assignee")})
			wantNone(t, k.requests("GET /api/features"))
		})
	}
}

// TestVersionsKnownAfterApply: where Kibana is created in the same apply, the
// plan leaves open what depends on it, and the apply finds out: what this Kibana
// cannot do is refused then, before anything is written.
func TestVersionsKnownAfterApply(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version string
		soc     object
		stored  string
		says    string
	}{
		{"8.15", object{"security": object{"access": "full"}}, "securitySolutionCases: all; actions: all", ""},
		{"8.17", object{"stack": object{"access": "view", "sub_features": object{"add_comments": true}}}, "generalCasesV2: minimal_read create_comment", ""},
		{"9.5", object{"stack": object{"access": "view", "sub_features": object{"add_comments": true}}}, "generalCasesV3: minimal_read create_comment", ""},
		{"8.15", object{"stack": object{"access": "view", "sub_features": object{"add_comments": true}}}, "", "that needs Kibana 8.17 or newer"},
		{"serverless-security", object{"stack": object{"access": "view"}}, "", "has no Stack Management cases"},
		{"9.5", object{"features": object{"discover_v9": []string{"all"}}}, "", `has no feature "discover_v9"`},
	} {
		t.Run(test.version+" "+test.stored, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, test.version))
			stored := k.stores("test", func(r roles.Role) error {
				return sameLines("stored", inSpace(r, "soc"), outcome{stored: test.stored}.lines())
			})
			if test.version != "9.5" { // the newest goes through Terraform
				config := object{"name": "test", "spaces": object{"soc": test.soc}}
				planner, applier := unknownKibana(t), start(t, k.settings(nil))
				early := planner.plan(config)
				planner.wantNoDiagnostics()
				for _, attribute := range []string{"capabilities", "privileges"} {
					if members(planner.valueOf(ownRole, early.PlannedState))[attribute].IsKnown() {
						t.Errorf("%s is known before Kibana is", attribute)
					}
				}
				after := applier.applyPlanned(plannedObject{of: ownRole, planned: early}, kept{}, config)
				if test.says == "" {
					applier.wantNoDiagnostics()
					if err := stored(nil); err != nil || applier.isNull(after.state) {
						t.Error(err)
					}
				} else {
					applier.wantDiagnostic("ERROR", test.says)
					wantNone(t, k.requests("PUT"))
				}
				return
			}
			k.provider = fmt.Sprintf("resource \"terraform_data\" \"kibana\" {\n input = %q\n}\n", k.URL()) +
				strings.Replace(k.provider, fmt.Sprintf("%q", k.URL()), "terraform_data.kibana.output", 1)
			step := resource.TestStep{
				Config: rolesWith(map[string]object{"test": {"soc": test.soc}}),
				ConfigPlanChecks: beforeApply(
					plancheck.ExpectUnknownValue(role, tfjsonpath.New("capabilities")), plancheck.ExpectUnknownValue(role, tfjsonpath.New("privileges"))),
			}
			if test.says != "" {
				step.ExpectError = acrossLines(test.says)
			} else {
				step.Check = stored
			}
			k.runCLI(t, step)
			if test.says != "" {
				wantNone(t, k.requests("PUT"))
			}
		})
	}
}
