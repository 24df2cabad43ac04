package review_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// workspace is a folder in which Terraform runs.
type workspace struct {
	t        *testing.T
	dir      string
	provider func() string // returns the environment variable that leads to it
}

// newWorkspace returns a workspace with the provider in this process. In short mode it skips the test.
func newWorkspace(t *testing.T) workspace {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the Terraform CLI")
	}
	return workspace{t, t.TempDir(), func() string {
		return terraformtest.Serve(t, provider.NewServer("test"), "registry.terraform.io/kibana-cases/cases", "registry.opentofu.org/kibana-cases/cases")
	}}
}

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
func (w workspace) plan(flags ...string) []byte {
	w.t.Helper()
	w.terraform(append([]string{"plan", "-input=false", "-out=tfplan"}, flags...)...)
	return w.terraform("show", "-json", "tfplan")
}

// terraform runs a command that must not fail, and returns its output.
func (w workspace) terraform(command ...string) []byte {
	w.t.Helper()
	cmd := terraformtest.Command(w.t, w.dir, w.provider(), command...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("terraform %s: %s\n%s%s", command[0], err, output, &stderr)
	}
	return output
}
