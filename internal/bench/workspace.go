//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
// provider.
type workspace struct {
	folder  string
	program string // the path of this program
	plugin  string // the path of the provider
}

// project is a folder with a configuration and its state.
type project struct {
	*workspace

	folder      string
	environment []string // for the provider
}

// cost is the cost of a Terraform command. Usage is the usage of the provider: the
// sum of the CPU times of its processes, and the highest peak.
type cost struct {
	Wall time.Duration `json:"wall_ns"`
	usage
}

func newWorkspace() (*workspace, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	plugin, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "terraform-provider-cases-bench-")
	if err != nil {
		return nil, err
	}
	w := &workspace{folder, program, plugin}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", address, folder)
	return w, errors.Join(
		os.Symlink(program, w.path("terraform-provider-cases")),
		os.WriteFile(w.path("terraform.rc"), []byte(config), 0o600))
}

func (w *workspace) path(name string) string { return filepath.Join(w.folder, name) }

func (w *workspace) remove() { _ = os.RemoveAll(w.folder) }

// project returns an empty project in the workspace.
func (w *workspace) project(name string, environment ...string) (*project, error) {
	p := &project{w, w.path(name), environment}
	return p, os.MkdirAll(p.folder, 0o750)
}

// write writes the configuration.
func (p *project) write(config string) error {
	return os.WriteFile(filepath.Join(p.folder, "main.tf"), []byte(config), 0o600)
}

// terraform runs a Terraform command with a plugin: the provider, or this program as
// the no-op provider.
func (p *project) terraform(ctx context.Context, plugin string, arguments ...string) (cost, error) {
	usageFile := filepath.Join(p.folder, "usage")
	if err := os.RemoveAll(usageFile); err != nil {
		return cost{}, err
	}
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		cli = "terraform"
	}
	command := exec.CommandContext(ctx, cli, arguments...) //nolint:gosec // the CLI that make chose
	command.Dir = p.folder
	command.Env = append(append(os.Environ(), p.environment...), "TF_CLI_CONFIG_FILE="+p.path("terraform.rc"), "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color", "CHECKPOINT_DISABLE=1",
		modeVariable+"="+modeMeter, pluginVariable+"="+plugin, usageVariable+"="+usageFile)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	err := command.Run()
	c := cost{Wall: time.Since(began)}
	if err != nil {
		return c, fmt.Errorf("terraform %s: %w\n%s", arguments[0], err, &output)
	}
	return c, c.addUsage(usageFile)
}

// addUsage adds the usage of the plugin's processes. The file does not exist if
// Terraform started no plugin.
func (c *cost) addUsage(usageFile string) error {
	text, err := os.ReadFile(usageFile) //nolint:gosec // this program sets the name
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var process usage
		switch err := decoder.Decode(&process); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		c.CPU += process.CPU
		c.Peak = max(c.Peak, process.Peak)
	}
}
