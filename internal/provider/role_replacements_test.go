package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// renamedRole names features that Kibana has renamed since 8.15.
func renamedRole(description string) string {
	return fmt.Sprintf(`
		resource "cases_role" "test" {
		  name        = "r"
		  description = %q
		  spaces      = { soc = { features = { discover = ["read"], siem = ["read"], dashboard = ["all"] }, security = { access = "assignee" } } }
		}`, description)
}

// savedFirst is a step before which somebody saves the role in the role form.
func (k target) savedFirst(step resource.TestStep) resource.TestStep {
	step.PreConfig = func() {
		k.SaveInUI("r")
		k.ResetJournal()
	}
	return step
}

// noChange is a step whose plan is empty, and that writes nothing.
func (k target) noChange(config string) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan())}
}

var (
	namedIn92   = []string{"feature_dashboard.all", "feature_discover.read", "feature_securitySolutionCasesV3.all", "feature_siem.read"}
	renamedIn92 = []string{
		"feature_dashboard_v2.all", "feature_discover_v2.read", "feature_savedQueryManagement.all", "feature_savedQueryManagement.read",
		"feature_securitySolutionCasesV3.all", "feature_securitySolutionNotes.read", "feature_securitySolutionTimeline.read", "feature_siemV4.read",
	}
)

// TestSaveRenamesFeatures: Save in the role form stores other ids than the
// configuration names, on every Kibana that replaces privileges. That is no difference,
// however often it happens. The next real change writes the ids of the configuration.
func TestSaveRenamesFeatures(t *testing.T) {
	t.Parallel()
	for _, version := range kibanatest.ProfileNames() {
		p := profile(t, version)
		config := renamedRole
		if p.Serverless { // not every project has siem, and some have no Security cases
			config = func(description string) string {
				return strings.NewReplacer(`siem = ["read"], `, "", `, security = { access = "assignee" }`, "").Replace(renamedRole(description))
			}
		}
		if strings.HasPrefix(version, "8.11") || strings.HasPrefix(version, "8.12") { // they have no descriptions
			config = func(string) string { return strings.ReplaceAll(renamedRole(""), "description = \"\"", "") }
		}
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, p)
			steps := []resource.TestStep{
				{Config: config("before")},
				k.savedFirst(k.noChange(config("before"))), k.savedFirst(k.noChange(config("before"))),
				{Config: config("after")},
				k.savedFirst(k.noChange(config("after"))),
			}
			if version == "9.2" {
				steps[1].Check, steps[3].Check = k.grants("r", renamedIn92...), k.grants("r", namedIn92...)
			}
			k.runProtocol(t, steps...)
		})
	}
}

// TestUpgradeRenamesFeatures: a role that was written before Kibana replaced its ids is
// read once under these after the upgrade. Then Save is no difference, not even after
// further upgrades.
func TestUpgradeRenamesFeatures(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.15"))
	config := renamedRole("same")
	k.runProtocol(t,
		resource.TestStep{Config: config},
		k.upgrade(t, "8.18", k.noChange(config)), k.savedFirst(k.noChange(config)),
		k.upgrade(t, "9.2", k.noChange(config)), k.savedFirst(k.noChange(config)),
		k.upgrade(t, "9.5", k.noChange(config)), k.savedFirst(k.noChange(config)),
	)
}

// TestSaveBeforeTheFirstRead: if somebody saves a role after an upgrade and before the
// provider has read it, Kibana no longer tells what the old ids became. The plan shows the
// difference. Once it is applied, Save is no difference any more.
func TestSaveBeforeTheFirstRead(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.15"))
	config := renamedRole("same")
	shown := k.upgrade(t, "9.2", resource.TestStep{
		Config: config, ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionUpdate)),
		Check: k.grants("r", namedIn92...),
	})
	upgrade := shown.PreConfig
	shown.PreConfig = func() {
		upgrade()
		k.SaveInUI("r")
	}
	k.runProtocol(t, resource.TestStep{Config: config}, shown, k.savedFirst(k.noChange(config)))
}

// The plan of such a difference says that Kibana has replaced the features. A change of
// features that Kibana has not replaced gives no such warning.
func TestWarningOfRenamedFeatures(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.15"))
	config := object{"name": "r", "spaces": inSoc(object{"features": object{"discover": []string{"read"}, "ml": []string{"read"}}})}
	o := k.created(t, ownRole, config)
	k.SetProfile(profile(t, "9.2"))
	k.SaveInUI("r")
	p := start(t, k.settings(nil))
	o = p.change(ownRole, p.refresh(ownRole, o), config)
	p.wantDiagnostics(isWarning, `Kibana has replaced features in space "soc": In spaces["soc"].features: Kibana 9.2 has replaced "discover", and the role holds "discover_v2", "savedQueryManagement" instead.`)

	p = start(t, k.settings(nil))
	p.change(ownRole, p.refresh(ownRole, o), object{"name": "r", "spaces": inSoc(object{"features": object{"discover": []string{"read"}, "apm": []string{"read"}}})})
	p.wantNoDiagnostics()
}

