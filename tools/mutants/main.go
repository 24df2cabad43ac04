// Command mutants changes the code in one small way after another and checks that a test fails each time.
//
// Compiling thousands of changed programs would take hours. The command therefore compiles all changes, the mutants, into
// one set of test binaries, and switches on one of them at a time with an environment variable. It runs only the tests
// that reach the mutant. The files of the repository stay as they are.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

func main() {
	root := flag.String("root", ".", "the folder of the repository")
	only := flag.String("only", "", "run only mutants whose line of the report matches this regular expression")
	jobs := flag.Int("jobs", 2, "how many mutants run at the same time")
	flag.Parse()
	if err := run(*root, *only, *jobs); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(root, only string, jobs int) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	chosen, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	list, err := os.ReadFile(filepath.Join(root, acceptedFile))
	if err != nil {
		return err
	}
	accepted, err := parseAccepted(bytes.NewReader(list))
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()

	mutants, err := mutate(root, work, subjects)
	if err != nil {
		return err
	}
	selected := slices.DeleteFunc(slices.Clone(mutants), func(m *mutant) bool { return !chosen.MatchString(m.key()) })
	if err := test(root, work, subjects, selected, jobs, os.Stderr); err != nil {
		return err
	}
	if report(os.Stdout, subjects, selected, accepted, only == "") > 0 {
		return errors.New("FAILED")
	}
	return nil
}
