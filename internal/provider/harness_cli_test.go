package provider_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	goversion "github.com/hashicorp/go-version"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// cli runs Terraform with the provider as it is built for release.
type cli struct {
	terraform string
	provider  string // directory of the executable
	kibana    *kibanatest.Server
}

func newCLI(t *testing.T, kibana *kibanatest.Server) cli {
	t.Helper()
	needsCLI(t)
	dir, err := builtProvider()
	if err != nil {
		t.Fatal(err)
	}
	c := cli{terraform: os.Getenv("TF_ACC_TERRAFORM_PATH"), provider: dir, kibana: kibana}
	if c.terraform == "" {
		c.terraform = "terraform"
	}
	return c
}

// needsCLI skips a test that runs the Terraform CLI, in short mode.
func needsCLI(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the Terraform CLI")
	}
}

// builtProvider builds the provider once for all tests, and returns the directory of the executable. TestMain removes it.
var builtProvider = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "built")
	if err != nil {
		return "", err
	}
	output, err := exec.Command("go", "build", "-o", filepath.Join(dir, "terraform-provider-cases"), "../..").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the provider: %w: %s", err, output)
	}
	return dir, nil
})

// validate returns the diagnostics of `terraform validate` by resource.
func (c cli) validate(t *testing.T, config string) map[string][]diagnostic {
	t.Helper()
	var result struct {
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	output := c.run(t, config, "validate", "-json")
	if err := json.Unmarshal(output, &result); err != nil {
		t.Fatalf("%s: %s", err, output)
	}
	return byRole(t, result.Diagnostics)
}

// plan returns the diagnostics of `terraform plan` by resource.
func (c cli) plan(t *testing.T, config string) map[string][]diagnostic {
	t.Helper()
	var all []diagnostic
	for line := range bytes.Lines(c.run(t, config, "plan", "-json")) {
		var event struct {
			Diagnostic *diagnostic `json:"diagnostic"`
		}
		if err := json.Unmarshal(line, &event); err != nil {
			t.Fatalf("%s: %s", err, line)
		}
		if event.Diagnostic != nil {
			all = append(all, *event.Diagnostic)
		}
	}
	return byRole(t, all)
}

// run runs a command on a configuration in a directory of its own, without the
// environment's settings for Terraform and Kibana, and returns its output.
// Refusals make it fail.
func (c cli) run(t *testing.T, config string, command ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"cli.tfrc": fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"kibana-cases/cases\" = %q\n  }\n  direct {}\n}", c.provider),
		"main.tf": fmt.Sprintf(`
			terraform {
			  required_providers {
			    cases = { source = "kibana-cases/cases" }
			  }
			}
			provider "cases" {
			  endpoint = %q
			  username = %q
			  password = %q
			}
			`, c.kibana.URL(), kibanatest.DefaultUser, kibanatest.DefaultPassword) + config,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), c.terraform, command...)
	cmd.Dir = dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "KIBANA_")
	})
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1")
	output, err := cmd.Output()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return output
}

func (c cli) olderThan(t *testing.T, version string) bool {
	t.Helper()
	var is struct {
		Version string `json:"terraform_version"`
	}
	output, _ := example{c, t.TempDir()}.terraform(t, "version", "-json")
	if err := json.Unmarshal([]byte(output), &is); err != nil {
		t.Fatalf("%s: %s", err, output)
	}
	return goversion.Must(goversion.NewVersion(is.Version)).LessThan(goversion.Must(goversion.NewVersion(version)))
}

func (c cli) isOpenTofu() bool { return strings.Contains(filepath.Base(c.terraform), "tofu") }

// misplacesImports reports whether this Terraform looks for the provider of an import block without a resource in the
// wrong namespace (hashicorp/terraform#39144), unless the block names the provider.
func (c cli) misplacesImports(t *testing.T) bool {
	t.Helper()
	return !c.olderThan(t, "1.16.0") && c.olderThan(t, "1.16.3")
}

// on returns the CLI for a Kibana of its own.
func (c cli) on(t *testing.T, p kibanatest.Profile) cli {
	t.Helper()
	c.kibana = kibanatest.Start(t, p, kibanatest.WithSpaces("soc"))
	return c
}

// diagnostic is what Terraform says in its JSON outputs.
type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Range    struct {
		Filename string `json:"filename"`
	} `json:"range"`
	Snippet struct {
		Context string `json:"context"` // resource "type" "name"
		Code    string `json:"code"`
	} `json:"snippet"`
}

// pointsAt reports whether people can see what a diagnostic is about. Terraform
// shows the line of an attribute of the resource or of a block, but only the
// resource's first line for what is inside an attribute: there, the message has
// to name the place.
func (d diagnostic) pointsAt(path string) bool {
	if strings.HasPrefix(path, "spaces[") {
		return strings.Contains(d.Detail, path)
	}
	last := path[strings.LastIndex(path, ".")+1:]
	return strings.HasPrefix(strings.TrimSpace(d.Snippet.Code), last)
}

var resourceName = regexp.MustCompile(`^resource "cases_role" "(.+)"$`)

// byRole sorts diagnostics by the name of the resource they are about.
func byRole(t *testing.T, all []diagnostic) map[string][]diagnostic {
	t.Helper()
	sorted := map[string][]diagnostic{}
	for _, d := range all {
		switch name := resourceName.FindStringSubmatch(d.Snippet.Context); {
		case name != nil:
			sorted[name[1]] = append(sorted[name[1]], d)
		case d.Summary != "Provider development overrides are in effect":
			t.Errorf("%s about no role: %s: %s", d.Severity, d.Summary, d.Detail)
		}
	}
	return sorted
}

func configs(rows map[string]refusal) map[string]string {
	byName := map[string]string{}
	for name, row := range rows {
		byName[name] = row.config
	}
	return byName
}

// workspace is a directory in which Terraform runs more than once.
type workspace struct {
	t   *testing.T
	cli cli
	dir string
	// from is the type of the resource that moves.
	from string
}

// workspace moves what the other provider has in its state of a resource to a configuration.
func (c cli) workspace(t *testing.T, from, attributes string, version int, config string) workspace {
	t.Helper()
	w := workspace{t, c, t.TempDir(), from}
	state, err := json.Marshal(object{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "moved", "resources": []object{{
		"mode": "managed", "type": from, "name": "test", "provider": fmt.Sprintf("provider[%q]", movedProvider),
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
			`, from) + config,
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
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("terraform %s: %s\n%s%s", command[0], err, output, &stderr)
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
	if got := fmt.Sprintf("%s -> %s: %s", r.PreviousAddress, r.Address, r.Change.Actions); got != fmt.Sprintf("%s.test -> cases_role.test: [%s]", w.from, action) {
		w.t.Errorf("planned %s, want %s", got, action)
	}
	if lines := leaves(r.Change.Before.Privileges).to(leaves(r.Change.After.Privileges)); lines != "" {
		w.t.Errorf("planned privileges:\n%s", lines)
	}
}
