package review_test

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// Which gains violate which denials.
func TestDenied(t *testing.T) {
	t.Parallel()
	created := func(capabilities ...string) object {
		return planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a", capabilities...))})
	}
	deletes := created("soc/security: read_cases, delete_cases")
	everywhere := created("*/security: delete_cases")
	pattern := created("*-prod/security: delete_cases")
	connectors := created("soc/connectors: use_connectors, manage_connectors")
	kept := planOf(list{changeOf("cases_role.a", "update", roleOf("a", "*/security: delete_cases"), roleOf("a", "*/security: delete_cases", "soc/security: delete_cases"))})
	loses := planOf(list{changeOf("cases_role.a", "update", roleOf("a", "soc/security: read_cases, delete_cases"), roleOf("a", "soc/security: read_cases"))})
	unknown := planOf(list{changeOf("cases_role.a", "update", roleOf("a", "soc/security: read_cases"), with(roleOf("a"), object{
		"capabilities": nil, "spaces": object{"soc": object{"security": object{}}},
	}), object{"after_unknown": object{"capabilities": true, "spaces": object{"soc": object{"security": object{"access": true}}}}})})
	for name, test := range map[string]struct {
		plan   object
		denial string
		want   []string
	}{
		"any space":                              {deletes, "delete_cases", []string{`role "a" gains delete_cases in soc/security`}},
		"the space":                              {deletes, "delete_cases@soc", []string{`role "a" gains delete_cases in soc/security`}},
		"the solution":                           {deletes, "delete_cases@soc/security", []string{`role "a" gains delete_cases in soc/security`}},
		"any capability":                         {deletes, "any@soc", []string{`role "a" gains read_cases, delete_cases in soc/security`}},
		"another capability":                     {deletes, "edit_settings", nil},
		"another space":                          {deletes, "delete_cases@dev", nil},
		"another solution":                       {deletes, "delete_cases@soc/stack", nil},
		"not the entry for all spaces":           {deletes, "delete_cases@*", nil},
		"all spaces":                             {everywhere, "delete_cases@*", []string{`role "a" gains delete_cases in */security`}},
		"all spaces include one":                 {everywhere, "delete_cases@soc", []string{`role "a" gains delete_cases in */security`}},
		"a pattern includes a space":             {pattern, "delete_cases@lab-prod", []string{`role "a" gains delete_cases in *-prod/security`}},
		"a pattern without the space":            {pattern, "delete_cases@lab", nil},
		"a pattern is not all spaces":            {pattern, "delete_cases@*", nil},
		"connectors":                             {connectors, "manage_connectors@soc/connectors", []string{`role "a" gains manage_connectors in soc/connectors`}},
		"what all spaces gave":                   {kept, "delete_cases", nil},
		"a loss":                                 {loses, "any", nil},
		"unknown":                                {unknown, "delete_cases", []string{`the access of role "a" in soc/security is not known before apply`}},
		"unknown, but held before":               {unknown, "read_cases@soc/security", nil},
		"unknown cases give no connectors":       {unknown, "manage_connectors@soc", []string{`the access of role "a" in soc/connectors is not known before apply`}},
		"unknown in another space or capability": {unknown, "delete_cases@dev", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := review.ParseDenial(test.denial)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range read(t, test.plan, review.Options{}).Denied([]review.Denial{d}) {
				got = append(got, strings.TrimPrefix(v.String(), test.denial+": "))
			}
			compare(t, strings.Join(test.want, "\n"), strings.Join(got, "\n"))
		})
	}
}

// A misspelt denial would deny nothing.
func TestParseDenialRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                               "the capability is missing",
		"@soc":                           "the capability is missing",
		"delete_case":                    `Did you mean "delete_cases"?`,
		"delete_cases@":                  "the space is missing",
		"delete_cases@SOC":               "SOC",
		"delete_cases@soc/":              "the solution is missing",
		"delete_cases@soc/securty":       `Did you mean "security"?`,
		"delete_cases@soc/connectors":    "connectors never gives delete_cases",
		"manage_connectors@soc/security": "security never gives manage_connectors",
	} {
		if _, err := review.ParseDenial(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
	for _, text := range []string{"any", "any@*", "any@*/connectors", "use_connectors", "push_cases@soc/stack"} {
		if d, err := review.ParseDenial(text); err != nil || d.String() != text {
			t.Errorf("%q: %v, %s", text, err, d)
		}
	}
}
