package provider_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// imported is a step that imports a role with a block beside its configuration.
func imported(id, config string, checks ...plancheck.PlanCheck) resource.TestStep {
	return resource.TestStep{
		Config:           fmt.Sprintf("\nimport {\n to = cases_role.test\n id = %q\n}\n%s", id, config),
		ConfigPlanChecks: beforeApply(checks...),
	}
}

// A role is imported in words, and whatever means the same plans no change.
func TestRoleImport(t *testing.T) {
	t.Parallel()
	// otherWords says what richRole says, differently.
	otherWords := strings.NewReplacer(
		`access = "full", sub_features = { delete_cases = false }`, `access = "assignee", sub_features = { delete_cases = false, add_comments = true, edit_settings = true }`,
		`access = "view", sub_features = { add_comments = true }`, `access = "view", sub_features = { add_comments = true, delete_cases = false }`,
		`stack         = { access = "none" }`, ``,
		`jsonencode({ term = { team = "soc" } })`, `"{ \"term\": {\"team\" : \"soc\"} }"`,
		`jsonencode({ team = "secops" })`, `"{\n  \"team\": \"secops\"\n}"`,
		`["read", "view_index_metadata"]`, `["view_index_metadata", "read"]`,
	).Replace(richRole)
	for name, config := range map[string]string{"natural words": richRole, "other words": otherWords} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("rich", richStored)
			k.run(t,
				imported("rich", config, plancheck.ExpectResourceAction("cases_role.test", plancheck.ResourceActionNoop)),
				resource.TestStep{Config: config, Check: func(*terraform.State) error {
					wantNone(t, k.requests("PUT"))
					return nil
				}},
			)
		})
	}
}

// richStored is what richRole stores.
var richStored = kibanatest.ESRole{
	Description: "Works cases",
	Metadata:    map[string]json.RawMessage{"team": json.RawMessage(`"secops"`)},
	Cluster:     []string{"monitor"},
	RunAs:       []string{"reporter"},
	Indices: []kibanatest.ESIndices{
		{
			Names: []string{"logs-*"}, Privileges: []string{"read", "view_index_metadata"}, Query: `{"term":{"team":"soc"}}`,
			FieldSecurity: &kibanatest.ESFieldSecurity{Grant: []string{"*"}, Except: []string{"secret"}},
		},
		{Names: []string{".alerts-security.alerts-soc"}, Privileges: []string{"read"}, AllowRestrictedIndices: true},
	},
	RemoteIndices: []kibanatest.ESIndices{{
		Clusters: []string{"eu-*"}, Names: []string{"logs-*"}, Privileges: []string{"read"}, Query: `{"match_all":{}}`,
		FieldSecurity: &kibanatest.ESFieldSecurity{Grant: []string{"message"}},
	}},
	RemoteCluster: []kibanatest.ESRemoteCluster{{Clusters: []string{"eu-*"}, Privileges: []string{"monitor_enrich"}}},
	Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{
			"feature_securitySolutionCasesV3.minimal_all", "feature_securitySolutionCasesV3.cases_settings",
			"feature_securitySolutionCasesV3.create_comment", "feature_securitySolutionCasesV3.case_reopen",
			"feature_securitySolutionCasesV3.cases_assign", "feature_securitySolutionCasesV3.cases_manage_templates",
			"feature_observabilityCasesV3.minimal_read", "feature_observabilityCasesV3.create_comment",
			"feature_actions.all", "feature_discover_v2.read",
		}},
		{Application: "kibana-.kibana", Resources: []string{"space:dev"}, Privileges: []string{"feature_generalCasesV3.all", "feature_actions.read"}},
		{Application: "kibana-.kibana", Resources: []string{"space:sandbox"}, Privileges: []string{"space_read"}},
	},
}

// Names are taken as they are.
func TestRoleImportNames(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for _, name := range []string{"a/b", "a b", "100%", "a%2Fb", "..", `"q"`, `\`, "#?&=+;:@!$'()*[]{}|^~<>`", "${x}"} {
		k.Plant(name, richStored)
		p := start(t, k.settings(nil))
		got := p.text(p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: name}), "id")
		p.wants()
		if got != name {
			t.Errorf("importing %q gives %q", name, got)
		}
	}
}

func TestRoleImportRefused(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("broken", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:soc"}, Privileges: []string{"space_all", "feature_discover_v2.all"}},
	}})
	config := func(name string) string {
		return fmt.Sprintf("resource \"cases_role\" \"test\" {\n name = %q\n}", name)
	}
	for name, says := range map[string]string{
		"missing":   `Cannot import non-existent remote object`,
		"superuser": `built into Elasticsearch`,
		"broken":    `Writing the role back would erase them all`,
	} {
		step := imported(name, config(name))
		step.ExpectError = words(says)
		k.run(t, step)
	}
	wantNone(t, k.requests("PUT"))
}

