package provider_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// withRestrictions adds features that Kibana does not take everywhere.
func withRestrictions(p kibanatest.Profile) kibanatest.Profile {
	everywhere := kibanatest.Privilege{RequireAllSpaces: true}
	hosts := kibanatest.SubFeature{Name: "Hosts", RequireAllSpaces: true, Privileges: []kibanatest.Privilege{{ID: "hosts_all"}, {ID: "blocklist_all"}}}
	return p.With(
		kibanatest.Feature{ID: "streams_x", Name: "x", All: everywhere, Read: everywhere},
		kibanatest.Feature{ID: "fleetv2", Name: "Fleet", All: everywhere, Read: everywhere},
		kibanatest.Feature{ID: "sub_x", Name: "Sub", Sub: []kibanatest.SubFeature{hosts}},
		kibanatest.Feature{ID: "siem", Name: "Security", Sub: []kibanatest.SubFeature{hosts}, Deprecated: true},
		kibanatest.Feature{ID: "off_x", Name: "Off", Read: kibanatest.Privilege{Disabled: true}, Sub: []kibanatest.SubFeature{
			{Name: "Part", Privileges: []kibanatest.Privilege{{ID: "part", Disabled: true}}},
		}},
	)
}

// rawIn is a role with raw privileges of one feature.
func rawIn(space, feature string, ids ...string) object {
	return object{"name": "test", "spaces": object{space: object{"features": object{feature: ids}}}}
}

// TestPlanRestrictions: what Kibana takes in all spaces only, or not at all, is
// refused at plan where Kibana says so, and worth a warning where it is only known
// of its version.
func TestPlanRestrictions(t *testing.T) {
	t.Parallel()
	const may = "Privilege may need all spaces"
	for name, test := range map[string]struct {
		on               string
		blind            bool // the caller may not read features
		pinned           bool
		role             object
		errors, warnings []string
	}{
		"in one space":            {role: rawIn("soc", "streams_x", "all"), errors: []string{`In spaces["soc"].features["streams_x"]: Kibana accepts "all" of the feature "streams_x" only in all spaces, and would refuse the role. Write it under spaces["*"]`}},
		"in all spaces":           {role: rawIn("*", "streams_x", "all")},
		"minimal":                 {role: rawIn("soc", "streams_x", "minimal_all", "minimal_read")},
		"a sub-feature":           {role: rawIn("soc", "sub_x", "read", "hosts_all"), errors: []string{`accepts "hosts_all" of the feature "sub_x" only in all spaces`}},
		"disabled, and not known": {role: rawIn("soc", "off_x", "read"), errors: []string{`has no privilege "read"`}},
		"two of them": {
			role:   object{"name": "test", "spaces": object{"soc": object{"features": object{"streams_x": []string{"read"}}}, "default": object{"features": object{"fleetv2": []string{"all"}}}}},
			errors: []string{`In spaces["default"].features["fleetv2"]`, `In spaces["soc"].features["streams_x"]`},
		},
		"not listed, by version":      {on: "9.0", role: rawIn("soc", "siem", "read", "blocklist_all"), warnings: []string{may}},
		"not allowed to ask":          {blind: true, role: rawIn("soc", "streams_x", "all")},
		"not allowed, by version":     {on: "9.0", blind: true, role: rawIn("soc", "fleetv2", "all"), warnings: []string{may}},
		"not allowed, later version":  {blind: true, role: rawIn("soc", "fleetv2", "all")},
		"listed, in spite of version": {on: "9.0", role: rawIn("soc", "fleetv2", "read"), errors: []string{`accepts "read" of the feature "fleetv2" only in all spaces`}},
		"pinned":                      {on: "9.0", pinned: true, role: rawIn("soc", "fleetv2", "all"), warnings: []string{may}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := kibanatest.Newest()
			if test.on != "" {
				on = profile(t, test.on)
			}
			rights := []kibanatest.Right{kibanatest.ManageSecurity, kibanatest.ReadSpaces, kibanatest.Monitor}
			if !test.blind {
				rights = append(rights, kibanatest.ReadFeatures)
			}
			k := onDouble(t, withRestrictions(on), kibanatest.WithCredentials(kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword).Only(rights...)))
			settings := object{}
			if test.pinned {
				settings["kibana_version"] = test.on
			}
			p := start(t, k.settings(settings))
			p.plan(test.role)
			p.wantDiagnostics(isError, test.errors...)
			p.wantDiagnostics(isWarning, test.warnings...)
			wantNone(t, k.requests("PUT"))
			if test.pinned {
				wantNone(t, k.requests(""))
			}
		})
	}
}

