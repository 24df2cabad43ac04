// Package pipelines runs the pipelines that the guides show, line by line.
package pipelines

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

const (
	root   = "../.."
	guides = root + "/examples/guides"
)

// step is one call of the shell by a pipeline.
type step struct {
	Name string
	Run  string
	Env  map[string]string
}

// TestGitHub: the workflow of the guide comments once, updates its comment, and fails when
// somebody gains what the gate denies.
func TestGitHub(t *testing.T) {
	t.Parallel()
	var workflow struct {
		Jobs map[string]struct{ Steps []step }
	}
	readYAML(t, "reviewing-plans/github.yml", &workflow)
	var steps []step
	for _, s := range workflow.Jobs["review"].Steps {
		if s.Run != "" && s.Name != "Install" { // the test has built the command
			steps = append(steps, s)
		}
	}
	forge := newForge(t, "token token-1")
	replaced := strings.NewReplacer("${{ github.repository }}", "team/roles", "${{ github.event.pull_request.number }}", "7", "${{ github.token }}", "token-1")
	reviews(t, forge, steps, replaced, "FORGE="+forge.URL, "GITHUB_REPOSITORY=team/roles", "GITHUB_STEP_SUMMARY=summary.md")
	want := []string{
		"GET /repos/team/roles/issues/7/comments", "POST /repos/team/roles/issues/7/comments",
		"GET /repos/team/roles/issues/7/comments", "PATCH /repos/team/roles/issues/comments/1",
	}
	if got := strings.Join(forge.requests, ", "); got != strings.Join(want, ", ") {
		t.Errorf("requests: %s", got)
	}
}

// TestGitLab: so does the job for GitLab.
func TestGitLab(t *testing.T) {
	t.Parallel()
	var pipeline map[string]struct{ Script []string }
	readYAML(t, "reviewing-plans/gitlab.yml", &pipeline)
	forge := newForge(t, "token-1")
	// GitLab runs all lines in one shell.
	steps := []step{{Name: "Gate", Run: strings.Join(pipeline["access"].Script, "\n")}}
	reviews(t, forge, steps, strings.NewReplacer(), "CI_API_V4_URL="+forge.URL, "CI_PROJECT_ID=3", "CI_MERGE_REQUEST_IID=7", "GITLAB_TOKEN=token-1")
	want := []string{
		"GET /projects/3/merge_requests/7/notes", "POST /projects/3/merge_requests/7/notes",
		"GET /projects/3/merge_requests/7/notes", "PUT /projects/3/merge_requests/7/notes/1",
	}
	if got := strings.Join(forge.requests, ", "); got != strings.Join(want, ", ") {
		t.Errorf("requests: %s", got)
	}
}

// TestAcceptance: a module's own pipeline starts the double, applies to it, plans no further
// change, and destroys everything.
func TestAcceptance(t *testing.T) {
	t.Parallel()
	var workflow struct {
		Jobs map[string]struct {
			Steps []step
			Env   map[string]string
		}
	}
	readYAML(t, "testing/pipeline.yml", &workflow)
	m := newMachine(t)
	configuration, err := os.ReadFile(filepath.Join(guides, "testing/main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	m.write("main.tf", string(configuration))
	// The double gets free ports, and the test ends it.
	replaced := strings.NewReplacer("${{ matrix.kibana }}", "9.2", "127.0.0.1:5601", "127.0.0.1:0", "2>&1 &", "2>&1 & echo $! > double.pid")
	for _, s := range workflow.Jobs["apply"].Steps {
		if s.Run == "" || s.Name == "Download" { // the test has built the command
			continue
		}
		output, err := m.sh(replaced.Replace(s.Run))
		if err != nil {
			t.Fatalf("%s: %v\n%s", s.Name, err, output)
		}
		if s.Name == "Start" {
			t.Cleanup(func() { _, _ = m.run(context.Background(), "kill $(cat double.pid)") })
			url, err := os.ReadFile(filepath.Join(m.folder, "double.url"))
			if err != nil {
				t.Fatal(err)
			}
			m.endpoint, _, _ = strings.Cut(string(url), "\n")
		}
		if s.Name == "Apply" && !strings.Contains(output, "1 added") {
			t.Errorf("nothing is applied:\n%s", output)
		}
	}
}

// reviews runs the steps on a role that cannot delete cases, and on one that can.
func reviews(t *testing.T, forge *forge, steps []step, replaced *strings.Replacer, env ...string) {
	t.Helper()
	m := newMachine(t)
	for _, change := range []struct{ subFeatures, says, denied string }{
		{`, sub_features = { delete_cases = false }`, "create cases", ""},
		{``, "**delete cases**", "delete_cases"},
	} {
		m.write("main.tf", fmt.Sprintf(`
			terraform {
			  required_providers {
			    cases = { source = "kibana-cases/cases" }
			  }
			}
			resource "cases_role" "tier1" {
			  name   = "soc-tier1"
			  spaces = { default = { security = { access = "assignee"%s } } }
			}`, change.subFeatures))
		for _, s := range steps {
			environment := env
			for name, value := range s.Env {
				environment = append(environment, name+"="+replaced.Replace(value))
			}
			output, err := m.sh(replaced.Replace(s.Run), environment...)
			denies := s.Name == "Gate" && change.denied != ""
			if (err != nil) != denies {
				t.Fatalf("%s: %v\n%s", s.Name, err, output)
			}
			if denies && !strings.Contains(output, change.denied) {
				t.Errorf("the gate does not say what it denies: %s", output)
			}
		}
		if !strings.Contains(forge.body, change.says) {
			t.Errorf("the comment does not say %q:\n%s", change.says, forge.body)
		}
	}
}

// forge is GitHub's or GitLab's list of comments. It holds other comments, and the one of
// the pipeline once it is posted.
type forge struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
	body     string
}

func newForge(t *testing.T, token string) *forge {
	t.Helper()
	f := &forge{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		if r.Header.Get("Authorization") != token && r.Header.Get("PRIVATE-TOKEN") != token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		f.requests = append(f.requests, r.Method+" "+r.URL.Path)
		switch {
		case r.Method != http.MethodGet:
			f.body = r.FormValue("body")
			fmt.Fprint(w, `{"id": 1}`)
		case f.body == "":
			fmt.Fprint(w, `[{"id": 5, "body": "Somebody mentions cases-review"}]`)
		default:
			fmt.Fprintf(w, `[{"id": 5, "body": "Somebody mentions cases-review"}, {"id": 1, "body": %q}]`, strings.SplitN(f.body, "\n", 2)[0])
		}
	}))
	t.Cleanup(f.Close)
	return f
}

