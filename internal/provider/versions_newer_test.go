package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// A Kibana may be newer than the provider. What it has more is treated like the
// newest that the provider knows, with a warning.

// withFourthGeneration is the newest Kibana after it replaced the Stack
// Management cases once more.
func withFourthGeneration() kibanatest.Profile {
	const newest = "generalCasesV4"
	p := kibanatest.Newest()
	for _, f := range p.Features {
		if !strings.HasPrefix(f.ID, "generalCases") {
			continue
		}
		if f.ID == "generalCasesV3" {
			fourth := f
			fourth.ID = newest
			p = p.With(fourth)
		}
		replace := func(is kibanatest.Privilege, level string) kibanatest.Privilege {
			minimal := []string{"minimal_" + level}
			if is.ReplacedBy != nil {
				minimal = is.ReplacedBy.Minimal[0].Privileges
			}
			is.ReplacedBy = &kibanatest.Replacement{
				Default: []kibanatest.FeaturePrivileges{{Feature: newest, Privileges: []string{level}}},
				Minimal: []kibanatest.FeaturePrivileges{{Feature: newest, Privileges: minimal}},
			}
			return is
		}
		f.Deprecated, f.All, f.Read = true, replace(f.All, "all"), replace(f.Read, "read")
		f.Sub = slices.Clone(f.Sub)
		for i, sub := range f.Sub {
			privilege := sub.Privileges[0]
			privilege.ReplacedBy = kibanatest.PlainReplacement(kibanatest.FeaturePrivileges{Feature: newest, Privileges: []string{privilege.ID}})
			f.Sub[i].Privileges = []kibanatest.Privilege{privilege}
		}
		p = p.With(f)
	}
	return p
}

// withPainting is the newest Kibana after it gained a sub-feature for the Stack
// Management cases.
func withPainting() kibanatest.Profile {
	p := kibanatest.Newest()
	for _, f := range p.Features {
		if f.ID == "generalCasesV3" {
			f.Sub = append(slices.Clone(f.Sub), kibanatest.SubFeature{Name: "Paint", Privileges: []kibanatest.Privilege{
				{ID: "cases_paint", Name: "Paint cases", IncludeIn: "all", Operations: []string{"paintCase"}},
			}})
			p = p.With(f)
		}
	}
	return p
}

// TestNewerGeneration: a role is written with the newest feature, and one that
// holds an older one means the same.
func TestNewerGeneration(t *testing.T) {
	t.Parallel()
	for name, save := range map[string]bool{"upgraded": false, "upgraded and saved in the role form": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			config := func(access string) string {
				return fmt.Sprintf(`
					resource "cases_role" "test" {
					  name   = "newer"
					  spaces = {
					    soc     = { stack = { access = %q, sub_features = { delete_cases = false } } }
					    sandbox = { security = { access = "view" } }
					  }
					}`, access)
			}
			k.runProtocol(t,
				resource.TestStep{Config: config("assignee")},
				resource.TestStep{
					PreConfig: func() {
						k.SetProfile(withFourthGeneration())
						if save {
							k.SaveInUI("newer")
						}
					},
					Config: config("assignee"), ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
				},
				resource.TestStep{Config: config("full"), Check: k.stores("newer", func(r roles.Role) error {
					return sameLines("stored", inSpace(r, "soc")+"\n"+inSpace(r, "sandbox"), `
						actions: all
						generalCasesV4: case_reopen cases_assign cases_manage_templates cases_settings create_comment minimal_all
						securitySolutionCasesV3: read`)
				})},
			)
		})
	}
}

