package review_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// workspace is a directory in which Terraform runs with providers that are built here.
type workspace struct {
	t        *testing.T
	dir      string
	reattach string // a variable of the environment that leads to providers in this process
}

// newWorkspace returns a workspace with the provider. In short mode it skips the test.
func newWorkspace(t *testing.T) workspace {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the Terraform CLI")
	}
	provider, err := builtProvider()
	if err != nil {
		t.Fatal(err)
	}
	w := workspace{t: t, dir: t.TempDir()}
	w.write("cli.tfrc", fmt.Sprintf("provider_installation {\n dev_overrides {\n \"kibana-cases/cases\" = %q\n }\n direct {}\n}", provider))
	return w
}

// builtProvider builds the provider once for all tests, and returns the directory of the executable.
var builtProvider = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "provider")
	if err != nil {
		return "", err
	}
	output, err := exec.Command("go", "build", "-o", filepath.Join(dir, "terraform-provider-cases"), "../..").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the provider: %w: %s", err, output)
	}
	return dir, nil
})

func (w workspace) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// configure writes a configuration in JSON, with the provider on a Kibana.
func (w workspace) configure(kibana *kibanatest.Server, more object) {
	w.t.Helper()
	config := object{
		"terraform": object{"required_providers": object{"cases": object{"source": "kibana-cases/cases"}}},
		"provider":  object{"cases": object{"endpoint": kibana.URL(), "username": kibanatest.DefaultUser, "password": kibanatest.DefaultPassword}},
	}
	w.write("main.tf.json", string(encode(w.t, with(config, more))))
}

// plan makes a plan and returns its JSON.
func (w workspace) plan() []byte {
	w.t.Helper()
	w.terraform("plan", "-input=false", "-out=tfplan")
	return w.terraform("show", "-json", "tfplan")
}

// terraform runs a command that must not fail, without the environment's settings, and returns its output.
func (w workspace) terraform(command ...string) []byte {
	w.t.Helper()
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		terraform = "terraform"
	}
	cmd := exec.CommandContext(w.t.Context(), terraform, command...)
	cmd.Dir = w.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "KIBANA_")
	})
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1", w.reattach)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("terraform %s: %s\n%s%s", command[0], err, output, &stderr)
	}
	return output
}
