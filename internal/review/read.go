package review

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxBytes is the size of the largest plan that a review reads.
const maxBytes = 1 << 30

// Options are the choices of a review's user.
type Options struct {
	// KibanaVersion judges raw privilege ids: "9.2.0" or "serverless". If it is empty, the plan decides, and then the
	// newest release.
	KibanaVersion string
}

// Read reviews a plan in JSON, as terraform show -json writes it. It returns an error instead of a review of a part of the
// plan. The error is one or more sentences that say what is wrong and what to do.
func Read(r io.Reader, opts Options) (Review, error) {
	return read(r, opts, maxBytes)
}

func read(r io.Reader, opts Options, limit int64) (Review, error) {
	counted := &limitedReader{r: r, limit: limit}
	in := bufio.NewReaderSize(counted, 1<<16)
	if err := checkBeginning(in); err != nil {
		return Review{}, err
	}
	s := newStream(in)
	p, err := s.readPlan()
	if err == nil {
		err = checkEnd(s)
	}
	if err != nil {
		return Review{}, explain(err, p, counted)
	}
	if err := p.check(); err != nil {
		return Review{}, err
	}
	return p.review(opts)
}

// advice says how to make the input.
const advice = "Write the plan to a file with terraform plan -out=tfplan, and pass the output of terraform show -json tfplan."

var (
	errForeign  = errors.New("JSON of another command")
	errTooLarge = errors.New("too large")
	errTrailing = errors.New("more than one value")
)

// inputError is an error whose text says what is wrong and what to do.
type inputError struct{ text string }

func (e *inputError) Error() string { return e.text }

func inputErrorf(format string, args ...any) error { return &inputError{fmt.Sprintf(format, args...)} }

// checkBeginning recognizes input that cannot be a plan's JSON by its first bytes.
func checkBeginning(in *bufio.Reader) error {
	for {
		next, err := in.Peek(1)
		switch {
		case errors.Is(err, io.EOF):
			return inputErrorf("The input is empty. The command that should write it may have failed. %s", advice)
		case err != nil:
			return inputErrorf("The input cannot be read: %s.", err)
		}
		if !strings.ContainsRune(" \t\r\n", rune(next[0])) {
			break
		}
		_, _ = in.Discard(1) // peeked before
	}
	beginning, _ := in.Peek(4) // a short input is looked at as far as it goes
	for _, known := range []struct{ prefix, what string }{
		{"PK", "The input is a plan file, not its JSON."},
		{"\xff\xfe", "The input is in UTF-16, as the operator > of Windows PowerShell writes it. Run the command in PowerShell 7 or cmd, or write the file with Out-File -Encoding ascii."},
		{"\xfe\xff", "The input is in UTF-16. Write it in UTF-8."},
		{"\xef\xbb\xbf", "The input begins with a byte order mark, as Windows PowerShell writes it. Write the file without one, for example in PowerShell 7 or cmd."},
	} {
		if bytes.HasPrefix(beginning, []byte(known.prefix)) {
			return inputErrorf("%s %s", known.what, advice)
		}
	}
	if !bytes.HasPrefix(beginning, []byte("{")) {
		return inputErrorf("The input is not a plan in JSON: it does not begin with {. %s", advice)
	}
	return nil
}

// checkEnd finds what comes after the plan.
func checkEnd(s stream) error {
	_, err := s.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil && !isSyntax(err):
		return err
	}
	return errTrailing
}

// explain says what an error means for the user.
func explain(err error, p *plan, in *limitedReader) error {
	var known *inputError
	var shape *shapeError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, errTooLarge):
		return inputErrorf("The plan is larger than %d MiB. Review a part of the configuration at a time, for example with -target.", in.limit>>20)
	case errors.Is(err, errForeign):
		return inputErrorf("The input is not a plan: it is %s. %s", p.foreign, advice)
	case errors.Is(err, errTrailing):
		return inputErrorf("The input goes on after the plan. Pass one plan at a time. %s", advice)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return inputErrorf("The input ends in the middle of the plan. The command that writes it may have failed, or a disk may be full. %s", advice)
	case in.err != nil:
		return inputErrorf("The input cannot be read: %s.", in.err)
	case isSyntax(err):
		return inputErrorf("The input is not JSON: %s. %s", err, advice)
	case errors.As(err, &kind):
		return inputErrorf("The plan cannot be understood: %s is not of the type that Terraform writes. A newer cases-review may know it. %s", kind.Field, advice)
	case errors.As(err, &shape):
		return inputErrorf("The plan cannot be understood: %s. It may come from a newer provider: use a newer cases-review.", err)
	}
	return inputErrorf("The plan cannot be understood: %s. It may come from a newer Terraform: use a newer cases-review.", err)
}

func isSyntax(err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax)
}

// checkFormat checks the version of the plan's JSON form.
func checkFormat(version string) error {
	switch major, _, _ := strings.Cut(version, "."); major {
	case "1":
		return nil
	case "0":
		return inputErrorf("The plan has the format version %q, which is older than Terraform 1.8 writes. Make the plan with Terraform 1.8 or newer, or with OpenTofu.", version)
	}
	return inputErrorf("The plan has the format version %q. This cases-review reads version 1: use a newer one.", version)
}

// check finds plans that are read, but cannot be reviewed.
func (p *plan) check() error {
	switch {
	case p.formatVersion == "" || !p.isPlan:
		return inputErrorf("The input is JSON, but not a plan of Terraform or OpenTofu. %s", advice)
	case p.errored:
		return inputErrorf("The plan failed, so it leaves out changes. Repair what terraform plan reports, and make the plan again.")
	}
	return nil
}

// limitedReader fails after a number of bytes, and remembers the error of the reader that it reads from.
type limitedReader struct {
	r           io.Reader
	limit, read int64
	err         error
}

func (l *limitedReader) Read(data []byte) (int, error) {
	n, err := l.r.Read(data[:min(int64(len(data)), l.limit-l.read+1)])
	l.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		l.err = err
	}
	if l.read > l.limit {
		return 0, errTooLarge
	}
	return n, err
}
