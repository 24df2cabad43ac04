package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

func TestRunServesUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ready := filepath.Join(t.TempDir(), "ready")
	out, stdout := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"-profile", "8.15", "-user", "u", "-password", "p", "-spaces", "soc", "-ready-file", ready}, stdout)
		stdout.Close()
	}()
	lines := bufio.NewReader(out)
	line := func() string {
		t.Helper()
		text, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(text)
	}
	url, elasticsearch := line(), line()
	call := func(method, path, body string) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth("u", "p")
		req.Header.Set("kbn-xsrf", "true")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, data)
		}
		return string(data)
	}
	call("POST", url+"/_double/role/r", `{"cluster":["monitor"],"future":1}`)
	call("PUT", url+"/api/security/role/a%2F%2Fb", `{"kibana":[{"base":["all"]}]}`)
	call("POST", url+"/_double/profile?name=9.5", "")
	if got := call("GET", url+"/api/status", ""); !strings.Contains(got, `"number":"9.5.4"`) {
		t.Errorf("status %s", got)
	}
	if got := call("GET", elasticsearch+"/_security/user/elastic", ""); !strings.Contains(got, `"roles":["superuser"]`) {
		t.Errorf("users %s", got)
	}
	var role kibanatest.ESRole
	if err := json.Unmarshal([]byte(call("GET", url+"/_double/role/r", "")), &role); err != nil || string(role.Extra["future"]) != "1" {
		t.Errorf("role %+v, %v", role, err)
	}
	if got := call("GET", url+"/_double/journal", ""); !strings.Contains(got, `"path": "/api/security/role/a//b"`) || strings.Contains(got, "Basic") {
		t.Errorf("journal %s", got)
	}
	if got, err := os.ReadFile(ready); err != nil || string(got) != url+"\n"+elasticsearch+"\n" {
		t.Errorf("ready file %q, %v", got, err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRunPrintsTheVersion(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := run(t.Context(), []string{"-version"}, &out); err != nil || out.String() != "kibana-double dev\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestRunRefusesBadFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-listen", "0.0.0.0:0"},
		{"-listen", ":0"},
		{"-listen", "192.0.2.1:0"},
		{"-elasticsearch-listen", "0.0.0.0:0"},
		{"-profile", "7.17"},
	} {
		if err := run(t.Context(), args, io.Discard); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