// What the provider does not speak for stays on the role.
func TestRoleImportKeepsForeignParts(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	stored := richStored
	stored.Global = json.RawMessage(`{"application":{"manage":{"applications":["app-*"]}}}`)
	stored.Applications = append(slices.Clone(stored.Applications),
		kibanatest.ESApplication{Application: "logstash-default", Resources: []string{"*"}, Privileges: []string{"read"}},
		kibanatest.ESApplication{Application: "kibana-*", Resources: []string{"*"}, Privileges: []string{"reserved_ml_user"}},
	)
	k.Plant("rich", stored)
	before := k.holds()
	changed := strings.Replace(richRole, "Works cases", "Works the cases", 1)
	k.run(t,
		imported("rich", richRole, plancheck.ExpectResourceAction("cases_role.test", plancheck.ResourceActionNoop)),
		resource.TestStep{
			Config:           changed,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, `description: -Works cases +Works the cases`),
			Check: func(*terraform.State) error {
				return sameLines("stored", before.to(k.holds()), `description: -Works cases +Works the cases`)
			},
		},
	)
}

// The identity of a role is its name.
func TestRoleIdentity(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	p := start(t, k.settings(nil))
	created := p.create(object{"name": "identified", "description": "d"})
	if got := p.identity(created.NewIdentity); got != "identified" {
		t.Errorf("identity after create: %q", got)
	}
	state := p.imports(&tfprotov6.ImportResourceStateRequest{
		TypeName: "cases_role", Identity: p.identityValue("cases_role", object{"name": "identified"}),
	})
	if got := p.text(state, "description"); got != "d" {
		t.Errorf("imported by identity: description %q", got)
	}
	p.wants()
}

// imports brings a role into the state as Terraform does: import, then read.
func (p *process) imports(req *tfprotov6.ImportResourceStateRequest) *tfprotov6.DynamicValue {
	p.t.Helper()
	imported, err := p.server.ImportResourceState(p.t.Context(), req)
	if p.heard(err, imported.Diagnostics) {
		p.t.FailNow()
	}
	found := imported.ImportedResources[0]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "cases_role", CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	if !p.heard(err, read.Diagnostics) && !p.isNull(read.NewState) && p.identity(read.NewIdentity) != p.text(read.NewState, "name") {
		p.t.Errorf("identity after read: %q", p.identity(read.NewIdentity))
	}
	return read.NewState
}

// text is a text in a state; null is empty.
func (p *process) text(state *tfprotov6.DynamicValue, attribute string) string {
	p.t.Helper()
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	return p.textOf(state, schemas.ResourceSchemas["cases_role"].ValueType(), attribute)
}

// identity is the name in an identity.
func (p *process) identity(data *tfprotov6.ResourceIdentityData) string {
	p.t.Helper()
	return p.textOf(data.IdentityData, tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String}}, "name")
}

func (p *process) textOf(data *tfprotov6.DynamicValue, of tftypes.Type, attribute string) string {
	p.t.Helper()
	var attributes map[string]tftypes.Value
	var text string
	value, err := data.Unmarshal(of)
	if err = errors.Join(err, value.As(&attributes)); err == nil {
		err = attributes[attribute].As(&text)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// Order, grouping and repetition mean nothing.
func TestRoleRewritten(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := strings.Replace(richRole, "sandbox = {", "twin = {\nstack = { access = \"assignee\" }\nconnectors = \"read\"\n}\nsandbox = {", 1)
	k.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				k.alter(func(r *kibanatest.ESRole) {
					*r = richStored
					r.Indices = slices.Clone(r.Indices)
					slices.Reverse(r.Indices)
					r.Indices[1].Privileges = []string{"view_index_metadata", "read"}
					r.Cluster = []string{"monitor", "monitor"}
					r.Applications = slices.Clone(r.Applications)
					r.Applications[1].Resources = []string{"space:twin", "space:dev"}
					slices.Reverse(r.Applications)
					for i := range r.Applications {
						r.Applications[i].Privileges = append(slices.Clone(r.Applications[i].Privileges), r.Applications[i].Privileges[0])
						slices.Reverse(r.Applications[i].Privileges)
					}
				})
			},
			Config:           config,
			ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
		},
	)
}

// While the provider's configuration is not known, the state stands.
func TestRoleWithProviderKnownAfterApply(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	kibana := func(generation int) string {
		return fmt.Sprintf(`
			resource "terraform_data" "kibana" {
			  input            = %q
			  triggers_replace = %d
			}`, k.URL(), generation)
	}
	k.provider = strings.Replace(k.provider, fmt.Sprintf("%q", k.URL()), "terraform_data.kibana.output", 1)
	changed := strings.Replace(richRole, "Works cases", "Works the cases", 1)
	k.run(t,
		resource.TestStep{Config: kibana(1) + richRole, ConfigPlanChecks: beforeApply(
			plancheck.ExpectUnknownValue(role, tfjsonpath.New("capabilities")), plancheck.ExpectUnknownValue(role, tfjsonpath.New("privileges")))},
		resource.TestStep{
			Config:           kibana(2) + richRole,
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionNoop)),
		},
		resource.TestStep{
			Config:           kibana(3) + changed,
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionUpdate)),
		},
	)
}

func wantNone(t *testing.T, requests []string) {
	t.Helper()
	if len(requests) > 0 {
		t.Errorf("requests: %q", requests)
	}
}
