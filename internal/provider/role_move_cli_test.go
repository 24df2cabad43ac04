package provider_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// movedRole is the configuration of movedStored.
var movedRole = strings.Replace(richRole, "dev = {", "twin = {\n stack = { access = \"assignee\" }\n connectors = \"read\"\n }\n dev = {", 1)

// A role that the other provider has in its state moves; nothing else changes,
// and nothing is written. Without a refresh, for a role that the state says
// everything about, the words are a change, which writes nothing either.
func TestRoleMoved(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil)
	// Terraform wants the source's provider to be installed, though it only asks
	// for its schema: any provider will do.
	if err := os.Symlink("terraform-provider-cases", filepath.Join(tf.provider, "terraform-provider-elasticstack")); err != nil {
		t.Fatal(err)
	}
	seen := movedStored()
	seen.Indices = slices.Clone(seen.Indices)
	seen.Indices[1].AllowRestrictedIndices, seen.RemoteCluster = false, nil
	unseenWords := regexp.MustCompile(`allow_restricted_indices = true|remote_cluster \{[^}]*\}`)
	for name, test := range map[string]struct {
		version int
		stored  kibanatest.ESRole
		config  string
		flag    string
		action  string
	}{
		"schema version 0":                  {0, movedStored(), movedRole, "-refresh=true", "no-op"},
		"schema version 1":                  {1, movedStored(), movedRole, "-refresh=true", "no-op"},
		"schema version 0, without refresh": {0, seen, unseenWords.ReplaceAllString(movedRole, ""), "-refresh=false", "update"},
		"schema version 1, without refresh": {1, seen, unseenWords.ReplaceAllString(movedRole, ""), "-refresh=false", "update"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			double := onDouble(t, kibanatest.Newest())
			double.Plant("rich", test.stored)
			w := tf.workspace(t, elasticstackRole(t, test.version), test.version, double.provider+test.config)
			w.terraform("plan", "-out=plan", test.flag)
			w.plans(test.action)
			w.terraform("apply", "plan")
			w.terraform("plan", "-detailed-exitcode")
			wantNone(t, double.requests("PUT"))
		})
	}
}

// workspace is a directory in which Terraform runs more than once.
type workspace struct {
	t   *testing.T
	cli cli
	dir string
}

// workspace moves what the other provider has in its state to a configuration.
func (c cli) workspace(t *testing.T, attributes string, version int, config string) workspace {
	t.Helper()
	w := workspace{t, c, t.TempDir()}
	state, err := json.Marshal(object{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "moved", "resources": []object{{
		"mode": "managed", "type": movedType, "name": "test", "provider": fmt.Sprintf("provider[%q]", movedProvider),
		"instances": []object{{"schema_version": version, "attributes": json.RawMessage(attributes), "private": base64.StdEncoding.EncodeToString([]byte("null"))}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"terraform.tfstate": string(state),
		"cli.tfrc": fmt.Sprintf("provider_installation {\n dev_overrides {\n \"kibana-cases/cases\" = %q\n \"elastic/elasticstack\" = %q\n }\n direct {}\n}",
			c.provider, c.provider),
		"main.tf": fmt.Sprintf(`
			terraform {
			  required_providers {
			    cases = { source = "kibana-cases/cases" }
			  }
			}
			moved {
			  from = %s.test
			  to   = cases_role.test
			}
			`, movedType) + config,
	} {
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// terraform runs a command that must not fail, and returns its output.
func (w workspace) terraform(command ...string) []byte {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), w.cli.terraform, command...)
	cmd.Dir = w.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "KIBANA_")
	})
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1")
	var said bytes.Buffer
	cmd.Stderr = &said
	output, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("terraform %s: %s\n%s%s", command[0], err, output, &said)
	}
	return output
}

// plans checks that the role moves, with the action, and keeps its privileges.
func (w workspace) plans(action string) {
	w.t.Helper()
	var plan struct {
		ResourceChanges []struct {
			Address         string `json:"address"`
			PreviousAddress string `json:"previous_address"`
			Change          struct {
				Actions       []string
				Before, After struct {
					Privileges any `json:"privileges"`
				}
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(w.terraform("show", "-json", "plan"), &plan); err != nil {
		w.t.Fatal(err)
	}
	if len(plan.ResourceChanges) != 1 {
		w.t.Fatalf("planned %+v", plan.ResourceChanges)
	}
	r := plan.ResourceChanges[0]
	if got := fmt.Sprintf("%s -> %s: %s", r.PreviousAddress, r.Address, r.Change.Actions); got != fmt.Sprintf("%s.test -> cases_role.test: [%s]", movedType, action) {
		w.t.Errorf("planned %s, want %s", got, action)
	}
	if lines := leaves(r.Change.Before.Privileges).to(leaves(r.Change.After.Privileges)); lines != "" {
		w.t.Errorf("planned privileges:\n%s", lines)
	}
}