// machine is a runner with a folder for the configuration.
type machine struct {
	t         *testing.T
	installed installation
	folder    string
	endpoint  string
}

// installation is what all machines share.
type installation struct {
	bin       string // folder of the commands
	cliConfig string // of Terraform, which finds the provider in a local mirror
}

// newMachine starts a Kibana double.
func newMachine(t *testing.T) machine {
	t.Helper()
	installed, err := install()
	if err != nil {
		t.Fatal(err)
	}
	return machine{t, installed, t.TempDir(), startDouble(t, filepath.Join(installed.bin, "kibana-double"))}
}

// install builds the commands and the provider. TestMain removes them with the other temporary files.
var install = sync.OnceValues(func() (i installation, err error) {
	folder, err := os.MkdirTemp("", "installed")
	if err != nil {
		return i, err
	}
	i = installation{filepath.Join(folder, "bin"), filepath.Join(folder, "cli.tfrc")}
	mirror := filepath.Join(folder, "mirror")
	build := exec.Command("go", "build", "-ldflags=-s", "-o", i.bin+"/", ".", "./cmd/cases-review", "./internal/kibanatest/cmd/kibana-double")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		return i, fmt.Errorf("building: %w: %s", err, output)
	}
	self, err := os.Executable()
	if err != nil {
		return i, err
	}
	terraform, err := exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
	if err != nil {
		return i, err
	}
	links := map[string]string{"bin/jq": self, "bin/gh": self, "bin/curl": self, "bin/terraform": terraform}
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		version := filepath.Join("mirror", registry, "kibana-cases/cases/0.1.0", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(filepath.Join(folder, version), 0o700); err != nil {
			return i, err
		}
		links[filepath.Join(version, "terraform-provider-cases_v0.1.0")] = filepath.Join(i.bin, "terraform-provider-cases")
	}
	for name, file := range links {
		if err := os.Symlink(file, filepath.Join(folder, name)); err != nil {
			return i, err
		}
	}
	return i, os.WriteFile(i.cliConfig, fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror), 0o600)
})

// startDouble returns the URL of a double that runs until the end of the test.
func startDouble(t *testing.T, program string) string {
	t.Helper()
	double := exec.CommandContext(t.Context(), program)
	output, err := double.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := double.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = double.Wait() }) // the end of the test's context kills it
	url, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(url)
}

func (m machine) write(name, text string) {
	m.t.Helper()
	if err := os.WriteFile(filepath.Join(m.folder, name), []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// sh runs a script as a forge does: it ends with the first command that fails.
func (m machine) sh(script string, env ...string) (output string, err error) {
	m.t.Helper()
	return m.run(m.t.Context(), script, env...)
}

func (m machine) run(ctx context.Context, script string, env ...string) (output string, err error) {
	cmd := exec.CommandContext(ctx, "sh", "-e", "-c", script)
	cmd.Dir = m.folder
	cmd.Env = append([]string{
		"PATH=" + m.installed.bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + m.folder,
		"TF_CLI_CONFIG_FILE=" + m.installed.cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"KIBANA_ENDPOINT=" + m.endpoint, "KIBANA_USERNAME=elastic", "KIBANA_PASSWORD=changeme",
	}, env...)
	all, err := cmd.CombinedOutput()
	return string(all), err
}

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(guides, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
