package provider_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// unwritable are roles that Kibana shows and takes back in no form that means the
// same, and what is said of them.
func unwritable() map[string]struct{ entry, says string } {
	const all = "feature_discover_v2.all feature_securitySolutionCasesV3.all"
	return map[string]struct{ entry, says string }{
		"a pattern":                       {"space:default space:*-prod: " + all, `Role "rich" holds the space pattern "*-prod", which Kibana's role API shows but does not accept back`},
		"a pattern alone":                 {"space:soc*: " + all, `the space pattern "soc*"`},
		"a base privilege by a pattern":   {"space:*-prod: space_all", `the space pattern "*-prod"`},
		"a space id that is none":         {"space:Soc: " + all, `"Soc", which is no space id`},
		"privileges that Kibana ignores":  {"space:dev: reports:print", `holds privileges in "dev" that Kibana does not show`},
		"base privileges in every space":  {"space:dev space:*: space_all", `the base privilege "all" for each space by a pattern`},
		"base privileges beside features": {"*: all", `the base privilege "all" beside features in "*"`},
	}
}

func plantUnwritable(k target, entry string) {
	entries := []string{entry}
	if entry == "*: all" {
		entries = append(entries, "space:*: feature_discover_v2.all")
	}
	k.Plant("rich", granting(append(entries, "space:noc: feature_generalCasesV3.read")...))
}

// A role that cannot be written back is refused to grants wherever they could come
// to need it: when they are planned, applied, imported and destroyed.
func TestFeaturePrivilegeUnwritableRole(t *testing.T) {
	t.Parallel()
	for name, test := range unwritable() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest(), kibanatest.WithSpaces("noc"))
			refused := []string{"ERROR", `AttributeName("role")`, "cannot be written back", test.says, "Elasticsearch's role API"}
			plantUnwritable(k, test.entry)
			p := start(t, k.settings(nil))
			p.planGrant(nil, views("rich", "noc"))
			p.wantDiagnostic(refused...)
			p = start(t, k.settings(nil))
			p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: "rich/noc"})
			p.wantDiagnostic(refused...)

			k.Plant("rich", granting("space:noc: feature_generalCasesV3.read"))
			p = start(t, k.settings(nil))
			granted := kept{state: p.applyGrant(nil, views("rich", "noc"))}
			p.wantNoDiagnostics()
			k.ResetJournal()
			for what, config := range map[string]object{"create": views("rich", "sandbox"), "update": views("rich", "noc"), "destroy": nil} {
				k.Plant("rich", granting("space:noc: feature_generalCasesV3.read feature_securitySolutionCasesV3.read"))
				prior := granted
				switch what {
				case "create":
					prior = kept{}
				case "update":
					config["connectors"] = "read"
				}
				p := start(t, k.settings(nil))
				p.change(featurePrivilege, prior, config, func() {
					plantUnwritable(k, test.entry)
					k.alterRole("rich", func(r *kibanatest.ESRole) {
						last := &r.Applications[len(r.Applications)-1]
						last.Privileges = append(last.Privileges, "feature_securitySolutionCasesV3.read")
					})
				})
				p.wantDiagnostics(isError, "cannot be written back")
			}
			wantNone(t, k.requests("PUT"))

			// A refresh warns; nothing changes, and nothing more is said.
			p = start(t, k.settings(nil))
			granted = p.refresh(featurePrivilege, granted)
			p.wantDiagnostic("WARNING", test.says, "changing or destroying this grant will be refused")
			p.diagnostics = nil
			p.planChange(featurePrivilege, granted, views("rich", "noc"))
			p.wantNoDiagnostics()
			for what, config := range map[string]object{
				"update": {"role": "rich", "space": "noc", "security": object{"access": "assignee"}}, "replace": views("other", "noc"), "destroy": nil,
			} {
				p := start(t, k.settings(nil))
				held := p.refresh(featurePrivilege, granted)
				p.diagnostics = nil
				p.planChange(featurePrivilege, held, config)
				p.wantDiagnostic(refused...)
				if t.Failed() {
					t.Fatal(what)
				}
			}
			wantNone(t, k.requests("PUT"))
		})
	}
}

// What somebody took from a grant already needs no write, and so no role that can
// be written.
func TestFeaturePrivilegeDestroyedBesideAPattern(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("rich", granting("space:soc: feature_discover_v2.all"))
	p := start(t, k.settings(nil))
	granted := p.applyGrant(nil, views("rich", "soc"))
	k.Plant("rich", granting("space:soc space:*-prod: feature_discover_v2.all"))
	k.ResetJournal()
	p = start(t, k.settings(nil))
	p.readGrant(granted)
	p.wantDiagnostic("WARNING", "Until then, changing this grant will be refused")
	p = start(t, k.settings(nil))
	if left := p.applyGrant(granted, nil); !p.isNull(left) {
		t.Error("it is still in the state")
	}
	p.wantNoDiagnostics()
	wantNone(t, k.requests("PUT"))
}

