package provider_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

var updateQuotes = flag.Bool("update", false, "write what TestQuotes finds, in place of comparing it")

// guide runs the configurations of one guide, one after another, in a folder of its own.
type guide struct {
	example

	source string // the guide's folder below examples/guides
}

func openGuide(t *testing.T, tf cli, name string) guide {
	t.Helper()
	s := guide{example{tf.on(t, kibanatest.Newest()), t.TempDir()}, filepath.Join(examples, "guides", name)}
	s.write(t, "versions.tf", withRequirements)
	return s
}

// configure makes a file of the guide the configuration, with texts replaced.
func (s guide) configure(t *testing.T, file string, oldnew ...string) {
	t.Helper()
	text := read(t, filepath.Join(s.source, file))
	changed := strings.NewReplacer(oldnew...).Replace(text)
	if len(oldnew) > 0 && changed == text {
		t.Fatalf("%s has no %q", file, oldnew)
	}
	s.write(t, "example.tf", changed)
}

// quote compares a quote with what it was made from. If OpenTofu prints it in another way, there is a second file.
func (s guide) quote(t *testing.T, name, output string) {
	t.Helper()
	file := filepath.Join(s.source, name+".txt")
	if terraformtest.IsOpenTofu() {
		if own := filepath.Join(s.source, name+"-opentofu.txt"); exists(own) {
			file = own
		}
	}
	if *updateQuotes {
		if err := os.WriteFile(file, []byte(output), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, file), output); diff != "" {
		t.Errorf("%s (-quoted +output):\n%s", name, diff)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// plannedChange is what a plan does to one object, without the indent.
func plannedChange(t *testing.T, output, object string) string {
	t.Helper()
	found := findOnce(t, output, "^  # "+regexp.QuoteMeta(object)+" .*?^    }\n")
	return strings.TrimPrefix(strings.ReplaceAll(found[0], "\n  ", "\n"), "  ")
}

// diagnosticText is a warning or an error without the lines that show where: versions
// of Terraform point at different ones.
func diagnosticText(t *testing.T, output, summary string) string {
	t.Helper()
	found := findOnce(t, output, "^((?:Warning|Error): "+regexp.QuoteMeta(summary)+"\n)(?:\n  with .*?\n)?(\n.*?)\n*(?:\n(?:Warning|Error|Plan|Apply|\\(and)|\\z)")
	return found[1] + found[2] + "\n"
}

// findOnce finds the one place in Terraform's output, with its groups.
func findOnce(t *testing.T, output, pattern string) []string {
	t.Helper()
	found := regexp.MustCompile("(?ms)"+pattern).FindAllStringSubmatch(output, -1)
	if len(found) != 1 {
		t.Fatalf("%d of %s in:\n%s", len(found), pattern, output)
	}
	return found[0]
}
