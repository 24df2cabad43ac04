package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// Older releases stored sets of capabilities, which Terraform keeps in alphabetical
// order. Nothing is planned for such a state, and a change shows without a change of the
// order. The fast lane and the framework make the same of it.
func TestStatesOfOlderReleases(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		of              string
		config, changed object
		plan            string
		more            object // in the stored state; the framework reads a state with an attribute more
		byFramework     bool
	}{
		"a role": {
			of: ownRole, config: object{"name": "shared", "spaces": inSoc(security("full"))},
			changed: object{"name": "shared", "spaces": inSoc(security("full", object{"delete_cases": false}))},
			plan: `
				capabilities.soc/security: -delete_cases
				privileges.soc.securitySolutionCasesV3: -all +case_reopen +cases_assign +cases_manage_templates +cases_settings +create_comment +minimal_all
				spaces.soc.security.sub_features.delete_cases: +false`,
		},
		"a grant": {
			of: featurePrivilege, config: grantOn("shared", object{"security": access("assignee"), "connectors": "all"}),
			changed: grantOn("shared", object{"security": access("assignee"), "connectors": "read"}),
			plan: `
				capabilities.soc/connectors: -manage_connectors
				connectors: -all +read
				privileges.soc.actions: -all +read`,
		},
		"a role, by the framework": {
			of: ownRole, config: object{"name": "shared", "spaces": inSoc(security("view", object{"add_comments": true, "delete_cases": true}))},
			changed: object{"name": "shared", "spaces": inSoc(security("view", object{"edit_settings": true, "delete_cases": true}))},
			plan: `
				capabilities.soc/security: -add_comments +edit_settings
				privileges.soc.securitySolutionCasesV3: -create_comment +cases_settings
				spaces.soc.security.sub_features.add_comments: -true
				spaces.soc.security.sub_features.edit_settings: +true`,
			more: object{"newer": true}, byFramework: true,
		},
		"a grant, by the framework": {
			of: featurePrivilege, config: grantOn("shared", object{"stack": access("assignee")}),
			changed: grantOn("shared", object{"stack": object{"access": "assignee", "sub_features": object{"reopen_cases": false}}}),
			plan: `
				capabilities.soc/stack: -reopen_cases
				privileges.soc.generalCasesV3: -all +cases_assign +cases_delete +cases_manage_templates +cases_settings +create_comment +minimal_all
				stack.sub_features.reopen_cases: +false`,
			more: object{"newer": true}, byFramework: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			if test.of == featurePrivilege {
				k.Plant("shared", kibanatest.ESRole{})
			}
			now := k.created(t, test.of, test.config)
			p := start(t, k.settings(nil))
			older := olderState(t, p, test.of, now, test.more)
			if p.same(test.of, p.inAnyOrder(test.of, older), now.state) {
				t.Fatal("the older state is in order")
			}

			byFramework := false
			provider.WatchFramework(p.server, func(request string) { byFramework = byFramework || request == "UpgradeResourceState" })
			upgraded := p.upgrade(test.of, older, now)
			if byFramework != test.byFramework {
				t.Errorf("answered by the framework: %v", byFramework)
			}
			for refresh, prior := range map[string]kept{"without a refresh": upgraded, "with a refresh": p.refresh(test.of, upgraded)} {
				if lines := p.document(test.of, now.state).toInOrder(p.document(test.of, prior.state)); lines != "" || !p.same(test.of, prior.state, now.state) {
					t.Errorf("%s the state differs:\n%s", refresh, lines)
				}
				p := start(t, k.settings(nil))
				if plan := p.planChange(test.of, prior, test.config); !p.same(test.of, prior.state, plan.PlannedState) {
					t.Errorf("%s the plan is:\n%s", refresh, p.document(test.of, prior.state).toInOrder(p.document(test.of, plan.PlannedState)))
				}
				p.wantNoDiagnostics()
				plan := start(t, k.settings(nil)).planChange(test.of, prior, test.changed)
				if err := sameLines(refresh+" the change is", p.document(test.of, prior.state).toInOrder(p.document(test.of, plan.PlannedState)), test.plan); err != nil {
					t.Error(err)
				}
				if planned := plainValue(t, p.valueOf(test.of, plan.PlannedState)); orderCapabilities(planned) {
					t.Errorf("%s the planned capabilities are not in order: %v, want %v", refresh, p.valueOf(test.of, plan.PlannedState), planned)
				}
			}
			p.wantNoDiagnostics()
		})
	}
}