// The owner of the role gives the space a base privilege. terraform destroy plans the grant
// as it is configured first, and its error says how to destroy the grant all the same.
func TestFeaturePrivilegeDestroyedBesideABasePrivilege(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil).on(t, kibanatest.Newest())
	tf.kibana.Plant("rich", granting("space:noc: feature_discover_v2.all"))
	e := example{tf, t.TempDir()}
	e.write(t, "versions.tf", withRequirements)
	e.write(t, "example.tf", `resource "cases_feature_privilege" "test" {
		  role     = "rich"
		  space    = "soc"
		  security = { access = "view" }
		}`)
	e.must(t, 0, "apply", "-auto-approve")
	owned := granting("space:soc: space_all")
	tf.kibana.Plant("rich", owned)
	output := e.must(t, 1, "destroy", "-auto-approve")
	for _, says := range []string{"Space has a base privilege", "remove its resource block", "needs -refresh=false here"} {
		if !acrossLines(says).MatchString(strings.ReplaceAll(output, "│", " ")) {
			t.Errorf("lacks %q:\n%s", says, output)
		}
	}
	e.must(t, 0, "destroy", "-auto-approve", "-refresh=false")
	if stored, _ := tf.kibana.Stored("rich"); !reflect.DeepEqual(stored.Applications, owned.Applications) {
		t.Errorf("stored: %v", stored.Applications)
	}
}

// A pinned version plans without asking; the apply looks.
func TestFeaturePrivilegeUnwritableRolePinned(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	plantUnwritable(k, unwritable()["a pattern"].entry)
	p := start(t, k.settings(object{"kibana_version": "9.5.0"}))
	p.planGrant(nil, views("rich", "noc"))
	p.wantNoDiagnostics()
	wantNone(t, k.requests(""))
	p = start(t, k.settings(object{"kibana_version": "9.5.0"}))
	p.applyGrant(nil, views("rich", "noc"))
	p.wantDiagnostic("ERROR", "cannot be written back", `"*-prod"`)
}

// Entries that Kibana refuses as they are, and takes in another form, lose nothing
// when a grant comes, changes and goes.
func TestFeaturePrivilegeRewritesEntries(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entries  []string
		space    string
		start    string // what the form of the entries makes of the role
		granted  string // and the grant
		replaced string // of which this stays when it goes
	}{
		"a space beside a pattern for all": {
			entries: []string{"space:default space:*: feature_apm.all feature_ml.all"}, space: "soc",
			start:   "kibana-.kibana *: +feature_apm.all +feature_ml.all\nkibana-.kibana space:*: -feature_apm.all -feature_ml.all",
			granted: "kibana-.kibana space:soc: +feature_securitySolutionCasesV3.read",
		},
		"there": {
			entries: []string{"space:default space:*: feature_ml.all feature_securitySolutionCasesV3.all"}, space: "default",
			start:    "kibana-.kibana *: +feature_ml.all +feature_securitySolutionCasesV3.all\nkibana-.kibana space:*: -feature_ml.all -feature_securitySolutionCasesV3.all",
			granted:  "kibana-.kibana space:default: -feature_securitySolutionCasesV3.all +feature_securitySolutionCasesV3.read",
			replaced: "kibana-.kibana space:default: -feature_securitySolutionCasesV3.all",
		},
		"all spaces, in two entries": {
			entries: []string{"*: feature_ml.read", "space:*: feature_apm.all", "space:soc: space_read"}, space: "*",
			start:   "kibana-.kibana *: +feature_apm.all\nkibana-.kibana space:*: -feature_apm.all",
			granted: "kibana-.kibana *: +feature_securitySolutionCasesV3.read",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("rich", granting(test.entries...))
			original := k.holds()
			var rewritten document
			config := tier1With(test.space, `security = { access = "view" }`)
			k.runProtocol(t,
				resource.TestStep{Config: config, Check: func(*terraform.State) error {
					rewritten = k.holds()
					return sameLines("granted", original.to(rewritten), merged(test.start, test.granted))
				}},
				resource.TestStep{Config: "# nothing", Check: func(*terraform.State) error {
					at, _, _ := strings.Cut(test.granted, ": ")
					if err := sameLines("taken away again", rewritten.to(k.holds()), at+": -feature_securitySolutionCasesV3.read"); err != nil {
						return err
					}
					return sameLines("in all", original.to(k.holds()), strings.TrimSpace(test.start+"\n"+test.replaced))
				}},
			)
		})
	}
}