// Kibana is asked once, for roles that are to be written with raw privileges in a
// named space, and for no others.
func TestRestrictionsAreAskedOnce(t *testing.T) {
	t.Parallel()
	k := onDouble(t, withRestrictions(kibanatest.Newest()))
	raw := func(name, feature string, ids ...string) object {
		role := rawIn("soc", feature, ids...)
		role["name"] = name
		return role
	}
	asked := func(want int) {
		t.Helper()
		if got := k.requests("GET /api/features"); len(got) != want {
			t.Errorf("asked %d times, want %d", len(got), want)
		}
	}
	p := start(t, k.settings(nil))
	for _, role := range []object{
		{"name": "a"},
		{"name": "b", "spaces": inSoc(security("full"))},
		{"name": "c", "spaces": object{"soc": object{"base": "all"}, "*": object{"features": object{"streams_x": []string{"all"}}}}},
	} {
		p.plan(role)
	}
	granted := p.applyGrant(nil, views("missing", "soc"))
	p.diagnostics = nil
	if !p.isNull(granted) {
		t.Error("granted on a role that is not there")
	}
	asked(0)
	var together sync.WaitGroup
	for i := range 4 {
		own := &process{t: t, server: p.server}
		together.Go(func() {
			own.plan(raw(fmt.Sprint("d", i), "discover_v2", "read"))
			own.wantNoDiagnostics()
		})
	}
	together.Wait()
	asked(1)

	kept := p.change("cases_role", kept{}, raw("e", "discover_v2", "read"))
	p.wantNoDiagnostics()
	asked(1)
	k.ResetJournal()
	p = start(t, k.settings(nil))
	p.planChange("cases_role", p.refresh("cases_role", kept), raw("e", "discover_v2", "read"))
	p.wantNoDiagnostics()
	asked(0) // nothing is to be written
}

// What a role holds already, Kibana shows, and plans without a change pass; with a
// change, Kibana would refuse it.
func TestRestrictedPrivilegesThatAreHeld(t *testing.T) {
	t.Parallel()
	k := onDouble(t, withRestrictions(kibanatest.Newest()))
	k.Plant("held", granting("space:soc: feature_sub_x.hosts_all feature_off_x.part"))
	p := start(t, k.settings(nil))
	state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "held"})
	held := object{"name": "held", "elasticsearch": object{"cluster": []string{"monitor"}}, "spaces": inSoc(object{
		"features": object{"sub_x": []string{"hosts_all"}, "off_x": []string{"part"}},
	})}
	p.update(state, held)
	p.wantDiagnostics(isError)
	p.diagnostics = nil
	held["description"] = "changed"
	p.update(state, held)
	p.wantDiagnostics(isError, `accepts "hosts_all" of the feature "sub_x" only in all spaces`, `does not support "part" of the feature "off_x"`)
}

// With the CLI, the plan fails and nothing is written, not even what could be.
func TestRestrictionsAtPlan(t *testing.T) {
	t.Parallel()
	k := onDouble(t, withRestrictions(kibanatest.Newest()))
	k.runProtocol(t, resource.TestStep{
		Config: `
			resource "cases_role" "first" {
			  name = "first"
			}
			resource "cases_role" "r" {
			  name   = "r"
			  spaces = { soc = { features = { streams_x = ["all"] } } }
			}`,
		ExpectError: acrossLines(`accepts "all" of the feature "streams_x" only in all spaces, and would refuse the role. Write it under spaces["*"]`),
	})
	if names := k.Names(); len(names) > 0 {
		t.Errorf("written: %q", names)
	}
}
