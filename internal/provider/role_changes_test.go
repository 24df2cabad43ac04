package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// edit is one change of a configuration, what its plan shows, and what becomes
// of the stored role.
type edit struct {
	from, to     string
	plan, stored string
}

// Each thing that changes in the configuration shows in the plan with what
// follows from it, and nothing else does.
func TestRoleChanges(t *testing.T) {
	t.Parallel()
	for name, edits := range map[string][]edit{
		"spaces": {
			{
				from: `{ delete_cases = false }`, to: `{ delete_cases = true }`,
				plan: `
					capabilities.soc/security: +delete_cases
					privileges.soc.securitySolutionCasesV3: -case_reopen -cases_assign -cases_manage_templates -cases_settings -create_comment -minimal_all +all
					spaces.soc.security.sub_features.delete_cases: -false +true`,
				stored: `kibana-.kibana space:soc: -feature_securitySolutionCasesV3.minimal_all` +
					` -feature_securitySolutionCasesV3.cases_settings -feature_securitySolutionCasesV3.create_comment` +
					` -feature_securitySolutionCasesV3.case_reopen -feature_securitySolutionCasesV3.cases_assign` +
					` -feature_securitySolutionCasesV3.cases_manage_templates +feature_securitySolutionCasesV3.all`,
			},
			{
				from: `{ access = "view", sub`, to: `{ access = "assignee", sub`,
				plan: `
					capabilities.soc/observability: +create_cases +update_cases +delete_cases +edit_settings +manage_templates +reopen_cases +assign_users +push_cases
					privileges.soc.observabilityCasesV3: -create_comment -minimal_read +all
					spaces.soc.observability.access: -view +assignee`,
				stored: `kibana-.kibana space:soc: -feature_observabilityCasesV3.minimal_read` +
					` -feature_observabilityCasesV3.create_comment +feature_observabilityCasesV3.all`,
			},
			{
				from: `connectors = "read"`, to: `connectors = "none"`,
				plan: `
					capabilities.dev/connectors: -use_connectors
					capabilities.dev/stack: -push_cases
					privileges.dev.actions: -read
					spaces.dev.connectors: -read +none`,
				stored: `kibana-.kibana space:dev: -feature_actions.read`,
			},
			{
				from: `{ discover_v2 = ["read"] }`, to: `{ discover_v2 = ["all"] }`,
				plan: `
					privileges.soc.discover_v2: -read +all
					spaces.soc.features.discover_v2: -read +all`,
				stored: `kibana-.kibana space:soc: -feature_discover_v2.read +feature_discover_v2.all`,
			},
			{
				from: `sandbox = {`, to: "ops = { observability = { access = \"view\" } }\nsandbox = {",
				plan: `
					capabilities.ops/observability: +read_cases
					privileges.ops.observabilityCasesV3: +read
					spaces.ops.observability.access: +view`,
				stored: `kibana-.kibana space:ops: +feature_observabilityCasesV3.read`,
			},
			{
				from: `ops = { observability = { access = "view" } }`, to: ``,
				plan: `
					capabilities.ops/observability: -read_cases
					privileges.ops.observabilityCasesV3: -read
					spaces.ops.observability.access: -view`,
				stored: `kibana-.kibana space:ops: -feature_observabilityCasesV3.read`,
			},
			{
				from: `base = "read"`, to: `base = "all"`,
				plan: `
					capabilities.sandbox/connectors: +manage_connectors
					capabilities.sandbox/observability: +create_cases +update_cases +delete_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users +push_cases
					capabilities.sandbox/security: +create_cases +update_cases +delete_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users +push_cases
					capabilities.sandbox/stack: +create_cases +update_cases +delete_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users +push_cases
					spaces.sandbox.base: -read +all`,
				stored: `kibana-.kibana space:sandbox: -space_read +space_all`,
			},
		},
		"elasticsearch": {
			{
				from: `cluster = ["monitor"]`, to: `cluster = ["monitor", "manage_ilm"]`,
				plan:   `elasticsearch.cluster: +manage_ilm`,
				stored: `cluster: +manage_ilm`,
			},
			{
				from: `run_as  = ["reporter"]`, to: ``,
				plan:   `elasticsearch.run_as: -reporter`,
				stored: `run_as: -reporter`,
			},
			{
				from: `{ team = "soc" }`, to: `{ team = "dev" }`,
				plan:   `elasticsearch.indices.0.query: -{"term":{"team":"soc"}} +{"term":{"team":"dev"}}`,
				stored: `indices.0.query: -{"term":{"team":"soc"}} +{"term":{"team":"dev"}}`,
			},
			{
				from: `except = ["secret"]`, to: `except = ["secret", "salary"]`,
				plan:   `elasticsearch.indices.0.field_security.except: +salary`,
				stored: `indices.0.field_security.except: +salary`,
			},
			{
				from: `allow_restricted_indices = true`, to: ``,
				plan:   `elasticsearch.indices.1.allow_restricted_indices: -true`,
				stored: `indices.1.allow_restricted_indices: -true +false`,
			},
			{
				from: `field_security { grant = ["message"] }`, to: ``,
				plan:   `elasticsearch.remote_indices.0.field_security.grant: -message`,
				stored: `remote_indices.0.field_security.grant: -message`,
			},
			{
				from: `["monitor_enrich"]`, to: `["monitor_enrich", "monitor_stats"]`,
				plan:   `elasticsearch.remote_cluster.0.privileges: +monitor_stats`,
				stored: `remote_cluster.0.privileges: +monitor_stats`,
			},
		},
		"the role itself": {
			{
				from: `"Works cases"`, to: `"Works the cases"`,
				plan:   `description: -Works cases +Works the cases`,
				stored: `description: -Works cases +Works the cases`,
			},
			{
				from: `"secops"`, to: `"soc"`,
				plan:   `metadata: -{"team":"secops"} +{"team":"soc"}`,
				stored: `metadata.team: -secops +soc`,
			},
			{
				from: `description = "Works the cases"`, to: ``,
				plan:   `description: -Works the cases`,
				stored: `description: -Works the cases`,
			},
			{
				from: `metadata = jsonencode({ team = "soc" })`, to: ``,
				plan:   `metadata: -{"team":"soc"}`,
				stored: `metadata.team: -soc`,
			},
		},
		"the Elasticsearch block": {
			{
				from: richElasticsearch, to: ``,
				plan: `
					elasticsearch.cluster: -monitor
					elasticsearch.indices.0.field_security.except: -secret
					elasticsearch.indices.0.field_security.grant: -*
					elasticsearch.indices.0.names: -logs-*
					elasticsearch.indices.0.privileges: -read -view_index_metadata
					elasticsearch.indices.0.query: -{"term":{"team":"soc"}}
					elasticsearch.indices.1.allow_restricted_indices: -true
					elasticsearch.indices.1.names: -.alerts-security.alerts-soc
					elasticsearch.indices.1.privileges: -read
					elasticsearch.remote_cluster.0.clusters: -eu-*
					elasticsearch.remote_cluster.0.privileges: -monitor_enrich
					elasticsearch.remote_indices.0.clusters: -eu-*
					elasticsearch.remote_indices.0.field_security.grant: -message
					elasticsearch.remote_indices.0.names: -logs-*
					elasticsearch.remote_indices.0.privileges: -read
					elasticsearch.remote_indices.0.query: -{"match_all":{}}
					elasticsearch.run_as: -reporter`,
				stored: `
					cluster: -monitor
					indices.0.allow_restricted_indices: -false
					indices.0.field_security.except: -secret
					indices.0.field_security.grant: -*
					indices.0.names: -logs-*
					indices.0.privileges: -read -view_index_metadata
					indices.0.query: -{"term":{"team":"soc"}}
					indices.1.allow_restricted_indices: -true
					indices.1.names: -.alerts-security.alerts-soc
					indices.1.privileges: -read
					remote_cluster.0.clusters: -eu-*
					remote_cluster.0.privileges: -monitor_enrich
					remote_indices.0.allow_restricted_indices: -false
					remote_indices.0.clusters: -eu-*
					remote_indices.0.field_security.grant: -message
					remote_indices.0.names: -logs-*
					remote_indices.0.privileges: -read
					remote_indices.0.query: -{"match_all":{}}
					run_as: -reporter`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			config := richRole
			steps := []resource.TestStep{{Config: config}}
			for _, e := range edits {
				if strings.Count(config, e.from) != 1 {
					t.Fatalf("%q is not there once", e.from)
				}
				config = strings.Replace(config, e.from, e.to, 1)
				var before document
				steps = append(steps, resource.TestStep{
					PreConfig:        func() { before = k.holds() },
					Config:           config,
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, e.plan),
					Check: func(*terraform.State) error {
						return sameLines("stored", before.to(k.holds()), e.stored)
					},
				})
			}
			run := k.runProtocol
			if name == "the Elasticsearch block" { // one row goes through Terraform
				run = k.runCLI
			}
			run(t, steps...)
		})
	}
}

