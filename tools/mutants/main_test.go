package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The subject has a mutant that its test catches, one that makes it hang, one that survives, and one that no test reaches.
const (
	subjectSource = `package p

func Larger(a, b int) bool { return a >= b }

func Wait(c chan int) int { c <- len(c); return <-c }

func Unused() { println() }
`
	subjectTest = `package p

import "testing"

func TestLarger(t *testing.T) {
	if Larger(1, 2) || !Larger(2, 1) {
		t.Error("wrong")
	}
}

func TestWait(t *testing.T) { Wait(make(chan int, 1)) }
`
)

func TestRun(t *testing.T) {
	t.Parallel()
	root, work := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.org/m\n\ngo 1.25\n", "p/p.go": subjectSource, "p/p_test.go": subjectTest} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all := []subject{{dir: "p", tests: []string{"p"}}}
	mutants, err := mutate(root, work, all)
	if err != nil {
		t.Fatal(err)
	}
	if err := test(root, work, all, mutants, 2, io.Discard); err != nil {
		t.Fatal(err)
	}
	want := map[string]result{
		"p/p.go Larger true: a >= b": caught, "p/p.go Larger false: a >= b": caught, "p/p.go Larger boundary: a >= b": notCovered,
		"p/p.go Wait deleted: c <- len(c)": caught, "p/p.go Wait zero: <-c": notCovered, "p/p.go Unused deleted: println()": notCovered,
	}
	for _, m := range mutants {
		if expected, ok := want[m.key()]; !ok || m.result != expected {
			t.Errorf("%s: %s, want %s", m.key(), m.result, expected)
		}
		delete(want, m.key())
	}
	if len(want) > 0 {
		t.Errorf("no mutants: %v", want)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	mutants := []*mutant{
		{subject: "p", file: "p/p.go", function: "f", operator: toTrue, code: "a", result: caught},
		{subject: "p", file: "p/p.go", function: "f", operator: toTrue, code: "b", result: survived},
		{subject: "p", file: "p/p.go", function: "f", operator: toTrue, code: "c", result: notCovered},
	}
	for name, test := range map[string]struct {
		accepted map[string]string
		problems int
		says     []string
	}{
		"none accepted":   {nil, 3, []string{"p/p.go f true: b", "p/p.go f true: c", "33.3"}},
		"both accepted":   {map[string]string{"p/p.go f true: b": "because", "p/p.go f true: c": "so"}, 1, []string{"because"}},
		"a caught one":    {map[string]string{"p/p.go f true: a": "because"}, 3, []string{"caught, remove it"}},
		"one that is not": {map[string]string{"p/p.go f true: d": "because"}, 4, []string{"no such mutant, remove it"}},
	} {
		var text bytes.Buffer
		if got := report(&text, []subject{{dir: "p"}}, mutants, test.accepted, true); got != test.problems {
			t.Errorf("%s: %d problems, want %d", name, got, test.problems)
		}
		for _, part := range test.says {
			if !strings.Contains(text.String(), part) {
				t.Errorf("%s: the report does not say %q:\n%s", name, part, &text)
			}
		}
	}
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	reasons, err := parseAccepted(strings.NewReader("# comment\n\na\nb\n    both\n\nc\n\tone\n"))
	if err != nil || len(reasons) != 3 || reasons["a"] != "both" || reasons["b"] != "both" || reasons["c"] != "one" {
		t.Errorf("%v, %v", reasons, err)
	}
	for _, list := range []string{"a\n", "    reason\n", "a\n    reason\na\n    reason\n"} {
		if _, err := parseAccepted(strings.NewReader(list)); err == nil {
			t.Errorf("no error for %q", list)
		}
	}
}
