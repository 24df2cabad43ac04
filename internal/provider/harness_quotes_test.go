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
)

var updateQuotes = flag.Bool("update", false, "write what TestQuotes finds, in place of comparing it")

// story is a guide's folder, and a configuration that changes as the guide tells.
type story struct {
	example
	guide string
}

func tell(t *testing.T, tf cli, guide string) story {
	t.Helper()
	s := story{example{tf.on(t, kibanatest.Newest()), t.TempDir()}, filepath.Join(examples, "guides", guide)}
	s.write(t, "versions.tf", withRequirements)
	return s
}

// says makes a file of the guide the configuration, with texts replaced.
func (s story) says(t *testing.T, file string, oldnew ...string) {
	t.Helper()
	text := read(t, filepath.Join(s.guide, file))
	changed := strings.NewReplacer(oldnew...).Replace(text)
	if len(oldnew) > 0 && changed == text {
		t.Fatalf("%s has no %q", file, oldnew)
	}
	s.write(t, "example.tf", changed)
}

// quote compares a quote with what it was made from.
func (s story) quote(t *testing.T, name, said string) {
	t.Helper()
	file := filepath.Join(s.guide, name+".txt")
	if *updateQuotes {
		if err := os.WriteFile(file, []byte(said), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, file), said); diff != "" {
		t.Errorf("%s (-quoted +said):\n%s", name, diff)
	}
}

// change is what a plan does to one object, without the indent.
func change(t *testing.T, said, object string) string {
	t.Helper()
	found := cut(t, said, "^  # "+regexp.QuoteMeta(object)+" .*?^    }\n")
	return strings.TrimPrefix(strings.ReplaceAll(found[0], "\n  ", "\n"), "  ")
}

// finding is a warning or an error without the lines that show where: versions
// of Terraform point at different ones.
func finding(t *testing.T, said, summary string) string {
	t.Helper()
	found := cut(t, said, "^((?:Warning|Error): "+regexp.QuoteMeta(summary)+"\n)(?:\n  with .*?\n)?(\n.*?)\n*(?:\n(?:Warning|Error|Plan|Apply|\\(and)|\\z)")
	return found[1] + found[2] + "\n"
}

// cut finds the one place in what Terraform said, with its groups.
func cut(t *testing.T, said, pattern string) []string {
	t.Helper()
	found := regexp.MustCompile("(?ms)"+pattern).FindAllStringSubmatch(said, -1)
	if len(found) != 1 {
		t.Fatalf("%d of %s in:\n%s", len(found), pattern, said)
	}
	return found[0]
}
