package review

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var updateGolden = flag.Bool("update-golden", false, "write testdata/golden in place of comparing with it")

// formats holds the writers of a review by the extension of their files.
var formats = map[string]func(io.Writer, Review) error{
	"txt":  func(w io.Writer, r Review) error { return Text(w, r, false) },
	"md":   Markdown,
	"html": HTML,
	"json": JSON,
}

// rendered returns a review in a format.
func rendered(t testing.TB, format string, r Review) string {
	t.Helper()
	var out bytes.Buffer
	if err := formats[format](&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestGolden compares every fixture in every format with a file that people have read. To accept new output, run the test
// with -update-golden and read the difference.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, r := range fixtures() {
		for format := range formats {
			got := rendered(t, format, r)
			// One page is whole: make picture takes its picture.
			if format == "html" && name != "picture" {
				got = strings.Replace(got, pageStyle, "", 1)
			}
			file := filepath.Join("testdata", "golden", name+"."+format)
			if *updateGolden {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		}
	}
}

func TestColorAddsNothingButColor(t *testing.T) {
	t.Parallel()
	escapes := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for name, r := range fixtures() {
		var colored bytes.Buffer
		if err := Text(&colored, r, true); err != nil {
			t.Fatal(err)
		}
		if want := rendered(t, "txt", r); escapes.ReplaceAllString(colored.String(), "") != want {
			t.Errorf("%s: with colours, the text is another one", name)
		}
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"unchanged":   "No role gains or loses access",
		"gain":        "1 role gains access",
		"exchange":    "1 role gains access, 2 lose",
		"delete":      "1 role loses access",
		"unknown":     "So far, 1 role gains access, 2 cannot be judged before apply",
		"two_kibanas": "1 role gains access",
		"outside":     "No role gains or loses access; 1 role was changed outside of Terraform",
		"picture":     "2 roles gain access, 1 loses, 1 cannot be judged before apply",
	} {
		if got := verdict(fixtures()[name]); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A failed write must not look like a review.
func TestWriteErrorsAreReturned(t *testing.T) {
	t.Parallel()
	for format, write := range formats {
		if write(brokenWriter{}, gainReview()) == nil {
			t.Errorf("%s: no error", format)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