// With a value that is known only after apply, the plan says what follows from
// it is known then too, and the rules apply before anything is written.
func TestRoleKnownAfterApply(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := func(name, access string) string {
		return fmt.Sprintf(`
			resource "terraform_data" "name" { input = %q }
			resource "terraform_data" "access" { input = %q }
			resource "cases_role" "test" {
			  name   = terraform_data.name.output
			  spaces = { soc = { security = { access = terraform_data.access.output } } }
			}`, name, access)
	}
	k.runCLI(t,
		resource.TestStep{Config: config("early", "ful"), ExpectError: acrossLines(`"ful" is not an access level`)},
		resource.TestStep{
			PreConfig: func() { wantNone(t, k.requests("PUT")) },
			Config:    config("late", "view"),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate, `
				capabilities: +?
				id: +?
				name: +?
				privileges: +?
				spaces.soc.security.access: +?`),
		},
		resource.TestStep{
			Config: config("late", "assignee"),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, `
				capabilities: +?
				capabilities.soc/security: -read_cases
				privileges: +?
				privileges.soc.securitySolutionCasesV3: -read
				spaces.soc.security.access: -view +?`),
		},
	)
}

// TestLossesAllShow: Terraform shows the first of several warnings with one
// summary. The loss of one role does not hide that of another, and a space that
// looks misspelt does not hide among others that are missing.
func TestLossesAllShow(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	var imports strings.Builder
	narrower := map[string]object{}
	for name, withheld := range map[string]string{"tier1": "add_comments", "tier2": "edit_settings", "lead": "delete_cases"} {
		k.Plant(name, grantsIn("soc", "feature_securitySolutionCasesV3.all"))
		fmt.Fprintf(&imports, "import {\n to = cases_role.%s\n id = %[1]q\n}\n", name)
		narrower[name] = inSoc(grantTo("security", "assignee", []object{{withheld: false}}))
	}
	narrower["new"] = object{}
	for _, space := range []string{"one-new", "another-new", "third-new", "fourth-new", "defauklt"} {
		narrower["new"][space] = security("view")
	}
	output := newCLI(t, k.Server).run(t, imports.String()+rolesWith(narrower), "plan")
	for _, summary := range []string{
		`Role "tier1" loses add_comments in soc/security`, `Role "tier2" loses edit_settings in soc/security`, `Role "lead" loses delete_cases in soc/security`,
		`Space "defauklt" does not exist. Did you mean "default"?`, `Spaces "another-new", "fourth-new", "one-new" and 1 more do not exist`,
	} {
		if strings.Count(output, "Warning: "+summary+"\n") != 1 {
			t.Errorf("the plan does not show %s:\n%s", summary, output)
		}
	}
}
