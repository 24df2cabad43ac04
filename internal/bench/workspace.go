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
	built   = "bin/terraform-provider-cases"
)

// workspace is a temporary folder in which Terraform takes this program for the
// provider.
type workspace struct {
	folder  string
	program string // this one
	plugin  string // the provider as built
}

func newWorkspace() (*workspace, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	plugin, err := filepath.Abs(built)
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

// project is a configuration with its state.
type project struct {
	*workspace

	folder      string
	environment []string // for the provider
}

func (w *workspace) project(name string, environment ...string) (*project, error) {
	p := &project{w, w.path(name), environment}
	return p, os.MkdirAll(p.folder, 0o750)
}

// write sets the configuration.
func (p *project) write(config string) error {
	return os.WriteFile(filepath.Join(p.folder, "main.tf"), []byte(config), 0o600)
}

// spent is what a command took. The usage is the provider's: all that its
// processes took together, and the most memory that one of them held.
type spent struct {
	Wall time.Duration `json:"wall_ns"`
	usage
}

// terraform runs a command with a plugin: the provider, or this program as the
// one that does nothing.
func (p *project) terraform(ctx context.Context, plugin string, arguments ...string) (spent, error) {
	noted := filepath.Join(p.folder, "usage")
	if err := os.RemoveAll(noted); err != nil {
		return spent{}, err
	}
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		cli = "terraform"
	}
	command := exec.CommandContext(ctx, cli, arguments...) //nolint:gosec // the CLI that make chose
	command.Dir = p.folder
	command.Env = append(append(os.Environ(), p.environment...), "TF_CLI_CONFIG_FILE="+p.path("terraform.rc"), "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color", "CHECKPOINT_DISABLE=1",
		actVariable+"="+actMeter, pluginVariable+"="+plugin, usageVariable+"="+noted)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	err := command.Run()
	took := spent{Wall: time.Since(began)}
	if err != nil {
		return took, fmt.Errorf("terraform %s: %w\n%s", arguments[0], err, &output)
	}
	return took, took.add(noted)
}

// add sums up what the plugin's processes noted; none where there was no plugin.
func (s *spent) add(noted string) error {
	text, err := os.ReadFile(noted) //nolint:gosec // this program named it
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var one usage
		switch err := decoder.Decode(&one); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		s.CPU += one.CPU
		s.Peak = max(s.Peak, one.Peak)
	}
}
