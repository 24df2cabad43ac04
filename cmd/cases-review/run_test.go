package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const plan = `{"format_version": "1.2", "planned_values": {}, "resource_changes": [{
	"address": "cases_role.a", "mode": "managed", "type": "cases_role", "name": "a", "change": {
		"actions": ["create"], "before": null, "after_unknown": {}, "after": {"name": "a", "capabilities": {"soc/security": ["delete_cases"]}, "privileges": {}}
}}]}`

// outcome is what a run of the command leaves behind.
type outcome struct {
	status         int
	stdout, stderr string
}

func runWith(stdin string, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	status := command{stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr}.run(args)
	return outcome{status, stdout.String(), stderr.String()}
}

func TestRun(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		stdin          string
		args           []string
		status         int
		stdout, stderr string // parts of the output; "" if there is none
	}{
		"text":              {plan, nil, 0, "delete", ""},
		"file":              {"", []string{file}, 0, "delete", ""},
		"standard input":    {plan, []string{"-"}, 0, "delete", ""},
		"markdown":          {plan, []string{"-format", "markdown"}, 0, "#", ""},
		"html":              {plan, []string{"-format=html"}, 0, "<html", ""},
		"json":              {plan, []string{"-format", "json"}, 0, `"format_version"`, ""},
		"kibana version":    {plan, []string{"-format", "json", "-kibana-version", "8.17.0"}, 0, `"8.17.0"`, ""},
		"help":              {"", []string{"-help"}, 0, "EXIT STATUS", ""},
		"version":           {"", []string{"-version"}, 0, "cases-review ", ""},
		"denied":            {plan, []string{"-deny", "edit_settings", "-deny", "delete_cases@soc"}, 2, "delete", `cases-review: denied by -deny delete_cases@soc: role "a" gains delete_cases in soc/security`},
		"not denied":        {plan, []string{"-deny", "edit_settings"}, 0, "delete", ""},
		"denied way around": {strings.Replace(plan, `"name": "a", "cap`, `"name": "a", "elasticsearch": {"cluster": ["all"]}, "cap`, 1), []string{"-deny", "edit_settings@*"}, 2, "all", `role "a" gains a way around case privileges: The cluster privilege "all"`},
		"misspelt denial":   {plan, []string{"-deny", "delete_case"}, 1, "", `Did you mean "delete_cases"?`},
		"unknown format":    {plan, []string{"-format", "xml"}, 1, "", "Write text, markdown, html or json"},
		"unknown flag":      {plan, []string{"-formt", "html"}, 1, "", "See cases-review -help"},
		"two files":         {plan, []string{"a", "b"}, 1, "", "more than one file"},
		"no such file":      {"", []string{file + "x"}, 1, "", "no such file"},
		"not a plan":        {"[]", nil, 1, "", "terraform show -json tfplan"},
		"wrong version":     {plan, []string{"-kibana-version", "latest"}, 1, "", "is not a Kibana version"},
		"old version":       {plan, []string{"-kibana-version", "8.10.0"}, 1, "", "8.11"},
		"unwritable output": {plan, []string{"-out", filepath.Join(file, "x")}, 1, "", "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runWith(test.stdin, test.args...)
			if got.status != test.status || !hasPart(got.stdout, test.stdout) || !hasPart(got.stderr, test.stderr) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// hasPart reports whether a text contains a part. An empty part stands for an empty text.
func hasPart(text, part string) bool {
	return (text == "") == (part == "") && strings.Contains(text, part)
}

// -out replaces a file only by a whole review.
func TestOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "review.json")
	if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		stdin, want string
		status      int
	}{{"{", "old", 1}, {plan, runWith(plan, "-format", "json").stdout, 0}} {
		got := runWith(test.stdin, "-format", "json", "-out", out)
		written, err := os.ReadFile(out)
		if got.status != test.status || got.stdout != "" || err != nil || string(written) != test.want {
			t.Errorf("got %+v, wrote %q (%v), want %q", got, written, err, test.want)
		}
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left %d files", len(files))
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// A review that cannot be written has not been made.
func TestWriteFails(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"-help"}} {
		var stderr bytes.Buffer
		status := command{stdin: strings.NewReader(plan), stdout: brokenWriter{}, stderr: &stderr}.run(args)
		if status != failed || !strings.Contains(stderr.String(), "disk full") {
			t.Errorf("%v: status %d, %s", args, status, &stderr)
		}
	}
}