// merged sorts the lines of two changes; lines for one place become one.
func merged(a, b string) string {
	lines := strings.Split(a, "\n")
	at, change, _ := strings.Cut(b, ": ")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, at+": ") })
	if i < 0 {
		lines = append(lines, b)
	} else {
		lines[i] += " " + change
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// A listing leaves out what cannot be imported, with the reason, once for a role.
func TestListsLeaveUnwritableRolesOut(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	const security = "feature_securitySolutionCasesV3.read"
	k.Plant("good", granting("space:default space:*: "+security))
	k.Plant("nothing", granting("space:*-prod: feature_discover_v2.all"))
	k.Plant("pat", granting("space:default space:*-prod: "+security, "space:soc: "+security))
	for _, config := range []object{nil, {"role": "pat"}, {"role": "pat", "space": "soc"}} {
		p := start(t, k.settings(nil))
		found := names(p.lists(grantType, config, true, 0))
		if want := map[bool]string{true: "[good in all spaces good in space \"default\"]", false: "[]"}[config == nil]; fmt.Sprint(found) != want {
			t.Errorf("listed: %q, want %s", found, want)
		}
		p.wantDiagnostic("WARNING", "The list is not complete", `* Role "pat" holds the space pattern "*-prod", which Kibana's role API shows but does not accept back`)
		if strings.Count(p.diagnostics[0], "*-prod") != 1 {
			t.Errorf("said more than once: %s", p.diagnostics[0])
		}
	}
	p := start(t, k.settings(nil))
	if found := names(p.lists(roleType, nil, true, 0)); fmt.Sprint(found) != "[good]" {
		t.Errorf("listed: %q", found)
	}
	p.wantDiagnostic("WARNING", `Role "pat"`, `Role "nothing"`, `"*-prod"`)
}

// A cases_role shows what it removes: a pattern as anything else.
func TestRoleWithASpacePattern(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("rich", granting("space:soc space:*-prod: feature_securitySolutionCasesV3.read", "space:dev space:*: feature_discover_v2.read"))
	config := func(description, rest string) string {
		return fmt.Sprintf(`
			resource "cases_role" "test" {
			  name        = "rich"
			  description = %q
			  spaces = {
			    soc = { security = { access = "view" } }
			    dev = { features = { discover_v2 = ["read"] } }
			    "*" = { features = { discover_v2 = ["read"] } }
			  }
			  elasticsearch { cluster = ["monitor"] }
			  %s
			}`, description, rest)
	}
	ignored := config("new", "lifecycle { ignore_changes = [spaces] }")
	k.runCLI(t,
		// Without the pattern's removal, nothing can be written.
		resource.TestStep{
			Config: "\nimport {\n to = cases_role.test\n id = \"rich\"\n}\n" + ignored, ExpectError: acrossLines(`Role "rich" holds the space pattern "*-prod"`),
		},
		resource.TestStep{
			PreConfig: func() { wantNone(t, k.requests("PUT")) },
			Config:    "\nimport {\n to = cases_role.test\n id = \"rich\"\n}\n" + config("new", ""),
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction("cases_role.test", plancheck.ResourceActionUpdate), changes(`
				capabilities.*-prod/security: -read_cases
				description: +new
				privileges.*-prod.securitySolutionCasesV3: -read
				spaces.*-prod.security.access: -view`)),
			Check: func(*terraform.State) error {
				return sameLines("stored", document{}.to(k.holds()), strings.TrimSpace(`
					cluster: +monitor
					description: +new
					kibana-.kibana *: +feature_discover_v2.read
					kibana-.kibana space:dev: +feature_discover_v2.read
					kibana-.kibana space:soc: +feature_securitySolutionCasesV3.read`))
			},
		},
	)
}

// What Kibana does not show of a role, no plan can show: the refresh says so.
func TestRoleWithHiddenPrivileges(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("rich", granting("space:soc: feature_securitySolutionCasesV3.read", "space:dev: reports:print"))
	p := start(t, k.settings(nil))
	state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "rich"})
	says := []string{"WARNING", `AttributeName("spaces")`, `Role "rich" has an entry for dev`, "The next update of the role erases them"}
	p.wantDiagnostic(says...)
	// It is said in every plan, also where a list answers for many roles.
	for range 5 {
		p.diagnostics = nil
		p.refresh("cases_role", kept{state: state})
		p.wantDiagnostic(says...)
	}
}
