package main

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// DEPENDENCIES.md lists every module in the binaries with its licence, and no other.
func TestDependenciesAreListed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("DEPENDENCIES.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(.+)` \\| [A-Z].* \\|$").FindAllStringSubmatch(string(page), -1) {
		listed = append(listed, row[1])
	}
	linked, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", ".", "./cmd/cases-review", "./internal/kibanatest/cmd/kibana-double").Output()
	if err != nil {
		t.Fatal(err)
	}
	for module := range strings.FieldsSeq(string(linked)) {
		if !slices.Contains(listed, module) {
			t.Errorf("%s is not in DEPENDENCIES.md: look up its licence", module)
		}
	}
	required, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range listed {
		if !strings.Contains(string(required), "\t"+module+" v") {
			t.Errorf("%s is in DEPENDENCIES.md, but not in go.mod", module)
		}
	}
}