// What is in order is passed on as it is, and so is what is no state of a resource.
func TestStatesThatKeepTheirOrder(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"in order":              `{ "capabilities" : {"soc/security": ["read_cases", "delete_cases", "add_comments", "manage_templates", "assign_users"]}, "name": "<a>" }`,
		"unknown names last":    `{"capabilities": {"soc/security": ["read_cases", "manage_connectors", "archive_cases", "zip_cases"]}}`,
		"one each":              `{"capabilities": {"soc/security": ["delete_cases"], "soc/connectors": ["use_connectors"]}}`,
		"no capabilities":       `{"name": "a", "capabilities": {}}`,
		"null":                  `{"capabilities": null}`,
		"null in place of any":  `{"capabilities": {"soc/security": null, "soc/stack": []}}`,
		"without capabilities":  `{"name": "a"}`,
		"nothing":               `null`,
		"empty":                 ``,
		"broken":                `{"capabilities": {"soc/security": ["update_cases", "read_cases"]}`,
		"not an object":         `["update_cases", "read_cases"]`,
		"a list":                `{"capabilities": ["update_cases", "read_cases"]}`,
		"a text":                `{"capabilities": {"soc/security": "update_cases"}}`,
		"a number":              `{"capabilities": {"soc/security": ["update_cases", "read_cases", 1]}}`,
		"null among them":       `{"capabilities": {"soc/security": ["update_cases", "read_cases", null]}}`,
		"null in another list":  `{"capabilities": {"soc/security": ["update_cases", "read_cases"], "soc/stack": [null]}}`,
		"another attribute":     `{"Capabilities": {"soc/security": ["update_cases", "read_cases"]}}`,
		"another, and in order": `{"capabilities": {}, "CAPABILITIES": {"soc/security": ["update_cases", "read_cases"]}, "sources": ["b", "a"]}`,
	} {
		state := &tfprotov6.RawState{JSON: []byte(text)}
		if got := provider.WithCapabilitiesInOrder(state); string(got.JSON) != text {
			t.Errorf("%s: %s", name, got.JSON)
		}
	}
	flat := &tfprotov6.RawState{Flatmap: map[string]string{"capabilities.soc/security.0": "update_cases"}}
	if provider.WithCapabilitiesInOrder(flat) != flat || provider.WithCapabilitiesInOrder(nil) != nil {
		t.Error("a state without JSON is not passed on")
	}
}

// Only the capabilities change, and names that the provider does not know come last.
func TestStatesArePutInOrder(t *testing.T) {
	t.Parallel()
	const stored = `{
		"name": "<a>", "metadata": "{\"n\":12345678901234567890}", "newer": 12345678901234567890, "privileges": {"soc": {"b": ["read", "all"]}},
		"capabilities": {
			"soc/security": ["add_comments", "archive_cases", "assign_users", "create_cases", "delete_cases", "edit_settings", "manage_templates", "push_cases", "read_cases", "reopen_cases", "update_cases", "zip_cases"],
			"soc/connectors": ["manage_connectors", "use_connectors"], "soc/stack": ["read_cases"], "soc/observability": []
		}
	}`
	const want = `{
		"name": "<a>", "metadata": "{\"n\":12345678901234567890}", "newer": 12345678901234567890, "privileges": {"soc": {"b": ["read", "all"]}},
		"capabilities": {
			"soc/security": ["read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users", "push_cases", "archive_cases", "zip_cases"],
			"soc/connectors": ["use_connectors", "manage_connectors"], "soc/stack": ["read_cases"], "soc/observability": []
		}
	}`
	state := &tfprotov6.RawState{JSON: []byte(stored)}
	got := provider.WithCapabilitiesInOrder(state)
	exactly := func(text string) (value any) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	if diff := cmp.Diff(exactly(want), exactly(string(got.JSON))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if string(state.JSON) != stored {
		t.Errorf("the stored state is changed: %s", state.JSON)
	}
}

// Terraform plans nothing for a state of an older release, with a refresh or without,
// and shows a change of one capability as that.
func TestStateOfAnOlderReleaseInTerraform(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil).on(t, kibanatest.Newest())
	tf.kibana.Plant("shared", kibanatest.ESRole{})
	e := example{tf, t.TempDir()}
	e.write(t, "versions.tf", withRequirements)
	const config = `
		resource "cases_role" "test" {
		  name   = "test"
		  spaces = { soc = { security = { access = "full" } } }
		}
		resource "cases_feature_privilege" "test" {
		  role       = "shared"
		  space      = "soc"
		  security   = { access = "full" }
		  connectors = "all"
		}`
	e.write(t, "example.tf", config)
	e.must(t, 0, "apply", "-auto-approve")

	file := filepath.Join(e.folder, "terraform.tfstate")
	var state map[string]any
	if err := json.Unmarshal([]byte(read(t, file)), &state); err != nil {
		t.Fatal(err)
	}
	sortedObjects := 0
	for _, resource := range state["resources"].([]any) {
		for _, instance := range resource.(map[string]any)["instances"].([]any) {
			if sortCapabilities(instance.(map[string]any)["attributes"]) {
				sortedObjects++
			}
		}
	}
	if sortedObjects != 2 {
		t.Fatalf("%d objects are stored in another order", sortedObjects)
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}

	e.must(t, 0, "plan", "-detailed-exitcode")
	e.must(t, 0, "plan", "-detailed-exitcode", "-refresh=false")
	e.write(t, "example.tf", strings.ReplaceAll(config, `"full" }`, `"full", sub_features = { delete_cases = false } }`))
	output := e.must(t, 2, "plan", "-detailed-exitcode", "-refresh=false")
	const want = `    ~ capabilities = {
        ~ "soc/security"   = [
              # (2 unchanged elements hidden)
              "update_cases",
            - "delete_cases",
              "edit_settings",
              # (5 unchanged elements hidden)
          ]
          # (1 unchanged element hidden)
      }
`
	for _, object := range []string{"cases_role.test", "cases_feature_privilege.test"} {
		if got := findOnce(t, plannedChange(t, output, object), `^    ~ capabilities .*?^      }\n`)[0]; got != want {
			t.Errorf("%s:\n%s", object, got)
		}
	}
}
