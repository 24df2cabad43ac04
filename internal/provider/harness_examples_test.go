package provider_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

const examples = "../../examples"

// withRequirements is what an example needs that shows a single object.
const withRequirements = `
	terraform {
	  required_providers {
	    cases = { source = "kibana-cases/cases" }
	  }
	}
`

// example is a copy of an example in a folder of its own.
type example struct {
	cli    cli
	folder string
}

// examples returns one configuration for each file of a folder. Imports belong to the resource beside them.
func (c cli) examples(t *testing.T, folder string) []example {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, file := range files {
		lacks := strings.HasSuffix(file, "-by-identity.tf") && terraformtest.OlderThan(t, "1.12.0", "1.12.0") ||
			strings.Contains(read(t, file), "removed {") && terraformtest.IsOpenTofuBefore110(t) ||
			filepath.Base(file) == "without-moved.tf" && misplacesImports(t)
		if lacks {
			t.Logf("%s needs another release of the CLI", file)
			continue
		}
		e := example{c, t.TempDir()}
		e.write(t, "versions.tf", withRequirements)
		e.write(t, filepath.Base(file), read(t, file))
		if strings.HasPrefix(filepath.Base(file), "import-") {
			e.write(t, "resource.tf", read(t, filepath.Join(folder, "resource.tf")))
		}
		all = append(all, e)
	}
	return all
}

// together is one configuration of all files that show single objects, so that one command checks them. Each file is a
// module. Files with an import block are left out: only a root module may import.
func (c cli) together(t *testing.T, folders []string) example {
	t.Helper()
	e := example{c, t.TempDir()}
	root, modules := "", 0
	for _, folder := range folders {
		for _, one := range c.examples(t, folder) {
			if one.imports(t) {
				continue
			}
			modules++
			module := fmt.Sprintf("%s-%d", filepath.Base(folder), modules)
			if err := os.CopyFS(filepath.Join(e.folder, module), os.DirFS(one.folder)); err != nil {
				t.Fatal(err)
			}
			root += fmt.Sprintf("module %q { source = \"./%[1]s\" }\n", module)
		}
	}
	e.write(t, "main.tf", withRequirements+root) // Terraform 1.8 finds functions only if the root module requires the provider
	e.must(t, 0, "get")
	return e
}

func (e example) imports(t *testing.T) bool {
	t.Helper()
	return anyFile(t, e.folder, "import {")
}

// exampleFolders returns the folders with whole configurations, and those in which each file shows one object.
func exampleFolders(t *testing.T) (whole, objects []string) {
	t.Helper()
	var all []string
	err := filepath.WalkDir(examples, func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".tf" && !slices.Contains(all, filepath.Dir(path)) {
			all = append(all, filepath.Dir(path))
		}
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d folders: %v", len(all), err)
	}
	for _, folder := range all {
		if anyFile(t, folder, "required_providers") {
			whole = append(whole, folder)
		} else {
			objects = append(objects, folder)
		}
	}
	return whole, objects
}

// anyFile reports whether a file of a configuration contains a text.
func anyFile(t *testing.T, folder, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool { return strings.Contains(read(t, file), text) })
}

// open copies a configuration with its modules.
func (c cli) open(t *testing.T, folder string) example {
	t.Helper()
	e := example{c, t.TempDir()}
	if err := os.CopyFS(e.folder, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	if anyFile(t, e.folder, "module \"") {
		e.must(t, 0, "get")
	}
	return e
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (e example) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(e.folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// terraform runs the CLI in an example's folder.
func (e example) terraform(t *testing.T, command ...string) (output string, code int) {
	t.Helper()
	cmd := e.cli.command(t, e.folder, command...)
	var all strings.Builder
	cmd.Stdout, cmd.Stderr = &all, &all
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return all.String(), exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return all.String(), 0
}

// must runs a command that has to end with an exit code.
func (e example) must(t *testing.T, code int, command ...string) string {
	t.Helper()
	output, got := e.terraform(t, command...)
	if got != code {
		t.Fatalf("terraform %s exited with %d, not %d:\n%s", strings.Join(command, " "), got, code, output)
	}
	return output
}

// expectValid checks that `terraform validate` says nothing, or refuses the example that tells why.
func (e example) expectValid(t *testing.T, refused bool) {
	t.Helper()
	var result struct {
		Valid       bool         `json:"valid"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	output, _ := e.terraform(t, "validate", "-json")
	if err := json.Unmarshal([]byte(output), &result); err != nil {
		t.Fatalf("%s: %s", err, output)
	}
	if result.Valid == refused {
		t.Errorf("valid: %v", result.Valid)
	}
	for _, d := range result.Diagnostics {
		switch {
		case refused && d.Summary == "Full access needs Connectors All":
		default:
			t.Errorf("%s: %s: %s: %s", d.Range.Filename, d.Severity, d.Summary, d.Detail)
		}
	}
}

// outputs decodes the outputs of what was applied.
func (e example) outputs(t *testing.T) map[string]any {
	t.Helper()
	var stored map[string]struct {
		Value any `json:"value"`
	}
	output := e.must(t, 0, "output", "-json")
	if err := json.Unmarshal([]byte(output), &stored); err != nil {
		t.Fatalf("%s: %s", err, output)
	}
	values := map[string]any{}
	for name, o := range stored {
		values[name] = o.Value
	}
	return values
}
