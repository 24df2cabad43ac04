package provider_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// quotesPlans: one plan as Terraform prints it, and its review in each format.
func quotesPlans(t *testing.T, s guide) {
	t.Helper()
	s.cli.kibana.Plant("analyst", kibanatest.ESRole{})
	s.configure(t, "before.tf")
	s.must(t, 0, "apply", "-auto-approve")
	s.configure(t, "after.tf")
	output := s.must(t, 0, "plan", "-out=tfplan")
	s.quote(t, "plan", outdent(findOnce(t, output, `^  # .*?^Plan: [^\n]*\n`)[0], 2))

	r := s.review(t)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"text":     func(w *bytes.Buffer) error { return review.Text(w, r, false) },
		"markdown": func(w *bytes.Buffer) error { return review.Markdown(w, r) },
		"json":     func(w *bytes.Buffer) error { return review.JSON(w, r) },
	} {
		var text bytes.Buffer
		if err := write(&text); err != nil {
			t.Fatal(err)
		}
		s.quote(t, name, text.String())
	}

	denial, err := review.ParseDenial("delete_cases")
	if err != nil {
		t.Fatal(err)
	}
	var denied strings.Builder
	for _, v := range r.Denied([]review.Denial{denial}) {
		denied.WriteString("cases-review: denied by -deny " + v.String() + "\n")
	}
	s.quote(t, "denied", denied.String())

	quickstart := s.cli.on(t, kibanatest.Newest()).open(t, examples+"/quickstart")
	quickstart.must(t, 0, "plan", "-out=tfplan")
	var text bytes.Buffer
	if err := review.Text(&text, quickstart.review(t), false); err != nil {
		t.Fatal(err)
	}
	s.quote(t, "quickstart", text.String())
}

// review reviews the plan in the file tfplan.
func (e example) review(t *testing.T) review.Review {
	t.Helper()
	r, err := review.Read(strings.NewReader(e.must(t, 0, "show", "-json", "tfplan")), review.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
