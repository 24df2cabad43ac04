// Package terraformtest runs the Terraform CLI in tests, with the provider as it is built or with providers that the test
// process serves itself.
package terraformtest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Path returns the CLI to use: TF_ACC_TERRAFORM_PATH, or else "terraform".
func Path() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

// SaveCPU makes the processes that tests start use a tenth less CPU time. They are short-lived, and as many tests run at a
// time as there are processors: collecting garbage and more threads do not make them faster.
func SaveCPU() {
	for variable, value := range map[string]string{"GOGC": "off", "GOMEMLIMIT": "512MiB", "GOMAXPROCS": "1"} {
		_ = os.Setenv(variable, value)
	}
}

// Command returns a command of the CLI in a folder. Settings for Terraform, Kibana and Elasticsearch in the environment of
// the tests do not reach it. The variable is from [Built] or [Serve], and leads to the provider.
func Command(t testing.TB, folder, variable string, arguments ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), Path(), arguments...) //nolint:gosec // a test chooses the command
	cmd.Dir = folder
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc([]string{"TF_", "KIBANA_", "ELASTICSEARCH_"}, func(prefix string) bool { return strings.HasPrefix(variable, prefix) })
	})
	cmd.Env = append(cmd.Env, "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+os.DevNull, variable)
	return cmd
}

// Built returns the environment variable that makes Terraform use the provider as it is built.
func Built(t testing.TB) string {
	t.Helper()
	provider, err := build()
	if err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(t.TempDir(), "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"kibana-cases/cases\" = %q\n  }\n  direct {}\n}\n", provider)
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return "TF_CLI_CONFIG_FILE=" + settings
}

// build builds the provider once for all tests of a package, and returns the folder of the executable. TestMain removes
// it with the other temporary files.
var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "built")
	if err != nil {
		return "", err
	}
	executable := filepath.Join(folder, "terraform-provider-cases")
	output, err := exec.Command("go", "build", "-ldflags=-s", "-o", executable, "github.com/kibana-cases/terraform-provider-cases").CombinedOutput() //nolint:gosec // our folder
	if err != nil {
		return "", fmt.Errorf("building the provider: %w: %s", err, output)
	}
	return folder, nil
})

// Serve serves a provider in this process until the test ends, and returns the environment variable that makes Terraform
// use it. Each address is as in "registry.terraform.io/kibana-cases/cases". Compared with a built provider, a command
// takes half the CPU time. But all configurations of the provider share one server, and Terraform does not stop it.
func Serve(t *testing.T, server func() tfprotov6.ProviderServer, addresses ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reattach, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	go func() {
		silent := []tf6server.ServeOpt{tf6server.WithLoggingSink(t), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithoutLogStderrOverride()}
		if err := tf6server.Serve(addresses[0], server, append(silent, tf6server.WithDebug(ctx, reattach, closed))...); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { cancel(); <-closed })
	config := <-reattach
	providers := map[string]any{}
	for _, address := range addresses {
		providers[address] = map[string]any{
			"Protocol": string(config.Protocol), "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
			"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
		}
	}
	text, err := json.Marshal(providers)
	if err != nil {
		t.Fatal(err)
	}
	return "TF_REATTACH_PROVIDERS=" + string(text)
}
