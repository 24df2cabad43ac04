//go:build unix

package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

const (
	address = "registry.terraform.io/kibana-cases/cases"
	binary  = "bin/terraform-provider-cases"
)

// workspace is a temporary folder. In it, Terraform starts this program as the
// providers.
type workspace struct {
	folder  string
	program string   // the path of this program
	plugins []plugin // the providers to measure; the first is this project's
}

// project is a folder with a configuration and its state.
type project struct {
	*workspace

	folder      string
	environment []string // for the provider
}

func newWorkspace(plugins []plugin) (*workspace, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "terraform-provider-cases-bench-")
	if err != nil {
		return nil, err
	}
	w := &workspace{folder, program, plugins}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n  direct {}\n}\n", address, folder, rivalAddress, folder)
	return w, errors.Join(
		os.Symlink(program, w.path("terraform-provider-cases")),
		os.Symlink(program, w.path("terraform-provider-elasticstack")),
		os.WriteFile(w.path("terraform.rc"), []byte(config), 0o600))
}

func (w *workspace) path(name string) string { return filepath.Join(w.folder, name) }

func (w *workspace) remove() { _ = os.RemoveAll(w.folder) }

// project returns an empty project in the workspace.
func (w *workspace) project(environment ...string) (*project, error) {
	folder, err := os.MkdirTemp(w.folder, "project-")
	return &project{w, folder, environment}, err
}

// write writes a file of the configuration.
func (p *project) write(name, config string) error {
	return os.WriteFile(filepath.Join(p.folder, name), []byte(config), 0o600)
}

// terraform runs a Terraform command with a plugin: a provider, or this program as
// the no-op provider.
func (p *project) terraform(ctx context.Context, plugin string, arguments ...string) (cost, error) {
	usageFile := filepath.Join(p.folder, "usage")
	if err := os.RemoveAll(usageFile); err != nil {
		return cost{}, err
	}
	command := exec.CommandContext(ctx, cli(), arguments...) //nolint:gosec // the CLI that make chose
	command.Dir = p.folder
	command.Env = append(append(os.Environ(), p.environment...), "TF_CLI_CONFIG_FILE="+p.path("terraform.rc"), "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color", "CHECKPOINT_DISABLE=1",
		modeVariable+"="+modeMeter, pluginVariable+"="+plugin, usageVariable+"="+usageFile)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	err := command.Run()
	wall := time.Since(began)
	if err != nil {
		return cost{}, fmt.Errorf("terraform %s: %w\n%s", arguments[0], err, &output)
	}
	return commandCost(wall, command.ProcessState.UserTime()+command.ProcessState.SystemTime(), usageFile)
}

// cli returns the Terraform CLI.
func cli() string { return cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform") }
