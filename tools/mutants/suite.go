package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// suite is the compiled tests of a package.
type suite struct {
	dir    string
	binary string
	flags  []string
	temp   string

	tests []*testcase
}

// testcase is a test, and what it does without a mutant.
type testcase struct {
	name    string
	takes   time.Duration
	reached map[int]bool
}

// newSuite compiles the tests of a package, and runs each of them by itself. They must pass.
func newSuite(root, work, dir string) (*suite, error) {
	binary, err := compile(root, work, dir)
	if err != nil {
		return nil, err
	}
	s := &suite{dir: filepath.Join(root, dir), binary: binary, flags: flags[dir], temp: work}
	names, err := s.command(context.Background(), "-test.list=^(Test|Fuzz|Example)").Output()
	if err != nil {
		return nil, fmt.Errorf("listing the tests of %s: %w", dir, err)
	}
	for name := range strings.FieldsSeq(string(names)) {
		one := &testcase{name: name}
		if err := s.tryOut(one); err != nil {
			return nil, fmt.Errorf("running %s in %s without a mutant: %w", name, dir, err)
		}
		s.tests = append(s.tests, one)
	}
	return s, nil
}

// tryOut runs a test without a mutant and records what it reaches.
func (s *suite) tryOut(one *testcase) error {
	log := filepath.Join(s.temp, "reached")
	defer func() { _ = os.Remove(log) }()
	start := time.Now()
	passed, err := s.run([]*testcase{one}, time.Minute, envReached+"="+log)
	if err != nil {
		return err
	}
	if !passed {
		return errors.New("it fails")
	}
	one.takes = time.Since(start)
	ids, err := os.ReadFile(log)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	one.reached = map[int]bool{}
	for id := range strings.FieldsSeq(string(ids)) {
		if n, err := strconv.Atoi(id); err == nil {
			one.reached[n] = true
		}
	}
	return nil
}

// run runs tests and reports whether they passed: none failed, and all took less than the limit. A mutant may write or remove
// files, so that the tests run in a copy of their folder, with temporary files of their own.
func (s *suite) run(tests []*testcase, limit time.Duration, env string) (passed bool, err error) {
	names := make([]string, 0, len(tests))
	for _, one := range tests {
		names = append(names, one.name)
	}
	temp, err := os.MkdirTemp(s.temp, "run")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	folder := filepath.Join(temp, filepath.Base(s.dir))
	if err := os.CopyFS(folder, os.DirFS(s.dir)); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit+10*time.Second)
	defer cancel()
	// Most tests wait for a time to pass, so that many can run together.
	command := s.command(ctx, "-test.run=^("+strings.Join(names, "|")+")$", "-test.failfast", "-test.parallel=8", "-test.timeout="+limit.String())
	command.Dir = folder
	command.Env = append(os.Environ(), "TMPDIR="+temp, env)
	err = command.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); failed || ctx.Err() != nil {
		return false, nil
	}
	return err == nil, err
}

func (s *suite) command(ctx context.Context, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, s.binary, append(arguments, s.flags...)...)
	command.Dir = s.dir
	command.WaitDelay = time.Second
	return command
}
