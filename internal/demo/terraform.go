package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// The exit codes of terraform plan -detailed-exitcode. Other commands have only the
// first two.
const (
	success = 0
	failure = 1
	changes = 2
)

// workspace is a temporary folder. In it, terraform init installs the provider from a
// filesystem mirror that holds the binary in bin/.
type workspace struct {
	folder      string
	environment []string // of the Terraform commands
}

// terraform runs the CLI in the folder of one configuration.
type terraform struct {
	workspace *workspace
	folder    string
}

func newWorkspace(environment []string) (*workspace, error) {
	folder, err := os.MkdirTemp("", "terraform-provider-cases-demo-")
	if err != nil {
		return nil, err
	}
	w := &workspace{folder: folder}
	w.environment = append(os.Environ(), environment...)
	w.environment = append(w.environment, "TF_CLI_CONFIG_FILE="+w.path("terraform.rc"), "TF_IN_AUTOMATION=1", "TF_INPUT=false", "TF_CLI_ARGS=-no-color", "CHECKPOINT_DISABLE=1")
	return w, w.mirror()
}

func (w *workspace) path(elements ...string) string {
	return filepath.Join(append([]string{w.folder}, elements...)...)
}

// mirror creates the filesystem mirror. The provider is in it twice, with its
// addresses in the registries of Terraform and OpenTofu.
func (w *workspace) mirror() error {
	const version = "0.1.0" // the examples want a release
	provider, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		target := w.path("mirror", registry, "kibana-cases", "cases", version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(target, 0o755); err != nil { //nolint:gosec // a temporary folder without secrets
			return err
		}
		if err := os.Symlink(provider, filepath.Join(target, "terraform-provider-cases_v"+version)); err != nil {
			return err
		}
	}
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", w.path("mirror"))
	return os.WriteFile(w.path("terraform.rc"), []byte(config), 0o600)
}

func (w *workspace) remove() { _ = os.RemoveAll(w.folder) }

// open copies a configuration into the workspace and initialises it.
func (w *workspace) open(ctx context.Context, source string) (*terraform, error) {
	folder := w.path(filepath.Base(source))
	if err := os.CopyFS(folder, os.DirFS(source)); err != nil {
		return nil, err
	}
	tf := &terraform{w, folder}
	return tf, tf.runQuietly(ctx, "init")
}

// runQuietly prints a command, but not its output. If the command fails, the error has
// the output.
func (t *terraform) runQuietly(ctx context.Context, arguments ...string) error {
	fmt.Println("$ terraform", strings.Join(arguments, " "))
	var output bytes.Buffer
	code, err := t.start(ctx, &output, arguments...)
	if err == nil && code != success {
		err = fmt.Errorf("terraform %s exited with %d:\n%s", arguments[0], code, &output)
	}
	return err
}

// run prints a command and its output, and returns the output. Another exit code than
// the expected one is an error.
func (t *terraform) run(ctx context.Context, want int, arguments ...string) (output string, err error) {
	fmt.Println("$ terraform", strings.Join(arguments, " "))
	var text bytes.Buffer
	code, err := t.start(ctx, io.MultiWriter(os.Stdout, &text), arguments...)
	if err == nil && code != want {
		err = fmt.Errorf("terraform %s exited with %d, not %d", arguments[0], code, want)
	}
	return text.String(), err
}

// start runs a command, and returns its exit code.
func (t *terraform) start(ctx context.Context, output io.Writer, arguments ...string) (code int, err error) {
	program := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if program == "" {
		program = "terraform"
	}
	command := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // the CLI that make chose
	command.Dir, command.Env = t.folder, t.workspace.environment
	command.Stdout, command.Stderr = output, output
	err = command.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}
