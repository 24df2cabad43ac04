package pipelines

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/itchyny/gojq"
)

// TestMain makes the test's executable stand in for the commands that the pipelines run and
// a machine need not have: a link with the command's name runs it.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "jq":
		os.Exit(standIn(jq))
	case "gh":
		os.Exit(standIn(gh))
	case "curl":
		os.Exit(standIn(curl))
	}
	temp, err := os.MkdirTemp("", "pipelines")
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("TMPDIR", temp)
	code := m.Run()
	_ = os.RemoveAll(temp)
	os.Exit(code)
}

func standIn(command func(args []string) error) int {
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// gh knows the flags of `gh api` that the pipeline uses. The server is at $FORGE.
func gh(args []string) error {
	method, path, query, form := http.MethodGet, "", "", url.Values{}
	if len(args) == 0 || args[0] != "api" {
		return fmt.Errorf("gh %q", args)
	}
	for i := 1; i < len(args); i++ {
		switch args[i] {
		case "--paginate":
		case "--method":
			i++
			method = args[i]
		case "--jq":
			i++
			query = args[i]
		case "--field":
			i++
			if err := addField(form, strings.Replace(args[i], "=@", "@", 1)); err != nil {
				return err
			}
		default:
			path = args[i]
		}
	}
	answer, err := send(method, os.Getenv("FORGE")+"/"+path, "Authorization", "token "+os.Getenv("GH_TOKEN"), form)
	if err != nil || query == "" {
		return err
	}
	return printQuery(query, bytes.NewReader(answer))
}

// jq is `jq -r QUERY`.
func jq(args []string) error {
	if len(args) != 2 || args[0] != "-r" {
		return fmt.Errorf("jq %q", args)
	}
	return printQuery(args[1], os.Stdin)
}

// printQuery prints the results of a query over one JSON value, texts as they are.
func printQuery(text string, input io.Reader) error {
	query, err := gojq.Parse(text)
	if err != nil {
		return err
	}
	var value any
	if err := json.NewDecoder(input).Decode(&value); err != nil {
		return err
	}
	results := query.Run(value)
	for {
		result, ok := results.Next()
		if err, failed := result.(error); failed {
			return err
		}
		if !ok {
			return nil
		}
		fmt.Println(result)
	}
}

// curl knows the flags that the pipeline uses.
func curl(args []string) error {
	method, address, header, output, form := http.MethodGet, "", "", "", url.Values{}
	for i := 0; i < len(args); i++ {
		switch args[i] {
		case "--fail", "--silent", "--show-error":
		case "--request":
			i++
			method = args[i]
		case "--header":
			i++
			header = args[i]
		case "--output":
			i++
			output = args[i]
		case "--data-urlencode":
			i++
			if err := addField(form, args[i]); err != nil {
				return err
			}
		default:
			address = args[i]
		}
	}
	name, value, _ := strings.Cut(header, ": ")
	answer, err := send(method, address, name, value, form)
	if err != nil {
		return err
	}
	if output != "" {
		return os.WriteFile(output, answer, 0o600)
	}
	_, err = os.Stdout.Write(answer)
	return err
}

// addField adds "name@file" to a form.
func addField(form url.Values, field string) error {
	name, file, _ := strings.Cut(field, "@")
	text, err := os.ReadFile(file)
	form.Set(name, string(text))
	return err
}

func send(method, address, header, value string, form url.Values) ([]byte, error) {
	request, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set(header, value)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 400 {
		return nil, fmt.Errorf("%s %s: %s", method, address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}