// TestNewerWarnings: the provider says what it does not know, once for each
// grant that it matters to.
func TestNewerWarnings(t *testing.T) {
	t.Parallel()
	stack := func(access string, subFeatures ...object) object { return inSoc(grantTo("stack", access, subFeatures)) }
	const generation, painting = "Kibana 9.5 has generalCasesV4, which this release of the provider does not know", "Kibana 9.5 has generalCasesV3.cases_paint, which this release of the provider does not know"
	for name, test := range map[string]struct {
		kibana   kibanatest.Profile
		spaces   object
		warnings []string
		stored   string
	}{
		"another solution":            {withFourthGeneration(), inSoc(security("view")), nil, "securitySolutionCasesV3: read"},
		"none":                        {withFourthGeneration(), stack("none"), nil, ""},
		"a generation":                {withFourthGeneration(), stack("assignee"), []string{generation}, "generalCasesV4: all"},
		"a sub-feature, all":          {withPainting(), stack("assignee"), []string{painting}, "generalCasesV3: all"},
		"a sub-feature, view":         {withPainting(), stack("view"), []string{painting}, "generalCasesV3: read"},
		"a sub-feature, all but one":  {withPainting(), stack("assignee", object{"delete_cases": false}), []string{painting}, "generalCasesV3: minimal_all cases_paint " + newerSubs},
		"a sub-feature, one and view": {withPainting(), stack("view", object{"delete_cases": true}), []string{painting}, "generalCasesV3: minimal_read cases_delete"},
		"a sub-feature, raw":          {withPainting(), inSoc(object{"features": object{"generalCasesV3": []string{"read", "cases_paint"}}}), nil, "generalCasesV3: read cases_paint"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, test.kibana)
			p := start(t, k.settings(nil))
			p.create(object{"name": "newer", "spaces": test.spaces})
			p.wantDiagnostics(isError)
			p.wantDiagnostics(isWarning, test.warnings...)
			held, err := k.client.Role(t.Context(), "newer")
			if err == nil {
				err = sameLines("stored", inSpace(held, "soc"), outcome{stored: test.stored}.lines())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestNewerSubFeature: a role that was customised before the sub-feature came
// gains it with the next change that is planned, and loses nothing. Who holds
// everything has it already.
func TestNewerSubFeature(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := rolesWith(map[string]object{
		"everything": inSoc(grantTo("stack", "assignee", nil)),
		"reader":     inSoc(grantTo("stack", "view", []object{{"add_comments": true}})),
		"test":       inSoc(grantTo("stack", "assignee", []object{{"delete_cases": false}})),
	})
	k.runProtocol(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { k.SetProfile(withPainting()) },
			Config:    config,
			ConfigPlanChecks: beforeApply(
				plancheck.ExpectResourceAction("cases_role.everything", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction("cases_role.reader", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction(role, plancheck.ResourceActionUpdate),
				changes(`
					privileges.soc.generalCasesV3: +cases_paint
					spaces.soc.features.generalCasesV3: -case_reopen -cases_assign -cases_manage_templates -cases_settings -create_comment -minimal_all
					spaces.soc.stack.access: +assignee
					spaces.soc.stack.sub_features.delete_cases: +false`),
			),
			Check: k.stores("test", func(r roles.Role) error {
				return sameLines("stored", inSpace(r, "soc"), outcome{stored: "generalCasesV3: minimal_all cases_paint " + newerSubs}.lines())
			}),
		},
	)
}

// TestDeprecatedWarning: a role that holds deprecated ids is worth one warning
// with each plan that leaves them, and Terraform shows that of many roles once.
func TestDeprecatedWarning(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	for name, held := range map[string]string{"a": "S1.all O2.read", "b": "S1.all", "c": "G2.minimal_all S3.all", "d": "S3.all"} {
		k.Plant(name, kibanatest.ESRole{Applications: form{held: []string{"soc: " + held}}.applications()})
	}
	p := start(t, k.settings(nil))
	state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "a"})
	space := object{"security": object{"access": "assignee"}, "observability": object{"access": "view"}}
	p.update(state, object{"name": "a", "spaces": inSoc(space)})
	p.wantDiagnostic("WARNING", "Deprecated feature ids are in use", "observabilityCasesV2", "securitySolutionCases", "rewrite_deprecated = true")

	p.diagnostics = nil
	p.update(state, object{"name": "a", "description": "written anew", "spaces": inSoc(space)})
	p.wantNoDiagnostics()

	var imports strings.Builder
	for _, name := range []string{"a", "b", "c", "d"} {
		fmt.Fprintf(&imports, "import {\n to = cases_role.%s\n id = %[1]q\n}\n", name)
	}
	all := map[string]object{
		"a": inSoc(space), "b": inSoc(security("assignee")), "d": inSoc(security("assignee")),
		"c": inSoc(object{"security": object{"access": "assignee"}, "stack": object{"access": "assignee", "sub_features": object{
			"delete_cases": false, "edit_settings": false, "add_comments": false, "reopen_cases": false,
		}}}),
	}
	tf := newCLI(t, k.Server)
	output := tf.run(t, imports.String()+rolesWith(all), "plan")
	if !strings.Contains(output, "4 to import, 0 to add, 0 to change") || strings.Count(output, "Deprecated feature ids are in use") != 1 ||
		!strings.Contains(output, "(and 2 more similar warnings elsewhere)") {
		t.Errorf("the plan says:\n%s", output)
	}
}
