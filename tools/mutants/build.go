package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/tools/go/packages"
)

// overlay names the file to compile in place of another one.
type overlay struct{ Replace map[string]string }

const overlayFile = "overlay.json"

// mutate writes the subjects with all their mutants, and an overlay for the compiler, to the folder work.
func mutate(root, work string, subjects []subject) ([]*mutant, error) {
	all := &collector{seen: map[string]int{}}
	replaced := overlay{map[string]string{}}
	for _, s := range subjects {
		config := &packages.Config{Dir: root, Mode: packages.LoadSyntax}
		loaded, err := packages.Load(config, "./"+s.dir)
		if err != nil {
			return nil, err
		}
		for _, p := range loaded {
			if len(p.Errors) > 0 {
				return nil, p.Errors[0]
			}
			if err := all.mutatePackage(root, work, s, p, replaced); err != nil {
				return nil, err
			}
		}
	}
	text, err := json.Marshal(replaced)
	if err != nil {
		return nil, err
	}
	return all.mutants, os.WriteFile(filepath.Join(work, overlayFile), text, 0o600)
}

func (c *collector) mutatePackage(root, work string, s subject, p *packages.Package, replaced overlay) error {
	add := func(path string, text []byte) error {
		name := filepath.Join(work, strconv.Itoa(len(replaced.Replace))+".go")
		replaced.Replace[path] = name
		return os.WriteFile(name, text, 0o600)
	}
	for i, file := range p.Syntax {
		path := p.CompiledGoFiles[i]
		if s.files != nil && !slices.Contains(s.files, filepath.Base(path)) {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		r := &rewriter{collector: c, subject: s.dir, file: filepath.ToSlash(name), source: source, tokens: p.Fset.File(file.FileStart), info: p.TypesInfo}
		if err := add(path, r.rewrite(file)); err != nil {
			return err
		}
	}
	return add(filepath.Join(root, s.dir, "mutant_switch.go"), []byte("package "+p.Name+switchSource))
}

// compile builds the tests of a package with all mutants, and returns the path of the binary.
func compile(root, work, dir string) (string, error) {
	binary := filepath.Join(work, filepath.Base(dir)+".test")
	build := exec.CommandContext(context.Background(), "go", "test", "-c", "-overlay", filepath.Join(work, overlayFile), "-o", binary, "./"+dir)
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("compiling the tests of %s: %w\n%s", dir, err, output)
	}
	return binary, nil
}
