package provider_test

import (
	"strings"
	"testing"
)

// refusal is a wrong configuration of a role, and what `terraform validate`
// says about it. The name is added where the configuration has none.
type refusal struct {
	config  string
	at      string // attribute path
	summary string
	says    string // among other things: what to write instead
}

// expect holds what was said about a row against it: it, and nothing else.
func (r refusal) expect(t *testing.T, severity string, diagnostics []diagnostic) {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Errorf("%d diagnostics, want one", len(diagnostics))
	}
	for _, d := range diagnostics {
		if d.Severity != severity || d.Summary != r.summary {
			t.Errorf("%s %q, want %s %q", d.Severity, d.Summary, severity, r.summary)
		}
		if !strings.Contains(d.Detail, r.says) {
			t.Errorf("the message does not say %q:\n%s", r.says, d.Detail)
		}
		if !d.pointsAt(r.at) {
			t.Errorf("%q is not to be seen in %q or in the message:\n%s", r.at, d.Snippet.Code, d.Detail)
		}
	}
}
