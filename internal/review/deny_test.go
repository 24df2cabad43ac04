package review_test

import (
	"fmt"
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
	around := func(more object) object {
		return planOf(list{changeOf("cases_role.a", "create", nil, with(roleOf("a"), more))})
	}
	in := func(space, feature, id string) object {
		return around(object{"privileges": object{space: object{feature: list{id}}}})
	}
	elasticsearch := func(more object) object { return around(object{"elasticsearch": more}) }
	all := elasticsearch(object{"cluster": list{"all"}})
	copies := elasticsearch(object{"indices": list{object{"names": list{".cases*"}, "privileges": list{"read"}}}})
	objects, exports, files := in("soc", "savedObjectsManagement", "all"), in("soc", "savedObjectsManagement", "read"), in("*", "filesManagement", "all")
	hidden := planOf(list{changeOf("cases_role.a", "create", nil, with(roleOf("a"), object{"privileges": object{"soc": object{"filesManagement": list{"read"}}}, "spaces": object{}}),
		object{"after_sensitive": object{"spaces": true}})})
	later := planOf(list{changeOf("cases_role.a", "create", nil, with(roleOf("a"), object{"elasticsearch": object{}}), object{"after_unknown": object{"elasticsearch": object{"cluster": true}}})})
	lost := planOf(list{changeOf("cases_role.a", "update", with(roleOf("a"), object{"elasticsearch": object{"cluster": list{"all"}}}), roleOf("a"))})
	const (
		byCluster = `role "a" gains a way around case privileges: The cluster privilege "all" lets people change roles and users, and so give themselves any access.`
		byImport  = `role "a" gains a way around case privileges: savedObjectsManagement.all in "soc" lets people import, overwrite and delete the cases of every solution, as saved objects.`
		byExport  = `role "a" gains a way around case privileges: savedObjectsManagement.%s in "soc" lets people export the cases of every solution with their comments, as saved objects.`
		byDelete  = `role "a" gains a way around case privileges: filesManagement.all in all spaces lets people delete the files that are attached to cases.`
		byList    = `role "a" gains a way around case privileges: filesManagement.all in all spaces lets people list the files that are attached to cases.`
		byCopies  = `role "a" gains a way around case privileges: The index privilege "read" on ".cases*" lets people read copies of cases, where Kibana has case analytics switched on.`
		ofLater   = `the privileges of role "a" in Elasticsearch are not known before apply, and may open a way around case privileges`
	)
	byExportRead, byExportAll := fmt.Sprintf(byExport, "read"), fmt.Sprintf(byExport, "all")
	for name, test := range map[string]struct {
		plan   object
		denial string
		want   []string
	}{
		"a way around":                            {all, "any", []string{byCluster}},
		"a way around in all spaces":              {all, "any@*", []string{byCluster}},
		"a way around in a space":                 {all, "any@soc", []string{byCluster}},
		"a way around to a solution":              {all, "any@soc/security", []string{byCluster}},
		"a way around to connectors":              {all, "manage_connectors", []string{byCluster}},
		"a way around to a capability":            {all, "delete_cases@*", []string{byCluster}},
		"a lost way around":                       {lost, "any", nil},
		"a way around through saved objects":      {objects, "any@soc", []string{byExportAll, byImport}},
		"one that changes":                        {objects, "edit_settings@soc", []string{byImport}},
		"one that reads":                          {exports, "read_cases", []string{byExportRead}},
		"one that only reads":                     {exports, "delete_cases", nil},
		"one in another space":                    {exports, "any@dev", nil},
		"one that is not in all spaces":           {exports, "any@*", nil},
		"one in a pattern":                        {in("lab-*", "savedObjectsManagement", "read"), "any@dev", nil},
		"one in a pattern that matches":           {in("s?c", "savedObjectsManagement", "read"), "read_cases@soc", []string{strings.Replace(byExportRead, "soc", "s?c", 1)}},
		"one to files":                            {files, "any@*", []string{byDelete, byList}},
		"one that deletes files":                  {files, "delete_cases@soc", []string{byDelete}},
		"one that deletes nothing but files":      {files, "edit_settings", nil},
		"one to copies":                           {copies, "any@*", []string{byCopies}},
		"one to copies, which cannot be changed":  {copies, "update_cases", nil},
		"a hidden way around":                     {hidden, "any@soc", []string{`role "a" gains a way around case privileges: (sensitive value)`}},
		"a way around that is not known":          {later, "any@*", []string{ofLater}},
		"a capability by a way that is not known": {later, "delete_cases", []string{ofLater}},
		"any space":                               {deletes, "delete_cases", []string{`role "a" gains delete_cases in soc/security`}},
		"the space":                               {deletes, "delete_cases@soc", []string{`role "a" gains delete_cases in soc/security`}},
		"the solution":                            {deletes, "delete_cases@soc/security", []string{`role "a" gains delete_cases in soc/security`}},
		"any capability":                          {deletes, "any@soc", []string{`role "a" gains read_cases, delete_cases in soc/security`}},
		"another capability":                      {deletes, "edit_settings", nil},
		"another space":                           {deletes, "delete_cases@dev", nil},
		"another solution":                        {deletes, "delete_cases@soc/stack", nil},
		"not the entry for all spaces":            {deletes, "delete_cases@*", nil},
		"all spaces":                              {everywhere, "delete_cases@*", []string{`role "a" gains delete_cases in */security`}},
		"all spaces include one":                  {everywhere, "delete_cases@soc", []string{`role "a" gains delete_cases in */security`}},
		"a pattern includes a space":              {pattern, "delete_cases@lab-prod", []string{`role "a" gains delete_cases in *-prod/security`}},
		"a pattern without the space":             {pattern, "delete_cases@lab", nil},
		"a pattern is not all spaces":             {pattern, "delete_cases@*", nil},
		"connectors":                              {connectors, "manage_connectors@soc/connectors", []string{`role "a" gains manage_connectors in soc/connectors`}},
		"what all spaces gave":                    {kept, "delete_cases", nil},
		"a loss":                                  {loses, "any", nil},
		"unknown":                                 {unknown, "delete_cases", []string{`the access of role "a" in soc/security is not known before apply`}},
		"unknown, but held before":                {unknown, "read_cases@soc/security", nil},
		"unknown cases give no connectors":        {unknown, "manage_connectors@soc", []string{`the access of role "a" in soc/connectors is not known before apply`}},
		"unknown in another space or capability":  {unknown, "delete_cases@dev", nil},
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
		"any@soc/sec":                    "Write one of security, observability, stack, connectors",
		"use_connectors@soc/connector":   `Did you mean "connectors"?`,
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