// TestRealDifferenceAfterSave: a privilege that somebody adds or removes besides the
// renamed ones is planned back, with the ids of the configuration.
func TestRealDifferenceAfterSave(t *testing.T) {
	t.Parallel()
	config := renamedRole("same")
	for name, change := range map[string]func(*kibanatest.ESRole){
		"added":         func(r *kibanatest.ESRole) { grant(r, "soc", "feature_maps_v2.all") },
		"added to one":  func(r *kibanatest.ESRole) { grant(r, "soc", "feature_discover_v2.url_create") },
		"old one added": func(r *kibanatest.ESRole) { grant(r, "soc", "feature_discover.all") },
		"removed": func(r *kibanatest.ESRole) {
			r.Applications[0].Privileges = without(r.Applications[0].Privileges, "feature_siemV4.read")
		},
		"all removed": func(r *kibanatest.ESRole) {
			r.Applications[0].Privileges = []string{"feature_securitySolutionCasesV3.all"}
		},
	} {
		for _, refreshed := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", refreshed ", refreshed), func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, profile(t, "9.2"))
				changed := k.savedFirst(resource.TestStep{
					Config: config, ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionUpdate)),
					Check: k.grants("r", namedIn92...),
				})
				save := changed.PreConfig
				changed.PreConfig = func() {
					save()
					k.alterRole("r", change)
				}
				steps := []resource.TestStep{{Config: config}, changed, k.savedFirst(k.noChange(config))}
				if refreshed { // the state holds the difference
					found := resource.TestStep{RefreshState: true, ExpectNonEmptyPlan: true, PreConfig: changed.PreConfig}
					changed.PreConfig = nil
					steps = []resource.TestStep{steps[0], found, changed, steps[2]}
				}
				k.runProtocol(t, steps...)
			})
		}
	}
}

// TestConfigurationFollowsSave: a configuration that names the new ids itself is a change
// of the configuration only. Afterwards the old ids would be a difference.
func TestConfigurationFollowsSave(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.2"))
	before := `
	resource "cases_role" "test" {
	  name   = "r"
	  spaces = { soc = { features = { discover = ["read"] } } }
	}`
	after := strings.Replace(before, `discover = ["read"]`, `discover_v2 = ["read"], savedQueryManagement = ["read"]`, 1)
	k.runProtocol(t,
		resource.TestStep{Config: before},
		k.savedFirst(resource.TestStep{
			Config: after,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, `
				spaces.soc.features.discover: -read
				spaces.soc.features.discover_v2: +read
				spaces.soc.features.savedQueryManagement: +read`),
			Check: k.grants("r", "feature_discover_v2.read", "feature_savedQueryManagement.read"),
		}),
		resource.TestStep{
			Config: before, Check: k.grants("r", "feature_discover.read"),
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionUpdate)),
		},
	)
}

// TestRenamedFeaturesThatAreGone: a Kibana that has dropped the old ids knows only what
// Save has stored. The plan stays empty. A change is refused, because the ids of the
// configuration would grant nothing.
func TestRenamedFeaturesThatAreGone(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.2"))
	dropped := func() { k.SetProfile(profile(t, "9.2").Without("discover", "siem", "dashboard")) }
	gone, changed := k.savedFirst(k.noChange(renamedRole("before"))), resource.TestStep{
		Config: renamedRole("after"), ExpectError: acrossLines(`has no feature "discover"`),
	}
	later := k.noChange(renamedRole("before"))
	later.PreConfig = dropped
	k.runProtocol(t, resource.TestStep{Config: renamedRole("before")}, gone, later, changed, k.noChange(renamedRole("before")))
}

// TestRenamedFeaturesOfAnImport: an import takes the ids that the role stores.
func TestRenamedFeaturesOfAnImport(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.2"))
	k.Plant("r", grantsIn("soc", "feature_discover.read"))
	config := `
	resource "cases_role" "test" {
	  name   = "r"
	  spaces = { soc = { features = { discover = ["read"] } } }
	}`
	k.runProtocol(t, imported("r", config, plancheck.ExpectResourceAction(role, plancheck.ResourceActionNoop)),
		k.noChange(config), k.savedFirst(k.noChange(config)))
}

// without returns a list without a text.
func without(list []string, text string) []string {
	var rest []string
	for _, other := range list {
		if other != text {
			rest = append(rest, other)
		}
	}
	return rest
}
