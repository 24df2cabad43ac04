package provider_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// refusal is a wrong configuration of a role, and what `terraform validate`
// says about it. The name is added where the configuration has none.
type refusal struct {
	config  string
	at      string // attribute path
	summary string
	says    string // among other things: what to write instead
}

// TestRoleRefusals: `terraform validate` refuses what is wrong and warns about
// what has no effect, each in one message, and is silent about what is right or
// not known yet. Kibana is not asked for anything.
func TestRoleRefusals(t *testing.T) {
	t.Parallel()
	double := kibanatest.Start(t, kibanatest.Newest())
	tf := newCLI(t, double)
	refused, warned, silent := map[string]refusal{}, warnedAbout(), acceptedRoles()
	for _, rows := range []map[string]refusal{refusedNames(), refusedSpaces(), refusedCombinations(), refusedElasticsearch(), refusedByTerraform()} {
		maps.Copy(refused, rows)
	}
	maps.Copy(silent, unknownRoles())

	said := tf.validate(t, variables+roleBlocks(configs(refused))+roleBlocks(configs(warned))+roleBlocks(silent))

	for name, want := range refused {
		t.Run(name, func(t *testing.T) { t.Parallel(); want.expect(t, "error", said[name]) })
	}
	for name, want := range warned {
		t.Run(name, func(t *testing.T) { t.Parallel(); want.expect(t, "warning", said[name]) })
	}
	for name := range silent {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, d := range said[name] {
				t.Errorf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
			}
		})
	}
	t.Run("reserved_names", func(t *testing.T) { t.Parallel(); refusesReservedNames(t, tf) })
	expectNoRequest(t, double)
}

// refusesReservedNames: the plan refuses a role that Elasticsearch reserves.
func refusesReservedNames(t *testing.T, tf cli) {
	t.Helper()
	rows := map[string]refusal{}
	for _, name := range []string{"superuser", "kibana_admin", "kibana_user", "kibana_system", "editor", "viewer", "monitoring_user", "reporting_user"} {
		rows[name] = refusal{`name = "` + name + `"`, "name", "Reserved role", "Choose another name"}
	}
	said := tf.plan(t, roleBlocks(configs(rows)))
	for name, want := range rows {
		t.Run(name, func(t *testing.T) { t.Parallel(); want.expect(t, "error", said[name]) })
	}
	expectNoRequest(t, tf.kibana)
}

// TestRoleRefusalAtApply: what is not known before the apply is held against
// the rules then, and nothing is written.
func TestRoleRefusalAtApply(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	late := func(text, role string) resource.TestStep {
		return resource.TestStep{Config: fmt.Sprintf(`
			resource "terraform_data" "late" {
			  input = %q
			}
			resource "cases_role" "test" {
			  %s
			}`, text, role)}
	}
	access, name := late("ful", `
		name   = "refused-at-apply"
		spaces = { soc = { security = { access = terraform_data.late.output } } }`), late("superuser", `
		name   = terraform_data.late.output
		spaces = { soc = { security = { access = "view" } } }`)
	access.ExpectError = regexp.MustCompile(`Invalid access level`)
	name.ExpectError = regexp.MustCompile(`Reserved role`)
	k.run(t, access, name)
	if names := k.Names(); len(names) > 0 {
		t.Errorf("Kibana holds %q", names)
	}
}

func expectNoRequest(t *testing.T, double *kibanatest.Server) {
	t.Helper()
	for _, r := range double.Journal() {
		t.Errorf("Kibana was asked for %s %s", r.Method, r.Path)
	}
}

// expect holds what was said about a row against it: it, and nothing else.
func (r refusal) expect(t *testing.T, severity string, said []diagnostic) {
	t.Helper()
	if len(said) != 1 {
		t.Errorf("%d diagnostics, want one", len(said))
	}
	for _, d := range said {
		if d.Severity != severity || d.Summary != r.summary {
			t.Errorf("%s %q, want %s %q", d.Severity, d.Summary, severity, r.summary)
		}
		if !strings.Contains(d.Detail, r.says) {
			t.Errorf("the message does not say %q:\n%s", r.says, d.Detail)
		}
		if !d.pointsAt(r.at) {
			t.Errorf("%q is not to be seen in %q or in the message:\n%s", r.at, d.Snippet.Code, d.Detail)
		}
	}
}

// diagnostic is what Terraform says in its JSON outputs.
type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Snippet  struct {
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

// roles are resources with the configurations, each named by its key.
func roleBlocks(byName map[string]string) string {
	var config strings.Builder
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		body := byName[name]
		if !strings.HasPrefix(body, "name ") {
			body = fmt.Sprintf("name = %q\n%s", name, body)
		}
		fmt.Fprintf(&config, "resource \"cases_role\" %q {\n%s\n}\n", name, body)
	}
	return config.String()
}

// cli runs Terraform with the provider as it is built for release.
type cli struct {
	terraform string
	provider  string // directory of the executable
	kibana    *kibanatest.Server
}

func newCLI(t *testing.T, kibana *kibanatest.Server) cli {
	t.Helper()
	c := cli{terraform: os.Getenv("TF_ACC_TERRAFORM_PATH"), provider: t.TempDir(), kibana: kibana}
	if c.terraform == "" {
		c.terraform = "terraform"
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(c.provider, "terraform-provider-cases"), "../..")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %s: %s", err, output)
	}
	return c
}

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
