package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// The exit status.
const (
	reviewed = 0
	failed   = 1
	denied   = 2
)

// command is what the program gets from its environment.
type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	color          bool
}

// settings are the flags and the argument.
type settings struct {
	format, out, kibanaVersion string
	denials                    []review.Denial
	version                    bool
	file                       string // "" for standard input
}

// run reviews a plan and returns the exit status.
func (c command) run(args []string) int {
	s, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return c.print(help)
	case err != nil:
		return c.fail(err)
	case s.version:
		return c.print("cases-review " + versionText() + "\n")
	}
	r, err := c.read(s)
	if err != nil {
		return c.fail(err)
	}
	var page bytes.Buffer
	if err := render(&page, r, s.format, c.color && s.out == ""); err != nil {
		return c.fail(err)
	}
	if s.out != "" {
		err = writeFile(s.out, page.Bytes())
	} else {
		_, err = c.stdout.Write(page.Bytes())
	}
	if err != nil {
		return c.fail(err)
	}
	violations := r.Denied(s.denials)
	for _, v := range violations {
		fmt.Fprintf(c.stderr, "cases-review: denied by -deny %s\n", v)
	}
	if len(violations) > 0 {
		return denied
	}
	return reviewed
}

func (c command) print(text string) int {
	if _, err := io.WriteString(c.stdout, text); err != nil {
		return c.fail(err)
	}
	return reviewed
}

func (c command) fail(err error) int {
	fmt.Fprintf(c.stderr, "cases-review: %s\n", err)
	return failed
}

// formats are the values of -format.
var formats = []string{"text", "markdown", "html", "json"}

func parse(args []string) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("cases-review", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are printed once, by fail
	flags.StringVar(&s.format, "format", "text", "")
	flags.StringVar(&s.out, "out", "", "")
	flags.StringVar(&s.kibanaVersion, "kibana-version", "", "")
	flags.BoolVar(&s.version, "version", false, "")
	var denials []string
	flags.Func("deny", "", func(text string) error {
		denials = append(denials, text)
		return nil
	})
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}
		return s, fmt.Errorf("%w. See cases-review -help", err)
	}
	for _, text := range denials {
		denial, err := review.ParseDenial(text)
		if err != nil {
			return s, fmt.Errorf("-deny %w", err)
		}
		s.denials = append(s.denials, denial)
	}
	s.file = flags.Arg(0)
	switch {
	case flags.NArg() > 1:
		return s, fmt.Errorf("more than one file: %q. Flags stand before the file. See cases-review -help", flags.Args())
	case !slices.Contains(formats, s.format):
		return s, fmt.Errorf("-format is %q. Write text, markdown, html or json", s.format)
	}
	if s.file == "-" {
		s.file = ""
	}
	return s, nil
}

func (c command) read(s settings) (review.Review, error) {
	in := c.stdin
	if s.file != "" {
		f, err := os.Open(s.file)
		if err != nil {
			return review.Review{}, err
		}
		defer f.Close()
		in = f
	}
	return review.Read(in, review.Options{KibanaVersion: s.kibanaVersion})
}

func render(w io.Writer, r review.Review, format string, color bool) error {
	switch format {
	case "markdown":
		return review.Markdown(w, r)
	case "html":
		return review.HTML(w, r)
	case "json":
		return review.JSON(w, r)
	}
	return review.Text(w, r, color)
}

// versionText returns the version of a release, or what the go command knows about the build.
func versionText() string {
	if info, ok := debug.ReadBuildInfo(); version == "" && ok {
		return info.Main.Version
	}
	return version
}
